import { useEffect } from 'react';
import type { GridHandle, SpillView } from '../../grid/handle';
import { cellName, parseCell, parseRange } from '../../lib/a1';
import { areaHas } from '../../lib/geometry';
import type { SheetView, WorkbookView } from '../../model/view';
import { explainCell } from '../../net/explain';
import type { SelectionStore } from './selectionStore';

/** The hand rests on a cell for so long before the server is asked, milliseconds. */
const REST = 120;

/** May the cell be part of an array? Only values without content of their own tell. */
function mayBelong(sheet: SheetView, row: number, col: number): boolean {
  const cell = sheet.cell(row, col);
  if (cell.spilled === true) return true;
  if (cell.formula === undefined) return false;
  const beside = col + 1 < sheet.cols.count && sheet.cell(row, col + 1).spilled === true;
  return beside || (row + 1 < sheet.rows.count && sheet.cell(row + 1, col).spilled === true);
}

/** Outlines the array that the active cell belongs to. Who fills it is asked of the server, once for each array. */
export function useSpill(
  view: WorkbookView,
  grid: GridHandle | null,
  selection: SelectionStore,
  past: boolean,
): void {
  useEffect(() => {
    if (grid === null || past) return;
    let known: { readonly spill: SpillView; readonly version: number } | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let asking: AbortController | null = null;

    const ask = async (sheet: SheetView, cell: string): Promise<void> => {
      const stop = (asking = new AbortController());
      const { version } = sheet;
      const { spill } = await explainCell(view.id, sheet.name, cell, stop.signal);
      if (stop.signal.aborted) return;
      const area = spill === null ? null : parseRange(spill.range);
      const anchor = spill === null ? null : parseCell(spill.anchor.cell);
      if (area === null || anchor === null) {
        grid.showSpill(null);
        return;
      }
      const { formula = '' } = sheet.cell(anchor.row, anchor.col);
      known = { spill: { sheet: sheet.id, area, anchor, formula }, version };
      grid.showSpill(known.spill);
    };

    const look = (): void => {
      timer = null;
      asking?.abort();
      const sheet = view.sheet(grid.sheet);
      const { row, col } = grid.activeCell;
      if (sheet === undefined || !mayBelong(sheet, row, col)) {
        known = null;
        grid.showSpill(null);
        return;
      }
      const same =
        known?.spill.sheet === sheet.id &&
        known.version === sheet.version &&
        areaHas(known.spill.area, row, col);
      // Without an answer there is no outline; nothing else is lost.
      if (!same) ask(sheet, cellName(row, col)).catch(() => grid.showSpill(null));
    };

    const moved = (): void => {
      const { row, col } = grid.activeCell;
      const inside = known?.spill.sheet === grid.sheet && areaHas(known.spill.area, row, col);
      if (!inside) {
        known = null;
        grid.showSpill(null);
      }
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(look, REST);
    };
    const changed = (): void => {
      timer ??= setTimeout(look, REST * 3);
    };

    const ends = [selection.subscribe(moved), view.subscribe('cells', changed)];
    moved();
    return () => {
      for (const end of ends) end();
      if (timer !== null) clearTimeout(timer);
      asking?.abort();
      grid.showSpill(null);
    };
  }, [view, grid, selection, past]);
}
