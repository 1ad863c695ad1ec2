/** Values that the server computed for formula cells of one sheet, and which of them are awaited. */

import type { Scalar } from '../lib/scalar';
import { CellGrid } from './cell-grid';

/** A value that takes no longer than this is not worth a mark, milliseconds. */
const PATIENCE = 200;

interface Pending {
  /** What is shown meanwhile. */
  readonly old: Scalar;
  /** The change after which a value counts, Infinity until it is durable. */
  seq: number;
  /** When the mark is due. */
  readonly due: number;
  late: boolean;
}

export class Computed {
  private readonly values = new CellGrid<Scalar>();
  private readonly pending = new CellGrid<Pending>();

  get(row: number, col: number): Scalar | undefined {
    return this.values.get(row, col);
  }

  /** The value shown while a newer one is awaited; undefined when none is. */
  awaited(row: number, col: number): { readonly old: Scalar; readonly late: boolean } | undefined {
    return this.pending.get(row, col);
  }

  /** Is a value awaited that the server could know? */
  get waiting(): boolean {
    for (const [, line] of this.pending.rows()) {
      for (const { seq } of line.values()) if (seq !== Infinity) return true;
    }
    return false;
  }

  set(row: number, col: number, value: Scalar, seq: number): void {
    this.values.set(row, col, value);
    const pending = this.pending.get(row, col);
    if (pending !== undefined && pending.seq <= seq) this.pending.delete(row, col);
  }

  /** The cell has a new formula; until its value comes, the old one is shown, and marked when that takes long. */
  await(row: number, col: number, old: Scalar, seq: number, now = performance.now()): void {
    const before = this.pending.get(row, col);
    this.values.delete(row, col);
    // Typing on does not take back a mark that is there.
    this.pending.set(row, col, {
      old,
      seq,
      due: before?.due ?? now + PATIENCE,
      late: before?.late ?? false,
    });
  }

  /** When the next mark is due; Infinity when none is. */
  get nextDue(): number {
    let next = Infinity;
    for (const [, line] of this.pending.rows()) {
      for (const { due, late } of line.values()) if (!late) next = Math.min(next, due);
    }
    return next;
  }

  /** Marks what has been awaited for long. Returns the cells that are new among them. */
  markLate(now: number): (readonly [row: number, col: number])[] {
    const marked: (readonly [number, number])[] = [];
    for (const [row, line] of this.pending.rows()) {
      for (const [col, pending] of line) {
        if (pending.late || pending.due > now) continue;
        pending.late = true;
        marked.push([row, col]);
      }
    }
    return marked;
  }

  /** The cell holds no formula any more. */
  forget(row: number, col: number): void {
    this.values.delete(row, col);
    this.pending.delete(row, col);
  }

  /** All that was awaited so far is durable with change `seq`. */
  durable(seq: number): void {
    for (const [, line] of this.pending.rows()) {
      for (const pending of line.values()) if (pending.seq === Infinity) pending.seq = seq;
    }
  }

  /** Everything up to change `seq` has been computed: what did not come is as it was. Returns the cells. */
  settle(seq: number): (readonly [row: number, col: number])[] {
    const done: (readonly [row: number, col: number, old: Scalar])[] = [];
    for (const [row, line] of this.pending.rows()) {
      for (const [col, pending] of line) if (pending.seq <= seq) done.push([row, col, pending.old]);
    }
    for (const [row, col, old] of done) {
      this.pending.delete(row, col);
      if (!this.values.has(row, col)) this.values.set(row, col, old);
    }
    return done.map(([row, col]) => [row, col] as const);
  }

  /** Drops the values that `keep` does not want. */
  prune(keep: (row: number, col: number) => boolean): void {
    const dropped: (readonly [number, number])[] = [];
    for (const [row, line] of this.values.rows()) {
      for (const col of line.keys()) if (!keep(row, col)) dropped.push([row, col]);
    }
    for (const [row, col] of dropped) this.values.delete(row, col);
  }
}
