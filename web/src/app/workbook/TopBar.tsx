import {
  ArrowLeft,
  Check,
  CloudOff,
  Eye,
  History as HistoryIcon,
  Lock,
  Search,
  TriangleAlert,
} from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Presence, WorkbookView } from '../../model/view';
import { AvatarStack } from '../../ui/Avatar';
import type { AvatarPerson } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { keyWords } from '../../ui/words';
import { Link } from '../navigation';
import { peopleOf, useNews, useSaveWords, useWho } from './useView';

export interface TopBarProps {
  readonly view: WorkbookView;
  readonly name: string;
  readonly me: AvatarPerson | null;
  readonly mayRename: boolean;
  /** Null: may share; else why not. */
  readonly shareOff: string | null;
  readonly historyOpen: boolean;
  readonly past: boolean;
  readonly onRename: (name: string) => void;
  /** The keyboard goes back to the grid. */
  readonly onBack: () => void;
  readonly onHistory: () => void;
  readonly onShare: () => void;
  readonly onPalette: () => void;
  readonly onVisit: (presence: Presence) => void;
}

export function TopBar(props: TopBarProps) {
  const {
    view,
    name,
    me,
    mayRename,
    shareOff,
    historyOpen,
    past,
    onRename,
    onBack,
    onHistory,
    onShare,
    onPalette,
    onVisit,
  } = props;
  useNews(view, 'notice');
  useWho(view);
  const visit = (person: AvatarPerson): void => {
    const presence = view.people.find((each) => each.person.id === person.id && each.sheet !== null);
    if (presence !== undefined) onVisit(presence);
  };
  return (
    <header className="topbar" data-testid="topbar">
      <Link className="home" to="/" aria-label="All workbooks" data-tip="All workbooks" data-testid="home">
        <Mark />
        <ArrowLeft aria-hidden="true" />
      </Link>
      <div className="title">
        <Name name={name} may={mayRename} onRename={onRename} onBack={onBack} />
        {past ? (
          <span className="state past">
            <Lock className="s" aria-hidden="true" />
            Read only
          </span>
        ) : (
          <SaveSign view={view} />
        )}
      </div>
      <span className="grow" />
      <button type="button" className="field cmd" onClick={onPalette} data-testid="palette-open">
        <Search className="s" aria-hidden="true" />
        <span className="grow">Run an action</span>
        <kbd>{keyWords('Alt+/')}</kbd>
      </button>
      <span className="grow wide-only" />
      <AvatarStack people={peopleOf(view.people, me)} me={me?.id ?? null} onPress={visit} />
      <Button
        look="quiet"
        size="small"
        aria-label="History"
        aria-pressed={historyOpen}
        onClick={onHistory}
        data-testid="history-open"
        tip="Who changed what, and when"
      >
        <HistoryIcon aria-hidden="true" />
        <span className="hide-m">History</span>
      </Button>
      <Button
        look={past ? 'plain' : 'sun'}
        size="small"
        extra="share wide-only"
        disabled={shareOff !== null}
        tip={shareOff ?? undefined}
        onClick={onShare}
        data-testid="share-open"
      >
        Share
      </Button>
      <Horizon view={view} past={past} />
    </header>
  );
}

/** Saved, saving, not connected: always visible, always true. */
function SaveSign({ view }: { view: WorkbookView }) {
  const words = useSaveWords(view);
  const reading = view.ready && view.readOnly && words.kind !== 'refused';
  const extra = { ok: ' ok', busy: '', wait: ' wait', refused: ' refused' }[words.kind];
  return (
    <>
      {reading && (
        <span
          className="tag line wide-only"
          data-testid="read-only"
          data-tip="You may view this workbook, not change it."
        >
          View only
        </span>
      )}
      <span
        className={`state${extra}`}
        role="status"
        data-testid="save-state"
        data-kind={words.kind}
        data-waiting={'waiting' in view.save ? view.save.waiting : 0}
      >
        {words.kind === 'ok' && (
          <>
            {reading && <Eye className="s phone-only" aria-label="View only." />}
            <Check className={`s${reading ? ' wide-only' : ''}`} aria-hidden="true" />
          </>
        )}
        {words.kind === 'busy' && <span className="spin" aria-hidden="true" />}
        {words.kind === 'wait' && <CloudOff className="s" aria-hidden="true" />}
        {words.kind === 'refused' && <TriangleAlert className="s" aria-hidden="true" />}
        {words.text}
      </span>
    </>
  );
}

function Horizon({ view, past }: { view: WorkbookView; past: boolean }) {
  useNews(view, 'save');
  if (past) return <i className="horizon past" />;
  return view.save.kind === 'offline' ? <i className="horizon wait" /> : null;
}

interface NameProps {
  readonly name: string;
  readonly may: boolean;
  readonly onRename: (name: string) => void;
  readonly onBack: () => void;
}

function Name({ name, may, onRename, onBack }: NameProps) {
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <h1 className="title-name">
        {may ? (
          <button
            type="button"
            className="name"
            onClick={() => setText(name)}
            data-tip="Rename"
            data-testid="workbook-name"
          >
            {name}
          </button>
        ) : (
          <span className="name" data-testid="workbook-name">
            {name}
          </span>
        )}
      </h1>
    );
  }
  const finish = (): void => {
    const given = text.trim();
    setText(null);
    if (given !== '' && given !== name) onRename(given);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The grid has the keyboard before the key is through, and would take it for its own.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') finish();
    else setText(null);
    onBack();
  };
  return (
    <input
      className="name"
      value={text}
      maxLength={200}
      aria-label="Name of the workbook"
      data-testid="workbook-name-field"
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
  );
}
