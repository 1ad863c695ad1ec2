import '../../styles/history.css';
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CellChange, CellScalar } from '../../net/api';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Figure } from '../../ui/OldNew';
import { inSentence } from '../../ui/time';
import { count, valueText } from '../../ui/words';
import { addressOf } from './describe';
import {
  actCount,
  actWords,
  beforeWords,
  choiceOf,
  choose,
  chooseAll,
  CONFLICTS_AT_ONCE,
  conflictWords,
  looksWords,
  simpleWords,
  told,
} from './takeback';
import type { Choice, Conflict, Preview, Wanted } from './takeback';

interface TakeBackPanelProps {
  readonly wanted: Wanted;
  readonly me: string | null;
  /** The sheet looked at. */
  readonly sheet: string | null;
  /** Null while it is being asked for. */
  readonly preview: Preview | null;
  readonly problem: string | null;
  readonly busy: boolean;
  readonly onChoose: (preview: Preview) => void;
  /** The next conflicts. */
  readonly onMore: () => void;
  readonly onGo: (sheet: string, cell: string) => void;
  readonly onTake: () => void;
  readonly onClose: () => void;
}

/** What taking changes back would do, before it is done; the grid shows it at the same time. */
export function TakeBackPanel(props: TakeBackPanelProps) {
  const { wanted, me, sheet, preview, problem, busy, onChoose, onMore, onGo, onTake, onClose } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  const { author, at } = wanted;
  return (
    <aside className="side revert" aria-label={wanted.title} data-testid="undo-dialog">
      <header className="tall">
        <div className="grow" style={{ minWidth: 0 }}>
          <h2>{wanted.title}</h2>
          {author !== null && (
            <p className="sm m row" style={{ gap: 6, marginTop: 2 }}>
              <Avatar person={author} me={author.id === me} size="s" />
              <span className="cut">
                {author.name}
                {at !== null && `, ${inSentence(new Date(at), new Date())}`}
              </span>
            </p>
          )}
        </div>
        <Button look="quiet" size="small" icon aria-label="Close" onClick={onClose}>
          <X />
        </Button>
      </header>
      {preview !== null && <Sums preview={preview} />}
      <div className="list-of-changes" aria-busy={preview === null && problem === null}>
        {problem !== null && (
          <p className="nothing" role="alert">
            {problem}
          </p>
        )}
        {preview === null && problem === null && <p className="nothing q">Looking at what would go back</p>}
        {preview !== null && (
          <>
            {preview.conflicts.length > 1 && (
              <div className="row all sm">
                <span className="grow m">
                  {preview.more
                    ? 'For all, those that do not stand here included:'
                    : `For all ${count(preview.conflicts.length, 'cell')}:`}
                </span>
                <button type="button" className="link" onClick={() => onChoose(chooseAll(preview, 'keep'))}>
                  Keep
                </button>
                <button
                  type="button"
                  className="link"
                  onClick={() => onChoose(chooseAll(preview, 'back'))}
                  data-testid="all-back"
                >
                  Go back
                </button>
              </div>
            )}
            {preview.conflicts.map((conflict) => (
              <ConflictChoice
                key={conflict.entry}
                conflict={conflict}
                before={beforeWords(wanted, me)}
                me={me}
                choice={choiceOf(preview, conflict)}
                onChoose={(choice) => onChoose(choose(preview, [conflict], choice))}
                onGo={onGo}
              />
            ))}
            {preview.more && (
              <p className="more-lines sm">
                <button type="button" className="link" onClick={onMore} data-testid="more-conflicts">
                  Show {CONFLICTS_AT_ONCE} more
                </button>
              </p>
            )}
            <Going cells={preview.cells} total={preview.simple} sheet={sheet} onGo={onGo} />
          </>
        )}
      </div>
      <footer>
        <span className="sm q">
          This is a change like any other: it appears in the history and can be undone.
        </span>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button ref={cancel} onClick={onClose} data-testid="cancel-undo">
            Cancel
          </Button>
          <Button
            look="sun"
            busy={busy}
            disabled={preview === null || actCount(preview) === 0}
            onClick={onTake}
            data-testid="confirm-undo"
          >
            {busy ? 'Undoing' : preview === null ? 'Undo' : actWords(preview)}
          </Button>
        </div>
      </footer>
    </aside>
  );
}

function Sums({ preview }: { preview: Preview }) {
  const [simple, simpleRest] = simpleWords(preview);
  const [asked, askedRest] = conflictWords(preview);
  return (
    <div className="sums" data-testid="undo-sums" aria-live="polite">
      {preview.changes > 1 && <p className="m">{count(preview.changes, 'change')} are meant.</p>}
      <p className="row yes">
        <CircleCheck aria-hidden="true" />
        <span>
          <b>{simple}</b> {simpleRest}
        </span>
      </p>
      {preview.conflicts.length > 0 && (
        <p className="row ask">
          <TriangleAlert aria-hidden="true" />
          <span>
            <b>{asked}</b> {askedRest}
          </span>
        </p>
      )}
    </div>
  );
}

interface ConflictProps {
  readonly conflict: Conflict;
  /** `before Tomás` */
  readonly before: string;
  readonly me: string | null;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  readonly onGo: (sheet: string, cell: string) => void;
}

function Value({ value }: { value: CellScalar }) {
  const text = valueText(value);
  const plain = text === null || (typeof value === 'string' && value.length > 0);
  return <span className={`v${plain ? ' text' : ''}${text === null ? ' q' : ''}`}>{text ?? 'empty'}</span>;
}

function ConflictChoice({ conflict, before, me, choice, onChoose, onGo }: ConflictProps) {
  const group = useId();
  const { sheet, cell } = conflict;
  const name = cell === null ? 'Not a cell' : addressOf(conflict, null);
  return (
    <section role="radiogroup" aria-label={name} data-testid="conflict" data-cell={cell ?? undefined}>
      <div className="row" style={{ marginBottom: 6 }}>
        {cell === null || sheet === null ? (
          <b>{name}</b>
        ) : (
          <button type="button" className="link num" onClick={() => onGo(sheet, cell)}>
            {cell}
          </button>
        )}
        <span className="m cut">{sheet}</span>
      </div>
      <div className="choices">
        <label className="choice" data-testid="keep-now">
          <span className="row sm" style={{ gap: 7 }}>
            <input type="radio" name={group} checked={choice === 'keep'} onChange={() => onChoose('keep')} />
            <b>Keep what is there now</b>
          </span>
          {cell !== null && <Value value={conflict.now} />}
          {conflict.author !== null && (
            <span className="row sm q who" style={{ gap: 6 }}>
              <Avatar person={conflict.author} me={conflict.author.id === me} size="s" />
              <span className="cut">
                {conflict.author.name}
                {conflict.at !== null && `, ${inSentence(new Date(conflict.at), new Date())}`}
              </span>
            </span>
          )}
        </label>
        <label className="choice" data-testid="go-back">
          <span className="row sm" style={{ gap: 7 }}>
            <input type="radio" name={group} checked={choice === 'back'} onChange={() => onChoose('back')} />
            <b>Go back to {before}</b>
          </span>
          {cell !== null && <Value value={conflict.was} />}
        </label>
      </div>
    </section>
  );
}

interface GoingProps {
  readonly cells: readonly CellChange[];
  readonly total: number;
  readonly sheet: string | null;
  readonly onGo: (sheet: string, cell: string) => void;
}

const PAGE = 200;

/** What goes back without asking: from what is there now to what was. */
function Going({ cells, total, sheet, onGo }: GoingProps) {
  const [shown, setShown] = useState(PAGE);
  if (cells.length === 0) return null;
  const { lines, looks } = told(cells);
  const rest = Math.max(0, total - cells.length) + Math.max(0, lines.length - shown);
  return (
    <section aria-label="What goes back" className="going">
      {lines.slice(0, shown).map((cell, at) => {
        const value = cell.kind === 'value';
        const address = cell.cell === null ? '' : addressOf(cell, sheet);
        const key = `${cell.sheet_id ?? ''} ${String(cell.row)} ${String(cell.col)} ${cell.kind} ${at}`;
        const line = (
          <>
            <span className="addr num">{address}</span>
            {value ? (
              <Figure old={valueText(cell.old)} now={valueText(cell.new)} />
            ) : (
              <span className="sm m">{cell.label ?? 'Format'}</span>
            )}
          </>
        );
        const { cell: name, sheet: on } = cell;
        if (name === null || on === null) {
          return (
            <div key={key} className="on2">
              {line}
            </div>
          );
        }
        return (
          <button key={key} type="button" className="on2" onClick={() => onGo(on, name)} data-testid="going">
            {line}
          </button>
        );
      })}
      {looks > 0 && <p className="sm m">{looksWords(looks)}</p>}
      {rest > 0 &&
        (shown < lines.length ? (
          <button type="button" className="link sm" onClick={() => setShown(shown + PAGE)}>
            Show more of {rest.toLocaleString('en-US')}
          </button>
        ) : (
          <p className="sm q">and {rest.toLocaleString('en-US')} more</p>
        ))}
    </section>
  );
}
