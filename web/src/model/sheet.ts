/** One sheet as the grid sees it: base, edits, computed values and sizes in one view by visible index. */

import { cellArea } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import type { Values } from '../net/protocol';
import type { FormulaAt } from './affected';
import type { BlockEntry } from './base';
import { isFormula } from './content';
import type { CheckView } from './check';
import { CheckIndex } from './check-view';
import type { Computed } from './computed';
import { chartView } from './edit-charts';
import { findEdge, nextShown } from './edges';
import type { FilterView } from './filter';
import { type LineSource, LineView } from './line-view';
import { Merges } from './merges';
import type { SheetChange, SheetRecord } from './record';
import { type CellsHost, type CellsSource, type LayLook, SheetCells } from './sheet-cells';
import { type DataHost, SheetData } from './sheet-data';
import { ruleViews } from './rule-view';
import { type FilterHost, SheetFilters } from './sheet-filters';
import { SheetWindow } from './sheet-window';
import { NO_SPANS } from './spans';
import { usedLines } from './used-lines';
import type { Area, CellView, ChartView, RuleView, SheetView, TableView } from './view';

/** What a sheet needs of its workbook. */
export interface SheetHost extends DataHost, FilterHost, CellsHost {
  /** Grows with every change of the document: where charts lie and what they show may be another. */
  readonly edits: number;
  notice(code: string, detail: string): void;
  /** Computed values are wanted for this area of this sheet. */
  watch(sheet: Sheet, area: Area): void;
  /** Computed values of an area, once, for those outside of what is watched. */
  values(sheet: Sheet, area: Area): Promise<void>;
  /** Values of the area come by themselves. */
  watches(sheet: Sheet, area: Area): boolean;
}

const NO_CHARTS: readonly ChartView[] = [];

export class Sheet implements SheetView, CellsSource {
  readonly id: string;
  readonly rows: LineView;
  readonly cols: LineView;
  readonly data: SheetData;
  readonly filtering: SheetFilters;
  version = 0;
  private readonly cells: SheetCells;
  private readonly window: SheetWindow;
  private merged: Merges | null = null;
  private chartViews: { readonly version: number; readonly views: readonly ChartView[] } | null = null;
  private ruleViews: { readonly version: number; readonly views: readonly RuleView[] } | null = null;
  private readonly checkIndex: CheckIndex;

  constructor(
    readonly record: SheetRecord,
    private readonly host: SheetHost,
  ) {
    this.id = record.id;
    this.data = new SheetData(
      record,
      host,
      (base) => this.window.fetchOnScreen(base),
      () => this.baseChanged(),
    );
    this.checkIndex = new CheckIndex(record, () => host.resolve);
    this.filtering = new SheetFilters(record, host, () =>
      host.notice('not-loaded', 'Which rows a filter hides could not be fetched. They show until it is.'),
    );
    this.rows = new LineView(
      () => this.lineSource('rows'),
      () => usedLines(record, this.data.base.manifest, 'rows'),
    );
    this.cols = new LineView(
      () => this.lineSource('cols'),
      () => usedLines(record, this.data.base.manifest, 'cols'),
    );
    this.cells = new SheetCells(record, host, this);
    this.window = new SheetWindow(record, host.blocks, this);
    this.data.follow();
  }

  get name(): string {
    return this.record.name ?? '';
  }

  get color(): string | null {
    return this.record.color;
  }

  get state(): 'visible' | 'hidden' | 'veryhidden' {
    return this.record.state === 'deleted' ? 'hidden' : this.record.state;
  }

  get gridLines(): boolean {
    return this.record.grid;
  }

  // Reading cells

  cell(row: number, col: number): CellView {
    return this.cells.cell(this.rows.id(row), this.cols.id(col));
  }

  filled(row: number, col: number): boolean {
    return this.cells.filled(this.rows.id(row), this.cols.id(col)) ?? false;
  }

  /** Calls with the identity of every filled cell of an area, row by row, as far as blocks are there. */
  eachFilled(area: Area, call: (row: number, col: number) => void): void {
    const bottom = Math.min(area.bottom, this.rows.used - 1);
    const right = Math.min(area.right, this.cols.used - 1);
    for (let row = area.top; row <= bottom; row++) {
      const r = this.rows.id(row);
      for (let col = area.left; col <= right; col++) {
        const c = this.cols.id(col);
        if (this.data.filled(r, c) === true) call(r, c);
      }
    }
  }

  /** True when every cell of an area is known. */
  hasLoaded(area: Area): boolean {
    return (
      this.data.ready &&
      this.blocksOf(area.top, area.bottom).every((block) => this.host.blocks.get(block.hash) !== undefined)
    );
  }

  value(row: number, col: number): Scalar {
    return this.cells.value(this.rows.id(row), this.cols.id(col));
  }

  // Merges, sizes, used lines

  mergeAt(row: number, col: number): Area | null {
    return this.merges.at(row, col);
  }

  mergesIn(area: Area): readonly Area[] {
    return this.merges.in(area);
  }

  get tables(): readonly TableView[] {
    return this.host.tablesOn(this.id);
  }

  get checks(): readonly CheckView[] {
    return this.checkIndex.all;
  }

  /** What may be entered into a cell. */
  check(row: number, col: number): CheckView | undefined {
    return this.checkIndex.at(row, col);
  }

  get filters(): readonly FilterView[] {
    return this.filtering.views;
  }

  /** Identity of the corner whose entry makes a merged area, by its visible area. */
  mergeKeys(area: Area): (readonly [row: number, col: number])[] {
    const found: (readonly [number, number])[] = [];
    for (const [row, col, row2, col2] of this.data.merges()) {
      const r = this.record.rows.axis.span(row, row2);
      const c = this.record.cols.axis.span(col, col2);
      if (r === null || c === null) continue;
      const meets = r[0] <= area.bottom && r[1] >= area.top && c[0] <= area.right && c[1] >= area.left;
      if (meets) found.push([row, col]);
    }
    return found;
  }

  private get merges(): Merges {
    this.merged ??= new Merges(this.data.merges(), this.record.rows.axis, this.record.cols.axis);
    return this.merged;
  }

  private lineSource(kind: 'rows' | 'cols'): LineSource {
    const lines = this.record.lines(kind);
    const table = this.data.base.lines(kind);
    return {
      axis: lines.axis,
      defaultSize: kind === 'rows' ? this.data.base.manifest.rowHeight : this.data.base.manifest.colWidth,
      base: table.entries,
      baseOf: (line) => table.of(line),
      sizes: lines.sizes,
      hidden: lines.hidden,
      filtered: kind === 'rows' ? this.filtering.hidden : NO_SPANS,
      frozen: this.record.freeze[kind === 'rows' ? 0 : 1],
    };
  }

  async edge(
    row: number,
    col: number,
    dRow: -1 | 0 | 1,
    dCol: -1 | 0 | 1,
  ): Promise<{ row: number; col: number }> {
    await this.data.arriving;
    if (dRow !== 0) {
      const c = this.cols.id(col);
      const found = await findEdge(
        {
          used: this.rows.used,
          count: this.rows.count,
          next: (index, step) => nextShown(this.rows, index, step),
          filled: (index) => this.cells.filled(this.rows.id(index), c),
          fetch: (index, step) => {
            const far = Math.max(0, Math.min(index + step * 2000, this.rows.count - 1));
            return this.loadRows(Math.min(index, far), Math.max(index, far));
          },
        },
        row,
        dRow,
      );
      return { row: found, col };
    }
    if (dCol === 0) return { row, col };
    const r = this.rows.id(row);
    const found = await findEdge(
      {
        used: this.cols.used,
        count: this.cols.count,
        next: (index, step) => nextShown(this.cols, index, step),
        filled: (index) => this.cells.filled(r, this.cols.id(index)),
        fetch: () => this.loadRows(row, row),
      },
      col,
      dCol,
    );
    return { row, col: found };
  }

  // What is on screen

  show(area: Area): void {
    this.window.show(area);
    this.host.watch(this, area);
  }

  /** Fetches what the cells of an area hold, without what formulas come to. */
  loadCells(area: Area): Promise<void> {
    return this.loadRows(area.top, area.bottom);
  }

  async load(area: Area): Promise<void> {
    await this.loadCells(area);
    await this.host.values(this, area);
  }

  live(area: Area): boolean {
    return this.hasLoaded(area) && (this.host.watches(this, area) || !this.hasFormulas(area));
  }

  get charts(): readonly ChartView[] {
    const { charts } = this.record;
    if (charts.size === 0) return NO_CHARTS;
    if (this.chartViews?.version !== this.host.edits) {
      const list = [...charts].sort(([a], [b]) => (a < b ? -1 : 1));
      const views = list.map(([id, chart]) => chartView(id, chart, this, this.host.resolve));
      this.chartViews = { version: this.host.edits, views };
    }
    return this.chartViews.views;
  }

  get rules(): readonly RuleView[] {
    if (this.ruleViews?.version !== this.host.edits) {
      const views = ruleViews(this, this.host.resolve, this.host.date1904);
      this.ruleViews = { version: this.host.edits, views };
    }
    return this.ruleViews.views;
  }

  private async loadRows(top: number, bottom: number): Promise<void> {
    await this.data.arriving;
    await this.host.blocks.load(this.blocksOf(top, bottom));
  }

  hasFormulas(area: Area): boolean {
    const { axis } = this.record.rows;
    if (this.blocksOf(area.top, area.bottom).some((block) => block.formulas > 0)) return true;
    for (const [row, line] of this.record.cells.rows()) {
      const index = axis.indexOf(row);
      if (index < area.top || index > area.bottom) continue;
      for (const stored of line.values()) if (isFormula(stored)) return true;
    }
    return false;
  }

  // Computed values

  get computed(): Computed {
    return this.cells.computed;
  }

  /** Shows cells as they would look; null as they do, `said` with the next word of the server about that. */
  preview(lay: LayLook | 'said' | null): void {
    this.cells.preview(lay);
  }

  /** Takes computed values; `watched` is the area that a complete message is about. */
  takeValues(values: Values, watched: Area | null): void {
    this.cells.takeValues(values, watched);
  }

  /** Formulas without a computed value have none. */
  valuesComplete(): void {
    this.cells.valuesComplete();
  }

  /** Nothing newer will come for changes up to `seq`. True when something looks different now. */
  settle(seq: number): boolean {
    return this.cells.settle(seq);
  }

  /** Marks values that may be old. True when something looks different now. */
  doubt(cells: readonly FormulaAt[]): boolean {
    return this.cells.doubt(cells);
  }

  /** Nothing is in doubt any more. True when something looks different now. */
  trust(): boolean {
    return this.cells.trust();
  }

  /** Marks values that newer ones have been awaited for too long. True when something looks different now. */
  markLate(now: number): boolean {
    return this.cells.markLate(now);
  }

  // What changes

  touched(): void {
    this.version++;
  }

  /** The document said something new about this sheet. `seq` is what computed values must reach. */
  changed(change: SheetChange, seq: number): void {
    if (change.base) this.data.follow();
    if (change.structure || change.layout || change.base) {
      this.filtering.invalidate();
      this.rows.invalidate();
      this.cols.invalidate();
      this.merged = null;
    }
    if (change.structure || change.lines) this.cells.forget();
    for (const [row, line] of change.cells.rows()) {
      for (const [col, what] of line) {
        if (what === 'content') {
          this.rows.invalidateUsed();
          this.cols.invalidateUsed();
        }
        this.cells.changed(row, col, what, seq);
      }
    }
    if (change.structure) this.window.fetch();
    this.version++;
  }

  /** Filters hide other rows now: a list has arrived, or one's own have changed. */
  filtered(): void {
    this.filtering.invalidate();
    this.rows.invalidate();
    this.version++;
  }

  /** Formula texts may read differently now, and tables reach elsewhere. */
  renamed(): void {
    this.filtering.invalidate();
    if (this.record.filters.all().length > 0) this.rows.invalidate();
    this.cells.forget();
    this.version++;
  }

  /** A block or the style table has arrived. */
  arrived(): void {
    this.cells.forget();
    this.version++;
  }

  /** The formulas of what is on screen. */
  formulasOnScreen(): readonly FormulaAt[] {
    if (this.window.shown === null) return [];
    const found: FormulaAt[] = [];
    const bottom = Math.min(this.window.shown.bottom, this.rows.used - 1);
    const right = Math.min(this.window.shown.right, this.cols.used - 1);
    for (const [first, last] of this.rows.shown(this.window.shown.top, bottom)) {
      for (let row = first; row <= last; row++) {
        for (let col = this.window.shown.left; col <= right; col++) {
          const stored = this.data.holding(this.rows.id(row), this.cols.id(col))?.stored ?? null;
          if (isFormula(stored)) found.push({ row, col, formula: stored });
        }
      }
    }
    return found;
  }

  private baseChanged(): void {
    this.rows.invalidate();
    this.cols.invalidate();
    this.merged = null;
    // A value of what was a formula would look as if it had been spilled there. For what is watched the server says all anew.
    this.computed.prune((row, col) =>
      this.host.watches(this, cellArea(this.rows.indexOf(row), this.cols.indexOf(col))),
    );
    this.arrived();
    if (this.window.shown !== null) this.show(this.window.shown);
    this.host.drawn();
  }

  private blocksOf(top: number, bottom: number): BlockEntry[] {
    return this.data.base.blocksOf(this.record.rows.axis.runsOf(top, bottom));
  }
}
