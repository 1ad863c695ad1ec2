import { Ellipsis, ExternalLink, FolderOpen, Pencil, RotateCcw, Share2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { WorkbookCard } from '../../net/api';
import { Avatar, AvatarStack } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import type { MenuEntry } from '../../ui/menuEntries';
import { ago, exactly } from '../../ui/time';
import { Link, navigate } from '../navigation';
import { workbookPath } from '../routes';
import { changedAt } from './cards';
import { Sparkline } from './Sparkline';
import { WorkbookIcon } from './WorkbookIcon';

export interface RowActions {
  readonly rename: (card: WorkbookCard, name: string) => void;
  readonly share: (card: WorkbookCard) => void;
  readonly trash: (card: WorkbookCard) => void;
  readonly restore: (card: WorkbookCard) => void;
}

const ACCESS = { owner: 'Owner', editor: 'May edit', commenter: 'May comment', viewer: 'May view' } as const;

interface RowProps {
  readonly card: WorkbookCard;
  readonly me: string | null;
  readonly now: Date;
  readonly actions: RowActions;
}

export function WorkbookRow({ card, me, now, actions }: RowProps) {
  const [naming, setNaming] = useState(false);
  const trashed = card.trashed_at !== null;
  const at = changedAt(card);
  const author = card.last_change?.author;
  return (
    <tr className={trashed ? 'gone' : ''} data-testid="workbook-row" data-workbook={card.id}>
      <td>
        <div className="row" style={{ gap: 10 }}>
          <WorkbookIcon id={card.id} />
          <div className="grow">
            <div className="row">
              {naming ? (
                <RenameField
                  name={card.name}
                  onDone={(name) => {
                    setNaming(false);
                    if (name !== null) actions.rename(card, name);
                  }}
                />
              ) : trashed ? (
                <span className="cut m medium">{card.name}</span>
              ) : (
                <Link
                  className="open cut"
                  to={workbookPath(card.id)}
                  data-testid="workbook-link"
                  data-row-link
                >
                  {card.name}
                </Link>
              )}
              <AvatarStack people={card.present} me={me} max={3} size="s" />
            </div>
            <div className="xs q cut">
              {card.origin === null ? 'made in Daylight' : `from ${card.origin}`}
            </div>
          </div>
        </div>
      </td>
      <td className="opt-0">
        <div className="row" style={{ gap: 7 }}>
          <Avatar person={{ ...card.owner, kind: 'person' }} me={card.owner.id === me} size="s" />
          <span className="cut">{card.owner.name}</span>
        </div>
      </td>
      <td className="opt-1 m">{ACCESS[card.role]}</td>
      <td>
        <div className="cut">
          <time dateTime={at.toISOString()} data-tip={exactly(at)}>
            {ago(at, now)}
          </time>
        </div>
        <div className="xs q cut">
          {trashed
            ? `last changed by ${author?.name ?? card.owner.name}`
            : author === undefined
              ? 'not changed yet'
              : lastWords(author.name, card)}
        </div>
      </td>
      <td className="opt-2">
        <Sparkline days={card.activity} />
      </td>
      <td>
        {trashed ? (
          <Button
            size="small"
            disabled={card.role !== 'owner'}
            tip={card.role === 'owner' ? undefined : 'Only its owner may restore it.'}
            data-testid="restore"
            onClick={() => actions.restore(card)}
          >
            <RotateCcw className="s" aria-hidden="true" />
            Restore
          </Button>
        ) : (
          <Menu
            align="end"
            trigger={
              <Button
                look="quiet"
                size="small"
                icon
                aria-label={`Actions for ${card.name}`}
                data-testid="row-menu"
              >
                <Ellipsis />
              </Button>
            }
            entries={entries(card, actions, () => setNaming(true))}
          />
        )}
      </td>
    </tr>
  );
}

function lastWords(name: string, card: WorkbookCard): string {
  const summary = card.last_change?.summary ?? null;
  return summary === null || summary === '' ? name : `${name}, ${summary}`;
}

function entries(card: WorkbookCard, actions: RowActions, startNaming: () => void): readonly MenuEntry[] {
  const owner = card.role === 'owner';
  const notOwner = owner ? {} : { off: true, tip: `Only ${card.owner.name} may do this.` };
  return [
    { id: 'open', text: 'Open', icon: FolderOpen, run: () => navigate(workbookPath(card.id)) },
    {
      id: 'open-tab',
      text: 'Open in a new tab',
      icon: ExternalLink,
      run: () => window.open(workbookPath(card.id), '_blank', 'noopener'),
    },
    'line',
    { id: 'rename', text: 'Rename', icon: Pencil, run: startNaming, ...notOwner },
    { id: 'share', text: 'Share…', icon: Share2, run: () => actions.share(card), ...notOwner },
    'line',
    { id: 'trash', text: 'Delete', icon: Trash2, danger: true, run: () => actions.trash(card), ...notOwner },
  ];
}

/** A name being typed over: Enter or leaving keeps it, Esc does not. */
function RenameField({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  const finish = (): void => {
    const given = text.trim();
    onDone(given === '' || given === name ? null : given);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') onDone(null);
    event.stopPropagation();
  };
  return (
    <span className="field rename grow">
      <input
        value={text}
        aria-label="Name of the workbook"
        data-testid="rename-field"
        maxLength={200}
        ref={(field) => {
          if (field !== null && document.activeElement !== field) {
            field.focus();
            field.select();
          }
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        onBlur={finish}
      />
    </span>
  );
}
