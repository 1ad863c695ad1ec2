/** From the entries of an axis to its pieces in total order (FORMAT.md §3). */

import { MAX_INSERT, MAX_RUN, RUN_SPAN } from './ids';

/** `[first id, count]`: lines with consecutive ids. */
export type LineRun = readonly [first: number, count: number];

/** An insertion or a move: lines that follow slot `slot` in the order of `path`. */
export interface Group {
  readonly slot: number;
  readonly path: string;
  readonly count: number;
}

interface Placed {
  first: number;
  count: number;
  slot: number;
  /** Index into `groups`, -1 for base lines. */
  group: number;
  /** Number of the first line within its group. */
  k: number;
}

interface Move extends Group {
  readonly stamp: number;
  readonly op: string;
  readonly spans: readonly LineRun[];
}

/** Levels `fraction-id`, joined by the four digits of the line that they follow. */
const PATH = /^[0-9A-Za-z]*[1-9A-Za-z]-[0-9a-z]{1,12}(\.[0-9a-z]{4}[0-9A-Za-z]*[1-9A-Za-z]-[0-9a-z]{1,12})*$/;
const OP = /^[a-z0-9]{1,12}$/;

/** The four digits of line `k` in a path. */
export function lineDigits(k: number): string {
  return k.toString(36).padStart(4, '0');
}

function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 53;
}

function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= -1 && value < RUN_SPAN;
}

function isPath(value: unknown, id: string): value is string {
  return typeof value === 'string' && value.length <= 2000 && value.endsWith(`-${id}`) && PATH.test(value);
}

function readSpans(list: readonly unknown[], from: number): LineRun[] | null {
  const spans: LineRun[] = [];
  if (list.length <= from || (list.length - from) % 2 !== 0) return null;
  for (let i = from; i < list.length; i += 2) {
    const first = list[i];
    const count = list[i + 1];
    if (!isLine(first) || !isLine(count) || count < 1) return null;
    if ((first % RUN_SPAN) + count > RUN_SPAN) return null;
    spans.push([first, count]);
  }
  return spans;
}

/** Disjoint intervals of ids, sorted; grows by union. */
class Intervals {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Index of the first interval that ends after `id`. */
  private from(id: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const mid = (low + high) >>> 1;
      if ((this.ends[mid] ?? 0) > id) high = mid;
      else low = mid + 1;
    }
    return low;
  }

  add(first: number, count: number): void {
    const end = first + count;
    // Touching intervals are joined, so that cuts stay few.
    const at = this.from(first - 1);
    let to = at;
    let start = first;
    let stop = end;
    while (to < this.starts.length && (this.starts[to] ?? 0) <= end) {
      start = Math.min(start, this.starts[to] ?? start);
      stop = Math.max(stop, this.ends[to] ?? stop);
      to++;
    }
    this.starts.splice(at, to - at, start);
    this.ends.splice(at, to - at, stop);
  }

  /** Calls with each part of `[first, first + count)`, in order, and whether it is covered. */
  cut(first: number, count: number, part: (first: number, count: number, covered: boolean) => void): void {
    const end = first + count;
    let at = first;
    for (let i = this.from(first); at < end; i++) {
      const start = this.starts[i] ?? Infinity;
      if (at < start) part(at, Math.min(start, end) - at, false);
      if (start >= end) break;
      const stop = Math.min(this.ends[i] ?? end, end);
      part(Math.max(at, start), stop - Math.max(at, start), true);
      at = stop;
    }
  }
}

/** Greatest index with `list[index] <= value`, -1 when there is none. */
export function lastAtMost(list: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((list[mid] ?? 0) <= value) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}

interface Entries {
  readonly inserts: readonly {
    readonly run: number;
    readonly slot: number;
    readonly path: string;
    readonly count: number;
  }[];
  readonly moves: readonly Move[];
  readonly deleted: Intervals;
}

/** Reads the entries of one axis; those that are not well formed are skipped. */
function readEntries(entries: Iterable<readonly [string, unknown]>): Entries {
  const inserts: { run: number; slot: number; path: string; count: number }[] = [];
  const moves: Move[] = [];
  const deleted = new Intervals();
  for (const [key, value] of entries) {
    if (!Array.isArray(value)) continue;
    const list: readonly unknown[] = value;
    const id = key.slice(1);
    if (key.startsWith('i')) {
      const [slot, path, count] = list;
      const run = /^[1-9][0-9]{0,9}$/.test(id) ? Number(id) : 0;
      if (list.length !== 3 || run < 1 || run > MAX_RUN || !isSlot(slot)) continue;
      if (!isPath(path, run.toString(36)) || !isLine(count) || count < 1 || count > MAX_INSERT) continue;
      inserts.push({ run, slot, path, count });
    } else if (key.startsWith('d') && OP.test(id)) {
      for (const [first, count] of readSpans(list, 0) ?? []) {
        deleted.add(first, count);
      }
    } else if (key.startsWith('m') && OP.test(id)) {
      const [stamp, slot, path] = list;
      const spans = readSpans(list, 3);
      if (spans === null || !isLine(stamp) || !isSlot(slot) || !isPath(path, id)) continue;
      const count = spans.reduce((sum, span) => sum + span[1], 0);
      moves.push({ stamp, op: id, slot, path, spans, count });
    }
  }
  return { inserts, moves, deleted };
}

/** Puts every line into its group: moved lines with the winning move, the rest where they were born. */
function place({ inserts, moves }: Entries): { groups: Group[]; placed: Placed[] } {
  const groups: Group[] = [];
  const placed: Placed[] = [];
  const counts = new Map(inserts.map((insert) => [insert.run, insert.count]));
  const moved = new Intervals();
  const ranked = [...moves].sort((a, b) => b.stamp - a.stamp || (a.op < b.op ? 1 : -1));
  for (const move of ranked) {
    const group = groups.push(move) - 1;
    let k = 0;
    for (const [first, count] of move.spans) {
      const run = Math.floor(first / RUN_SPAN);
      const known = run === 0 ? RUN_SPAN : (counts.get(run) ?? 0);
      const live = Math.min(count, known - (first % RUN_SPAN));
      const start = k;
      if (live > 0) {
        moved.cut(first, live, (at, length, covered) => {
          if (!covered)
            placed.push({ first: at, count: length, slot: move.slot, group, k: start + at - first });
        });
      }
      k += count;
    }
    for (const [first, count] of move.spans) moved.add(first, count);
  }
  for (const { run, slot, path, count } of inserts) {
    const group = groups.push({ slot, path, count }) - 1;
    const first = run * RUN_SPAN;
    moved.cut(first, count, (at, length, covered) => {
      if (!covered) placed.push({ first: at, count: length, slot, group, k: at - first });
    });
  }
  moved.cut(0, RUN_SPAN, (at, length, covered) => {
    if (!covered) placed.push({ first: at, count: length, slot: at, group: -1, k: 0 });
  });
  return { groups, placed };
}

/** For each group, after how many of its lines something else stands inside it; for the base, by slot. */
function findCuts(groups: readonly Group[]): { inner: Map<number, Set<number>>; slots: Set<number> } {
  const inner = new Map<number, Set<number>>();
  const slots = new Set<number>();
  const byPath = new Map<string, number>();
  groups.forEach((group, i) => byPath.set(`${group.slot}/${group.path}`, i));
  for (const { slot, path } of groups) {
    slots.add(slot);
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      const outer = byPath.get(`${slot}/${path.slice(0, dot)}`);
      if (outer === undefined) continue;
      const prefix = path.slice(0, dot + 1);
      let low = 0;
      let high = groups[outer]?.count ?? 0;
      while (low < high) {
        const mid = (low + high) >>> 1;
        if (prefix + lineDigits(mid) < path) low = mid + 1;
        else high = mid;
      }
      const cuts = inner.get(outer) ?? new Set<number>();
      inner.set(outer, cuts.add(low));
    }
  }
  return { inner, slots };
}

function cutPieces(groups: readonly Group[], placed: readonly Placed[]): Placed[] {
  const { inner, slots } = findCuts(groups);
  const baseCuts = [...slots].map((slot) => slot + 1).sort((a, b) => a - b);
  const innerCuts = new Map([...inner].map(([group, cuts]) => [group, [...cuts].sort((a, b) => a - b)]));
  const pieces: Placed[] = [];
  for (const piece of placed) {
    const base = piece.group < 0;
    const start = base ? piece.first : piece.k;
    const cuts = base ? baseCuts : (innerCuts.get(piece.group) ?? []);
    let at = start;
    const emit = (to: number): void => {
      const first = piece.first + at - start;
      pieces.push({
        first,
        count: to - at,
        slot: base ? first : piece.slot,
        group: piece.group,
        k: base ? 0 : at,
      });
      at = to;
    };
    for (let i = lastAtMost(cuts, start) + 1; i < cuts.length; i++) {
      const cut = cuts[i] ?? 0;
      if (cut >= start + piece.count) break;
      emit(cut);
    }
    emit(start + piece.count);
  }
  const keys = new Map(
    pieces.map((piece) => [
      piece,
      piece.group < 0 ? '' : `${groups[piece.group]?.path ?? ''}.${lineDigits(piece.k)}`,
    ]),
  );
  return pieces.sort((a, b) => {
    if (a.slot !== b.slot) return a.slot - b.slot;
    const left = keys.get(a) ?? '';
    const right = keys.get(b) ?? '';
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** Lines with consecutive ids and places that are all live or all deleted. */
export interface Piece {
  readonly first: number;
  readonly count: number;
  /** Index into the groups, -1 for base lines. */
  readonly group: number;
  /** Number of the first line within its group. */
  readonly k: number;
  readonly live: boolean;
}

export interface AxisParts {
  readonly groups: readonly Group[];
  /** In total order. */
  readonly pieces: readonly Piece[];
  readonly runs: ReadonlySet<number>;
  readonly lastStamp: number;
}

/** Entries without the sheet's prefix: `i<run>`, `d<op>`, `m<op>`. Those that are not well formed are skipped. */
export function buildAxis(entries: Iterable<readonly [string, unknown]>): AxisParts {
  const read = readEntries(entries);
  const { groups, placed } = place(read);
  const pieces: Piece[] = [];
  for (const { first: start, count: length, group, k } of cutPieces(groups, placed)) {
    read.deleted.cut(start, length, (first, count, covered) =>
      pieces.push({ first, count, group, k: group < 0 ? 0 : k + first - start, live: !covered }),
    );
  }
  return {
    groups,
    pieces,
    runs: new Set(read.inserts.map((insert) => insert.run)),
    lastStamp: read.moves.reduce((stamp, move) => Math.max(stamp, move.stamp), 0),
  };
}
