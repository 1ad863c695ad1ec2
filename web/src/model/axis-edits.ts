/** Entries that insert, delete and move lines of an axis (FORMAT.md §3). */

import { between } from '../lib/fractions';
import type { Axis } from './axis';
import { MAX_INSERT } from './ids';

/** A key without the sheet's prefix, and its value. */
export interface AxisEdit {
  readonly key: string;
  readonly value: readonly (number | string)[];
}

/** Longest path; beyond it no place is left between two lines. */
const MAX_PATH = 2000;
/** Spans of one deletion or move. */
const MAX_SPANS = 20_000;

export class AxisRefusal extends Error {
  override readonly name = 'AxisRefusal';
}

function firstFraction(rest: string): string {
  return rest.slice(0, Math.max(0, rest.indexOf('-')));
}

/** Beside the last line of a run, at the level of the run itself; null when there is no room. */
function beside(path: string, next: string | null, id: string): string | null {
  if (next?.startsWith(path) === true) return null;
  // `path` ends in `.kkkk`; its last level begins behind the digits of the line before it.
  const dot = path.length - 5;
  const outer = path.lastIndexOf('.', dot - 1);
  const start = outer < 0 ? 0 : outer + 5;
  const prefix = path.slice(0, start);
  const own = firstFraction(path.slice(start, dot));
  const following = next?.startsWith(prefix) === true ? firstFraction(next.slice(start)) : null;
  if (following !== null && following <= own) return null;
  return `${prefix}${between(own, following)}-${id}`;
}

/** Slot and path for new lines that follow the visible line above `index`. */
function pathBefore(axis: Axis, index: number, id: string): readonly [number, string] {
  if (index < 0 || index > axis.shown) throw new AxisRefusal(`There is no line ${index + 1}.`);
  const rank = index === 0 ? -1 : axis.orderOf(axis.idAt(index - 1));
  const above = axis.lineAtRank(rank)?.position;
  const slot = above?.slot ?? -1;
  const path = above?.path ?? '';
  const below = axis.lineAtRank(rank + 1)?.position;
  const next = below?.slot === slot ? below.path : null;
  const level = above?.last === true && path !== '' ? beside(path, next, id) : null;
  let made = level;
  if (made === null) {
    const first = next?.startsWith(path) === true ? firstFraction(next.slice(path.length)) : '';
    made = `${path}${between('', first === '' ? null : first)}-${id}`;
  }
  if (made.length > MAX_PATH) throw new AxisRefusal('Too much was inserted at this one place.');
  return [slot, made];
}

function spansOf(axis: Axis, stretches: readonly (readonly [first: number, last: number])[]): number[] {
  const spans = stretches.flatMap(([first, last]) => {
    if (first > last || first < 0 || last >= axis.shown) {
      throw new AxisRefusal(`There are no lines ${first + 1} to ${last + 1}.`);
    }
    return axis.runsOf(first, last);
  });
  if (spans.length > MAX_SPANS) throw new AxisRefusal('These lines are too scattered for one step.');
  return spans.flat();
}

/** Inserts `count` lines before a visible index; `run` must be free. */
export function insertLines(axis: Axis, before: number, count: number, run: number): AxisEdit {
  if (count < 1 || count > MAX_INSERT) throw new AxisRefusal(`${count} lines cannot be inserted at once.`);
  const [slot, path] = pathBefore(axis, before, run.toString(36));
  return { key: `i${run}`, value: [slot, path, count] };
}

/** Deletes stretches of visible lines. */
export function deleteLines(
  axis: Axis,
  stretches: readonly (readonly [first: number, last: number])[],
  op: string,
): AxisEdit {
  return { key: `d${op}`, value: spansOf(axis, stretches) };
}

/** Moves visible lines to before a visible index; null when they would stay where they are. */
export function moveLines(
  axis: Axis,
  first: number,
  last: number,
  before: number,
  op: string,
): AxisEdit | null {
  const spans = spansOf(axis, [[first, last]]);
  if (before >= first && before <= last + 1) return null;
  const [slot, path] = pathBefore(axis, before, op);
  return { key: `m${op}`, value: [axis.lastStamp + 1, slot, path, ...spans] };
}
