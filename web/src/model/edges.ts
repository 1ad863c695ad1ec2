/** Where Ctrl+arrow goes: along one line of cells, to the edge of what is filled. Lines that do not show are stepped over. */

import type { AxisView } from './view';

export interface Lane {
  /** One past the last index that may be filled. */
  readonly used: number;
  readonly count: number;
  /** The next index that shows; -1 or `count` when there is none. */
  next(index: number, step: 1 | -1): number;
  /** Null when that is not known yet. */
  filled(index: number): boolean | null;
  /** Makes known what comes from an index on in a direction. */
  fetch(index: number, step: 1 | -1): Promise<void>;
}

/** The next line in a direction that is not hidden; -1 or the number of lines when there is none. */
export function nextShown(axis: AxisView, from: number, step: 1 | -1): number {
  let index = from + step;
  while (index >= 0 && index < axis.count && axis.hidden(index)) {
    index = step > 0 ? Math.max(axis.sameUntil(index), index + 1) : Math.min(axis.sameFrom(index), index) - 1;
  }
  return index < 0 ? -1 : Math.min(index, axis.count);
}

async function isFilled(lane: Lane, index: number, step: 1 | -1): Promise<boolean> {
  if (index < 0 || index >= lane.used) return false;
  const known = lane.filled(index);
  if (known !== null) return known;
  await lane.fetch(index, step);
  return lane.filled(index) ?? false;
}

/** First index from `start` on that is filled, or not; the one beyond the sheet when there is none. */
async function find(lane: Lane, start: number, step: 1 | -1, wanted: boolean): Promise<number> {
  const beyond = step > 0 ? lane.count : -1;
  let index = start;
  // Outside of the used lines everything is empty.
  if (wanted && step < 0 && index >= lane.used) index = lane.next(lane.used, step);
  for (; index >= 0 && index < lane.used; index = lane.next(index, step)) {
    const known = lane.filled(index);
    const filled = known ?? (await isFilled(lane, index, step));
    if (filled === wanted) return index;
  }
  return wanted || index < 0 ? beyond : Math.min(Math.max(index, 0), lane.count);
}

/** The next edge from `start`: the last filled cell of a block, the first of the next one, or the sheet's end. */
export async function findEdge(lane: Lane, start: number, step: 1 | -1): Promise<number> {
  const next = lane.next(start, step);
  if (next < 0 || next >= lane.count) return start;
  const inside = (await isFilled(lane, start, step)) && (await isFilled(lane, next, step));
  const found = inside
    ? lane.next(await find(lane, next, step, false), step > 0 ? -1 : 1)
    : await find(lane, next, step, true);
  if (found >= 0 && found < lane.count) return found;
  // The sheet's first or last line that shows.
  return lane.next(found < 0 ? -1 : lane.count, found < 0 ? 1 : -1);
}
