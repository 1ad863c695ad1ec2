/** Where Ctrl+arrow goes: along one line of cells, to the edge of what is filled. */

export interface Lane {
  /** One past the last index that may be filled. */
  readonly used: number;
  readonly count: number;
  /** Null when that is not known yet. */
  filled(index: number): boolean | null;
  /** Makes known what comes from an index on in a direction. */
  fetch(index: number, step: 1 | -1): Promise<void>;
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
  if (wanted && step < 0) index = Math.min(index, lane.used - 1);
  for (; index >= 0 && index < lane.used; index += step) {
    const known = lane.filled(index);
    const filled = known ?? (await isFilled(lane, index, step));
    if (filled === wanted) return index;
  }
  return wanted || index < 0 ? beyond : Math.min(Math.max(index, 0), lane.count);
}

/** The next edge from `start`: the last filled cell of a block, the first of the next one, or the sheet's end. */
export async function findEdge(lane: Lane, start: number, step: 1 | -1): Promise<number> {
  const next = start + step;
  if (next < 0 || next >= lane.count) return start;
  const inside = (await isFilled(lane, start, step)) && (await isFilled(lane, next, step));
  const found = inside ? (await find(lane, next, step, false)) - step : await find(lane, next, step, true);
  return Math.max(0, Math.min(found, lane.count - 1));
}
