/** Tables: a range of a sheet whose rows are records and whose columns have names (FORMAT.md §2). */

import type { Axis } from './axis';
import { isShortId, type TablePart } from './reference';

/** A table as the document has it, by identity. */
export interface Table {
  readonly id: string;
  readonly name: string;
  readonly sheet: string;
  /** First row and column, headings included; last ones, totals included. */
  readonly row1: number;
  readonly col1: number;
  readonly row2: number;
  readonly col2: number;
  /** The first row holds the names of the columns. */
  readonly header: boolean;
  /** The last row holds totals. */
  readonly totals: boolean;
  readonly style: string;
  /** Names by column; one without an entry is called after its place. */
  readonly names: ReadonlyMap<number, string>;
}

export type Span = readonly [first: number, last: number];

/** The axes of the sheet that a table stands on. */
export interface TableAxes {
  readonly rows: Axis;
  readonly cols: Axis;
}

/** Longest name of a column, in characters. */
export const MAX_COLUMN_NAME = 255;

const STYLE = /^[A-Za-z0-9]{0,32}$/;

function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads `[name, sheet, r1, c1, r2, c2, header, totals, style]`; null when it is none. */
export function readTable(id: string, value: unknown, names: ReadonlyMap<number, string>): Table | null {
  if (!Array.isArray(value) || value.length !== 9) return null;
  const [name, sheet, row1, col1, row2, col2, header, totals, style] = value as unknown[];
  if (typeof name !== 'string' || name === '' || typeof sheet !== 'string' || !isShortId(sheet)) return null;
  if (!isLine(row1) || !isLine(col1) || !isLine(row2) || !isLine(col2)) return null;
  if (typeof header !== 'boolean' || typeof totals !== 'boolean') return null;
  if (typeof style !== 'string' || !STYLE.test(style)) return null;
  return { id, name, sheet, row1, col1, row2, col2, header, totals, style, names };
}

/** As stored. */
export function tableEntry(table: Omit<Table, 'id' | 'names'>): readonly (string | number | boolean)[] {
  const { name, sheet, row1, col1, row2, col2, header, totals, style } = table;
  return [name, sheet, row1, col1, row2, col2, header, totals, style];
}

/** The columns that show, in order. */
export function tableColumns(table: Table, cols: Axis): { readonly line: number; readonly name: string }[] {
  const span = cols.span(table.col1, table.col2);
  if (span === null) return [];
  return Array.from({ length: span[1] - span[0] + 1 }, (_, place) => {
    const line = cols.idAt(span[0] + place);
    return { line, name: table.names.get(line) ?? `Column${place + 1}` };
  });
}

/** The column that people call so, in any case; -1 when there is none. */
export function columnNamed(table: Table, name: string, cols: Axis): number {
  const columns = tableColumns(table, cols);
  const wanted = name.toLowerCase();
  const find = (text: string) => columns.find((column) => column.name.toLowerCase() === text);
  return (find(wanted) ?? find(wanted.trim()))?.line ?? -1;
}

/** What a column is called; null when it is not one of the table's. */
export function columnNameOf(table: Table, line: number, cols: Axis): string | null {
  const span = cols.span(table.col1, table.col2);
  const index = cols.indexOf(line);
  if (span === null || index < span[0] || index > span[1]) return null;
  return table.names.get(line) ?? `Column${index - span[0] + 1}`;
}

/** Visible rows of a part, where `all` are all rows of the table that show; null when there is no such row. */
export function partRows(part: TablePart, all: Span, header: boolean, totals: boolean): Span | null {
  const top = all[0] + (header ? 1 : 0);
  const end = all[1] + 1 - (totals ? 1 : 0);
  const rows: Record<TablePart, Span> = {
    a: [all[0], all[1] + 1],
    d: [top, end],
    r: [top, end],
    h: [all[0], top],
    t: [end, all[1] + 1],
    hd: [all[0], end],
    dt: [top, all[1] + 1],
  };
  const [first, after] = rows[part];
  return first < after ? [first, after - 1] : null;
}

/** Whether headings and totals show: a row of them may have been deleted. */
export function shownRows(table: Table, rows: Axis): { all: Span; header: boolean; totals: boolean } | null {
  const all = rows.span(table.row1, table.row2);
  if (all === null) return null;
  const header = table.header && rows.indexOf(table.row1) >= 0;
  return { all, header, totals: table.totals && rows.indexOf(table.row2) >= 0 };
}

/** Visible rows of a part of a table; of the own row those of all data. */
export function rowsOf(table: Table, part: TablePart, rows: Axis): Span | null {
  const shown = shownRows(table, rows);
  return shown === null ? null : partRows(part, shown.all, shown.header, shown.totals);
}

/** Whether a cell is within a table, as rows and columns stand. */
export function holdsCell(table: Table, row: number, col: number, { rows, cols }: TableAxes): boolean {
  const within = (axis: Axis, first: number, last: number, line: number): boolean => {
    const span = axis.span(first, last);
    const index = axis.indexOf(line);
    return span !== null && index >= span[0] && index <= span[1];
  };
  return within(rows, table.row1, table.row2, row) && within(cols, table.col1, table.col2, col);
}
