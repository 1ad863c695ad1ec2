import { describe, expect, it } from 'vitest';
import type { SheetView } from '../../model/view';
import { rangeFor, sumPlan } from './sums';

function sheetOf(rows: readonly (readonly (number | string | null)[])[]): SheetView {
  const value = (row: number, col: number) => rows[row]?.[col] ?? null;
  return {
    rows: { used: rows.length, count: 1000 },
    cols: { used: Math.max(...rows.map((row) => row.length)), count: 100 },
    cell: (row: number, col: number) => ({ value: value(row, col) }),
    filled: (row: number, col: number) => value(row, col) !== null,
  } as unknown as SheetView;
}

const sheet = sheetOf([
  ['Q1', 'Q2', null],
  [1, 2, null],
  [3, 4, null],
  [null, null, null],
]);

describe('rangeFor', () => {
  it('takes the numbers above, up to the heading', () => {
    expect(rangeFor(sheet, 3, 0)).toEqual({ top: 1, left: 0, bottom: 2, right: 0 });
  });
  it('else those at the left', () => {
    expect(rangeFor(sheet, 1, 2)).toEqual({ top: 1, left: 0, bottom: 1, right: 1 });
  });
  it('finds nothing among texts', () => {
    expect(rangeFor(sheet, 1, 0)).toBeNull();
  });
});

describe('sumPlan', () => {
  it('sums each column below the range', () => {
    const plan = sumPlan(sheet, { top: 1, left: 0, bottom: 2, right: 1 }, 'SUM');
    expect(plan).toEqual([{ row: 3, col: 0, formulas: [['=SUM(A2:A3)', '=SUM(B2:B3)']] }]);
  });
  it('uses an empty last row of the range itself', () => {
    const plan = sumPlan(sheet, { top: 1, left: 0, bottom: 3, right: 0 }, 'AVERAGE');
    expect(plan).toEqual([{ row: 3, col: 0, formulas: [['=AVERAGE(A2:A3)']] }]);
  });
  it('cuts whole columns at what is in use', () => {
    const plan = sumPlan(sheet, { top: 0, left: 1, bottom: 999, right: 1 }, 'MAX');
    expect(plan).toEqual([{ row: 4, col: 1, formulas: [['=MAX(B1:B4)']] }]);
  });
  it('sums each row into an empty last column, and both ways when the last row is empty too', () => {
    expect(sumPlan(sheet, { top: 1, left: 0, bottom: 2, right: 2 }, 'SUM')).toEqual([
      { row: 1, col: 2, formulas: [['=SUM(A2:B2)'], ['=SUM(A3:B3)']] },
    ]);
    expect(sumPlan(sheet, { top: 1, left: 0, bottom: 3, right: 2 }, 'SUM')).toEqual([
      { row: 1, col: 2, formulas: [['=SUM(A2:B2)'], ['=SUM(A3:B3)']] },
      { row: 3, col: 0, formulas: [['=SUM(A2:A3)', '=SUM(B2:B3)', '=SUM(C2:C3)']] },
    ]);
  });
  it('fills an empty column from the left, and an empty row from above', () => {
    expect(sumPlan(sheet, { top: 1, left: 2, bottom: 2, right: 2 }, 'SUM')).toEqual([
      { row: 1, col: 2, formulas: [['=SUM(A2:B2)'], ['=SUM(A3:B3)']] },
    ]);
    expect(sumPlan(sheet, { top: 3, left: 0, bottom: 3, right: 1 }, 'SUM')).toEqual([
      { row: 3, col: 0, formulas: [['=SUM(A2:A3)', '=SUM(B2:B3)']] },
    ]);
    expect(sumPlan(sheet, { top: 10, left: 5, bottom: 12, right: 5 }, 'SUM')).toEqual([]);
  });
});
