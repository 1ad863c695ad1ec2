/**
 * What the grid and the panels see of a workbook: reads by visible index, commands by visible index.
 * Nobody outside `model/` touches Yjs.
 */

import type { Area } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import type { ChartLook } from './chart';
import type { CheckView } from './check';
import type { CheckCommands } from './check-commands';
import type { CheckCopy } from './edit-checks';
import type { FilterCommands, FilterView } from './filter';
import type { CellLook } from './looks';
import type { RuleBody } from './rule';
import type { Task, TaskView } from './task';
import type { FindQuery, Replaced, Sorted } from '../net/bulk';

export type { Scalar };
export type { Task, TaskView };

export interface CellFormat {
  readonly font?: string;
  readonly size?: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly color?: string;
  readonly fill?: string;
  readonly align?: 'left' | 'center' | 'right' | 'justify' | 'fill';
  readonly valign?: 'top' | 'middle' | 'bottom';
  readonly wrap?: boolean;
  readonly indent?: number;
  readonly format?: string;
  readonly borderTop?: string;
  readonly borderRight?: string;
  readonly borderBottom?: string;
  readonly borderLeft?: string;
}

/** A format change: null resets a property to its default. */
export type FormatPatch = { readonly [K in keyof CellFormat]?: CellFormat[K] | null };

export interface CellView {
  /** The value shown: typed, imported or computed. */
  readonly value: Scalar;
  /** As displayed under its number format. */
  readonly text: string;
  /** Colour that the number format asks for, such as [Red]. */
  readonly textColor?: string;
  /** Formula text with its `=`, where there is one. */
  readonly formula?: string;
  /** Its own, without what conditional formats lay over it. */
  readonly format: CellFormat;
  /** What conditional formats and checks say of it. */
  readonly look?: CellLook;
  /** True where a formula of another cell has put the value. */
  readonly spilled?: boolean;
  /** What somebody noted at the cell. */
  readonly note?: string;
  /** Where the cell leads: an address, or `#` and a place of this workbook as it is called now. */
  readonly link?: string;
  /** What may be entered. */
  readonly check?: CheckView;
  /** True when a newer value has been awaited for longer than a moment. */
  readonly stale: boolean;
  /** False while the block it stands in is still being fetched. */
  readonly loaded: boolean;
}

export type { Area };

/** Sizes along one axis, CSS pixels at 100 %. Offsets are prefix sums over visible lines; hidden lines have size 0. */
export interface AxisView {
  /** Visible lines. */
  readonly count: number;
  /** One past the last line that holds anything. */
  readonly used: number;
  /** Frozen lines at the start. */
  readonly frozen: number;
  size(index: number): number;
  /** Whether it has a size of its own: set by hand, or brought by a file. */
  sized(index: number): boolean;
  hidden(index: number): boolean;
  /** Pixel offset of a line's start; `offset(count)` is the total. O(log n). */
  offset(index: number): number;
  /** Line at a pixel offset, clamped. O(log n). */
  at(offset: number): number;
  /** One past the last line from `index` on that is sure to have its size. O(log n). */
  sameUntil(index: number): number;
  /** The first line up to `index` that is sure to have its size. O(log n). */
  sameFrom(index: number): number;
  /** Stable identity of a line, for presence and history. */
  id(index: number): number;
  /** Visible index of an identity, -1 when deleted. */
  indexOf(id: number): number;
}

/** A table as it shows. All indices are visible ones of its sheet. */
export interface TableView {
  readonly id: string;
  readonly name: string;
  readonly sheet: string;
  /** All of it, with headings and totals. */
  readonly area: Area;
  /** The rows of data; null when there are none. */
  readonly data: Area | null;
  /** Whether a row of headings, and one of totals, shows. */
  readonly header: boolean;
  readonly totals: boolean;
  /** Its look: `TableStyleMedium2`; empty for none. */
  readonly style: string;
  /** Names of its columns, from the left. */
  readonly columns: readonly string[];
}

/** A conditional format as somebody wants it. */
export interface RuleDraft {
  readonly body: RuleBody;
  /** Where it holds. Formulas are meant for the first cell of the first area. */
  readonly areas: readonly Area[];
  /** What it compares with, as typed; '' where there is nothing. */
  readonly operands: readonly string[];
}

/** A conditional format as it reads now; it has no areas when its cells are gone. */
export interface RuleView extends RuleDraft {
  readonly id: string;
}

/** A cell of a sheet by visible index. */
export interface CellPlace {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

/** An area of a sheet. */
export interface PartPlace {
  readonly sheet: string;
  readonly area: Area;
}

/** Where a chart lies: its upper left corner is in a cell, `dx` and `dy` pixels at 100 % from that cell's corner. */
export interface ChartPlace {
  readonly row: number;
  readonly col: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

/** The cells that a chart shows. Whole rows or columns reach to the end of the sheet. */
export interface ChartSource {
  readonly sheet: string;
  readonly area: Area;
}

export interface ChartView {
  readonly id: string;
  readonly look: ChartLook;
  /** Null when the cells are gone. */
  readonly source: ChartSource | null;
  readonly place: ChartPlace;
}

export interface SheetView {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly state: 'visible' | 'hidden' | 'veryhidden';
  readonly gridLines: boolean;
  readonly rows: AxisView;
  readonly cols: AxisView;
  /** Grows with every change that may alter what is drawn of this sheet. */
  readonly version: number;
  cell(row: number, col: number): CellView;
  /** The value alone, without its looks: for counting many cells. Null where nothing is or nothing is loaded. */
  value(row: number, col: number): Scalar;
  /** True without building a view: does the cell hold or show anything? */
  filled(row: number, col: number): boolean;
  /** The merged area that covers the cell. */
  mergeAt(row: number, col: number): Area | null;
  mergesIn(area: Area): readonly Area[];
  /** Its tables, from the top. */
  readonly tables: readonly TableView[];
  /** Its filters, and those that headings of tables offer. */
  readonly filters: readonly FilterView[];
  /** Says what is on screen: blocks are fetched around it, computed values follow it. */
  show(area: Area): void;
  /** Next edge of data as Ctrl+arrow finds it; may fetch. */
  edge(row: number, col: number, dRow: -1 | 0 | 1, dCol: -1 | 0 | 1): Promise<{ row: number; col: number }>;
  /** Resolves when all blocks of the area are there (for copy, sums). */
  load(area: Area): Promise<void>;
  /** True when everything in the area is here and what it comes to follows without asking. */
  live(area: Area): boolean;
  /** In the order in which they were laid over the sheet. */
  readonly charts: readonly ChartView[];
  /** Conditional formats; of two that say something about one property the former has it. */
  readonly rules: readonly RuleView[];
  /** What may be entered where, in the order in which it counts. */
  readonly checks: readonly CheckView[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** 1 to 12: --p1 … --p12. */
  readonly color: number;
}

export interface Presence {
  readonly client: number;
  readonly person: Person;
  readonly sheet: string | null;
  /** Active cell and selection, by visible index, of that sheet. */
  readonly cell: { readonly row: number; readonly col: number } | null;
  readonly selection: Area | null;
  /** What is being typed, live. */
  readonly typing: string | null;
}

/** Of the edits that wait for the server, `kept` are stored on this device and outlive the page. */
export type SaveState =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving'; readonly waiting: number; readonly kept: number }
  /** As saving, after the connection was away. */
  | { readonly kind: 'syncing'; readonly waiting: number; readonly kept: number }
  | { readonly kind: 'offline'; readonly waiting: number; readonly kept: number; readonly since: number }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** An edit that could not be applied. */
export interface HeldEdit {
  /** One line a cell: address, tab, content. */
  readonly text: string;
  /** When it was made, milliseconds since 1970. */
  readonly at: number;
  /** Why. */
  readonly held: string | null;
}

/** A defined name. */
export interface NameView {
  readonly id: string;
  readonly name: string;
  /** Id of the only sheet that knows it, null for the whole workbook. */
  readonly scope: string | null;
  /** What it stands for, as a formula reads now, with its `=`. */
  readonly refersTo: string;
  /** The cells it stands for, when it is nothing but their address. */
  readonly target: { readonly sheet: string; readonly area: Area } | null;
}

/** A name as somebody wants it; `id` null makes a new one. */
export interface NameDraft {
  readonly id: string | null;
  readonly name: string;
  readonly scope: string | null;
  /** With or without `=`. */
  readonly refersTo: string;
  /** The sheet that addresses without one mean. */
  readonly sheet: string;
}

export interface WorkbookView {
  readonly id: string;
  readonly role: 'viewer' | 'commenter' | 'editor' | 'owner';
  readonly readOnly: boolean;
  readonly me: Person | null;
  /** Visible sheets in tab order. */
  readonly sheets: readonly SheetView[];
  readonly hiddenSheets: readonly SheetView[];
  sheet(id: string): SheetView | undefined;
  sheetByName(name: string): SheetView | undefined;
  /** Defined names, in order of the alphabet. */
  readonly names: readonly NameView[];
  /** Does a formula on that sheet read this word as a name of the workbook? */
  /** All tables that show, by sheet and place. */
  tables(): readonly TableView[];
  /** The cells that a text means which a formula in `from` reads as a part of a table: `Sales[Net]`, `[@Net]`. */
  partOfTable(text: string, from: CellPlace): PartPlace | null;
  /** Does a formula on that sheet read this word as a name of the workbook, or as a table? */
  hasName(word: string, sheet: string): boolean;
  /**
   * Holds on to the cells that a formula being typed in `cell` points at. The function returned gives the text as it
   * reads after lines or sheets have moved, null while it reads as before.
   */
  follow(cell: CellPlace, text: string): () => string | null;
  readonly save: SaveState;
  /** Edits made here that could not be applied: they are offered for copying. Told as `save`. */
  readonly held: readonly HeldEdit[];
  readonly people: readonly Presence[];
  /** True once the document has arrived. */
  readonly ready: boolean;
  /** Last seq the server told us. */
  readonly seq: number;
  /** Grows with every change that may alter values anywhere, on screen or not. */
  readonly pulse: number;
  readonly date1904: boolean;
  /** Grows with every change of the document, by whomever. */
  readonly edits: number;
  subscribe(
    what: 'sheets' | 'cells' | 'save' | 'people' | 'notice' | 'task',
    listener: () => void,
  ): () => void;
  /** A number that grows with every piece of such news. */
  news(what: 'sheets' | 'cells' | 'save' | 'people' | 'notice' | 'task'): number;
  readonly lastNotice: { readonly code: string; readonly detail: string } | null;
  /** Something long that is under way here. */
  readonly task: TaskView | null;
  readonly commands: Commands;
}

/** What changes of a chart. */
export interface ChartPatch {
  readonly look?: { readonly [K in keyof ChartLook]?: ChartLook[K] | undefined };
  readonly source?: ChartSource;
  readonly place?: Partial<ChartPlace>;
}

/** What undo and redo bring back besides the data. */
export interface SelectionMemo {
  readonly sheet: string;
  readonly area: Area;
}

/** Every command is one transaction, one update, one logged change, one step of undo. */
export interface Commands {
  /** Sets cells as a person would type them. Rows of `inputs` start at (row, col). null clears. */
  type(sheet: string, row: number, col: number, inputs: readonly (readonly (string | null)[])[]): void;
  /** Sets ready values and formula texts with formats, for paste from our own clipboard type. */
  paste(
    sheet: string,
    row: number,
    col: number,
    /** Null leaves a cell as it is. */
    cells: readonly (readonly (PastedCell | null)[])[],
  ): void;
  /** Begins something long, which is shown until it has ended; null, with a notice, when something else is under way. */
  begin(label: string): Task | null;
  end(task: Task): void;
  /**
   * Pastes more cells than `paste` takes, as one change that the server makes. Ends the task; resolves to whether it was
   * done. Merged areas count on the sheet.
   */
  pasteMany(
    sheet: string,
    area: Area,
    cells: (row: number, col: number) => PastedCell | null,
    merges: readonly Area[],
    task: Task,
  ): Promise<boolean>;
  /** Moves cells with formats and merges to (row, col) of a sheet; whatever refers to them follows. Resolves when it is done. */
  moveCells(from: string, area: Area, to: string, row: number, col: number): Promise<void>;
  clear(sheet: string, areas: readonly Area[]): void;
  format(sheet: string, areas: readonly Area[], patch: FormatPatch): void;
  insertRows(sheet: string, before: number, count: number): void;
  insertCols(sheet: string, before: number, count: number): void;
  deleteRows(sheet: string, first: number, last: number): void;
  deleteCols(sheet: string, first: number, last: number): void;
  moveRows(sheet: string, first: number, last: number, before: number): void;
  moveCols(sheet: string, first: number, last: number, before: number): void;
  resizeRows(sheet: string, rows: readonly number[], size: number | null): void;
  resizeCols(sheet: string, cols: readonly number[], size: number | null): void;
  hideRows(sheet: string, first: number, last: number, hidden: boolean): void;
  hideCols(sheet: string, first: number, last: number, hidden: boolean): void;
  merge(sheet: string, area: Area): void;
  unmerge(sheet: string, area: Area): void;
  freeze(sheet: string, rows: number, cols: number): void;
  /** Lays a chart over a sheet; returns its id, '' when it may not. */
  addChart(sheet: string, look: ChartLook, source: ChartSource, place: ChartPlace): string;
  /** Changes what is given of a chart; in `look`, undefined takes a property away. */
  changeChart(sheet: string, chart: string, change: ChartPatch): void;
  deleteChart(sheet: string, chart: string): void;
  /** Null takes the note away. */
  setNote(sheet: string, row: number, col: number, text: string | null): void;
  /** An address, or `#` and a place of this workbook; null takes the link away. A sentence when it cannot be one. */
  setLink(sheet: string, row: number, col: number, address: string | null): string | null;
  /** Fills `target` from `source` (copy, series). */
  fill(sheet: string, source: Area, target: Area): void;
  readonly table: TableCommands;
  readonly rules: RuleCommands;
  readonly check: CheckCommands;
  readonly filter: FilterCommands;
  addSheet(name?: string): string;
  /** Puts a copy behind a sheet and resolves to its id, null when that is refused. */
  duplicateSheet(sheet: string): Promise<string | null>;
  renameSheet(sheet: string, name: string): string | null; // a sentence when the name is refused
  moveSheet(sheet: string, before: string | null): void;
  colorSheet(sheet: string, color: string | null): void;
  hideSheet(sheet: string, hidden: boolean): void;
  deleteSheet(sheet: string): void;
  /** Defines a name or changes one: a sentence when that is refused. */
  defineName(draft: NameDraft): string | null;
  deleteNames(ids: readonly string[]): void;
  /** Commands that are one act to the person, such as a cut that is pasted: one step of undo. */
  together(work: () => void): void;
  /** Sorts the rows of an area on the server. Rejects with `Problem`. */
  sort(sheet: string, area: Area, header: boolean, by: readonly SortLevel[]): Promise<Sorted>;
  /** Replaces text on the server: in every match, or only in the cells named. Rejects with `Problem`. */
  replace(
    query: FindQuery,
    replacement: string,
    cells?: readonly { readonly sheet: string; readonly row: number; readonly col: number }[],
  ): Promise<Replaced>;
  /** Gives what was selected before the step; `travelling` gives it later where the server has to be asked. */
  undo(): SelectionMemo | null;
  redo(): SelectionMemo | null;
  /** The server is taking a step back. Never rejects. */
  readonly travelling: Promise<SelectionMemo | null> | null;
  readonly canUndo: boolean;
  /** The step that undo would take back: whoever keeps it can tell whether it still is. */
  readonly newest: object | null;
  readonly canRedo: boolean;
  /** The server is changing something in one's name. */
  readonly working: boolean;
  /** Presence of one's own. */
  select(sheet: string, row: number, col: number, area: Area): void;
  typing(text: string | null): void;
}

/** One column to sort by, by visible index. */
export interface SortLevel {
  readonly col: number;
  readonly descending: boolean;
}

/** Aggregates that a row of totals offers, by their number in SUBTOTAL. */
export type TotalFunction =
  'average' | 'counta' | 'count' | 'max' | 'min' | 'product' | 'stdev' | 'sum' | 'var';

/** A sentence says why something was refused; null when it was done. */
export interface TableCommands {
  /** Makes a table of an area. Without headings a row for them is put above. */
  make(
    sheet: string,
    area: Area,
    options: { readonly header: boolean; readonly name: string },
  ): string | null;
  /** A name that no table and no defined name has. */
  freeName(): string;
  /** Why a table cannot have this name; null when it can. `table` is the one to be renamed, null for a new one. */
  nameProblem(name: string, table: string | null): string | null;
  rename(table: string, name: string): string | null;
  /** Gives a table another area; its first row stays where it is. */
  resize(table: string, area: Area): string | null;
  style(table: string, style: string): void;
  showTotals(table: string, shown: boolean): void;
  /** What a column's cell in the row of totals says; null for nothing. */
  total(table: string, column: number, what: TotalFunction | null): void;
  /** Adds a row below the data. */
  appendRow(table: string): void;
  /** Turns a table into plain cells; formulas that refer to it get addresses. */
  toCells(table: string): void;
}

/** Commands on conditional formats. */
export interface RuleCommands {
  /** Fetches what the others need, which happens by itself once cells show a rule. Rejects when that cannot be. */
  load(): Promise<void>;
  /** Changes a rule; `id` null adds one before all others. A sentence says why it was refused; null when it was done. */
  put(sheet: string, id: string | null, draft: RuleDraft): string | null;
  /** Shows cells as they would look under a rule, as far as that can be known here; null ends it. */
  preview(sheet: string, id: string | null, draft: RuleDraft | null): void;
  /** Puts a copy behind a rule. */
  duplicate(sheet: string, id: string): void;
  /** Null moves it behind all others. */
  move(sheet: string, id: string, before: string | null): void;
  remove(sheet: string, ids: readonly string[]): void;
  /** Takes cells out of all rules. */
  clear(sheet: string, areas: readonly Area[]): void;
  /** Cells were copied with their looks, repeated as often as they go into the target: rules hold there as they do here. */
  carry(from: PartPlace, to: PartPlace): void;
}

export interface PastedCell {
  /** As a person would type it; an empty text empties the cell. */
  readonly typed?: string;
  /** Absent, and no formula: the content stays. */
  readonly input?: Scalar;
  /** Formula text is relative to the cell it was copied from; `turned`: rows have become columns. */
  readonly formula?: string;
  readonly from?: {
    readonly sheet: string;
    readonly row: number;
    readonly col: number;
    readonly turned?: boolean;
  };
  /** The cell looks just so from then on. */
  readonly format?: CellFormat;
  /** Laid over the format there is. */
  readonly patch?: FormatPatch;
  /** As in `CellView`; null takes away what is there. */
  readonly note?: string | null;
  readonly link?: string | null;
  /** What may be entered from then on; null for anything. Without it the cell may refuse what is pasted. */
  readonly check?: CheckCopy | null;
}
