/** From what a person does with tables to the entries that say so. Pure: nothing is written here. */

import { parseCell } from '../lib/a1';
import { display } from '../lib/display';
import { areasMeet } from '../lib/geometry';
import { isFormula, isStored, scalarOf, type Stored, type StoredFormula, SLOT } from './content';
import type { WorkbookDocument } from './document';
import { contentEdit } from './edit-cells';
import { Refusal } from './refusal';
import { unmergeEdits } from './edit-lines';
import { type Edit, keys, parsePair, splitKey } from './entries';
import { randomId } from './ids';
import type { Sheet } from './sheet';
import { MAX_COLUMN_NAME, type Table, tableEntry } from './table';
import type { Area, TableView, TotalFunction } from './view';

export const OWN_STYLE = 'TableStyleMedium2';

const LONGEST_NAME = 255;
const NAME = /^[\p{Alphabetic}_\\][\p{Alphabetic}\p{N}_\\.?]*$/u;
const R1C1 = /^(r[0-9]*)?(c[0-9]*)?$/i;

/** Why a table cannot have this name, as a sentence; null when it can. */
export function tableNameProblem(book: WorkbookDocument, name: string, table: string | null): string | null {
  if (name === '') return 'A table needs a name.';
  if (Array.from(name).length > LONGEST_NAME) return 'A table’s name has 255 characters at most.';
  if (!NAME.test(name))
    return 'A table’s name begins with a letter and has letters, digits, points and underscores only.';
  if (parseCell(name) !== null || R1C1.test(name) || /^(true|false)$/i.test(name))
    return `“${name}” could be read as a cell. Choose another name.`;
  const other = book.tableByText(name);
  if (other !== null && other.id !== table) return `There is a table “${other.name}” already.`;
  const taken = [...book.names.values()].some((each) => each.text.toLowerCase() === name.toLowerCase());
  return taken ? `“${name}” is the name of something else in this workbook.` : null;
}

export function freeTableName(book: WorkbookDocument): string {
  for (let i = 1; ; i++) if (tableNameProblem(book, `Table${i}`, null) === null) return `Table${i}`;
}

/** Headings as columns may have them: none empty, none twice, also not with one of `taken`. */
export function uniqueHeadings(texts: readonly string[], taken: Iterable<string> = []): readonly string[] {
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  const wanted = new Set(texts.map((text) => text.toLowerCase()));
  const free = (base: string, from: number): string => {
    for (let n = from; ; n++) {
      const name = `${base}${n}`;
      if (!used.has(name.toLowerCase()) && !wanted.has(name.toLowerCase())) return name;
    }
  };
  return texts.map((text) => {
    const plain = Array.from(text.replace(/(?!\n)\p{Cc}/gu, ' '))
      .slice(0, MAX_COLUMN_NAME - 5)
      .join('');
    const name =
      plain.trim() === '' ? free('Column', 1) : used.has(plain.toLowerCase()) ? free(plain, 2) : plain;
    used.add(name.toLowerCase());
    return name;
  });
}

/** The entries that give columns their names, in the table and in the cells of its headings. */
export function headingEdits(
  sheet: Sheet,
  table: string,
  row: number | null,
  names: ReadonlyMap<number, string>,
): Edit[] {
  return [...names].flatMap(([col, name]) => [
    { root: 'tables', key: keys.tableColumn(table, col), value: name } as const,
    ...(row === null ? [] : contentEdit(sheet, row, col, name)),
  ]);
}

/** Names for columns of a sheet from what their headings show, by line. */
export function namesFrom(
  sheet: Sheet,
  row: number,
  left: number,
  right: number,
  taken: Iterable<string> = [],
): Map<number, string> {
  const cols = Array.from({ length: right - left + 1 }, (_, i) => left + i);
  const names = uniqueHeadings(
    cols.map((col) => sheet.cell(row, col).text),
    taken,
  );
  return new Map(cols.map((col, i) => [sheet.cols.id(col), names[i] ?? '']));
}

/** The table that meets an area, if any but `except` does. */
export function tableIn(sheet: Sheet, area: Area, except?: string): TableView | undefined {
  return sheet.tables.find((table) => table.id !== except && areasMeet(table.area, area));
}

/** Makes a table of an area whose first row holds the headings. */
export function makeTableEdits(sheet: Sheet, area: Area, name: string): Edit[] {
  const id = randomId();
  const names = namesFrom(sheet, area.top, area.left, area.right);
  const value = tableEntry({
    name,
    sheet: sheet.id,
    row1: sheet.rows.id(area.top),
    col1: sheet.cols.id(area.left),
    row2: sheet.rows.id(area.bottom),
    col2: sheet.cols.id(area.right),
    header: true,
    totals: false,
    style: OWN_STYLE,
  });
  return [
    ...unmergeEdits(sheet, area),
    { root: 'tables', key: id, value },
    ...headingEdits(sheet, id, sheet.rows.id(area.top), names),
  ];
}

/** The entry of a table with something changed. */
export function changedTable(table: Table, changes: Partial<Omit<Table, 'id' | 'names'>>): Edit {
  return { root: 'tables', key: table.id, value: tableEntry({ ...table, ...changes }) };
}

/** Another area for a table; its headings stay in their row. */
export function resizeEdits(sheet: Sheet, table: Table, view: TableView, area: Area): Edit[] {
  const edits = [
    changedTable(table, {
      row1: sheet.rows.id(area.top),
      col1: sheet.cols.id(area.left),
      row2: sheet.rows.id(area.bottom),
      col2: sheet.cols.id(area.right),
      header: view.header,
    }),
  ];
  if (!view.header) return edits;
  const kept = (col: number): boolean => col >= view.area.left && col <= view.area.right;
  const cols = Array.from({ length: area.right - area.left + 1 }, (_, i) => area.left + i);
  const taken = cols.filter(kept).map((col) => view.columns[col - view.area.left] ?? '');
  const fresh = cols.filter((col) => !kept(col));
  const names = uniqueHeadings(
    fresh.map((col) => sheet.cell(area.top, col).text),
    taken,
  );
  const byLine = new Map(fresh.map((col, i) => [sheet.cols.id(col), names[i] ?? '']));
  return [...edits, ...headingEdits(sheet, table.id, sheet.rows.id(area.top), byLine)];
}

const SUBTOTALS: Readonly<Record<TotalFunction, number>> = {
  average: 101,
  count: 102,
  counta: 103,
  max: 104,
  min: 105,
  product: 106,
  stdev: 107,
  sum: 109,
  var: 110,
};

/** What a column's cell in the row of totals holds. */
export function totalContent(table: string, col: number, what: TotalFunction | null): Stored {
  if (what === null) return null;
  const formula: StoredFormula = ['=', `SUBTOTAL(${SUBTOTALS[what]},${SLOT})`, `t:${table}:d:${col}`];
  return formula;
}

/** A new row of totals: a word in the first column, a sum or a count in the last. */
export function newTotalsEdits(sheet: Sheet, table: Table, view: TableView, row: number): Edit[] {
  const { left, right } = view.area;
  const line = sheet.rows.id(row);
  const last = sheet.cols.id(right);
  const numbers = view.data !== null && typeof sheet.value(view.data.bottom, right) === 'number';
  const edits = [changedTable(table, { row2: line, totals: true })];
  if (left < right) edits.push(...contentEdit(sheet, line, sheet.cols.id(left), 'Total'));
  edits.push(...contentEdit(sheet, line, last, totalContent(table.id, last, numbers ? 'sum' : 'counta')));
  return edits;
}

/** What stands in a heading as a name. */
function headingText(stored: Stored, format: string | null, date1904: boolean): string {
  if (isFormula(stored))
    throw new Refusal('table-heading', 'A heading of a table holds text, not a formula.');
  return typeof stored === 'string' ? stored : display(scalarOf(stored), format, date1904).text;
}

/**
 * What edits of cells in headings mean for the columns of their tables: the name follows, an empty heading gets one, and what
 * another column is called already gets a number.
 */
export function headingConsequences(
  edits: readonly Edit[],
  book: WorkbookDocument,
  sheetById: (id: string) => Sheet | undefined,
): Edit[] {
  if (book.tables.all().length === 0) return [];
  const own = new Set(edits.filter((edit) => edit.root === 'tables').map((edit) => edit.key));
  const touched = new Map<string, Map<number, Stored>>();
  for (const { root, key, value } of edits) {
    if (root !== 'cells') continue;
    const [sheet = '', rest = ''] = splitKey(key) ?? [];
    const [row = -1, col = -1] = parsePair(rest) ?? [];
    const table = book.tableAt(sheet, row, col);
    if (table?.header !== true || table.row1 !== row || own.has(table.id)) continue;
    const cells = touched.get(table.id) ?? new Map<number, Stored>();
    touched.set(table.id, cells.set(col, isStored(value) ? value : null));
  }
  return [...touched].flatMap(([id, cells]) => {
    const table = book.tables.get(id);
    const sheet = sheetById(table?.sheet ?? '');
    const view = sheet?.tables.find((each) => each.id === id);
    if (table === null || sheet === undefined || view === undefined) return [];
    const lines = [...cells.keys()];
    const taken = view.columns.filter((_, i) => !cells.has(sheet.cols.id(view.area.left + i)));
    const texts = lines.map((col) => {
      const format = sheet.data.formatOf(table.row1, col).format ?? null;
      return headingText(cells.get(col) ?? null, format, book.date1904);
    });
    const names = uniqueHeadings(texts, taken);
    return lines.flatMap((col, i): Edit[] => [
      { root: 'tables', key: keys.tableColumn(id, col), value: names[i] },
      { root: 'cells', key: keys.cell(table.sheet, table.row1, col), value: names[i] },
    ]);
  });
}
