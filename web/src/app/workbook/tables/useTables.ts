import { useCallback, useMemo, useState } from 'react';
import type { GridHandle } from '../../../grid/handle';
import { region } from '../../../grid/selection';
import { areaHas } from '../../../lib/geometry';
import type { Area, TableView, WorkbookView } from '../../../model/view';
import { say } from '../../../ui/toast';
import type { Act } from '../acts';

/** What the dialog about a table is open for: to make one of an area, or to change one. */
export type TableAsk =
  | { readonly kind: 'make'; readonly sheet: string; readonly area: Area }
  | { readonly kind: 'change'; readonly table: string };

export interface TableDesk {
  readonly ask: TableAsk | null;
  readonly close: () => void;
  /** Asks for a table over the selection, or shows the one that is there. */
  readonly makeHere: () => void;
  readonly change: (table: string) => void;
  /** The table around the active cell. */
  readonly here: () => TableView | null;
  readonly acts: readonly Act[];
}

const LOCKED = 'You may view this workbook, not change it.';

/** Making and changing tables: the dialog and the palette. */
export function useTables(view: WorkbookView, grid: GridHandle | null, mayEdit: boolean): TableDesk {
  const [ask, setAsk] = useState<TableAsk | null>(null);

  const here = useCallback((): TableView | null => {
    if (grid === null) return null;
    const { row, col } = grid.activeCell;
    return view.sheet(grid.sheet)?.tables.find(({ area }) => areaHas(area, row, col)) ?? null;
  }, [view, grid]);

  const makeHere = useCallback((): void => {
    const sheet = grid === null ? undefined : view.sheet(grid.sheet);
    const selected = grid?.selectionAreas.at(-1);
    if (grid === null || sheet === undefined || selected === undefined) return;
    if (!mayEdit) {
      say(LOCKED);
      return;
    }
    const table = here();
    if (table !== null) {
      setAsk({ kind: 'change', table: table.id });
      return;
    }
    const { row, col } = grid.activeCell;
    const one = sheet.mergeAt(row, col) ?? { top: row, bottom: row, left: col, right: col };
    const single = areaHas(one, selected.top, selected.left) && areaHas(one, selected.bottom, selected.right);
    const area = single ? region(sheet, { row, col }) : selected;
    grid.select(area, { row: area.top, col: area.left });
    setAsk({ kind: 'make', sheet: sheet.id, area });
  }, [view, grid, mayEdit, here]);

  const change = useCallback((table: string): void => setAsk({ kind: 'change', table }), []);
  const close = useCallback((): void => setAsk(null), []);

  return useMemo(() => {
    const off = mayEdit ? null : LOCKED;
    const act = (id: string, text: string, run: (table: TableView) => void): Act => ({
      id,
      text,
      off,
      run: () => {
        const table = here();
        if (table === null) say('Select a cell of a table first.');
        else run(table);
      },
    });
    const acts: readonly Act[] = [
      { id: 'table', text: 'Make a table', keys: ['Mod+L', 'Mod+T'], off, run: makeHere },
      act('table-change', 'Name, range and look of the table…', (table) => change(table.id)),
      act('table-totals', 'Show or hide the totals of the table', (table) =>
        view.commands.table.showTotals(table.id, !table.totals),
      ),
      act('table-cells', 'Turn the table into plain cells', (table) => view.commands.table.toCells(table.id)),
    ];
    return { ask, close, makeHere, change, here, acts };
  }, [view, mayEdit, ask, close, makeHere, change, here]);
}
