/** The sum button: which cells a sum at the active cell adds up, and what it types. */
import { rangeName } from '../../lib/a1';
import type { Area, SheetView } from '../../model/view';

export type Aggregate = 'SUM' | 'AVERAGE' | 'COUNT' | 'MIN' | 'MAX';

export interface SumPlan {
  /** Where the formulas go. */
  readonly row: number;
  readonly col: number;
  readonly formulas: readonly (readonly string[])[];
}

const isNumber = (sheet: SheetView, row: number, col: number): boolean =>
  typeof sheet.cell(row, col).value === 'number';

/** The unbroken run of numbers that ends just above, or else just left of, the cell. */
export function rangeFor(sheet: SheetView, row: number, col: number): Area | null {
  let top = row;
  while (top > 0 && isNumber(sheet, top - 1, col)) top--;
  if (top < row) return { top, left: col, bottom: row - 1, right: col };
  let left = col;
  while (left > 0 && isNumber(sheet, row, left - 1)) left--;
  if (left < col) return { top: row, left, bottom: row, right: col - 1 };
  return null;
}

/**
 * For a range of several cells: one formula below each column, inside the range when its last row is empty, else in
 * the row under it. Null when there is nothing to add up.
 */
export function sumPlan(sheet: SheetView, area: Area, what: Aggregate): SumPlan | null {
  const right = Math.min(area.right, Math.max(area.left, sheet.cols.used - 1));
  const last = Math.min(area.bottom, Math.max(area.top, sheet.rows.used - 1));
  let emptyLast = last === area.bottom && last > area.top;
  for (let col = area.left; col <= right && emptyLast; col++) emptyLast = !sheet.filled(last, col);
  const bottom = emptyLast ? last - 1 : last;
  if (bottom + 1 >= sheet.rows.count) return null;
  const formulas: string[] = [];
  for (let col = area.left; col <= right; col++) {
    formulas.push(`=${what}(${rangeName({ top: area.top, left: col, bottom, right: col })})`);
  }
  return { row: bottom + 1, col: area.left, formulas: [formulas] };
}
