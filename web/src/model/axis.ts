/**
 * One axis of a sheet: which line (by identity) is shown at which index (FORMAT.md §3).
 *
 * All lines, tombstones included, stand in one total order. It is held as pieces of consecutive ids, cut only
 * where an entry says something; the lines without exception cost nothing. Looking up is a binary search.
 */

import { buildAxis, lastAtMost, lineDigits, type Group, type LineRun } from './axis-build';
import { RUN_SPAN } from './ids';

/** A line's place in the total order. */
export interface Position {
  readonly slot: number;
  /** '' for a base line. */
  readonly path: string;
  /** It is the last line of the insertion or move that put it there. */
  readonly last: boolean;
}

/** An immutable axis. */
export class Axis {
  /** Lines it shows at most. */
  readonly limit: number;
  /** Largest stamp of a move, so that the next one is larger. */
  readonly lastStamp: number;
  private readonly groups: readonly Group[];
  private readonly runs: ReadonlySet<number>;
  // Parallel columns of the pieces, in total order.
  private readonly first: Float64Array;
  private readonly count: Float64Array;
  private readonly live: Uint8Array;
  private readonly order: Float64Array;
  private readonly visible: Float64Array;
  private readonly group: Int32Array;
  private readonly k: Int32Array;
  /** Pieces by first id. */
  private readonly idStarts: Float64Array;
  private readonly idPieces: Int32Array;
  /** Lines on show. */
  readonly shown: number;

  /** `entries` without the sheet's prefix: `i<run>`, `d<op>`, `m<op>`. Entries that are not well formed are skipped. */
  constructor(limit: number, entries: Iterable<readonly [string, unknown]> = []) {
    this.limit = limit;
    const { groups, pieces, runs, lastStamp } = buildAxis(entries);
    this.groups = groups;
    this.runs = runs;
    this.lastStamp = lastStamp;
    this.first = Float64Array.from(pieces, (piece) => piece.first);
    this.count = Float64Array.from(pieces, (piece) => piece.count);
    this.live = Uint8Array.from(pieces, (piece) => (piece.live ? 1 : 0));
    this.group = Int32Array.from(pieces, (piece) => piece.group);
    this.k = Int32Array.from(pieces, (piece) => piece.k);
    this.order = new Float64Array(pieces.length);
    this.visible = new Float64Array(pieces.length);
    let order = 0;
    let visible = 0;
    pieces.forEach((piece, i) => {
      this.order[i] = order;
      this.visible[i] = visible;
      order += piece.count;
      if (piece.live) visible += piece.count;
    });
    this.shown = Math.min(limit, visible);
    this.idPieces = Int32Array.from(pieces.keys()).sort(
      (a, b) => (this.first[a] ?? 0) - (this.first[b] ?? 0),
    );
    this.idStarts = Float64Array.from(this.idPieces, (piece) => this.first[piece] ?? 0);
  }

  hasRun(run: number): boolean {
    return this.runs.has(run);
  }

  /** The piece that holds a line, -1 when no entry defines it. */
  private pieceOf(id: number): number {
    const at = lastAtMost(this.idStarts, id);
    const piece = this.idPieces[at] ?? -1;
    return piece >= 0 && id < (this.first[piece] ?? 0) + (this.count[piece] ?? 0) ? piece : -1;
  }

  /** The piece that shows a visible index (which must be below the number of live lines). */
  private pieceAt(index: number): number {
    // Dead pieces share their start with the next live one, which comes later.
    return lastAtMost(this.visible, index);
  }

  /** The line shown at an index, -1 beyond the end. */
  idAt(index: number): number {
    if (index < 0 || index >= this.shown) return -1;
    const piece = this.pieceAt(index);
    return (this.first[piece] ?? 0) + index - (this.visible[piece] ?? 0);
  }

  /** The index at which a line is shown, -1 when it is dead or beyond the limit. */
  indexOf(id: number): number {
    const piece = this.pieceOf(id);
    if (piece < 0 || this.live[piece] === 0) return -1;
    const index = (this.visible[piece] ?? 0) + id - (this.first[piece] ?? 0);
    return index < this.limit ? index : -1;
  }

  /** Rank in the total order, tombstones included; -1 when no entry defines the line. */
  orderOf(id: number): number {
    const piece = this.pieceOf(id);
    return piece < 0 ? -1 : (this.order[piece] ?? 0) + id - (this.first[piece] ?? 0);
  }

  /** Live lines that stand before a rank of the total order. */
  private liveBefore(rank: number): number {
    const piece = lastAtMost(this.order, rank);
    if (piece < 0) return 0;
    const into = Math.min(rank - (this.order[piece] ?? 0), this.count[piece] ?? 0);
    return (this.visible[piece] ?? 0) + (this.live[piece] === 1 ? into : 0);
  }

  /** Number of live lines up to and including this one, dead or not. */
  liveUpTo(id: number): number {
    const rank = this.orderOf(id);
    return rank < 0 ? 0 : Math.min(this.liveBefore(rank + 1), this.limit);
  }

  /** First and last visible index between two lines, either way round; null when nothing is live there. */
  span(a: number, b: number): readonly [number, number] | null {
    const from = this.orderOf(a);
    const to = this.orderOf(b);
    if (from < 0 || to < 0) return null;
    const first = this.liveBefore(Math.min(from, to));
    const last = Math.min(this.liveBefore(Math.max(from, to) + 1), this.limit) - 1;
    return first <= last ? [first, last] : null;
  }

  /** The lines of visible indices `first` to `last` as runs of ids, in order. */
  runsOf(first: number, last: number): LineRun[] {
    const runs: LineRun[] = [];
    const end = Math.min(last, this.shown - 1);
    for (let piece = this.pieceAt(Math.max(0, first)), index = Math.max(0, first); index <= end; piece++) {
      if (this.live[piece] !== 1) continue;
      const skip = index - (this.visible[piece] ?? 0);
      const id = (this.first[piece] ?? 0) + skip;
      const count = Math.min((this.count[piece] ?? 0) - skip, end - index + 1);
      const before = runs.at(-1);
      if (before !== undefined && before[0] + before[1] === id && id % RUN_SPAN !== 0)
        runs[runs.length - 1] = [before[0], before[1] + count];
      else runs.push([id, count]);
      index += count;
    }
    return runs;
  }

  /** Calls with each stretch of live lines of an id run: visible start, count, first id. Not in visible order. */
  eachShown(run: LineRun, call: (index: number, count: number, id: number) => void): void {
    const end = run[0] + run[1];
    for (let at = Math.max(0, lastAtMost(this.idStarts, run[0])); at < this.idStarts.length; at++) {
      const piece = this.idPieces[at] ?? 0;
      const first = this.first[piece] ?? 0;
      if (first >= end) break;
      const from = Math.max(first, run[0]);
      const to = Math.min(first + (this.count[piece] ?? 0), end);
      if (from >= to || this.live[piece] === 0) continue;
      const index = (this.visible[piece] ?? 0) + from - first;
      const count = Math.min(to - from, this.limit - index);
      if (count > 0) call(index, count, from);
    }
  }

  /** The line at a rank of the total order and its position; null when there is none. */
  lineAtRank(rank: number): { readonly id: number; readonly position: Position } | null {
    const piece = rank < 0 ? -1 : lastAtMost(this.order, rank);
    const into = rank - (this.order[piece] ?? 0);
    if (piece < 0 || into >= (this.count[piece] ?? 0)) return null;
    const id = (this.first[piece] ?? 0) + into;
    const group = this.groups[this.group[piece] ?? -1];
    if (group === undefined) return { id, position: { slot: id, path: '', last: true } };
    const k = (this.k[piece] ?? 0) + into;
    const path = `${group.path}.${lineDigits(k)}`;
    return { id, position: { slot: group.slot, path, last: k === group.count - 1 } };
  }
}
