/** What the cells of a sheet hold and show: contents, computed values, looks; built when asked for and remembered. */

import { display } from '../lib/display';
import { areaHas } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import type { Values } from '../net/protocol';
import type { FormulaAt } from './affected';
import { CellGrid } from './cell-grid';
import { type Attached, FormulaCell, PlainCell, SpilledCell } from './cell-views';
import type { CheckView } from './check';
import { Computed } from './computed';
import { isFormula, scalarOf, type StoredFormula } from './content';
import { shownLink } from './edit-links';
import { hyperlinkOf } from './hyperlink';
import type { LineView } from './line-view';
import { type CellLook, Looks } from './looks';
import type { SheetRecord } from './record';
import type { Resolve } from './resolve';
import type { SheetData } from './sheet-data';
import type { Area, CellView } from './view';

/** What reading cells needs of the workbook. */
export interface CellsHost {
  readonly resolve: Resolve;
  readonly date1904: boolean;
  /** Something to draw changed. */
  drawn(): void;
  /** Value of the cell that a stored reference of sheet `own` names; null when it names none. */
  valueAt(reference: string, own: string): Scalar;
}

/** What reading cells needs of their sheet. */
export interface CellsSource {
  readonly data: SheetData;
  readonly rows: LineView;
  readonly cols: LineView;
  readonly checks: readonly CheckView[];
  check(row: number, col: number): CheckView | undefined;
  /** Something looks different now. */
  touched(): void;
}

const REMEMBERED_VIEWS = 30_000;

/** What lies over a cell, by visible index, in place of what the server has said. */
export type LayLook = (
  row: number,
  col: number,
  value: Scalar,
  now: CellLook | undefined,
) => CellLook | undefined;

interface Reading {
  readonly value: Scalar;
  readonly stale: boolean;
  readonly formula: StoredFormula | null;
  readonly spilled: boolean;
}

/** Rows and columns are identities, unless it says otherwise. */
export class SheetCells {
  readonly computed = new Computed();
  /** A rule that is being written lies over what the server says. */
  private lay: LayLook | null = null;
  private laidUntilSaid = false;
  private readonly looks = new Looks();
  private readonly views = new CellGrid<CellView>();
  private valuesKnown = false;
  /** Formulas whose values may be old. */
  private readonly doubted = new CellGrid<true>();

  constructor(
    private readonly record: SheetRecord,
    private readonly host: CellsHost,
    private readonly source: CellsSource,
  ) {}

  cell(row: number, col: number): CellView {
    const known = this.views.get(row, col);
    if (known !== undefined) return known;
    const view = this.build(row, col);
    if (this.views.size >= REMEMBERED_VIEWS) this.views.clear();
    this.views.set(row, col, view);
    return view;
  }

  value(row: number, col: number): Scalar {
    return this.read(row, col).value;
  }

  /** All cells are built anew. */
  forget(): void {
    this.views.clear();
  }

  private build(row: number, col: number): CellView {
    const loaded = this.source.data.loaded(row);
    const format = this.source.data.formatOf(row, col);
    const { value, stale, formula, spilled } = this.read(row, col);
    const look = this.lookAt(row, col, value);
    const shown = display(value, look?.format?.format ?? format.format ?? null, this.host.date1904);
    const attached = this.attached(row, col, formula, look);
    const plain = new PlainCell(value, shown.text, format, stale, loaded, shown.color, attached);
    if (spilled) return new SpilledCell(plain);
    return formula === null ? plain : new FormulaCell(plain, formula, this.record.id, this.host.resolve);
  }

  private lookAt(row: number, col: number, value: Scalar): CellLook | undefined {
    const look = this.looks.get(row, col);
    return this.lay === null
      ? look
      : this.lay(this.source.rows.indexOf(row), this.source.cols.indexOf(col), value, look);
  }

  /** Shows cells as they would look; null as they do, `said` with the next word of the server about that. */
  preview(lay: LayLook | 'said' | null): void {
    if (lay === 'said') {
      this.laidUntilSaid = this.lay !== null;
      return;
    }
    if (this.lay === null && lay === null) return;
    this.lay = lay;
    this.laidUntilSaid = false;
    this.views.clear();
    this.source.touched();
    this.host.drawn();
  }

  private attached(
    row: number,
    col: number,
    formula: StoredFormula | null,
    look: CellLook | undefined,
  ): Attached | undefined {
    const note = this.record.notes.get(row, col);
    const stored = this.record.links.get(row, col);
    const link =
      stored !== undefined
        ? shownLink(stored, this.host.resolve)
        : formula === null
          ? null
          : hyperlinkOf(formula, (reference) => this.host.valueAt(reference, this.record.id));
    const check =
      this.source.checks.length === 0
        ? undefined
        : this.source.check(this.source.rows.indexOf(row), this.source.cols.indexOf(col));
    if (note === undefined && link === null && look === undefined && check === undefined) return undefined;
    return {
      ...(note === undefined ? {} : { note }),
      ...(link === null ? {} : { link }),
      ...(look === undefined ? {} : { look }),
      ...(check === undefined ? {} : { check }),
    };
  }

  private read(row: number, col: number): Reading {
    const holding = this.source.data.holding(row, col);
    const stored = holding?.stored ?? null;
    const computed = this.computed.get(row, col);
    if (!isFormula(stored)) {
      // A value without content of its own was spilled there by a neighbour.
      const spilled = stored === null && computed !== undefined && computed !== null;
      return { value: spilled ? computed : scalarOf(stored), stale: false, formula: null, spilled };
    }
    const awaited = this.computed.awaited(row, col);
    const cached = holding?.cached;
    return {
      value: awaited?.old ?? computed ?? cached ?? null,
      stale:
        awaited?.late ??
        (this.doubted.has(row, col) || (computed === undefined && cached === undefined && !this.valuesKnown)),
      formula: stored,
      spilled: false,
    };
  }

  /** Null while the block is not there. */
  filled(row: number, col: number): boolean | null {
    const own = this.source.data.filled(row, col);
    if (own === true) return true;
    const spilled = this.computed.get(row, col);
    return spilled !== undefined && spilled !== null ? true : own;
  }

  /** The document said something new about a cell. `seq` is what its computed value must reach. */
  changed(row: number, col: number, what: 'content' | 'format', seq: number): void {
    if (what === 'content') {
      const stored = this.record.cells.get(row, col);
      const formula = isFormula(stored ?? this.source.data.holding(row, col)?.stored);
      // What was on screen stays there until the new value is computed.
      if (formula) this.computed.await(row, col, this.views.get(row, col)?.value ?? null, seq);
      else this.computed.forget(row, col);
    }
    this.views.delete(row, col);
  }

  /** Takes computed values; `watched` is the area that a complete message is about. */
  takeValues(values: Values, watched: Area | null): void {
    const within = (area: Area, row: number, col: number): boolean =>
      areaHas(area, this.source.rows.indexOf(row), this.source.cols.indexOf(col));
    if (values.all) {
      this.valuesKnown = true;
      this.views.clear();
      if (watched !== null) this.computed.prune((row, col) => !within(watched, row, col));
    }
    if (values.looks !== undefined) {
      if (this.laidUntilSaid) this.preview(null);
      const here = (row: number, col: number): boolean => watched !== null && within(watched, row, col);
      for (const [row, col] of this.looks.take(values.looks, here)) this.views.delete(row, col);
    }
    for (const [row, col, wire] of values.cells) {
      const value: Scalar = Array.isArray(wire) ? { error: String(wire[1]) } : (wire as Scalar);
      this.computed.set(row, col, value, values.seq);
      this.views.delete(row, col);
    }
    this.source.touched();
  }

  /** Formulas without a computed value have none. */
  valuesComplete(): void {
    if (this.valuesKnown) return;
    this.valuesKnown = true;
    this.views.clear();
    this.source.touched();
  }

  /** Nothing newer will come for changes up to `seq`. True when something looks different now. */
  settle(seq: number): boolean {
    const done = this.computed.settle(seq);
    for (const [row, col] of done) this.views.delete(row, col);
    if (done.length > 0) this.source.touched();
    return done.length > 0;
  }

  /** Marks values that may be old. True when something looks different now. */
  doubt(cells: readonly FormulaAt[]): boolean {
    const before = this.doubted.size;
    for (const cell of cells) {
      const [row, col] = [this.source.rows.id(cell.row), this.source.cols.id(cell.col)];
      this.doubted.set(row, col, true);
      this.views.delete(row, col);
    }
    if (this.doubted.size === before) return false;
    this.source.touched();
    return true;
  }

  /** Nothing is in doubt any more. True when something looks different now. */
  trust(): boolean {
    if (this.doubted.size === 0) return false;
    for (const [row, line] of this.doubted.rows()) for (const col of line.keys()) this.views.delete(row, col);
    this.doubted.clear();
    this.source.touched();
    return true;
  }

  /** Marks values that newer ones have been awaited for too long. True when something looks different now. */
  markLate(now: number): boolean {
    const marked = this.computed.markLate(now);
    for (const [row, col] of marked) this.views.delete(row, col);
    if (marked.length > 0) this.source.touched();
    return marked.length > 0;
  }
}
