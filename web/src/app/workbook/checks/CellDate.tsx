import type { GridHandle } from '../../../grid/handle';
import { cellName } from '../../../lib/a1';
import { display } from '../../../lib/display';
import { readTyped } from '../../../lib/input';
import { fits } from '../../../model/check-fit';
import type { WorkbookView } from '../../../model/view';
import { DateCard } from '../../../panels/checks/DateCard';
import type { DatedCell } from './useChecks';

interface CellDateProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly cell: DatedCell;
  readonly anchor: () => DOMRect;
  readonly onClose: () => void;
}

/** The first serial number from which on a calendar and Excel count alike. */
const FIRST = 61;

/** The calendar of a cell: days that its rule refuses are not offered. */
export function CellDate({ view, grid, cell: { sheet, row, col }, anchor, onClose }: CellDateProps) {
  const { value, check } = view.sheet(sheet)?.cell(row, col) ?? {};
  const day =
    typeof value === 'number' && value >= FIRST
      ? display(Math.floor(value), 'yyyy-mm-dd', view.date1904).text
      : null;
  const offers = (wanted: string): boolean => {
    const typed = readTyped(wanted, view.date1904);
    if (typed.kind === 'formula' || typeof typed.value !== 'number') return false;
    return check?.refuse !== true || fits(check, typed.value, view.date1904) !== 'wrong';
  };
  return (
    <DateCard
      cell={cellName(row, col)}
      value={day}
      anchor={anchor}
      offers={offers}
      onPick={(picked) => {
        onClose();
        // As if it had been typed: what only the server can judge is asked there.
        if (grid.editor.begin('enter', picked)) grid.editor.commit('stay');
      }}
      onType={(text) => {
        onClose();
        grid.editor.begin('enter', text);
      }}
      onClose={onClose}
    />
  );
}
