import type { FilterView } from '../../../model/filter';
import type { SheetView } from '../../../model/view';

/** A filter with the rows that were written directly below it since: they belong to it, as hands expect. Tables grow by themselves. */
export function grown(sheet: SheetView, filter: FilterView): FilterView {
  const { area, table } = filter;
  if (table !== null) return filter;
  const holds = (row: number): boolean => {
    for (let col = area.left; col <= area.right; col++) if (sheet.filled(row, col)) return true;
    return false;
  };
  let { bottom } = area;
  while (bottom + 1 < sheet.rows.used && holds(bottom + 1)) bottom++;
  return bottom === area.bottom ? filter : { ...filter, area: { ...area, bottom } };
}
