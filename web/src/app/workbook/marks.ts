/** Where the cells of a change stand now: line ids to visible cells. */
import type { Touched } from '../../panels/history/describe';
import type { Area, WorkbookView } from '../../model/view';
import { valueText } from '../../ui/words';

export interface Mark {
  readonly area: Area;
  readonly old?: string;
}

export interface MarkedSheet {
  readonly sheet: string;
  readonly marks: readonly Mark[];
  /** First cell in reading order. */
  readonly first: { readonly row: number; readonly col: number };
}

/** Beyond this many cells one outline says more than thousands of marks. */
const MOST = 5000;

function placeOf(cell: Touched, view: WorkbookView): { sheet: string; row: number; col: number } | null {
  if (cell.row === null || cell.col === null || cell.row < 0 || cell.col < 0) return null;
  const sheet = cell.sheet_id === null ? undefined : view.sheet(cell.sheet_id);
  if (sheet === undefined) return null;
  const row = sheet.rows.indexOf(cell.row);
  const col = sheet.cols.indexOf(cell.col);
  return row < 0 || col < 0 ? null : { sheet: sheet.id, row, col };
}

/** The cells of a change by sheet, those of the sheet looked at first. Deleted cells have no place any more. */
export function marksOf(
  cells: readonly Touched[],
  view: WorkbookView,
  current: string,
  showOld: boolean,
): readonly MarkedSheet[] {
  const sheets = new Map<string, { marks: Mark[]; first: { row: number; col: number } }>();
  for (const cell of cells.slice(0, MOST)) {
    const place = placeOf(cell, view);
    if (place === null) continue;
    const { row, col } = place;
    const entry = sheets.get(place.sheet) ?? { marks: [], first: { row, col } };
    sheets.set(place.sheet, entry);
    const old = showOld && cell.kind === 'value' ? valueText(cell.old) : null;
    entry.marks.push({
      area: { top: row, left: col, bottom: row, right: col },
      ...(old === null ? {} : { old }),
    });
    if (row < entry.first.row || (row === entry.first.row && col < entry.first.col))
      entry.first = { row, col };
  }
  return [...sheets]
    .map(([sheet, entry]) => ({ sheet, ...entry }))
    .sort((a, b) => Number(b.sheet === current) - Number(a.sheet === current));
}
