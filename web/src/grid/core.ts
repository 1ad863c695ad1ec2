/** What the parts of the grid share: the view, the selection, the scroll position, colours and sizes. No DOM but the theme. */
import type { Area, AxisView, SheetView, WorkbookView } from '../model/view';
import type { CellLayer, Mark } from './draw/scene';
import { EMPTY_SHEET } from './emptySheet';
import type { CellPosition, FoundCells, GridOptions, SpillView, Trace } from './handle';
import { layoutSheet, sameLayout, scrollFor, snap, type Layout } from './layout';
import { clampCell, footprint, isWholeCols, isWholeRows, selectCell, type Selection } from './selection';
import { Colors } from './text/color';
import { Fonts } from './text/font';
import { cachedMeasure, canvasMeasure, type Measure } from './text/measure';
import { readTheme, type Theme } from './theme';

export type Change =
  | 'selection'
  | 'scroll'
  | 'sheet'
  | 'cells'
  | 'size'
  | 'theme'
  | 'marks'
  | 'people'
  | 'overlay'
  | 'spill'
  | 'own';

interface Place {
  readonly selection: Selection;
  readonly x: number;
  readonly y: number;
}

/** Identities of what must stay where it is when others insert or delete lines. */
interface Anchors {
  readonly version: number;
  readonly row: number;
  readonly col: number;
  readonly topRow: number;
  readonly leftCol: number;
  /** Where those two began, in pixels at 100 %. */
  readonly topOffset: number;
  readonly leftOffset: number;
}

export class GridCore {
  readonly options: GridOptions;
  readonly host: HTMLElement;
  measure: Measure;
  view: WorkbookView;
  sheetId: string;
  selection: Selection;
  marks: readonly Mark[] = [];
  traces: readonly Trace[] = [];
  spill: SpillView | null = null;
  found: FoundCells | null = null;
  layer: CellLayer | null = null;
  /** The heading under the pointer that a filter has a button in. */
  lit: CellPosition | null = null;
  theme: Theme;
  colors: Colors;
  fonts: Fonts;
  scrollX = 0;
  scrollY = 0;
  width = 0;
  height = 0;
  ratio = 1;
  #zoom: number;
  #layout: Layout | null = null;
  #layoutVersion = -1;
  #anchors: Anchors | null = null;
  #own = 0;
  #dragged = false;
  /** What is selected was selected by a finger. */
  touched = false;
  readonly #places = new Map<string, Place>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(host: HTMLElement, options: GridOptions) {
    this.host = host;
    this.options = options;
    this.view = options.view;
    this.sheetId = options.sheet;
    this.#zoom = options.zoom ?? 1;
    this.measure = cachedMeasure(canvasMeasure());
    this.theme = readTheme(host);
    this.colors = new Colors(this.theme);
    this.fonts = new Fonts(this.theme, this.#zoom);
    this.selection = selectCell(this.sheet, { row: 0, col: 0 });
  }

  get sheet(): SheetView {
    return this.view.sheet(this.sheetId) ?? this.view.sheets[0] ?? EMPTY_SHEET;
  }

  get zoom(): number {
    return this.#zoom;
  }

  set zoom(zoom: number) {
    const next = Math.max(0.25, Math.min(4, zoom));
    if (next === this.#zoom || !Number.isFinite(next)) return;
    const factor = next / this.#zoom;
    this.#zoom = next;
    this.scrollX *= factor;
    this.scrollY *= factor;
    this.fonts = new Fonts(this.theme, next);
    this.#layout = null;
    this.emit('size');
  }

  /** Zooms so that what is at a point of the canvas stays there. */
  zoomAt(zoom: number, x: number, y: number): void {
    const { rows, cols } = this.layout;
    const before = this.#zoom;
    const along = (at: number, edge: number, scroll: number): ((factor: number) => number) => {
      const inside = Math.max(0, at - edge);
      return (factor) => (scroll + inside) * factor - Math.max(0, at - edge * factor);
    };
    const [toX, toY] = [along(x, cols.edge, this.scrollX), along(y, rows.edge, this.scrollY)];
    this.zoom = zoom;
    const factor = this.#zoom / before;
    if (factor !== 1) this.scrollToPixels(toX(factor), toY(factor));
  }

  get editable(): boolean {
    return !this.view.readOnly;
  }

  on(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  get layout(): Layout {
    const { sheet } = this;
    if (this.#layout === null || this.#layoutVersion !== sheet.version) {
      const next = this.#measureLayout(this.scrollX, this.scrollY);
      this.#layoutVersion = sheet.version;
      this.#layout = next;
    }
    return this.#layout;
  }

  #measureLayout(scrollX: number, scrollY: number): Layout {
    return layoutSheet(this.sheet, {
      width: this.width,
      height: this.height,
      scrollX,
      scrollY,
      zoom: this.#zoom,
      ratio: this.ratio,
      metrics: { headWidth: this.theme.headWidth, headHeight: this.theme.headHeight },
    });
  }

  resize(width: number, height: number, ratio: number): void {
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.#layout = null;
    this.emit('size');
  }

  refreshTheme(): void {
    this.theme = readTheme(this.host);
    this.colors = new Colors(this.theme);
    this.fonts = new Fonts(this.theme, this.#zoom);
    // A font that has arrived has other widths than the one that stood in for it.
    this.measure = cachedMeasure(canvasMeasure());
    this.#layout = null;
    this.emit('theme');
  }

  /** Largest scroll position along each axis, and how far the scroll bars reach now. */
  scrollRange(): { maxX: number; maxY: number } {
    const { rows, cols } = this.layout;
    const range = (axis: Layout['rows'], spare: number): number => {
      const frozen = axis.axis.offset(Math.min(axis.axis.frozen, axis.axis.count)) * this.#zoom;
      const room = Math.max(0, axis.view - axis.edge);
      const total = Math.max(0, axis.axis.offset(axis.axis.count) * this.#zoom - frozen - room);
      const used =
        axis.axis.offset(Math.min(axis.axis.count, axis.axis.used + spare)) * this.#zoom - frozen - room;
      // Beyond what is in use the bars grow in steps, so that they do not tremble.
      const step = Math.max(400, 4 * room);
      return Math.min(total, Math.max(used, Math.ceil((axis.scroll + room / 2) / step) * step));
    };
    return { maxX: range(cols, 6), maxY: range(rows, 40) };
  }

  scrollBy(dx: number, dy: number): void {
    this.scrollToPixels(this.scrollX + dx, this.scrollY + dy);
  }

  scrollToPixels(x: number, y: number): void {
    const { rows, cols } = this.layout;
    const most = (axis: Layout['rows']): number =>
      Math.max(
        0,
        (axis.axis.offset(axis.axis.count) - axis.axis.offset(Math.min(axis.axis.frozen, axis.axis.count))) *
          this.#zoom -
          Math.max(0, axis.view - axis.edge),
      );
    const nextX = snap(Math.max(0, Math.min(most(cols), x)), this.ratio);
    const nextY = snap(Math.max(0, Math.min(most(rows), y)), this.ratio);
    if (nextX === this.scrollX && nextY === this.scrollY) return;
    this.scrollX = nextX;
    this.scrollY = nextY;
    const before = this.#layout;
    this.#layout = this.#measureLayout(nextX, nextY);
    if (before === null || !sameLayout(before, this.#layout)) this.emit('scroll');
  }

  scrollTo(cell: CellPosition, centre = false): void {
    const area = footprint(this.sheet, clampCell(this.sheet, cell));
    this.scrollToPixels(
      scrollFor(this.layout.cols, area.left, area.right, centre),
      scrollFor(this.layout.rows, area.top, area.bottom, centre),
    );
  }

  setSelection(selection: Selection, scroll: 'active' | 'head' | 'none' = 'active'): void {
    this.selection = selection;
    this.keepPlace();
    if (scroll === 'active') this.scrollTo(selection.active);
    else if (scroll === 'head') this.#scrollToHead(selection);
    this.emit('selection');
    this.present();
  }

  /** Others see what is selected, and the page hears of it. */
  present(): void {
    const { selection } = this;
    const area = selection.areas[selection.current];
    if (area !== undefined && this.view.sheet(this.sheetId) !== undefined) {
      this.view.commands.select(this.sheetId, selection.active.row, selection.active.col, area);
    }
    this.tellSelected();
  }

  /** Tells the page again what is selected, and what is being done with it. */
  tellSelected(): void {
    const { active, areas } = this.selection;
    this.options.onSelect?.({ sheet: this.sheetId, active, areas, dragged: this.#dragged });
  }

  /** The pointer draws a selection up from now on, or has done so. */
  set dragged(dragged: boolean) {
    if (dragged === this.#dragged) return;
    this.#dragged = dragged;
    this.tellSelected();
  }

  /** Whole rows and columns do not drag the window to their far end. */
  #scrollToHead(selection: Selection): void {
    const area = selection.areas[selection.current];
    if (area === undefined) return;
    const wholeRows = isWholeRows(this.sheet, area);
    const wholeCols = isWholeCols(this.sheet, area);
    const { layout } = this;
    this.scrollToPixels(
      wholeRows ? this.scrollX : scrollFor(layout.cols, selection.head.col, selection.head.col, false),
      wholeCols ? this.scrollY : scrollFor(layout.rows, selection.head.row, selection.head.row, false),
    );
  }

  showSheet(id: string): void {
    if (id === this.sheetId) return;
    this.#places.set(this.sheetId, { selection: this.selection, x: this.scrollX, y: this.scrollY });
    this.sheetId = id;
    this.marks = [];
    this.#restore();
  }

  /** The same sheet of another view of the workbook. */
  showView(view: WorkbookView, sheet: string): void {
    this.#places.set(this.sheetId, { selection: this.selection, x: this.scrollX, y: this.scrollY });
    this.view = view;
    this.sheetId = view.sheet(sheet) === undefined ? (view.sheets[0]?.id ?? sheet) : sheet;
    this.#restore();
  }

  #restore(): void {
    this.#layout = null;
    this.#anchors = null;
    const place = this.#places.get(this.sheetId);
    const first = { row: 0, col: 0 };
    this.scrollX = 0;
    this.scrollY = 0;
    this.selection = place?.selection ?? selectCell(this.sheet, first);
    if (place !== undefined) this.scrollToPixels(place.x, place.y);
    this.emit('sheet');
    this.setSelection(this.selection, 'none');
  }

  /**
   * Runs a change of one's own: it is one step of undo, and leaves the selection where it is by index, as hands expect.
   */
  own(change: () => void): void {
    this.#own++;
    try {
      this.view.commands.together(change);
    } finally {
      this.#own--;
      this.keepPlace();
      this.emit('own');
    }
  }

  get changing(): boolean {
    return this.#own > 0;
  }

  /** Remembers which lines the selection and the window stand on. */
  keepPlace(): void {
    const { sheet, selection } = this;
    const { rows, cols } = this.layout;
    const topIndex = rows.scrolled[0]?.index ?? 0;
    const leftIndex = cols.scrolled[0]?.index ?? 0;
    this.#anchors = {
      version: sheet.version,
      row: sheet.rows.id(selection.active.row),
      col: sheet.cols.id(selection.active.col),
      topRow: sheet.rows.id(topIndex),
      leftCol: sheet.cols.id(leftIndex),
      topOffset: belowFrozen(sheet.rows, topIndex),
      leftOffset: belowFrozen(sheet.cols, leftIndex),
    };
  }

  /** After a change by others: selection and window follow the lines that they stood on. Returns how far cells moved. */
  followLines(): { rows: number; cols: number } {
    const { sheet } = this;
    const before = this.#anchors;
    if (this.#own > 0 || before === null || before.version === sheet.version) return { rows: 0, cols: 0 };
    const shift = (now: number, then: number): number => (now < 0 ? 0 : now - then);
    const rows = shift(sheet.rows.indexOf(before.row), this.selection.active.row);
    const cols = shift(sheet.cols.indexOf(before.col), this.selection.active.col);
    const travelled = (axis: AxisView, id: number, offset: number): number => {
      const index = axis.indexOf(id);
      return index < 0 ? 0 : belowFrozen(axis, index) - offset;
    };
    this.scrollToPixels(
      this.scrollX + travelled(sheet.cols, before.leftCol, before.leftOffset) * this.#zoom,
      this.scrollY + travelled(sheet.rows, before.topRow, before.topOffset) * this.#zoom,
    );
    if (rows !== 0 || cols !== 0) this.setSelection(moved(sheet, this.selection, rows, cols), 'none');
    this.keepPlace();
    return { rows, cols };
  }
}

/** Where a line stands in the band that scrolls. */
function belowFrozen(axis: AxisView, index: number): number {
  return Math.max(0, axis.offset(index) - axis.offset(Math.min(axis.frozen, axis.count)));
}

/** A selection carried along with its lines; whole rows and columns stay whole. */
function moved(sheet: SheetView, selection: Selection, rows: number, cols: number): Selection {
  const cell = (at: CellPosition): CellPosition =>
    clampCell(sheet, { row: at.row + rows, col: at.col + cols });
  const shift = (area: Area): Area => {
    const wholeRows = isWholeRows(sheet, area);
    const wholeCols = isWholeCols(sheet, area);
    return {
      top: wholeCols ? area.top : Math.max(0, area.top + rows),
      left: wholeRows ? area.left : Math.max(0, area.left + cols),
      bottom: wholeCols ? area.bottom : Math.min(sheet.rows.count - 1, area.bottom + rows),
      right: wholeRows ? area.right : Math.min(sheet.cols.count - 1, area.right + cols),
    };
  };
  return {
    ...selection,
    active: cell(selection.active),
    anchor: cell(selection.anchor),
    head: cell(selection.head),
    areas: selection.areas.map(shift),
  };
}
