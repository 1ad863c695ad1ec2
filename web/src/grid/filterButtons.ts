/** The buttons of filters in the cells of headings: which cells have one, and where in the cell it stands. */
import { areaHas } from '../lib/geometry';
import type { FilterView } from '../model/filter';
import type { SheetView } from '../model/view';
import type { CellPosition, PixelRect } from './handle';
import { footprint } from './selection';

/** Side of a button, and its distance from the cell's edges, pixels at 100 %. */
const SIZE = 18;
const INSET = 2;

/** The filter that has a cell among its headings. Merged cells are the heading of their first column. */
export function filterOfHeading(sheet: SheetView, cell: CellPosition): FilterView | null {
  const { top, bottom, left } = footprint(sheet, cell);
  return (
    sheet.filters.find(
      ({ area }) => area.top >= top && area.top <= bottom && left >= area.left && left <= area.right,
    ) ?? null
  );
}

/** Whether a button shows: those that a table offers only where somebody is. */
export function showsButton(
  filter: FilterView,
  cell: CellPosition,
  here: readonly (CellPosition | null)[],
): boolean {
  return !filter.offered || here.some((each) => each?.row === cell.row && each.col === cell.col);
}

/** Room that a button takes at the right end of its cell. */
export function buttonRoom(zoom: number): number {
  return (SIZE + INSET) * zoom;
}

/** Where it stands in its cell. */
export function buttonRect(cell: PixelRect, zoom: number): PixelRect {
  const inset = INSET * zoom;
  const size = Math.max(0, Math.min(SIZE * zoom, cell.height - 2 * inset, cell.width - 2 * inset));
  return {
    x: cell.x + cell.width - inset - size,
    y: cell.y + cell.height - inset - size,
    width: size,
    height: size,
  };
}

/** Whether a row is one of those that a filter has chosen from. */
export function isChosenRow(sheet: SheetView, row: number): boolean {
  return sheet.filters.some(
    ({ area, criteria }) => criteria.size > 0 && row > area.top && row <= area.bottom,
  );
}

/** The filter that a person at a cell means: the one around it, else the sheet's only one beside those of tables. */
export function filterNear(sheet: SheetView, { row, col }: CellPosition): FilterView | null {
  const there = sheet.filters.filter(({ offered }) => !offered);
  const around = there.find(({ area }) => areaHas(area, row, col));
  if (around !== undefined) return around;
  const inTable = sheet.tables.some(({ area }) => areaHas(area, row, col));
  return inTable ? null : (there.find(({ table }) => table === null) ?? null);
}
