import '../../styles/history.css';
import { X } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Change, ChangeFilter } from '../../net/api';
import { Button } from '../../ui/Button';
import { PickMenu } from '../../ui/PickMenu';
import { dayNumber, dayTitle } from '../../ui/time';
import { count } from '../../ui/words';
import { byDay } from './days';
import type { Day } from './days';
import { DayLine } from './DayLine';
import { Entry } from './Entry';
import type { EntryActions } from './Entry';
import { useChanges } from './useChanges';

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
  /** The moment that is being looked at. */
  readonly moment: number | null;
  /** The change that is pointed out in the grid. */
  readonly picked: number | null;
  readonly actions: EntryActions;
  readonly onClose: () => void;
}

interface Place {
  readonly sheet: string;
  readonly range: string;
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
  const { workbook, me, sheets, sheet, selected, news, mayUndo, moment, picked, actions, onClose } = props;
  const [author, setAuthor] = useState('any');
  const [where, setWhere] = useState('any');
  const [cells, setCells] = useState<Place | null>(null);
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map());
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [now, setNow] = useState(() => new Date());
  const foot = useRef<HTMLDivElement>(null);

  const filter = useMemo((): ChangeFilter => {
    const place = cells?.sheet ?? (where === 'any' ? null : where);
    return {
      ...(author === 'any' ? {} : { author }),
      ...(place === null ? {} : { sheet: place }),
      ...(cells === null ? {} : { range: cells.range }),
    };
  }, [author, where, cells]);
  const list = useChanges(workbook, filter, news);
  const days = useMemo(() => byDay(list.changes), [list.changes]);

  // Whoever was ever seen in the list stays a choice of the filter.
  const unseen = list.changes.filter((change) => people.get(change.author.id) !== change.author.name);
  if (unseen.length > 0) {
    setPeople(
      new Map([...people, ...unseen.map((change) => [change.author.id, change.author.name] as const)]),
    );
  }

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

  const filtered = author !== 'any' || where !== 'any' || cells !== null;
  return (
    <aside className="side" aria-label="History" data-testid="history">
      <header>
        <h2 className="grow">History</h2>
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
      <div className="filt">
        <PickMenu
          label="Person"
          value={author}
          rest="any"
          line
          options={[
            { value: 'any', text: 'Everybody' },
            ...[...people].map(([value, text]) => ({ value, text: value === me ? `${text} (you)` : text })),
          ]}
          onChange={setAuthor}
          testId="filter-person"
        />
        <PickMenu
          label="Sheet"
          value={cells?.sheet ?? where}
          rest="any"
          line
          disabled={cells !== null}
          options={[
            { value: 'any', text: 'All sheets' },
            ...sheets.map((name) => ({ value: name, text: `Sheet ${name}` })),
          ]}
          onChange={setWhere}
          testId="filter-sheet"
        />
        <PickMenu
          label="Cells"
          value={cells === null ? 'all' : 'these'}
          rest="all"
          line
          options={[
            { value: 'all', text: 'All cells' },
            ...(cells === null ? [] : [{ value: 'these', text: `Cells ${cells.range}` }]),
            { value: 'selection', text: 'Selected cells' },
          ]}
          onChange={(choice) => {
            if (choice !== 'these') setCells(choice === 'all' ? null : selected());
          }}
          testId="filter-cells"
        />
      </div>
      <div
        className="list-of-changes"
        role="group"
        aria-label="Changes"
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
        {!list.ready && list.problem === null && <p className="nothing q">Reading the history</p>}
        {list.ready && days.length === 0 && (
          <p className="nothing">
            {filtered
              ? 'No change matches these filters.'
              : 'Nothing has been changed yet. Every change will stand here with its author.'}
          </p>
        )}
        {days.map((day, at) => (
          <DaySection
            key={day.key}
            day={day}
            now={now}
            whole={!list.more || at < days.length - 1}
            moment={moment}
            opened={opened.has(day.key)}
            onOpen={() => setOpened(new Set([...opened, day.key]))}
            selected={picked}
            actions={actions}
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
                actions={actions}
              />
            )}
          />
        ))}
        <div ref={foot} style={{ height: 24 }} />
      </div>
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
  readonly actions: EntryActions;
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
