/**
 * Many stretches of visible lines as parallel columns of numbers: those that filters hide may be half a million, and every
 * change of a sheet's lines lays them out anew.
 */

import type { Axis } from './axis';
import { lastAtMost } from './axis-build';

/** Stretches of lines in order, none touching another; `ends` are one past the last. */
export interface Spans {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** Stretches of lines of one size, in order. */
export interface Stretches extends Spans {
  readonly sizes: Float64Array;
}

export const NO_SPANS: Spans = { starts: new Float64Array(0), ends: new Float64Array(0) };

/** Sorts and joins what may overlap. */
function joined(starts: Float64Array, ends: Float64Array): Spans {
  let sorted = true;
  for (let i = 1; sorted && i < starts.length; i++) sorted = (starts[i - 1] ?? 0) <= (starts[i] ?? 0);
  const order = sorted
    ? null
    : Uint32Array.from(starts.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  const outStarts = new Float64Array(starts.length);
  const outEnds = new Float64Array(starts.length);
  let out = -1;
  for (let i = 0; i < starts.length; i++) {
    const at = order === null ? i : (order[i] ?? 0);
    const start = starts[at] ?? 0;
    const end = ends[at] ?? 0;
    if (out >= 0 && start <= (outEnds[out] ?? 0)) outEnds[out] = Math.max(outEnds[out] ?? 0, end);
    else {
      outStarts[++out] = start;
      outEnds[out] = end;
    }
  }
  return { starts: outStarts.slice(0, out + 1), ends: outEnds.slice(0, out + 1) };
}

/** Where runs of ids (`first, count, first, count, …`) show. */
export function shownSpans(axis: Axis, runs: Float64Array): Spans {
  let starts = new Float64Array(runs.length / 2);
  let ends = new Float64Array(runs.length / 2);
  let out = 0;
  const put = (index: number, count: number): void => {
    if (out === starts.length) {
      // Runs that inserted or moved lines have cut.
      starts = grown(starts);
      ends = grown(ends);
    }
    starts[out] = index;
    ends[out++] = index + count;
  };
  for (let i = 0; i + 1 < runs.length; i += 2) axis.eachShown([runs[i] ?? 0, runs[i + 1] ?? 0], put);
  return joined(starts.subarray(0, out), ends.subarray(0, out));
}

function grown(list: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(list.length * 2 + 16);
  larger.set(list);
  return larger;
}

/** What any of several lists of stretches covers. */
export function unionSpans(lists: readonly Spans[]): Spans {
  const [only, ...rest] = lists.filter(({ starts }) => starts.length > 0);
  if (only === undefined) return NO_SPANS;
  if (rest.length === 0) return only;
  const all = [only, ...rest];
  const length = all.reduce((sum, { starts }) => sum + starts.length, 0);
  const [starts, ends] = [new Float64Array(length), new Float64Array(length)];
  let at = 0;
  for (const spans of all) {
    starts.set(spans.starts, at);
    ends.set(spans.ends, at);
    at += spans.starts.length;
  }
  return joined(starts, ends);
}

export function inSpans({ starts, ends }: Spans, index: number): boolean {
  const at = lastAtMost(starts, index);
  return at >= 0 && index < (ends[at] ?? 0);
}

/** Lines of the stretches between two lines, both included. */
export function countSpans({ starts, ends }: Spans, first: number, last: number): number {
  let count = 0;
  for (let i = Math.max(0, lastAtMost(starts, first)); i < starts.length; i++) {
    const start = starts[i] ?? 0;
    if (start > last) break;
    count += Math.max(0, Math.min(ends[i] ?? 0, last + 1) - Math.max(start, first));
  }
  return count;
}

/** The stretches between two lines, both included, that none of the spans covers. */
export function gapsIn({ starts, ends }: Spans, first: number, last: number): (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  let from = first;
  for (let i = Math.max(0, lastAtMost(starts, first)); i < starts.length && from <= last; i++) {
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    if (end <= from) continue;
    if (start > last) break;
    if (start > from) gaps.push([from, start - 1]);
    from = end;
  }
  if (from <= last) gaps.push([from, last]);
  return gaps;
}

/** Sizes in which the lines of `hidden` have none. */
export function withHidden(laid: Stretches, hidden: Spans): Stretches {
  if (hidden.starts.length === 0) return laid;
  const most = laid.starts.length + 2 * hidden.starts.length;
  const [starts, ends, sizes] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let out = 0;
  const put = (start: number, end: number, size: number): void => {
    starts[out] = start;
    ends[out] = end;
    sizes[out++] = size;
  };
  let h = 0;
  let covered = 0;
  for (let i = 0; i < laid.starts.length; i++) {
    let start = Math.max(laid.starts[i] ?? 0, covered);
    const end = laid.ends[i] ?? 0;
    const size = laid.sizes[i] ?? 0;
    for (; h < hidden.starts.length && (hidden.starts[h] ?? 0) < end; h++) {
      const from = hidden.starts[h] ?? 0;
      covered = hidden.ends[h] ?? 0;
      if (from > start) put(start, from, size);
      put(from, covered, 0);
      start = Math.max(start, covered);
    }
    if (start < end) put(start, end, size);
  }
  for (; h < hidden.starts.length; h++) put(hidden.starts[h] ?? 0, hidden.ends[h] ?? 0, 0);
  return { starts: starts.subarray(0, out), ends: ends.subarray(0, out), sizes: sizes.subarray(0, out) };
}
