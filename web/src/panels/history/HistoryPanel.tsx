import '../../styles/history.css';
import { Archive, Bookmark, Download, Ellipsis, ShieldCheck, X } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Change } from '../../net/api';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { dayNumber, dayTitle } from '../../ui/time';
import { count } from '../../ui/words';
import { exportEntries } from '../activity/exporting';
import { NONE_TICKED, tick } from './chosen';
import { endsOf } from './compare';
import { byDay } from './days';
import type { Day } from './days';
import { DayLine } from './DayLine';
import { isFirst } from './describe';
import { Entry } from './Entry';
import { FilterBar } from './FilterBar';
import { endWords } from './folded';
import { filterOf, isFiltered, NO_FILTERS, wantFiltered } from './filters';
import type { Filters } from './filters';
import { wantSome } from './takeback';
import { useChanges } from './useChanges';
import { useSeen } from './useSeen';
import { useVersions } from './useVersions';
import { VersionList } from './VersionList';
import type { HistoryActions } from './wishes';
import type { ColourBy } from './writers';

export interface HistoryPanelProps {
  readonly workbook: string;
  readonly me: string | null;
  /** Names in tab order. */
  readonly sheets: readonly string[];
  /** The sheet looked at. */
  readonly sheet: string | null;
  /** Asked when the cells are to be those that are selected. */
  readonly selected: () => { readonly sheet: string; readonly range: string } | null;
  /** Grows when something may have been changed. */
  readonly news: number;
  readonly mayUndo: boolean;
  readonly owner: boolean;
  /** The moment that is being looked at. */
  readonly moment: number | null;
  /** The change that is pointed out in the grid. */
  readonly picked: number | null;
  /** Something else stands in its place. */
  readonly hidden: boolean;
  readonly actions: HistoryActions;
  /** By what the cells of the grid are coloured. */
  readonly colour: ColourBy | null;
  readonly onColour: (by: ColourBy | null) => void;
  readonly onClose: () => void;
}

/** Arrow keys go from change to change. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('article')];
  const at = entries.findIndex((entry) => entry.contains(event.target as Node));
  const to = entries[Math.max(0, at + step)];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
  to.click();
}

/** Changes by day and person. Choosing one shows its cells in the grid. */
export const HistoryPanel = memo(function HistoryPanel(props: HistoryPanelProps) {
  const {
    workbook,
    me,
    sheets,
    sheet,
    selected,
    news,
    mayUndo,
    owner,
    moment,
    picked,
    hidden,
    actions,
    colour,
    onColour,
    onClose,
  } = props;
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [named, setNamed] = useState(false);
  const [ticked, setTicked] = useState(NONE_TICKED);
  /** Waits for the change that it is compared with. */
  const [pairing, setPairing] = useState<Change | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [now, setNow] = useState(() => new Date());
  const foot = useRef<HTMLDivElement>(null);

  // A day is as long as it is when the filter is set; a list must not begin anew with every minute.
  const filter = useMemo(() => filterOf(filters, new Date()), [filters]);
  const list = useChanges(workbook, filter, news);
  const versions = useVersions(workbook, news);
  const days = useMemo(() => byDay(list.changes), [list.changes]);
  const people = useSeen(list.changes.map(({ author }) => [author.id, author.name]));
  const links = useSeen(
    list.changes.flatMap(({ link }) => (link === null ? [] : [[link.id, link.label ?? 'without a name']])),
  );

  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);

  const { loadMore, more } = list;
  useEffect(() => {
    const end = foot.current;
    if (end === null || !more) return;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) loadMore();
    });
    watch.observe(end);
    return () => watch.disconnect();
  }, [loadMore, more]);

  const chosen = list.changes.filter(({ seq }) => ticked.seqs.has(seq));
  const [one, other] = chosen;
  const order = useMemo(() => list.changes.map(({ seq }) => seq), [list.changes]);
  const onTick = useCallback(
    (change: Change, run: boolean): void => setTicked((was) => tick(was, order, change.seq, run)),
    [order],
  );
  const { onCompare, onPick } = actions;
  const own = useMemo(
    (): HistoryActions => ({
      ...actions,
      onPick: (change) => {
        if (pairing === null || pairing.seq === change.seq) {
          onPick(change);
          return;
        }
        setPairing(null);
        onCompare(endsOf(pairing, change));
      },
    }),
    [actions, pairing, onPick, onCompare],
  );
  const filtered = isFiltered(filters, now);
  return (
    <aside
      className="side"
      aria-label="History"
      data-testid="history"
      hidden={hidden}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || (pairing === null && chosen.length === 0)) return;
        event.preventDefault();
        event.stopPropagation();
        setPairing(null);
        setTicked(NONE_TICKED);
      }}
    >
      <header>
        <h2 className="grow">History</h2>
        <Menu
          align="end"
          trigger={
            <Button
              look="quiet"
              size="small"
              icon
              aria-label="More of the history"
              data-testid="history-menu"
            >
              <Ellipsis />
            </Button>
          }
          entries={[
            {
              id: 'name-now',
              text: 'Name this version…',
              icon: Bookmark,
              ...(mayUndo ? {} : { off: true, tip: 'You may view this workbook, not change it.' }),
              run: () => actions.onAsk({ kind: 'name', point: null, version: null }),
            },
            { id: 'named-only', text: 'Named versions only', checked: named, run: () => setNamed(!named) },
            'line',
            ...(['author', 'age'] as const).map((by) => ({
              id: `colour-${by}`,
              text: `Colour by ${by}`,
              checked: colour === by,
              ...(moment === null
                ? {}
                : { off: true, tip: 'This is an earlier moment. Return to now to colour its cells.' }),
              run: () => onColour(colour === by ? null : by),
            })),
            'line',
            {
              id: 'export',
              text: 'Export the history',
              icon: Download,
              entries: exportEntries(
                { ...filter, workbook },
                filters.sheet === null && filters.cells === null
                  ? 'Every cell of the changes that are listed'
                  : 'Whole changes, on whatever sheet',
              ),
            },
            {
              id: 'keep',
              text: 'Keep the history…',
              icon: Archive,
              ...(owner ? {} : { off: true, tip: 'Only its owner may say how long the history is kept.' }),
              run: () => actions.onAsk({ kind: 'keep' }),
            },
            {
              id: 'verify',
              text: 'Check the record…',
              icon: ShieldCheck,
              ...(owner ? {} : { off: true, tip: 'Only its owner may check the record of this workbook.' }),
              run: () => actions.onAsk({ kind: 'verify' }),
            },
          ]}
        />
        <Button
          look="quiet"
          size="small"
          icon
          aria-label="Close the history"
          onClick={onClose}
          data-testid="close-history"
        >
          <X />
        </Button>
      </header>
      {named ? (
        <div className="row note sm">
          <span className="grow m">Named versions only</span>
          <button type="button" className="link" onClick={() => setNamed(false)} data-testid="all-changes">
            Show all changes
          </button>
        </div>
      ) : (
        <FilterBar
          filters={filters}
          me={me}
          people={people}
          links={links}
          sheets={sheets}
          selected={selected}
          onChange={setFilters}
        />
      )}
      {!named && filtered && mayUndo && moment === null && list.changes.length > 0 && (
        <div className="row note sm">
          <button
            type="button"
            className="link"
            onClick={() =>
              actions.onTakeBack(wantFiltered(filters, new Map([...people, ...links]), new Date()))
            }
            data-testid="take-filtered"
          >
            Take back all of these…
          </button>
        </div>
      )}
      {pairing !== null && (
        <div className="row note sm" role="status" data-testid="pairing">
          <span className="grow">Choose the change to compare with.</span>
          <button type="button" className="link" onClick={() => setPairing(null)}>
            Cancel
          </button>
        </div>
      )}
      <div
        className="list-of-changes"
        role="group"
        aria-label={named ? 'Named versions' : 'Changes'}
        aria-busy={!list.ready || list.busy}
        onKeyDown={walk}
      >
        {list.problem !== null && (
          <p className="nothing" role="alert">
            {list.problem.status === 0
              ? 'The server does not answer, so the history cannot be read now.'
              : `The history could not be read. ${list.problem.detail}`}
          </p>
        )}
        {named && (
          <VersionList
            workbook={workbook}
            versions={versions.list}
            ready={versions.ready}
            me={me}
            mayEdit={mayUndo}
            moment={moment}
            actions={actions}
            onAltered={versions.reload}
          />
        )}
        {!named && !list.ready && list.problem === null && <p className="nothing q">Reading the history</p>}
        {!named && list.ready && days.length === 0 && (filtered || list.folded === null) && (
          <p className="nothing">
            {filtered
              ? 'No change matches these filters.'
              : 'Nothing has been changed yet. Every change will stand here with its author.'}
          </p>
        )}
        {!named &&
          days.map((day, at) => (
            <DaySection
              key={day.key}
              day={day}
              now={now}
              whole={!list.more || at < days.length - 1}
              moment={moment}
              opened={opened.has(day.key)}
              onOpen={() => setOpened(new Set([...opened, day.key]))}
              selected={picked}
              actions={own}
              entry={(change) => (
                <Entry
                  key={change.seq}
                  workbook={workbook}
                  change={change}
                  me={me}
                  sheet={sheet}
                  selected={change.seq === (moment ?? picked)}
                  here={change.seq === moment}
                  after={moment !== null && change.seq > moment}
                  mayUndo={mayUndo}
                  looking={moment !== null}
                  ticked={ticked.seqs.has(change.seq)}
                  ticking={chosen.length > 0}
                  versions={versions.list.filter(({ seq }) => seq === change.seq)}
                  onTick={onTick}
                  onCompareWith={setPairing}
                  actions={own}
                />
              )}
            />
          ))}
        {!named && list.ready && !list.more && list.folded !== null && (
          <p className="nothing sm" data-testid="history-folded">
            {endWords(list.folded, now)}
          </p>
        )}
        <div ref={foot} style={{ height: 24 }} />
      </div>
      {chosen.length > 0 && !named && (
        <footer className="row" data-testid="ticked">
          <span className="grow sm" aria-live="polite">
            {count(chosen.length, 'change')} chosen
          </span>
          <Button look="quiet" size="small" onClick={() => setTicked(NONE_TICKED)}>
            Clear
          </Button>
          {chosen.length === 2 && one !== undefined && other !== undefined && (
            <Button size="small" onClick={() => onCompare(endsOf(one, other))} data-testid="compare-ticked">
              Compare
            </Button>
          )}
          <Button
            size="small"
            disabled={moment !== null || chosen.every(isFirst)}
            tip={
              moment !== null
                ? 'This is an earlier moment. Return to now to take changes back.'
                : chosen.every(isFirst)
                  ? 'Nothing was before the first change.'
                  : undefined
            }
            onClick={() => actions.onTakeBack(wantSome(chosen))}
            data-testid="take-ticked"
          >
            Take back…
          </Button>
        </footer>
      )}
    </aside>
  );
});

interface DaySectionProps {
  readonly day: Day;
  readonly now: Date;
  /** All changes of the day are loaded. */
  readonly whole: boolean;
  readonly moment: number | null;
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly selected: number | null;
  readonly actions: HistoryActions;
  readonly entry: (change: Change) => ReactNode;
}

function DaySection({ day, now, whole, moment, opened, onOpen, selected, actions, entry }: DaySectionProps) {
  const later = moment !== null && day.changes.every((change) => change.seq > moment);
  const people = day.people > 1 ? `, ${day.people} people` : '';
  const many = `${count(day.changes.length, 'change')}${whole ? '' : ' or more'}`;
  const words = later ? `${many} after this moment` : `${many}${people}`;
  const pick = (seq: number): void => {
    const change = day.changes.find((each) => each.seq === seq);
    if (change !== undefined) actions.onPick(change);
  };
  return (
    <section aria-label={dayTitle(day.start, now)} data-testid="day" data-day={dayNumber(day.start)}>
      <div className="day">
        <div className="cap">
          <b>{dayTitle(day.start, now)}</b>
          <span className="q">{words}</span>
          {later && !opened && (
            <button type="button" className="link end" onClick={onOpen}>
              Show
            </button>
          )}
        </div>
        <DayLine day={day} now={now} selected={moment ?? selected} onPick={pick} />
      </div>
      {(!later || opened) && day.changes.map(entry)}
    </section>
  );
}
