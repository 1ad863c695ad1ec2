import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { WhoOpened } from '../activity/WhoOpened';
import { renameWorkbook, restoreWorkbook, trashWorkbook } from '../../net/api';
import type { SessionUser, WorkbookCard } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { later } from '../../ui/later';
import { PickMenu } from '../../ui/PickMenu';
import { Segmented } from '../../ui/Segmented';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { navigate } from '../navigation';
import { viewPath } from '../routes';
import type { CatalogueView } from '../routes';
import { shownCards } from './cards';
import type { ChangedFilter, Sorting } from './cards';
import { FirstStart } from './FirstStart';
import { patchCard, refresh, refreshBoth, useFreshLibrary, useLibrary } from './library';
import { WorkbookTable } from './WorkbookTable';
import type { RowActions } from './WorkbookRow';

const ShareDialog = later(
  () => import('../../panels/share/ShareDialog').then((panel) => panel.ShareDialog),
  ({ onClose }) => onClose(),
);

const TITLES: Readonly<Record<CatalogueView, string>> = {
  all: 'All workbooks',
  recent: 'Changed in the last seven days',
  mine: 'My workbooks',
  shared: 'Shared with me',
  deleted: 'Deleted workbooks',
};

const CHANGED: readonly { value: ChangedFilter; text: string }[] = [
  { value: 'any', text: 'Changed' },
  { value: 'today', text: 'Today' },
  { value: 'week', text: 'Last 7 days' },
  { value: 'month', text: 'Last 31 days' },
];

function owners(cards: readonly WorkbookCard[]): readonly { value: string; text: string }[] {
  const names = new Map(cards.map((card) => [card.owner.id, card.owner.name]));
  const people = [...names].map(([value, text]) => ({ value, text }));
  return [{ value: 'any', text: 'Owner' }, ...people.sort((a, b) => a.text.localeCompare(b.text))];
}

async function attempt(work: () => Promise<void>, failed: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (cause) {
    const problem = cause instanceof Problem ? cause : Problem.offline(cause);
    say(`${failed} ${problem.detail}`, { kind: 'problem' });
    return false;
  } finally {
    void refreshBoth();
  }
}

/** A minute hand: "2 min ago" must not stand still. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface LibraryViewProps {
  readonly view: CatalogueView;
  readonly me: SessionUser;
  readonly query: string;
  readonly onChoose: () => void;
  readonly onNew: () => void;
  readonly making: boolean;
}

export function LibraryView({ view, me, query, onChoose, onNew, making }: LibraryViewProps) {
  const trashed = view === 'deleted';
  const cards = useLibrary((state) => (trashed ? state.trashed : state.live));
  const problem = useLibrary((state) => state.problem);
  const [owner, setOwner] = useState('any');
  const [changed, setChanged] = useState<ChangedFilter>('any');
  const [sorting, setSorting] = useState<Sorting>({ key: 'changed', down: true });
  const [sharing, setSharing] = useState<WorkbookCard | null>(null);
  const now = useNow();
  useFreshLibrary(trashed, true);

  useEffect(() => {
    document.title = `${TITLES[view]} · Daylight`;
  }, [view]);

  const actions: RowActions = {
    rename: (card, name) => {
      patchCard(card.id, { name });
      void attempt(() => renameWorkbook(card.id, name), `“${card.name}” keeps its name.`);
    },
    share: setSharing,
    trash: (card) => {
      void attempt(() => trashWorkbook(card.id), `“${card.name}” was not deleted.`).then((done) => {
        if (!done) return;
        say(`“${card.name}” is deleted.`, { action: { label: 'Restore', run: () => actions.restore(card) } });
      });
    },
    restore: (card) => {
      void attempt(() => restoreWorkbook(card.id), `“${card.name}” was not restored.`).then((done) => {
        if (done) say(`“${card.name}” is back.`, { kind: 'done' });
      });
    },
  };

  if (cards !== null && cards.length === 0 && view !== 'deleted' && problem === null) {
    if (me.kind === 'guest') return <NothingShared />;
    return <FirstStart onChoose={onChoose} onNew={onNew} busy={making} />;
  }

  const shown =
    cards === null ? null : shownCards(cards, { view, me: me.id, query, owner, changed }, sorting, now);
  const open = shown?.filter((card) => card.present.length > 0).length ?? 0;
  const filtered = query.trim() !== '' || owner !== 'any' || changed !== 'any';
  return (
    <>
      <div className="head">
        <h1>{TITLES[view]}</h1>
      </div>
      <div className="filters">
        {!trashed && (
          <Segmented
            label="Whose"
            value={view === 'recent' ? 'all' : view}
            options={[
              { value: 'all', text: 'All' },
              { value: 'mine', text: 'Mine' },
              { value: 'shared', text: 'Shared with me' },
            ]}
            onChange={(next) => navigate(viewPath(next))}
          />
        )}
        <PickMenu
          label="Owner"
          value={owner}
          options={owners(cards ?? [])}
          rest="any"
          line
          onChange={setOwner}
        />
        {!trashed && (
          <PickMenu label="Changed" value={changed} options={CHANGED} rest="any" line onChange={setChanged} />
        )}
        <span className="end sm q cut">
          {shown !== null &&
            `${count(shown.length, 'workbook')}${open > 0 && !trashed ? `, ${open} open right now` : ''}`}
        </span>
      </div>
      {problem !== null && (
        <div className="banner wait" role="alert" data-testid="catalogue-problem">
          <CloudOff aria-hidden="true" />
          <div className="grow">
            <b>{problem.status === 0 ? 'The server does not answer.' : 'The list could not be read.'}</b>{' '}
            {problem.status === 0 ? 'What you see is the last answer.' : problem.detail}
          </div>
          <Button size="small" onClick={() => void refresh(trashed)}>
            Try now
          </Button>
        </div>
      )}
      <div className="scrolls">
        <WorkbookTable
          cards={shown}
          trashed={trashed}
          me={me.id}
          now={now}
          sorting={sorting}
          onSort={setSorting}
          actions={actions}
        />
        {shown?.length === 0 && (
          <div className="m" style={{ padding: '28px 24px' }} data-testid="nothing-found">
            {filtered ? (
              <>
                <p>No workbook here matches.</p>
                <p className="sm q">Names, owners and the files they came from are searched.</p>
              </>
            ) : trashed ? (
              <>
                <p>Nothing was deleted.</p>
                <p className="sm q">
                  A deleted workbook waits here, with its whole history, until its owner restores it.
                </p>
              </>
            ) : (
              <p>{view === 'shared' ? 'Nobody has shared a workbook with you yet.' : 'No workbook here.'}</p>
            )}
          </div>
        )}
      </div>
      {sharing !== null && (
        <ShareDialog
          workbook={{ id: sharing.id, name: sharing.name }}
          me={me.id}
          here={sharing.present}
          beginning={sharing}
          opened={<WhoOpened workbook={sharing.id} />}
          onClose={() => setSharing(null)}
        />
      )}
    </>
  );
}

function NothingShared() {
  return (
    <div className="m" style={{ padding: '28px 24px' }}>
      <p>No workbook is open to you now.</p>
      <p className="sm q">Open a link that somebody sent you.</p>
    </div>
  );
}
