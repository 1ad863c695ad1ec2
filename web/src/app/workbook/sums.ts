/** The sum button: which cells a sum at the active cell adds up, and what it types. */
import { rangeName } from '../../lib/a1';
import type { Area, SheetView } from '../../model/view';

export type Aggregate = 'SUM' | 'AVERAGE' | 'COUNT' | 'MIN' | 'MAX';

/** Formulas, and the first cell of where they go. */
export interface SumBlock {
  readonly row: number;
  readonly col: number;
  /** Null where there is nothing to add up. */
  readonly formulas: readonly (readonly (string | null)[])[];
}

const isNumber = (sheet: SheetView, row: number, col: number): boolean =>
  typeof sheet.cell(row, col).value === 'number';

/** The unbroken run of numbers that ends just above the cell. */
function runAbove(sheet: SheetView, row: number, col: number): Area | null {
  let top = row;
  while (top > 0 && isNumber(sheet, top - 1, col)) top--;
  return top < row ? { top, left: col, bottom: row - 1, right: col } : null;
}

function runLeft(sheet: SheetView, row: number, col: number): Area | null {
  let left = col;
  while (left > 0 && isNumber(sheet, row, left - 1)) left--;
  return left < col ? { top: row, left, bottom: row, right: col - 1 } : null;
}

/** What a sum in a single cell adds up: the numbers just above, or else just left of it. */
export function rangeFor(sheet: SheetView, row: number, col: number): Area | null {
  return runAbove(sheet, row, col) ?? runLeft(sheet, row, col);
}

/** A formula for each cell of a row or column that is empty, over the numbers beside it; null when there are none. */
function sumBeside(sheet: SheetView, area: Area, what: Aggregate): SumBlock | null {
  const tall = area.right === area.left;
  if (!tall && area.top !== area.bottom) return null;
  const cells = Array.from(
    { length: tall ? area.bottom - area.top + 1 : area.right - area.left + 1 },
    (_, n) => (tall ? { row: area.top + n, col: area.left } : { row: area.top, col: area.left + n }),
  );
  const over = ({ row, col }: { row: number; col: number }): Area | null =>
    tall ? runLeft(sheet, row, col) : runAbove(sheet, row, col);
  const formulas = cells.map((cell) => {
    const range = over(cell);
    return range === null ? null : `=${what}(${rangeName(range)})`;
  });
  if (formulas.every((formula) => formula === null)) return null;
  return { row: area.top, col: area.left, formulas: tall ? formulas.map((each) => [each]) : [formulas] };
}

function isEmpty(sheet: SheetView, area: Area): boolean {
  for (let row = area.top; row <= area.bottom; row++) {
    for (let col = area.left; col <= area.right; col++) if (sheet.filled(row, col)) return false;
  }
  return true;
}

/**
 * For a range of several cells: one formula for each row in its last column when that is empty, one for each column in
 * its last row when that is. When neither is, in the row below. An empty row or column sums up what is beside it.
 * Nothing when there is nothing to add up.
 */
export function sumPlan(sheet: SheetView, area: Area, what: Aggregate): readonly SumBlock[] {
  const right = Math.min(area.right, Math.max(area.left, sheet.cols.used));
  const last = Math.min(area.bottom, Math.max(area.top, sheet.rows.used));
  if (isEmpty(sheet, { ...area, bottom: last, right })) {
    const beside = sumBeside(sheet, { ...area, bottom: last, right }, what);
    return beside === null ? [] : [beside];
  }
  const lastRow = last === area.bottom && last > area.top && isEmpty(sheet, { ...area, top: last, right });
  const lastCol =
    right === area.right && right > area.left && isEmpty(sheet, { ...area, left: right, bottom: last });
  const bottom = lastRow ? last - 1 : Math.min(last, sheet.rows.used - 1);
  const inner = lastCol ? right - 1 : Math.min(right, sheet.cols.used - 1);
  const blocks: SumBlock[] = [];
  if (lastCol) {
    const formulas: string[][] = [];
    for (let row = area.top; row <= bottom; row++)
      formulas.push([`=${what}(${rangeName({ top: row, left: area.left, bottom: row, right: inner })})`]);
    blocks.push({ row: area.top, col: right, formulas });
  }
  if (lastRow || !lastCol) {
    if (bottom + 1 >= sheet.rows.count) return blocks;
    const formulas: string[] = [];
    for (let col = area.left; col <= (lastCol ? right : inner); col++)
      formulas.push(`=${what}(${rangeName({ top: area.top, left: col, bottom, right: col })})`);
    blocks.push({ row: bottom + 1, col: area.left, formulas: [formulas] });
  }
  return blocks;
}
