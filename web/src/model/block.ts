/** Blocks of the imported base (FORMAT.md §5), held compactly and read cell by cell. */

import type { Scalar } from '../lib/scalar';
import { lastAtMost, type LineRun } from './axis-build';
import { isStored, scalarOf, type StoredFormula } from './content';

interface ColumnJson {
  readonly id: number;
  readonly at?: readonly number[];
  readonly v?: readonly unknown[];
  readonly f?: readonly (readonly [at: number, formula: number])[];
  readonly s?: readonly (readonly [style: number, length: number])[];
}

/** A block as it comes from the server. */
export interface BlockJson {
  readonly v: number;
  readonly rows: readonly LineRun[];
  readonly cols: readonly ColumnJson[];
  readonly formulas?: readonly StoredFormula[];
}

class Column {
  /** Row offsets of the values; null: value i stands at offset i. */
  private readonly at: Uint16Array | null;
  private readonly numbers: Float64Array | null;
  private readonly values: readonly Scalar[];
  private readonly length: number;
  /** Index into the block's formulas by index of the value. */
  private readonly formulas: ReadonlyMap<number, number> | null;
  private readonly styleStarts: Uint16Array;
  private readonly styles: Uint32Array;

  constructor(json: ColumnJson) {
    const values = json.v ?? [];
    this.length = values.length;
    this.at = json.at === undefined ? null : Uint16Array.from(json.at);
    const plain = values.every((value) => typeof value === 'number');
    this.numbers = plain ? Float64Array.from(values) : null;
    this.values = plain ? [] : values.map((value) => (isStored(value) ? scalarOf(value) : null));
    this.formulas = json.f === undefined || json.f.length === 0 ? null : new Map(json.f);
    const runs = json.s ?? [];
    this.styles = Uint32Array.from(runs, (run) => run[0]);
    this.styleStarts = new Uint16Array(runs.length + 1);
    let start = 0;
    runs.forEach((run, i) => {
      start += run[1];
      this.styleStarts[i + 1] = start;
    });
  }

  private slot(offset: number): number {
    if (this.at === null) return offset < this.length ? offset : -1;
    const slot = lastAtMost(this.at, offset);
    return slot >= 0 && this.at[slot] === offset ? slot : -1;
  }

  value(offset: number): Scalar {
    const slot = this.slot(offset);
    if (slot < 0) return null;
    return this.numbers === null ? (this.values[slot] ?? null) : (this.numbers[slot] ?? null);
  }

  formula(offset: number): number {
    if (this.formulas === null) return -1;
    const slot = this.slot(offset);
    return slot < 0 ? -1 : (this.formulas.get(slot) ?? -1);
  }

  style(offset: number): number {
    const run = lastAtMost(this.styleStarts, offset);
    return this.styles[run] ?? 0;
  }
}

export class Block {
  private readonly cols = new Map<number, Column>();
  private readonly formulas: readonly StoredFormula[];

  constructor(json: BlockJson) {
    for (const col of json.cols) this.cols.set(col.id, new Column(col));
    this.formulas = json.formulas ?? [];
  }

  /** The value, or the cached result of a formula, of a column id at a row offset. */
  value(col: number, offset: number): Scalar {
    return this.cols.get(col)?.value(offset) ?? null;
  }

  formula(col: number, offset: number): StoredFormula | null {
    return this.formulas[this.cols.get(col)?.formula(offset) ?? -1] ?? null;
  }

  /** Index into the style table, 0 for none. */
  style(col: number, offset: number): number {
    return this.cols.get(col)?.style(offset) ?? 0;
  }

  filled(col: number, offset: number): boolean {
    const column = this.cols.get(col);
    return column !== undefined && (column.value(offset) !== null || column.formula(offset) >= 0);
  }
}
