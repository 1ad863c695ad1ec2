/** From a format change on areas to entries: single cells one by one, whole rows and columns as one entry each. */

import { areaCells } from '../lib/geometry';
import { checkSize, formatEdit, MAX_CELLS } from './edit-cells';
import { Refusal } from './refusal';
import { type Edit, keys } from './entries';
import { unfilteredAreas } from './filtered-areas';
import type { Sheet } from './sheet';
import type { Area, FormatPatch } from './view';

/** Whole lines that one command may format; of more rows the cells in use are. */
const MAX_LINES = MAX_CELLS;
/** Formats that inserted lines take over. */
const MOST_INHERITED = 2000;
/** When everything is selected, columns up to here are formatted even if they are empty. */
const COLUMNS_OF_ALL = 256;

/** The `at` of a new row or column format: larger than that of all earlier ones. */
function nextAt(sheet: Sheet): number {
  let at = 0;
  for (const lines of [sheet.record.rows, sheet.record.cols]) {
    for (const format of lines.formats.values()) at = Math.max(at, format.at);
  }
  return at + 1;
}

/** Whole lines: one entry each; what single cells in there say of the same properties gives way. */
function lineEdits(
  sheet: Sheet,
  kind: 'rows' | 'cols',
  first: number,
  last: number,
  patch: FormatPatch,
  at: number,
): Edit[] {
  if (last - first >= MAX_LINES) {
    throw new Refusal(
      'too-many-lines',
      `At most ${MAX_LINES} whole rows or columns can be formatted in one step.`,
    );
  }
  const { axis, formats } = sheet.record.lines(kind);
  const edits: Edit[] = [];
  const lines = new Set<number>();
  for (let index = first; index <= last; index++) {
    const line = axis.idAt(index);
    if (line < 0) continue;
    lines.add(line);
    const key = kind === 'rows' ? keys.rowFormat(sheet.id, line) : keys.colFormat(sheet.id, line);
    edits.push({ root: 'formats', key, value: { ...formats.get(line)?.patch, ...patch, at } });
  }
  for (const [row, cells] of sheet.record.formats.rows()) {
    if (kind === 'rows' && !lines.has(row)) continue;
    for (const [col, format] of cells) {
      if (kind === 'cols' && !lines.has(col)) continue;
      const left = Object.entries(format).filter(([property]) => !(property in patch));
      if (left.length === Object.keys(format).length) continue;
      const value = left.length === 0 ? undefined : Object.fromEntries(left);
      edits.push({ root: 'formats', key: keys.cell(sheet.id, row, col), value });
    }
  }
  return edits;
}

/** The parts of areas that are formatted cell by cell, and the others. */
export function cellParts(
  sheet: Sheet,
  areas: readonly Area[],
): { readonly cells: readonly Area[]; readonly lines: readonly Area[] } {
  const { rows, cols } = sheet;
  const cells: Area[] = [];
  const lines: Area[] = [];
  for (const area of areas) {
    const allCols = area.left === 0 && area.right >= cols.count - 1;
    if (area.top === 0 && area.bottom >= rows.count - 1) lines.push(area);
    else if (!allCols) cells.push(area);
    else if (area.bottom - area.top < MAX_LINES) lines.push(area);
    else cells.push({ ...area, right: Math.max(cols.used, 1) - 1 });
  }
  return { cells, lines };
}

function areaEdits(sheet: Sheet, area: Area, patch: FormatPatch, at: number): Edit[] {
  const allRows = area.top === 0 && area.bottom >= sheet.rows.count - 1;
  const allCols = area.left === 0 && area.right >= sheet.cols.count - 1;
  // A column's format is that of rows to come as well: filters do not take part in it.
  if (allRows) {
    const right = allCols ? Math.max(sheet.cols.used, COLUMNS_OF_ALL) - 1 : area.right;
    return lineEdits(sheet, 'cols', area.left, right, patch, at);
  }
  const shown = unfilteredAreas(sheet, [area]);
  if (allCols) return shown.flatMap(({ top, bottom }) => lineEdits(sheet, 'rows', top, bottom, patch, at));
  checkSize(shown.reduce((sum, part) => sum + areaCells(part), 0));
  return shown.flatMap((part) => cellEdits(sheet, part, patch));
}

function cellEdits(sheet: Sheet, area: Area, patch: FormatPatch): Edit[] {
  const edits: Edit[] = [];
  for (let r = area.top; r <= area.bottom; r++) {
    const row = sheet.rows.id(r);
    for (let c = area.left; c <= area.right; c++) {
      // Of cells in two areas the entry is the same; writing it once is enough.
      edits.push(...formatEdit(sheet, row, sheet.cols.id(c), patch));
    }
  }
  return edits;
}

/** Entries that lay `patch` over the formats of areas. */
export function formatEdits(sheet: Sheet, areas: readonly Area[], patch: FormatPatch): Edit[] {
  if (Object.keys(patch).length === 0) return [];
  const at = nextAt(sheet);
  const edits = areas.flatMap((area) => areaEdits(sheet, area, patch, at));
  checkSize(edits.length);
  return edits;
}

/** Inserted lines look like the line before them, as far as the sheet is used. */
export function inheritedFormats(
  sheet: Sheet,
  kind: 'rows' | 'cols',
  before: number,
  lines: readonly number[],
): Edit[] {
  const across = kind === 'rows' ? sheet.cols : sheet.rows;
  const along = kind === 'rows' ? sheet.rows : sheet.cols;
  if (before === 0 || before > along.used || across.used * lines.length > MOST_INHERITED) return [];
  const edits: Edit[] = [];
  const model = along.id(before - 1);
  for (let i = 0; i < across.used; i++) {
    const other = across.id(i);
    const format = kind === 'rows' ? sheet.data.formatOf(model, other) : sheet.data.formatOf(other, model);
    if (Object.keys(format).length === 0) continue;
    for (const line of lines) {
      const key = kind === 'rows' ? keys.cell(sheet.id, line, other) : keys.cell(sheet.id, other, line);
      edits.push({ root: 'formats', key, value: { ...format } });
    }
  }
  return edits;
}
