/** The values of a column with its dates by year, month and day. */
import type { FilterValue } from '../../net/filters';
import type { Day, ReadDay } from './days';

/** A line of the tree. */
export interface Branch {
  /** The same for the same year, month or value, however the tree is built. */
  readonly id: string;
  readonly name: string;
  /** 1 is the outermost. */
  readonly level: number;
  readonly value: FilterValue | null;
  /** All values within it. */
  readonly texts: readonly string[];
  readonly count: number;
  readonly branches: readonly Branch[];
}

export interface DateTree {
  readonly branches: readonly Branch[];
  readonly days: number;
}

const MONTHS = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

type Dated = Day & { readonly value: FilterValue };

/** Groups in the order of their numbers. */
function grouped(values: readonly Dated[], by: (each: Dated) => number): [number, readonly Dated[]][] {
  const groups = new Map<number, Dated[]>();
  for (const each of values) {
    const key = by(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

function branch(
  id: string,
  name: string,
  level: number,
  values: readonly Dated[],
  branches: readonly Branch[],
): Branch {
  return {
    id,
    name,
    level,
    value: null,
    texts: values.map(({ value }) => value.text),
    count: values.reduce((sum, { value }) => sum + value.count, 0),
    branches,
  };
}

function leaf(value: FilterValue): Branch {
  return {
    id: `=${value.text}`,
    name: value.text,
    level: 1,
    value,
    texts: [value.text],
    count: value.count,
    branches: [],
  };
}

/** The latest year first, as what people look for is mostly recent; what is no day stands behind. Null without days. */
export function dateTree(values: readonly FilterValue[], dayOf: ReadDay): DateTree | null {
  const dated: Dated[] = [];
  const others: FilterValue[] = [];
  for (const value of values) {
    const day = value.kind === 'date' ? dayOf(value.text) : null;
    if (day === null) others.push(value);
    else dated.push({ ...day, value });
  }
  if (dated.length === 0) return null;
  let days = 0;
  const years = grouped(dated, ({ year }) => year).reverse();
  const branches = years.map(([year, inYear]) => {
    const months = grouped(inYear, ({ month }) => month).map(([month, inMonth]) => {
      const id = `${year}-${month}`;
      const inner = grouped(inMonth, ({ day }) => day).map(([day, onDay]) =>
        branch(`${id}-${day}`, String(day), 3, onDay, []),
      );
      days += inner.length;
      return branch(id, MONTHS.format(Date.UTC(2000, month - 1, 1)), 2, inMonth, inner);
    });
    return branch(String(year), String(year), 1, inYear, months);
  });
  return { branches: [...branches, ...others.map(leaf)], days };
}

/** A line that shows. */
export interface Shown {
  readonly branch: Branch;
  /** Place of the branch around it among the lines that show; -1 outermost. */
  readonly parent: number;
  /** Place among its neighbours, from 1, and how many they are. */
  readonly place: number;
  readonly of: number;
}

/** The lines that show while these branches are open. */
export function shownLines(branches: readonly Branch[], open: (id: string) => boolean): readonly Shown[] {
  const lines: Shown[] = [];
  const add = (level: readonly Branch[], parent: number): void => {
    for (const [n, each] of level.entries()) {
      lines.push({ branch: each, parent, place: n + 1, of: level.length });
      if (each.branches.length > 0 && open(each.id)) add(each.branches, lines.length - 1);
    }
  };
  add(branches, -1);
  return lines;
}
