import type { GridHandle } from '../../grid/handle';
import { cellArea } from '../../lib/geometry';
import type { WorkbookView } from '../../model/view';

export interface ShownCell {
  /** Id of the sheet. */
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

/** Brings a cell to the middle of the grid and selects it. */
export function showCell(grid: GridHandle, { sheet, row, col }: ShownCell): void {
  if (grid.sheet !== sheet) grid.setSheet(sheet);
  grid.scrollTo({ row, col }, 'centre');
  grid.select(cellArea(row, col));
}

/** Where the cell of two lines, by their identities, stands now; null when it is gone. */
export function cellOfLines(
  view: WorkbookView,
  sheet: string | null,
  row: number | null,
  col: number | null,
): ShownCell | null {
  const on = sheet === null ? undefined : view.sheet(sheet);
  if (on === undefined || row === null || col === null) return null;
  const [r, c] = [on.rows.indexOf(row), on.cols.indexOf(col)];
  return r < 0 || c < 0 ? null : { sheet: on.id, row: r, col: c };
}
