/** What a new filter is over: the table around, the selection, or the block of cells around the active one. */
import type { CellPosition, GridHandle } from '../../../grid/handle';
import { footprint, region, sameArea } from '../../../grid/selection';
import { areaHas } from '../../../lib/geometry';
import type { FilterTarget } from '../../../model/filter';
import type { Area, SheetView } from '../../../model/view';
import { guessHeadings, LOOKED_AT } from '../sort/headings';
import { wholeRegion } from '../sort/target';

export type Chosen = FilterTarget | { readonly why: string };

const NOTHING: Chosen = { why: 'There is nothing to filter here. Select cells with headings above them.' };

/** Rows looked through around a cell. Longer blocks are taken to reach from the first row in use to the last. */
const LOOKED_THROUGH = 20_000;

async function block(sheet: SheetView, cell: CellPosition): Promise<Area> {
  const last = sheet.rows.used - 1;
  if (last < LOOKED_THROUGH) return wholeRegion(sheet, cell);
  const reach = { top: Math.max(0, cell.row - 1000), bottom: Math.min(cell.row + 1000, last) };
  await sheet.load({ ...reach, left: 0, right: Math.max(0, sheet.cols.used - 1) });
  const near = region(sheet, cell);
  return {
    ...near,
    top: near.top > reach.top ? near.top : 0,
    bottom: near.bottom < reach.bottom ? near.bottom : last,
  };
}

/** A title above the headings is no part of what is filtered: the first row with as many texts as there are columns is. */
async function belowTitle(sheet: SheetView, area: Area): Promise<Area> {
  await sheet.load({ ...area, bottom: Math.min(area.bottom, area.top + LOOKED_AT) });
  const filled = (row: number): number => {
    let count = 0;
    for (let col = area.left; col <= area.right; col++) if (sheet.filled(row, col)) count++;
    return count;
  };
  const width = area.right - area.left + 1;
  if (width < 3 || filled(area.top) > 1) return area;
  for (let top = area.top + 1; top < Math.min(area.bottom, area.top + 4); top++) {
    if (filled(top) > 1) return guessHeadings(sheet, { ...area, top }) ? { ...area, top } : area;
  }
  return area;
}

/** Rejects when cells cannot be fetched. */
export async function chooseCells(sheet: SheetView, grid: GridHandle): Promise<Chosen> {
  const { activeCell } = grid;
  const { row, col } = activeCell;
  const table = sheet.tables.find(({ area }) => areaHas(area, row, col));
  if (table !== undefined) {
    const offered = sheet.filters.find((filter) => filter.table === table.id);
    return offered ?? { why: `${table.name} shows no headings to filter by.` };
  }
  const selected = grid.selectionAreas[0];
  if (selected === undefined) return NOTHING;
  if (grid.selectionAreas.length > 1) return { why: 'Select one range to filter it.' };
  const single = sameArea(selected, footprint(sheet, activeCell));
  const area = single
    ? await belowTitle(sheet, await block(sheet, activeCell))
    : {
        ...selected,
        bottom: Math.min(selected.bottom, Math.max(selected.top, sheet.rows.used - 1)),
        right: Math.min(selected.right, Math.max(selected.left, sheet.cols.used - 1)),
      };
  if (area.bottom <= area.top || (single && sheet.rows.used === 0)) return NOTHING;
  return { sheet: sheet.id, table: null, area };
}
