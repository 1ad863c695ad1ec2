/** Tables by visible index, as the grid and the panels see them, and references to their parts. */

import { type Area, areaHas } from '../lib/geometry';
import type { WorkbookDocument } from './document';
import { parseFormula } from './formula-parse';
import { parseReference, type TablePart, type TableReference } from './reference';
import type { Resolve } from './resolve';
import { escapedColumn, isPlainColumn } from './structured';
import { partRows, rowsOf, shownRows, type Table, tableColumns } from './table';
import { SLOT } from './content';
import type { CellPlace, PartPlace, TableView } from './view';

/** A table as it shows; null when nothing of it does. */
export function viewOf(table: Table, context: Resolve): TableView | null {
  const rows = context.rows(table.sheet);
  const cols = context.cols(table.sheet);
  const shown = rows === null ? null : shownRows(table, rows);
  const across = cols?.span(table.col1, table.col2) ?? null;
  if (shown === null || cols === null || across === null) return null;
  const { all, header, totals } = shown;
  const area: Area = { top: all[0], bottom: all[1], left: across[0], right: across[1] };
  const data = partRows('d', all, header, totals);
  return {
    id: table.id,
    name: table.name,
    sheet: table.sheet,
    area,
    data: data === null ? null : { ...area, top: data[0], bottom: data[1] },
    header,
    totals,
    style: table.style,
    columns: tableColumns(table, cols).map((column) => column.name),
  };
}

/** All tables that show, by sheet. */
export function viewsBySheet(document: WorkbookDocument): ReadonlyMap<string, readonly TableView[]> {
  const sheets = new Map<string, TableView[]>();
  for (const table of document.tables.all()) {
    const view = viewOf(table, document);
    if (view === null) continue;
    const list = sheets.get(view.sheet);
    if (list === undefined) sheets.set(view.sheet, [view]);
    else list.push(view);
  }
  for (const list of sheets.values()) {
    list.sort((a, b) => a.area.top - b.area.top || a.area.left - b.area.left);
  }
  return sheets;
}

/**
 * Where the cells stand that a part of a table means; null when none do. The own row is that of `row`, a visible index on the
 * table's sheet; without one it is all data.
 */
export function partPlace(reference: TableReference, row: number | null, context: Resolve): PartPlace | null {
  const table = context.table(reference.id);
  const rows = table === null ? null : context.rows(table.sheet);
  const cols = table === null ? null : context.cols(table.sheet);
  if (table === null || rows === null || cols === null) return null;
  const across =
    reference.columns === null ? cols.span(table.col1, table.col2) : cols.span(...reference.columns);
  const down = rowsOf(table, reference.part, rows);
  if (across === null || down === null) return null;
  const area = { top: down[0], bottom: down[1], left: across[0], right: across[1] };
  if (reference.part !== 'r' || row === null) return { sheet: table.sheet, area };
  if (row < down[0] || row > down[1]) return null;
  return { sheet: table.sheet, area: { ...area, top: row, bottom: row } };
}

/** The cells that a text means which names a part of a table and nothing else; null when it does not. */
export function placeOfText(text: string, from: CellPlace, document: WorkbookDocument): PartPlace | null {
  const axes = document.axes(from.sheet);
  const cell = axes === null ? null : { row: axes.rows.idAt(from.row), col: axes.cols.idAt(from.col) };
  const formula = parseFormula(text, from.sheet, document, cell);
  if (formula?.[1] !== SLOT) return null;
  const reference = parseReference(formula[2] ?? '');
  return reference?.kind === 'table' ? partPlace(reference, from.row, document) : null;
}

/** Which rows of a table an area covers from end to end; null when it is none of its parts. */
function partOf(table: TableView, area: Area, from: CellPlace): TablePart | null {
  const { top, bottom } = area;
  const all = [table.area.top, table.area.bottom] as const;
  const { header, totals, data } = table;
  const parts: readonly TablePart[] = ['d', 'a', 'h', 't', 'hd', 'dt'];
  const found = parts.find((part) => {
    const rows = partRows(part, all, header, totals);
    return rows?.[0] === top && rows[1] === bottom;
  });
  const inRow = top === from.row && bottom === from.row && from.sheet === table.sheet;
  // A single row of data is more likely meant as the own row by a formula that stands in it.
  if (inRow && data !== null && areaHas(data, from.row, from.col)) return 'r';
  return found ?? null;
}

const ITEMS: Readonly<Record<TablePart, readonly string[]>> = {
  d: [],
  r: [],
  a: ['#All'],
  h: ['#Headers'],
  t: ['#Totals'],
  hd: ['#Headers', '#Data'],
  dt: ['#Data', '#Totals'],
};

/**
 * How a formula in the cell `from` writes an area as a part of a table: `Sales[Net]`, `[@Net]`; null when it is none. Data
 * cells outside of the formula's own row have addresses only.
 */
export function partText(table: TableView, area: Area, from: CellPlace): string | null {
  const whole = table.area;
  if (!areaHas(whole, area.top, area.left) || !areaHas(whole, area.bottom, area.right)) return null;
  const part = partOf(table, area, from);
  if (part === null) return null;
  const items = ITEMS[part].map((item) => `[${item}]`);
  const all = area.left === whole.left && area.right === whole.right;
  const names = [area.left, area.right].map((col) => escapedColumn(table.columns[col - whole.left] ?? ''));
  const [first = '', last = ''] = names;
  const range = area.left === area.right ? `[${first}]` : `[${first}]:[${last}]`;
  if (part === 'r') {
    if (all && area.left !== area.right) return '[@]';
    return area.left === area.right && isPlainColumn(first) ? `[@${first}]` : `[@${range}]`;
  }
  if (all && items.length === 0) return table.name;
  if (all) return table.name + (items.length === 1 ? items.join('') : `[${items.join(',')}]`);
  if (items.length === 0) return table.name + (area.left === area.right ? range : `[${range}]`);
  return `${table.name}[${[...items, range].join(',')}]`;
}
