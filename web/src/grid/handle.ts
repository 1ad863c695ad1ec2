/**
 * The public face of the grid: what a page gives it and what it may ask of it. Types only.
 * All rows and columns are visible indices, 0-based; all areas include both ends.
 */
import type { Area, Scalar, WorkbookView } from '../model/view';
import type { CommandArgument, CommandId, CommandState } from './commands';
import type { CellLayer } from './draw/scene';

export interface CellPosition {
  readonly row: number;
  readonly col: number;
}

/** A rectangle in CSS pixels, relative to the grid's host element. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is selected. `areas` is never empty; its last member is the one that Shift extends. */
export interface SelectionView {
  readonly sheet: string;
  readonly active: CellPosition;
  readonly areas: readonly Area[];
  /** The pointer is drawing it up just now. */
  readonly dragged: boolean;
}

/** Where a context menu was asked for. `x` and `y` are client coordinates. */
export interface MenuRequest {
  readonly on: 'cell' | 'row' | 'column' | 'corner' | 'chart';
  /** Its id, when it was asked for on a chart. */
  readonly chart?: string;
  readonly cell: CellPosition;
  readonly x: number;
  readonly y: number;
}

/** The cell under a resting pointer, null when it left. `rect` as in `cellRect`. */
export interface HoverTarget {
  readonly cell: CellPosition;
  readonly rect: PixelRect;
}

/** What commands ask of the page. */
export type PageAsk =
  | 'find'
  | 'replace'
  | 'findNext'
  | 'findPrevious'
  | 'sortAscending'
  | 'sortDescending'
  | 'sortRange'
  | 'checks'
  | 'pickDate'
  | 'filter'
  | 'filterOwn'
  | 'filterAgain'
  | 'filterAll'
  | 'filterValue'
  | 'cellMenu'
  | 'rules'
  /** A conditional format for the selection, by its name in the gallery. */
  | `rule:${string}`;

export interface GridOptions {
  readonly view: WorkbookView;
  /** Id of the sheet to show first. */
  readonly sheet: string;
  /** Cell and areas selected, after every change and once at the start. */
  readonly onSelect?: (selection: SelectionView) => void;
  /** The grid went to another sheet by itself (undo, a commit after pointing on another sheet, sheet keys). */
  readonly onSheet?: (sheet: string) => void;
  /** Editing began, went on (null when it ended). The same states reach `editor.subscribe`. */
  readonly onEdit?: (state: EditorState | null) => void;
  readonly onContextMenu?: (request: MenuRequest) => void;
  readonly onHover?: (target: HoverTarget | null) => void;
  /** A chart was selected, or none is any more. `open`: what can be set about it is wanted (new, double click, Enter). */
  readonly onChart?: (chart: { readonly sheet: string; readonly id: string } | null, open: boolean) => void;
  /** A link is to be followed (Ctrl+click): an address, or `#` and a place. */
  readonly onFollow?: (link: string) => void;
  /** A note or a link of the active cell is to be written. */
  readonly onAttach?: (what: 'note' | 'link') => void;
  /** The window moved over the sheet. */
  readonly onScroll?: () => void;
  /** The button of a filter was pressed. */
  readonly onFilter?: (heading: CellPosition) => void;
  /** A command that the page carries out: find, sort, filter. */
  readonly onAsk?: (what: PageAsk) => void;
  /** A sentence for the person: why something was not done, or what was done, which may offer to undo it. */
  readonly onMessage?: (message: string, offer?: 'undo') => void;
  /** Keys that the grid does not use while not editing, so that a page may (F6, Alt+/, Alt+H, …). True: used. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** Address of the page that tells about a function; it opens beside this one. */
  readonly functionPage?: (name: string) => string;
  /** 1 is 100 %. */
  readonly zoom?: number;
}

/** A stretch of the edited text with its meaning. `ref` is 1 to 6: colour --ref-1 … --ref-6, as outlined in the grid. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: 'text' | 'function' | 'reference' | 'number' | 'string' | 'error';
  readonly ref?: number;
}

export interface EditorState {
  readonly sheet: string;
  readonly cell: CellPosition;
  readonly text: string;
  /** Caret or selection within the text. */
  readonly start: number;
  readonly end: number;
  /** `enter`: arrows commit (began by typing); `edit`: arrows move the caret (F2, double click, formula bar). */
  readonly mode: 'enter' | 'edit';
  /** For colouring; covers the text without gaps. */
  readonly spans: readonly TextSpan[];
  /** True where a click or an arrow would insert a reference now. */
  readonly pointing: boolean;
}

export type CommitMove = 'down' | 'up' | 'right' | 'left' | 'stay';

/** One text for the cell editor and the formula bar. */
export interface GridEditor {
  /** Null while nothing is edited. */
  readonly state: EditorState | null;
  /** What the formula bar shows: the edited text, else the content of the active cell. */
  readonly text: string;
  subscribe(listener: (state: EditorState | null) => void): () => void;
  /** Starts editing the active cell with its content (or with `text`). False when it may not be edited. */
  begin(mode?: 'enter' | 'edit', text?: string): boolean;
  setText(text: string, start?: number, end?: number): void;
  /** Ends editing and stores; `fill` puts the text into the whole selection (Ctrl+Enter). */
  commit(move?: CommitMove, fill?: boolean): void;
  cancel(): void;
  /** For an input of the page's own: Enter, Tab, Esc, F4, … Returns true when the key was used. */
  keydown(event: KeyboardEvent): boolean;
  /**
   * Builds the formula bar's text field inside `host`: coloured, shared with the cell, read-only when the workbook is.
   * Returns the function that takes it away again.
   */
  attach(host: HTMLElement): () => void;
}

/** A cell to point out, for history and compare. */
export interface CellMark {
  readonly area: Area;
  /** Shown struck before the present text. */
  readonly old?: string;
  /** What it would become: stands instead of the present text, which is struck before it. */
  readonly next?: { readonly text: string; readonly value: Scalar };
}

export type MarkKind = 'changed' | 'added' | 'removed' | 'result';

/** Cells that a search has found, by sheet and row; there may be very many. */
export interface FoundCells {
  readonly sheets: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>;
  /** The one that stands out. */
  readonly current: (CellPosition & { readonly sheet: string }) | null;
}

/** A place on another sheet that a trace leads to. */
export interface TracePlace {
  readonly sheet: string;
  readonly area: Area;
  /** `Data!A1:A9` */
  readonly text: string;
  readonly cells: number;
  /** Something there shows an error. */
  readonly wrong: boolean;
}

/** What a cell reads (precedents) or what reads it (dependents), drawn as arrows until something is edited. */
export interface Trace {
  readonly sheet: string;
  readonly cell: CellPosition;
  readonly way: 'precedents' | 'dependents';
  /** On the cell's own sheet. */
  readonly areas: readonly { readonly area: Area; readonly wrong: boolean }[];
  readonly elsewhere: readonly TracePlace[];
  /** Cells beyond those listed. */
  readonly more: number;
}

/** The array that the selected cell belongs to. */
export interface SpillView {
  readonly sheet: string;
  readonly area: Area;
  readonly anchor: CellPosition;
  /** Formula of the anchor, shown greyed while another cell of the array is selected. */
  readonly formula: string;
}

/** What the status bar shows. Empty cells count nowhere. */
export interface SelectionSummary {
  /** Cells that hold something. */
  readonly count: number;
  /** Cells that hold a number; the other figures are about these. */
  readonly numbers: number;
  readonly sum: number;
  readonly average: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Number format of the first number; null is General. */
  readonly format: string | null;
  /** False while cells of the selection are still being fetched or counted. */
  readonly complete: boolean;
}

export interface GridHandle {
  readonly sheet: string;
  readonly activeCell: CellPosition;
  readonly selectionAreas: readonly Area[];
  readonly editor: GridEditor;
  zoom: number;
  setSheet(sheet: string): void;
  /** Another view of the workbook, such as an earlier moment. Selection and scroll position stay where they fit. */
  setView(view: WorkbookView, sheet?: string): void;
  /** Puts the keyboard into the grid. */
  focus(): void;
  /** Selects and scrolls there. `active` must lie inside; default is the top left cell. */
  select(area: Area | readonly Area[], active?: CellPosition): void;
  /** Scrolls as little as needed to show the cell; `centre` puts it into the middle when it was out of sight. */
  scrollTo(cell: CellPosition, how?: 'nearest' | 'centre'): void;
  /** Replaces all marks of that kind; an empty list takes them away. */
  highlight(cells: readonly (Area | CellMark)[], kind: MarkKind): void;
  clearHighlights(): void;
  /** Lights the cells that a search has found; null takes them away. */
  showFound(found: FoundCells | null): void;
  /** Lays something of the page's own over the cells, under their text; null takes it away. */
  showLayer(layer: CellLayer | null): void;
  /** Adds arrows; those of the same cell and way are replaced. They go with Esc, and as soon as something is edited. */
  trace(trace: Trace): void;
  /** Are there any arrows? */
  readonly traced: boolean;
  /** False when there were none. */
  clearTraces(): boolean;
  /** Outlines an array that a formula fills; null takes the outline away. */
  showSpill(spill: SpillView | null): void;
  /** Selects a chart of the shown sheet and brings it into sight; null selects none. */
  selectChart(id: string | null): void;
  deleteChart(id: string): void;
  /** Runs a command of the table as a key would. Does nothing when its `when` says no. */
  run(command: CommandId, argument?: CommandArgument): void;
  /** May it run now, is it switched on (bold, wrap …), which value has it (font, size, colour …)? */
  commandState(command: CommandId): CommandState;
  /** Where a cell stands in the host; null when it is out of sight. */
  cellRect(cell: CellPosition): PixelRect | null;
  /** Count, sum, average, min, max of the selection: at once over what is loaded, then again as the rest arrives. */
  watchSummary(listener: (summary: SelectionSummary) => void): () => void;
  /** Hears of the zoom whenever it may have changed. */
  watchZoom(listener: (zoom: number) => void): () => void;
  /** Resolves when all cells of the area are there. */
  load(area: Area): Promise<void>;
  /** Reads colours and fonts again. Changes of `data-theme`, class and system settings are noticed without it. */
  refreshTheme(): void;
  destroy(): void;
}
