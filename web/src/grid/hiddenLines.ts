/** Rows and columns that somebody has hidden: where they lie beside those that show. */
import type { AxisView, SheetView } from '../model/view';
import { isChosenRow } from './filterButtons';

/** Last of the hidden lines that follow a line at once; null when the next one shows, or is hidden by a filter. */
export function hiddenAfter(sheet: SheetView, axis: 'rows' | 'cols', index: number): number | null {
  if (axis === 'rows' && isChosenRow(sheet, index + 1)) return null;
  const last = runEnd(sheet[axis], index);
  return last === index ? null : last;
}

/** The stretch and the hidden lines right before and after it; null when nothing in it is hidden. */
export function withHidden(axis: AxisView, first: number, last: number): readonly [number, number] | null {
  let from = first;
  while (from > 0 && axis.hidden(from - 1)) from = Math.min(from - 1, axis.sameFrom(from - 1));
  const to = runEnd(axis, last);
  for (let index = from; index <= to; index = Math.max(index + 1, axis.sameUntil(index))) {
    if (axis.hidden(index)) return [from, to];
  }
  return null;
}

function runEnd(axis: AxisView, index: number): number {
  let last = index;
  while (last + 1 < axis.count && axis.hidden(last + 1))
    last = Math.max(last + 1, Math.min(axis.sameUntil(last + 1), axis.count) - 1);
  return last;
}
