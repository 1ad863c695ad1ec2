/** Tables that grow with what is typed beside them, and columns of formulas that fill themselves. Pure: nothing is written here. */

import { areaHas } from '../lib/geometry';
import { isFormula, sameEntry, type StoredFormula } from './content';
import type { WorkbookDocument } from './document';
import { contentEdit, type EditContext, exactFormatEdit } from './edit-cells';
import { newRowCheckEdits } from './edit-checks';
import { changedTable, headingEdits, namesFrom, tableIn } from './edit-tables';
import type { Edit } from './entries';
import { shiftFormula } from './formula-carry';
import type { Sheet } from './sheet';
import type { Area, TableView } from './view';

/** Cells looked at to see whether a column is free. */
const MOST_CELLS = 100_000;

/** Is every cell of `area` empty, those of `typed` apart? What is not loaded may hold something. */
function isFree(sheet: Sheet, area: Area, typed: Area | null): boolean {
  const bottom = Math.min(area.bottom, sheet.rows.used - 1);
  if ((bottom - area.top + 1) * (area.right - area.left + 1) > MOST_CELLS) return false;
  for (let row = area.top; row <= bottom; row++) {
    for (let col = area.left; col <= area.right; col++) {
      if (typed !== null && areaHas(typed, row, col)) continue;
      if (sheet.data.filled(sheet.rows.id(row), sheet.cols.id(col)) !== false) return false;
    }
  }
  return true;
}

/** Can a table take in a row that is not its own yet? */
export function mayTakeRow(sheet: Sheet, table: TableView, row: number): boolean {
  const area = { ...table.area, top: row, bottom: row };
  return row < sheet.rows.count && isFree(sheet, area, null) && tableIn(sheet, area, table.id) === undefined;
}

/** The formula that a column of formulas goes on with below `row`; null when it is no such column. */
function columnFormula(
  sheet: Sheet,
  first: number,
  row: number,
  col: number,
  context: EditContext,
): StoredFormula | null {
  const at = (index: number) => sheet.data.holding(sheet.rows.id(index), sheet.cols.id(col))?.stored ?? null;
  const above = at(row);
  if (!isFormula(above)) return null;
  if (row === first) return above;
  const before = at(row - 1);
  const down = { rows: 1, cols: 0 };
  if (!isFormula(before)) return null;
  return sameEntry(shiftFormula(before, down, sheet.id, context.resolve), above) ? above : null;
}

/** New rows of a table look like the one at `model`, and go on with its formulas where nothing is typed. */
export function newRowEdits(
  sheet: Sheet,
  table: TableView,
  rows: Pick<Area, 'top' | 'bottom'>,
  model: number,
  context: EditContext,
): Edit[] {
  const edits: Edit[] = [];
  const first = table.data?.top ?? model;
  if (table.data === null || model < first) return edits;
  edits.push(...newRowCheckEdits(sheet, table.area, rows, model, context));
  for (let col = table.area.left; col <= table.area.right; col++) {
    const c = sheet.cols.id(col);
    const formula = columnFormula(sheet, first, model, col, context);
    const look = sheet.data.formatOf(sheet.rows.id(model), c);
    for (let row = rows.top; row <= rows.bottom; row++) {
      const r = sheet.rows.id(row);
      const own = sheet.data.formatOf(r, c);
      const wanted = own.format === undefined ? look : { ...look, format: own.format };
      if (!sameEntry(own, wanted)) edits.push(...exactFormatEdit(sheet, r, c, wanted));
      if (formula === null || sheet.data.filled(r, c) !== false) continue;
      const shift = { rows: row - model, cols: 0 };
      edits.push(...contentEdit(sheet, r, c, shiftFormula(formula, shift, sheet.id, context.resolve)));
    }
  }
  return edits;
}

export interface Growth {
  readonly table: TableView;
  readonly what: 'row' | 'column';
  readonly edits: readonly Edit[];
}

/** What a table does when something is typed directly below its last row or right of its last column; null for nothing. */
export function growthFor(
  sheet: Sheet,
  typed: Area,
  book: WorkbookDocument,
  context: EditContext,
): Growth | null {
  for (const view of sheet.tables) {
    const { area } = view;
    const table = book.tables.get(view.id);
    if (table === null) continue;
    if (
      !view.totals &&
      typed.top === area.bottom + 1 &&
      typed.left >= area.left &&
      typed.right <= area.right
    ) {
      const fresh = { ...area, top: typed.top, bottom: typed.bottom };
      if (!isFree(sheet, fresh, typed) || tableIn(sheet, fresh, view.id) !== undefined) continue;
      const edits = [
        changedTable(table, { row2: sheet.rows.id(typed.bottom) }),
        ...newRowEdits(sheet, view, typed, area.bottom, context),
      ];
      return { table: view, what: 'row', edits };
    }
    if (typed.left === area.right + 1 && typed.top >= area.top && typed.bottom <= area.bottom) {
      const fresh = { ...area, left: typed.left, right: typed.right };
      if (!isFree(sheet, fresh, typed) || tableIn(sheet, fresh, view.id) !== undefined) continue;
      const names = namesFrom(sheet, area.top, typed.left, typed.right, view.columns);
      const heads = view.header ? headingEdits(sheet, view.id, sheet.rows.id(area.top), names) : [];
      const edits = [changedTable(table, { col2: sheet.cols.id(typed.right) }), ...heads];
      return { table: view, what: 'column', edits };
    }
  }
  return null;
}

/** The column of a table that fills with the formula just typed into its only filled cell; null when there is none. */
export function columnToFill(sheet: Sheet, row: number, col: number): Area | null {
  const table = sheet.tables.find((each) => each.data !== null && areaHas(each.data, row, col));
  if (table?.data === undefined || table.data === null) return null;
  const column = { ...table.data, left: col, right: col };
  const stored = sheet.data.holding(sheet.rows.id(row), sheet.cols.id(col))?.stored ?? null;
  if (!isFormula(stored) || stored[0] !== '=' || column.top === column.bottom) return null;
  return column;
}

/** Fills the rest of a column with the formula of one of its cells, when the rest is empty. */
export function columnFillEdits(
  sheet: Sheet,
  column: Area,
  row: number,
  context: EditContext,
): readonly Edit[] {
  const { left: col } = column;
  const c = sheet.cols.id(col);
  const stored = sheet.data.holding(sheet.rows.id(row), c)?.stored ?? null;
  const typed = { top: row, bottom: row, left: col, right: col };
  if (!isFormula(stored) || !isFree(sheet, column, typed)) return [];
  const edits: Edit[] = [];
  for (let index = column.top; index <= column.bottom; index++) {
    if (index === row) continue;
    const shift = { rows: index - row, cols: 0 };
    edits.push(
      ...contentEdit(sheet, sheet.rows.id(index), c, shiftFormula(stored, shift, sheet.id, context.resolve)),
    );
  }
  return edits;
}
