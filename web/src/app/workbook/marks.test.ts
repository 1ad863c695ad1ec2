import { describe, expect, it } from 'vitest';
import type { CellChange } from '../../net/api';
import type { WorkbookView } from '../../model/view';
import { joined, marksOf } from './marks';

const lines = { indexOf: (id: number) => (id >= 100 ? -1 : id + 1) };
const view = {
  sheet: (id: string) => (id === '9' ? undefined : { id, rows: lines, cols: lines }),
} as unknown as WorkbookView;

const cell = (
  sheet: string,
  row: number | null,
  col: number | null,
  kind: CellChange['kind'] = 'value',
): CellChange => ({
  sheet: `Sheet ${sheet}`,
  sheet_id: sheet,
  cell: '',
  row,
  col,
  kind,
  old: 318,
  new: 342,
});
const one = (row: number, col: number) => ({ top: row, left: col, bottom: row, right: col });

describe('marksOf', () => {
  it('follows the cells to where they stand now', () => {
    expect(marksOf([cell('1', 9, 3), cell('1', 4, 5)], view, '1')).toEqual([
      { sheet: '1', areas: [one(5, 6), one(10, 4)], first: { row: 5, col: 6 } },
    ]);
  });

  it('leaves out what was deleted and what is no cell', () => {
    expect(
      marksOf([cell('1', 200, 3), cell('9', 1, 1), cell('1', null, null), cell('1', -1, -1)], view, '1'),
    ).toEqual([]);
  });

  it('puts the sheet that is looked at first', () => {
    const sheets = marksOf([cell('1', 1, 1), cell('2', 1, 1)], view, '2');
    expect(sheets.map((sheet) => sheet.sheet)).toEqual(['2', '1']);
  });
});

describe('joined', () => {
  const at = (row: number, col: number) => ({ row, col });

  it('makes one area of cells side by side and below each other', () => {
    expect(joined([at(2, 2), at(1, 1), at(1, 2), at(2, 1)])).toEqual([
      { top: 1, left: 1, bottom: 2, right: 2 },
    ]);
  });

  it('keeps apart what does not touch', () => {
    expect(joined([at(1, 1), at(1, 3), at(3, 1)])).toEqual([one(1, 1), one(1, 3), one(3, 1)]);
  });

  it('counts a cell named twice once', () => {
    expect(joined([at(1, 1), at(1, 1)])).toEqual([one(1, 1)]);
  });
});
