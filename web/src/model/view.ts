/**
 * What the grid and the panels see of a workbook: reads by visible index, commands by visible index.
 * Nobody outside `model/` touches Yjs.
 */

import type { Area } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import type { FindQuery, Replaced, Sorted } from '../net/bulk';

export type { Scalar };

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
  readonly format: CellFormat;
  /** True where a formula of another cell has put the value. */
  readonly spilled?: boolean;
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
  hidden(index: number): boolean;
  /** Pixel offset of a line's start; `offset(count)` is the total. O(log n). */
  offset(index: number): number;
  /** Line at a pixel offset, clamped. O(log n). */
  at(offset: number): number;
  /** Stable identity of a line, for presence and history. */
  id(index: number): number;
  /** Visible index of an identity, -1 when deleted. */
  indexOf(id: number): number;
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
  /** Says what is on screen: blocks are fetched around it, computed values follow it. */
  show(area: Area): void;
  /** Next edge of data as Ctrl+arrow finds it; may fetch. */
  edge(row: number, col: number, dRow: -1 | 0 | 1, dCol: -1 | 0 | 1): Promise<{ row: number; col: number }>;
  /** Resolves when all blocks of the area are there (for copy, sums). */
  load(area: Area): Promise<void>;
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

export type SaveState =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving'; readonly waiting: number }
  | { readonly kind: 'offline'; readonly waiting: number; readonly since: number }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

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
  /** Does a formula on that sheet read this word as a name of the workbook? */
  hasName(word: string, sheet: string): boolean;
  /**
   * Holds on to the cells that a formula being typed on `sheet` points at. The function returned gives the text as it
   * reads after lines or sheets have moved, null while it reads as before.
   */
  follow(sheet: string, text: string): () => string | null;
  readonly save: SaveState;
  readonly people: readonly Presence[];
  /** True once the document has arrived. */
  readonly ready: boolean;
  /** Last seq the server told us. */
  readonly seq: number;
  /** Grows with every change of the document, by whomever. */
  readonly edits: number;
  subscribe(what: 'sheets' | 'cells' | 'save' | 'people' | 'notice', listener: () => void): () => void;
  /** A number that grows with every piece of such news. */
  news(what: 'sheets' | 'cells' | 'save' | 'people' | 'notice'): number;
  readonly lastNotice: { readonly code: string; readonly detail: string } | null;
  readonly commands: Commands;
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
  paste(sheet: string, row: number, col: number, cells: readonly (readonly PastedCell[])[]): void;
  /** Moves cells to (row, col) of a sheet; whatever refers to them follows. */
  moveCells(from: string, area: Area, to: string, row: number, col: number): void;
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
  /** Fills `target` from `source` (copy, series). */
  fill(sheet: string, source: Area, target: Area): void;
  addSheet(name?: string): string;
  renameSheet(sheet: string, name: string): string | null; // a sentence when the name is refused
  moveSheet(sheet: string, before: string | null): void;
  colorSheet(sheet: string, color: string | null): void;
  hideSheet(sheet: string, hidden: boolean): void;
  deleteSheet(sheet: string): void;
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

export interface PastedCell {
  /** Formula text is relative to the cell it was copied from. */
  readonly input: Scalar;
  readonly formula?: string;
  readonly from?: { readonly sheet: string; readonly row: number; readonly col: number };
  readonly format?: CellFormat;
}
