import '../../styles/custody.css';
import '../../styles/history.css';
import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ActivityItem } from '../../net/activity';
import type { SessionUser } from '../../net/api';
import { exportEntries } from '../../panels/activity/exporting';
import { activityFilter, KINDS, NO_FILTERS } from '../../panels/activity/filters';
import type { ActivityFilters } from '../../panels/activity/filters';
import { useActivity } from '../../panels/activity/useActivity';
import { activityWords, wayWords } from '../../panels/activity/words';
import { PersonMenu, picked, WayMenu } from '../../panels/history/FilterMenus';
import { WHENS } from '../../panels/history/filters';
import { SpanFields } from '../../panels/history/SpanFields';
import { useSeen } from '../../panels/history/useSeen';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { PickMenu } from '../../ui/PickMenu';
import { clock, dayNumber, dayTitle, exactly } from '../../ui/time';
import { useFreshLibrary, useLibrary } from '../catalogue/library';
import { Link } from '../navigation';
import { changePath, workbookPath } from '../routes';

interface ActivityPageProps {
  readonly me: SessionUser;
  /** A workbook, to begin with who opened it. */
  readonly openedOf: string | null;
}

/** What happened in all workbooks that one may see, with filters, and the record of it to take away. */
export function ActivityPage({ me, openedOf }: ActivityPageProps) {
  const [filters, setFilters] = useState<ActivityFilters>(
    openedOf === null ? NO_FILTERS : { ...NO_FILTERS, workbook: openedOf, kind: 'seen' },
  );
  const filter = useMemo(() => activityFilter(filters, new Date()), [filters]);
  const list = useActivity(filter);
  const foot = useRef<HTMLDivElement>(null);
  const cards = useLibrary((state) => state.live);
  useFreshLibrary(false, cards === null);
  const people = useSeen(list.items.map(({ author, author_name }) => [author, author_name]));
  const seen = useSeen(list.items.map(({ workbook, workbook_name }) => [workbook, workbook_name]));
  const books = new Map([...seen, ...(cards ?? []).map(({ id, name }) => [id, name] as const)]);
  const filtered = Object.keys(filter).length > 0;

  useEffect(() => {
    document.title = 'Activity · Daylight';
  }, []);

  const { loadMore, more, problem } = list;
  useEffect(() => {
    const end = foot.current;
    // What failed is tried again by hand.
    if (end === null || !more || problem !== null) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) loadMore();
    });
    watch.observe(end);
    return () => watch.disconnect();
  }, [loadMore, more, problem]);

  return (
    <>
      <div className="head">
        <h1 className="grow">Activity</h1>
        <Menu
          align="end"
          wide
          trigger={
            <Button data-testid="export-activity">
              <Download className="s" aria-hidden="true" />
              Export
            </Button>
          }
          entries={exportEntries(filter, 'Every cell of the changes that fit the filters')}
        />
      </div>
      <Filters
        filters={filters}
        me={me.id}
        people={people}
        books={books}
        onChange={(next) => setFilters(next)}
      />
      <div className="scrolls activity" data-testid="activity" aria-busy={!list.ready || list.busy}>
        {!list.ready && problem === null && <p className="nothing q">Reading what happened</p>}
        {list.ready && list.items.length === 0 && (
          <p className="nothing" data-testid="no-activity">
            {filtered ? (
              <>
                Nothing that happened fits these filters.{' '}
                <button type="button" className="link" onClick={() => setFilters(NO_FILTERS)}>
                  Show everything
                </button>
              </>
            ) : (
              'Nothing has happened yet. Every change will stand here with its author, and who opened, shared or took away what.'
            )}
          </p>
        )}
        {days(list.items).map((day) => (
          <section key={day.key} aria-label={dayTitle(day.at, new Date())}>
            <h2 className="day sm">{dayTitle(day.at, new Date())}</h2>
            <ul>
              {day.items.map((item) => (
                <Line
                  key={`${item.workbook} ${item.kind} ${item.seq ?? ''} ${item.at} ${item.author}`}
                  item={item}
                  me={me.id}
                />
              ))}
            </ul>
          </section>
        ))}
        {problem !== null && (
          <p className="nothing" role="alert" data-testid="activity-problem">
            {problem.status === 0
              ? 'The server does not answer, so what happened cannot be read now.'
              : `What happened could not be read. ${problem.detail}`}{' '}
            <button type="button" className="link" onClick={list.ready ? loadMore : list.again}>
              Try again
            </button>
          </p>
        )}
        {list.ready && more && problem === null && <p className="nothing q">Reading more</p>}
        <div ref={foot} style={{ height: 24 }} />
      </div>
    </>
  );
}

interface DayOfItems {
  readonly key: number;
  readonly at: Date;
  readonly items: readonly ActivityItem[];
}

/** By the local day on which it happened. */
function days(items: readonly ActivityItem[]): readonly DayOfItems[] {
  const found = new Map<number, { key: number; at: Date; items: ActivityItem[] }>();
  for (const item of items) {
    const at = new Date(item.at);
    const key = dayNumber(at);
    const day = found.get(key);
    if (day === undefined) found.set(key, { key, at, items: [item] });
    else day.items.push(item);
  }
  return [...found.values()];
}

function Line({ item, me }: { item: ActivityItem; me: string }) {
  const { workbook, workbook_name: book, author, author_name: name, seq } = item;
  const at = new Date(item.at);
  const own = author === me;
  const way = wayWords(item);
  return (
    <li>
      <Link
        className="line"
        to={seq === null ? workbookPath(workbook) : changePath(workbook, seq)}
        data-testid="happened"
        data-kind={item.kind}
      >
        <Avatar person={{ id: author, name, kind: 'person' }} me={own} />
        <span className="cut">
          <b>{own ? `${name} (you)` : name}</b> <span className="m">{activityWords(item)}</span>
          {way !== null && <span className="q sm">, {way}</span>}
        </span>
        <span className="book cut m">{book}</span>
        <time className="q sm" dateTime={item.at} data-tip={exactly(at)}>
          {clock(at)}
        </time>
      </Link>
    </li>
  );
}

interface FiltersProps {
  readonly filters: ActivityFilters;
  readonly me: string;
  readonly people: ReadonlyMap<string, string>;
  readonly books: ReadonlyMap<string, string>;
  readonly onChange: (filters: ActivityFilters) => void;
}

function Filters({ filters, me, people, books, onChange }: FiltersProps) {
  const { workbook, author, via, kind, when, from, to } = filters;
  const set = (some: Partial<ActivityFilters>): void => onChange({ ...filters, ...some });
  const named = [...books].sort((a, b) => a[1].localeCompare(b[1]));
  return (
    <div className="filters activity-filters">
      <PickMenu
        label="Workbook"
        value={workbook ?? 'any'}
        rest="any"
        line
        options={[
          { value: 'any', text: 'All workbooks' },
          ...named.map(([value, text]) => ({ value, text })),
        ]}
        onChange={(choice) => set({ workbook: picked(choice) })}
        testId="filter-workbook"
      />
      <PersonMenu people={people} me={me} value={author} onChange={(next) => set({ author: next })} />
      <PickMenu
        label="What"
        value={kind}
        rest="any"
        line
        options={KINDS}
        // Only changes have a way in.
        onChange={(next) =>
          set({ kind: next, ...(next === 'changes' || next === 'any' ? {} : { via: null }) })
        }
        testId="filter-kind"
      />
      <WayMenu
        value={via}
        onChange={(next) => set({ via: next, ...(next === null ? {} : { kind: 'changes' as const }) })}
      />
      <PickMenu
        label="Time"
        value={when}
        rest="any"
        line
        options={WHENS}
        onChange={(choice) => set({ when: choice })}
        testId="filter-when"
      />
      {when === 'between' && <SpanFields from={from} to={to} onChange={set} />}
    </div>
  );
}
