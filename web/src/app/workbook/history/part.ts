/** What of a sheet can go back to an earlier moment: under the names and at the places it has now. */
import { rangeName } from '../../../lib/a1';
import type { Area, AxisView, WorkbookView } from '../../../model/view';
import type { Part } from '../../../panels/history/RestoreDialog';

/** First and last place now of lines that are at these places then; null when none is there any more. */
function stretch(
  then: AxisView,
  now: AxisView,
  first: number,
  last: number,
): readonly [number, number] | null {
  let [from, to] = [Infinity, -1];
  for (let index = first; index <= Math.min(last, then.count - 1); index++) {
    const at = now.indexOf(then.id(index));
    if (at < 0) continue;
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return to < 0 ? null : [from, to];
}

/** A sheet of an earlier moment by its name now. */
export function sheetPart(now: WorkbookView, sheet: string): Part | null {
  const name = now.sheet(sheet)?.name;
  return name === undefined ? null : { sheet: name };
}

/** Cells of an earlier moment, where they are now. */
export function cellsPart(then: WorkbookView, now: WorkbookView, sheet: string, area: Area): Part | null {
  const [old, own] = [then.sheet(sheet), now.sheet(sheet)];
  if (old === undefined || own === undefined) return null;
  const rows = stretch(old.rows, own.rows, area.top, area.bottom);
  const cols = stretch(old.cols, own.cols, area.left, area.right);
  if (rows === null || cols === null) return null;
  const range = rangeName({ top: rows[0], bottom: rows[1], left: cols[0], right: cols[1] });
  return { sheet: own.name, range };
}
