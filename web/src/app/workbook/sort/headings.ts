/** Whether the first row of a range holds headings, and what its columns hold. */
import { columnName } from '../../../lib/a1';
import { isDateCode } from '../../../lib/display';
import { type ColumnKind, kindOfCells } from '../../../model/column-kind';
import type { Area, CellView, SheetView } from '../../../model/view';

/** Rows looked at below the first one. */
export const LOOKED_AT = 24;

function isText({ value }: CellView): boolean {
  return typeof value === 'string' && value !== '';
}

/** Numbers, dates, TRUE and FALSE, errors: what stands under a heading, but is none. */
function isFigure({ value }: CellView): boolean {
  return value !== null && typeof value !== 'string';
}

function below(sheet: SheetView, area: Area, col: number): readonly CellView[] {
  const last = Math.min(area.bottom, area.top + LOOKED_AT);
  const cells: CellView[] = [];
  for (let row = area.top + 1; row <= last; row++) {
    const cell = sheet.cell(row, col);
    if (cell.value !== null && cell.value !== '') cells.push(cell);
  }
  return cells;
}

/**
 * The first row holds headings when it has text and nothing but text, and either what is below is of another kind in
 * some column, or it is bold and the row below is not.
 */
export function guessHeadings(sheet: SheetView, area: Area): boolean {
  if (area.bottom <= area.top) return false;
  const cols = Array.from({ length: area.right - area.left + 1 }, (_, n) => area.left + n);
  const first = cols.map((col) => sheet.cell(area.top, col));
  const filled = first.filter((cell) => cell.value !== null && cell.value !== '');
  if (filled.length === 0 || !filled.every(isText)) return false;
  const bold = (cell: CellView): boolean => cell.format.bold === true;
  if (filled.every(bold)) {
    const second = cols.map((col) => sheet.cell(area.top + 1, col)).filter(({ value }) => value !== null);
    if (second.length > 0 && !second.every(bold)) return true;
  }
  return cols.some((col, n) => {
    const head = first[n];
    if (head === undefined || !isText(head)) return false;
    const cells = below(sheet, area, col);
    return cells.length > 0 && cells.every(isFigure);
  });
}

/** Rows below the headings whose formats are looked at. */
const FORMATS_LOOKED_AT = 2000;

/** The formats in which a column shows its dates. */
export function dateFormats(sheet: SheetView, area: Area, col: number): readonly string[] {
  const formats = new Set<string>();
  for (let row = area.top + 1; row <= Math.min(area.bottom, area.top + FORMATS_LOOKED_AT); row++) {
    const { format } = sheet.cell(row, col).format;
    if (format !== undefined) formats.add(format);
  }
  return [...formats].filter(isDateCode);
}

/** What most of a column's first cells hold. */
export function columnKind(sheet: SheetView, area: Area, col: number): ColumnKind {
  return kindOfCells(below(sheet, area, col));
}

/** Its heading, or `Column B`. */
export function columnLabel(sheet: SheetView, area: Area, col: number, headings: boolean): string {
  const heading = headings ? sheet.cell(area.top, col).text.trim() : '';
  return heading === '' ? `Column ${columnName(col)}` : heading;
}
