/** One sheet as the grid sees it: base, edits, computed values and sizes in one view by visible index. */

import { display } from '../lib/display';
import { areaHas, cellArea } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import type { Values } from '../net/protocol';
import type { FormulaAt } from './affected';
import type { Base, BlockEntry } from './base';
import { CellGrid } from './cell-grid';
import { Computed } from './computed';
import { isFormula, scalarOf, type StoredFormula } from './content';
import type { CheckView } from './check';
import { CheckIndex } from './check-view';
import { chartView } from './edit-charts';
import { shownLink } from './edit-links';
import { findEdge, nextShown } from './edges';
import type { FilterView } from './filter';
import { hyperlinkOf } from './hyperlink';
import { RUN_SPAN } from './ids';
import { showFormula } from './formula-show';
import { type LineSource, LineView } from './line-view';
import { type CellLook, Looks } from './looks';
import { Merges } from './merges';
import { Pace } from './pace';
import type { SheetChange, SheetRecord } from './record';
import type { Resolve } from './resolve';
import { type DataHost, SheetData } from './sheet-data';
import { ruleViews } from './rule-view';
import { type FilterHost, SheetFilters } from './sheet-filters';
import { NO_SPANS } from './spans';
import type { Area, CellFormat, CellView, ChartView, RuleView, SheetView, TableView } from './view';

/** What a sheet needs of its workbook. */
export interface SheetHost extends DataHost, FilterHost {
  readonly resolve: Resolve;
  readonly date1904: boolean;
  /** Grows with every change of the document: where charts lie and what they show may be another. */
  readonly edits: number;
  /** Something to draw changed. */
  drawn(): void;
  notice(code: string, detail: string): void;
  /** Computed values are wanted for this area of this sheet. */
  watch(sheet: Sheet, area: Area): void;
  /** Computed values of an area, once, for those outside of what is watched. */
  values(sheet: Sheet, area: Area): Promise<void>;
  /** Values of the area come by themselves. */
  watches(sheet: Sheet, area: Area): boolean;
  /** Value of the cell that a stored reference of sheet `own` names; null when it names none. */
  valueAt(reference: string, own: string): Scalar;
}

const REMEMBERED_VIEWS = 30_000;
const NO_CHARTS: readonly ChartView[] = [];
/** Rows fetched ahead at least, in the direction of scrolling. */
const AHEAD = 200;

/** What lies over a cell, by visible index, in place of what the server has said. */
export type LayLook = (
  row: number,
  col: number,
  value: Scalar,
  now: CellLook | undefined,
) => CellLook | undefined;

/** What hangs on a cell beside its content. */
type Attached = Pick<CellView, 'note' | 'link' | 'look' | 'check'>;

class PlainCell implements CellView {
  declare readonly textColor?: string;
  declare readonly note?: string;
  declare readonly link?: string;
  declare readonly look?: CellLook;
  declare readonly check?: CheckView;
  constructor(
    readonly value: Scalar,
    readonly text: string,
    readonly format: CellFormat,
    readonly stale: boolean,
    readonly loaded: boolean,
    color: string | undefined,
    attached: Attached = {},
  ) {
    if (color !== undefined) this.textColor = color;
    if (attached.note !== undefined) this.note = attached.note;
    if (attached.link !== undefined) this.link = attached.link;
    if (attached.look !== undefined) this.look = attached.look;
    if (attached.check !== undefined) this.check = attached.check;
  }
}

/** Its formula is written out only when somebody asks for it. */
class FormulaCell extends PlainCell {
  private shown: string | null = null;
  constructor(
    cell: PlainCell,
    private readonly stored: StoredFormula,
    private readonly own: string,
    private readonly resolve: Resolve,
  ) {
    super(cell.value, cell.text, cell.format, cell.stale, cell.loaded, cell.textColor, cell);
  }

  get formula(): string {
    this.shown ??= `=${showFormula(this.stored, this.own, this.resolve)}`;
    return this.shown;
  }
}

/** A value without content of its own. */
class SpilledCell extends PlainCell {
  readonly spilled = true;
  constructor(cell: PlainCell) {
    super(cell.value, cell.text, cell.format, cell.stale, cell.loaded, cell.textColor, cell);
  }
}

interface Reading {
  readonly value: Scalar;
  readonly stale: boolean;
  readonly formula: StoredFormula | null;
  readonly spilled: boolean;
}

export class Sheet implements SheetView {
  readonly id: string;
  readonly rows: LineView;
  readonly cols: LineView;
  readonly data: SheetData;
  readonly filtering: SheetFilters;
  readonly computed = new Computed();
  /** A rule that is being written lies over what the server says. */
  private lay: LayLook | null = null;
  private laidUntilSaid = false;
  private readonly looks = new Looks();
  version = 0;
  private merged: Merges | null = null;
  private shown: Area | null = null;
  private scrolled: 1 | -1 = 1;
  private readonly pace = new Pace();
  private readonly views = new CellGrid<CellView>();
  private valuesKnown = false;
  private chartViews: { readonly version: number; readonly views: readonly ChartView[] } | null = null;
  private ruleViews: { readonly version: number; readonly views: readonly RuleView[] } | null = null;
  /** Formulas whose values may be old, by identity. */
  private readonly doubted = new CellGrid<true>();
  private readonly checkIndex: CheckIndex;

  constructor(
    readonly record: SheetRecord,
    private readonly host: SheetHost,
  ) {
    this.id = record.id;
    this.data = new SheetData(
      record,
      host,
      (base) => this.fetchOnScreen(base),
      () => this.baseChanged(),
    );
    this.checkIndex = new CheckIndex(record, () => host.resolve);
    this.filtering = new SheetFilters(record, host, () =>
      host.notice('not-loaded', 'Which rows a filter hides could not be fetched. They show until it is.'),
    );
    this.rows = new LineView(
      () => this.lineSource('rows'),
      () => this.findUsed('rows'),
    );
    this.cols = new LineView(
      () => this.lineSource('cols'),
      () => this.findUsed('cols'),
    );
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
    const r = this.rows.id(row);
    const c = this.cols.id(col);
    const known = this.views.get(r, c);
    if (known !== undefined) return known;
    const view = this.build(r, c);
    if (this.views.size >= REMEMBERED_VIEWS) this.views.clear();
    this.views.set(r, c, view);
    return view;
  }

  filled(row: number, col: number): boolean {
    return this.filledById(this.rows.id(row), this.cols.id(col)) ?? false;
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
    return this.read(this.rows.id(row), this.cols.id(col)).value;
  }

  private build(row: number, col: number): CellView {
    const loaded = this.data.loaded(row);
    const format = this.data.formatOf(row, col);
    const { value, stale, formula, spilled } = this.read(row, col);
    const look = this.lookAt(row, col, value);
    const shown = display(value, look?.format?.format ?? format.format ?? null, this.host.date1904);
    const attached = this.attached(row, col, formula, look);
    const plain = new PlainCell(value, shown.text, format, stale, loaded, shown.color, attached);
    if (spilled) return new SpilledCell(plain);
    return formula === null ? plain : new FormulaCell(plain, formula, this.id, this.host.resolve);
  }

  private lookAt(row: number, col: number, value: Scalar): CellLook | undefined {
    const look = this.looks.get(row, col);
    return this.lay === null ? look : this.lay(this.rows.indexOf(row), this.cols.indexOf(col), value, look);
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
    this.arrived();
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
          : hyperlinkOf(formula, (reference) => this.host.valueAt(reference, this.id));
    const check =
      this.checks.length === 0 ? undefined : this.check(this.rows.indexOf(row), this.cols.indexOf(col));
    if (note === undefined && link === null && look === undefined && check === undefined) return undefined;
    return {
      ...(note === undefined ? {} : { note }),
      ...(link === null ? {} : { link }),
      ...(look === undefined ? {} : { look }),
      ...(check === undefined ? {} : { check }),
    };
  }

  private read(row: number, col: number): Reading {
    const holding = this.data.holding(row, col);
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
  private filledById(row: number, col: number): boolean | null {
    const own = this.data.filled(row, col);
    if (own === true) return true;
    const spilled = this.computed.get(row, col);
    return spilled !== undefined && spilled !== null ? true : own;
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

  private findUsed(kind: 'rows' | 'cols'): number {
    const { axis } = this.record.lines(kind);
    const { manifest } = this.data.base;
    let used = 0;
    const upTo = (index: number, count: number): void => {
      used = Math.max(used, index + count);
    };
    if (kind === 'cols') axis.eachShown([0, manifest.cols], upTo);
    else {
      for (const { rows } of manifest.blocks) {
        for (const [first, count] of rows) {
          const last = first < RUN_SPAN ? Math.min(first + count, manifest.rows) : first + count;
          if (last > first) axis.eachShown([first, last - first], upTo);
        }
      }
    }
    for (const [row, line] of this.record.cells.rows()) {
      for (const [col, stored] of line) {
        if (stored === null) continue;
        used = Math.max(used, axis.indexOf(kind === 'rows' ? row : col) + 1);
        if (kind === 'rows') break;
      }
    }
    return used;
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
          filled: (index) => this.filledById(this.rows.id(index), c),
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
        filled: (index) => this.filledById(r, this.cols.id(index)),
        fetch: () => this.loadRows(row, row),
      },
      col,
      dCol,
    );
    return { row, col: found };
  }

  // What is on screen

  show(area: Area): void {
    if (this.shown !== null && area.top !== this.shown.top)
      this.scrolled = area.top > this.shown.top ? 1 : -1;
    this.pace.moved(this.rows.offset(area.top), performance.now());
    this.shown = area;
    this.fetchAround(area);
    this.host.watch(this, area);
  }

  private async fetchOnScreen(base: Base): Promise<void> {
    if (this.shown === null) return;
    const { top, bottom } = this.shown;
    await this.host.blocks.load(base.blocksOf(this.record.rows.axis.runsOf(top, bottom)));
  }

  private fetchAround(area: Area): void {
    if (this.data.base.manifest.blocks.length === 0) {
      this.host.blocks.want([]);
      return;
    }
    const { rows } = this;
    const axis = this.record.rows.axis;
    // As many rows as would show: what is hidden in between is not fetched.
    const height = rows.offset(area.bottom + 1) - rows.offset(area.top);
    const ahead = Math.max(AHEAD * this.data.base.manifest.rowHeight, height * 3, this.pace.reach);
    const end = rows.at(rows.offset(area.bottom + 1) + (this.scrolled > 0 ? ahead : height));
    const start = rows.at(rows.offset(area.top) - (this.scrolled < 0 ? ahead : height));
    const below = [area.bottom + 1, end] as const;
    const above = [start, area.top - 1] as const;
    const next = this.scrolled > 0 ? [below, above] : [above, below];
    const spans = [[0, rows.frozen - 1] as const, [area.top, area.bottom] as const, ...next];
    const shown = spans.flatMap(([first, last]) => (last < first ? [] : rows.shown(first, last)));
    const runs = shown.flatMap(([first, last]) => axis.runsOf(first, last));
    this.host.blocks.want(this.data.base.blocksOf(runs));
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

  // What changes

  /** The document said something new about this sheet. `seq` is what computed values must reach. */
  changed(change: SheetChange, seq: number): void {
    if (change.base) this.data.follow();
    if (change.structure || change.layout || change.base) {
      this.filtering.invalidate();
      this.rows.invalidate();
      this.cols.invalidate();
      this.merged = null;
    }
    if (change.structure || change.lines) this.views.clear();
    for (const [row, line] of change.cells.rows()) {
      for (const [col, what] of line) this.cellChanged(row, col, what, seq);
    }
    if (change.structure && this.shown !== null) this.fetchAround(this.shown);
    this.version++;
  }

  private cellChanged(row: number, col: number, what: 'content' | 'format', seq: number): void {
    if (what === 'content') {
      this.rows.invalidateUsed();
      this.cols.invalidateUsed();
      const stored = this.record.cells.get(row, col);
      const formula = isFormula(stored ?? this.data.holding(row, col)?.stored);
      // What was on screen stays there until the new value is computed.
      if (formula) this.computed.await(row, col, this.views.get(row, col)?.value ?? null, seq);
      else this.computed.forget(row, col);
    }
    this.views.delete(row, col);
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
    this.views.clear();
    this.version++;
  }

  /** A block or the style table has arrived. */
  arrived(): void {
    this.views.clear();
    this.version++;
  }

  /** Takes computed values; `watched` is the area that a complete message is about. */
  takeValues(values: Values, watched: Area | null): void {
    const within = (area: Area, row: number, col: number): boolean =>
      areaHas(area, this.rows.indexOf(row), this.cols.indexOf(col));
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
    this.version++;
  }

  /** Formulas without a computed value have none. */
  valuesComplete(): void {
    if (this.valuesKnown) return;
    this.valuesKnown = true;
    this.arrived();
  }

  /** Nothing newer will come for changes up to `seq`. True when something looks different now. */
  settle(seq: number): boolean {
    const done = this.computed.settle(seq);
    for (const [row, col] of done) this.views.delete(row, col);
    if (done.length > 0) this.version++;
    return done.length > 0;
  }

  /** The formulas of what is on screen. */
  formulasOnScreen(): readonly FormulaAt[] {
    if (this.shown === null) return [];
    const found: FormulaAt[] = [];
    const bottom = Math.min(this.shown.bottom, this.rows.used - 1);
    const right = Math.min(this.shown.right, this.cols.used - 1);
    for (const [first, last] of this.rows.shown(this.shown.top, bottom)) {
      for (let row = first; row <= last; row++) {
        for (let col = this.shown.left; col <= right; col++) {
          const stored = this.data.holding(this.rows.id(row), this.cols.id(col))?.stored ?? null;
          if (isFormula(stored)) found.push({ row, col, formula: stored });
        }
      }
    }
    return found;
  }

  /** Marks values that may be old. True when something looks different now. */
  doubt(cells: readonly FormulaAt[]): boolean {
    const before = this.doubted.size;
    for (const cell of cells) {
      const [row, col] = [this.rows.id(cell.row), this.cols.id(cell.col)];
      this.doubted.set(row, col, true);
      this.views.delete(row, col);
    }
    if (this.doubted.size === before) return false;
    this.version++;
    return true;
  }

  /** Nothing is in doubt any more. True when something looks different now. */
  trust(): boolean {
    if (this.doubted.size === 0) return false;
    for (const [row, line] of this.doubted.rows()) for (const col of line.keys()) this.views.delete(row, col);
    this.doubted.clear();
    this.version++;
    return true;
  }

  /** Marks values that newer ones have been awaited for too long. True when something looks different now. */
  markLate(now: number): boolean {
    const marked = this.computed.markLate(now);
    for (const [row, col] of marked) this.views.delete(row, col);
    if (marked.length > 0) this.version++;
    return marked.length > 0;
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
    if (this.shown !== null) this.show(this.shown);
    this.host.drawn();
  }

  private blocksOf(top: number, bottom: number): BlockEntry[] {
    return this.data.base.blocksOf(this.record.rows.axis.runsOf(top, bottom));
  }
}
