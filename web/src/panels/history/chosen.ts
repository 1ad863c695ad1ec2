/** Changes that are ticked in the list, one by one or a run at a time. */

export interface Ticked {
  readonly seqs: ReadonlySet<number>;
  /** The one that a run goes on from. */
  readonly last: number | null;
}

export const NONE_TICKED: Ticked = { seqs: new Set(), last: null };

/** Ticks or unticks one; with `run` also those between it and the last one, in the order of the list. */
export function tick(ticked: Ticked, list: readonly number[], seq: number, run: boolean): Ticked {
  const seqs = new Set(ticked.seqs);
  const on = !ticked.seqs.has(seq);
  const [a, b] = [ticked.last === null ? -1 : list.indexOf(ticked.last), list.indexOf(seq)];
  if (run && a >= 0 && b >= 0) {
    for (const each of list.slice(Math.min(a, b), Math.max(a, b) + 1)) seqs.add(each);
  } else if (on) seqs.add(seq);
  else seqs.delete(seq);
  return { seqs, last: seq };
}
