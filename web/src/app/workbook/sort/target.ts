/** What a sort is about: the selection, or the block of cells around the active one. */
import type { GridHandle } from '../../../grid/handle';
import { footprint, isWholeCols, region, sameArea } from '../../../grid/selection';
import type { Area, SheetView, WorkbookView } from '../../../model/view';
import { guessHeadings, LOOKED_AT } from './headings';

export interface SortTarget {
  readonly sheet: SheetView;
  readonly area: Area;
  /** The column that one stands in. */
  readonly col: number;
  readonly headings: boolean;
}

/** Rows fetched beyond the block at first. */
const REACH = 1000;

/** The block of filled cells around a cell, rows that are not loaded included. */
export async function wholeRegion(sheet: SheetView, cell: { row: number; col: number }): Promise<Area> {
  let found = region(sheet, cell);
  for (let reach = REACH; ; reach *= 2) {
    const top = Math.max(0, found.top - reach);
    const bottom = Math.max(cell.row, Math.min(found.bottom + reach, sheet.rows.used - 1));
    const right = Math.min(found.right + 1, sheet.cols.count - 1);
    await sheet.load({ top, left: Math.max(0, found.left - 1), bottom, right });
    const next = region(sheet, cell);
    if (sameArea(next, found)) return found;
    found = next;
  }
}

/** Without what lies beyond the cells in use; null when nothing is left. */
function inUse(sheet: SheetView, area: Area): Area | null {
  const bottom = Math.min(area.bottom, sheet.rows.used - 1);
  const right = Math.min(area.right, sheet.cols.used - 1);
  return bottom < area.top || right < area.left ? null : { ...area, bottom, right };
}

async function withHeadings(sheet: SheetView, area: Area, col: number): Promise<SortTarget> {
  await sheet.load({ ...area, bottom: Math.min(area.bottom, area.top + LOOKED_AT) });
  return { sheet, area, col, headings: guessHeadings(sheet, area) };
}

/** Where a column is part of a larger block, that block, in the rows selected. */
async function widerThan(sheet: SheetView, area: Area, selected: Area): Promise<Area | null> {
  await sheet.load({ ...area, bottom: Math.min(area.bottom, area.top + LOOKED_AT) });
  let row = area.top;
  while (row < area.bottom && !sheet.filled(row, area.left)) row++;
  const block = await wholeRegion(sheet, { row, col: area.left });
  if (block.left === block.right) return null;
  return isWholeCols(sheet, selected) ? block : { ...block, top: area.top, bottom: area.bottom };
}

export type Choice =
  | { readonly kind: 'sort'; readonly target: SortTarget }
  /** Only one column of a block is selected. */
  | { readonly kind: 'ask'; readonly target: SortTarget; readonly wider: SortTarget }
  | { readonly kind: 'not'; readonly why: string };

const NOTHING: Choice = { kind: 'not', why: 'There is nothing to sort here.' };

/** What the selection means to somebody who wants it sorted. Rejects when cells cannot be fetched. */
export async function chooseTarget(view: WorkbookView, grid: GridHandle): Promise<Choice> {
  const sheet = view.sheet(grid.sheet);
  const selected = grid.selectionAreas[0];
  if (sheet === undefined || selected === undefined) return NOTHING;
  if (grid.selectionAreas.length > 1) return { kind: 'not', why: 'Select one range to sort it.' };
  const { activeCell } = grid;
  const single = sameArea(selected, footprint(sheet, activeCell));
  const area = inUse(sheet, single ? await wholeRegion(sheet, activeCell) : selected);
  if (area === null) return NOTHING;
  const col = Math.min(activeCell.col, area.right);
  const target = await withHeadings(sheet, area, col);
  const rows = area.bottom - area.top + (target.headings ? 0 : 1);
  const empty = single && area.top === area.bottom && !sheet.filled(activeCell.row, activeCell.col);
  if (empty) return NOTHING;
  if (rows < 2) return { kind: 'not', why: 'There is only one row to sort.' };
  const wider = single || area.left < area.right ? null : await widerThan(sheet, area, selected);
  if (wider === null) return { kind: 'sort', target };
  return { kind: 'ask', target, wider: await withHeadings(sheet, wider, col) };
}
