import { filterNear } from '../../../grid/filterButtons';
import type { SheetView, WorkbookView } from '../../../model/view';
import { count } from '../../../ui/words';
import { type SelectionStore, useLateSelection } from '../selectionStore';
import { useLateCells } from '../useView';

interface FilterStatProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
}

/** How many rows show while some are filtered away; a screen reader hears it when it changes. */
export function FilterStat({ view, sheet, selection }: FilterStatProps) {
  useLateCells(view);
  useLateSelection(selection);
  const active = selection.get()?.active ?? { row: 0, col: 0 };
  const near = filterNear(sheet, active);
  const set = sheet.filters.filter(({ criteria }) => criteria.size > 0);
  const filter = near !== null && near.criteria.size > 0 ? near : set.length === 1 ? set[0] : undefined;
  return (
    <span className="filter-stat" role="status" data-testid="filter-stat">
      {filter !== undefined && `${filter.shown.toLocaleString('en-US')} of ${count(filter.of, 'row')}`}
    </span>
  );
}
