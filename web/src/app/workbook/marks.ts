/** Where the cells of a change stand now: line ids to visible cells. */
import type { CellChange } from '../../net/api';
import type { Area, WorkbookView } from '../../model/view';

export interface MarkedSheet {
  readonly sheet: string;
  readonly areas: readonly Area[];
  /** First cell in reading order. */
  readonly first: { readonly row: number; readonly col: number };
}

/** Beyond this many cells one outline says more than thousands of marks. */
const MOST = 5000;

function placeOf(cell: CellChange, view: WorkbookView): { sheet: string; row: number; col: number } | null {
  if (cell.row === null || cell.col === null || cell.row < 0 || cell.col < 0) return null;
  const sheet = cell.sheet_id === null ? undefined : view.sheet(cell.sheet_id);
  if (sheet === undefined) return null;
  const row = sheet.rows.indexOf(cell.row);
  const col = sheet.cols.indexOf(cell.col);
  return row < 0 || col < 0 ? null : { sheet: sheet.id, row, col };
}

/** Cells side by side become one area, rows of the same width one rectangle: one outline says more than many. */
export function joined(cells: readonly { readonly row: number; readonly col: number }[]): readonly Area[] {
  const sorted = [...cells].sort((a, b) => a.row - b.row || a.col - b.col);
  const runs: { top: number; left: number; bottom: number; right: number }[] = [];
  for (const { row, col } of sorted) {
    const last = runs.at(-1);
    if (last?.top === row && last.right >= col - 1) last.right = Math.max(last.right, col);
    else runs.push({ top: row, left: col, bottom: row, right: col });
  }
  const open = new Map<string, { top: number; left: number; bottom: number; right: number }>();
  const areas: { top: number; left: number; bottom: number; right: number }[] = [];
  for (const run of runs) {
    const key = `${run.left} ${run.right}`;
    const above = open.get(key);
    if (above?.bottom === run.top - 1) above.bottom = run.bottom;
    else {
      areas.push(run);
      open.set(key, run);
    }
  }
  return areas;
}

/** The cells of a change by sheet, those of the sheet looked at first. Deleted cells have no place any more. */
export function marksOf(
  cells: readonly CellChange[],
  view: WorkbookView,
  current: string,
): readonly MarkedSheet[] {
  const sheets = new Map<string, { row: number; col: number }[]>();
  for (const cell of cells.slice(0, MOST)) {
    const place = placeOf(cell, view);
    if (place === null) continue;
    const { sheet, row, col } = place;
    const places = sheets.get(sheet);
    if (places === undefined) sheets.set(sheet, [{ row, col }]);
    else places.push({ row, col });
  }
  return [...sheets]
    .map(([sheet, places]) => {
      const areas = joined(places);
      return { sheet, areas, first: { row: areas[0]?.top ?? 0, col: areas[0]?.left ?? 0 } };
    })
    .sort((a, b) => Number(b.sheet === current) - Number(a.sheet === current));
}
