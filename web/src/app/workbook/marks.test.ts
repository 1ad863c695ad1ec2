import { describe, expect, it } from 'vitest';
import type { Touched } from '../../panels/history/describe';
import type { WorkbookView } from '../../model/view';
import { marksOf } from './marks';

const lines = { indexOf: (id: number) => (id >= 100 ? -1 : id + 1) };
const view = {
  sheet: (id: string) => (id === '9' ? undefined : { id, rows: lines, cols: lines }),
} as unknown as WorkbookView;

const cell = (
  sheet: string,
  row: number | null,
  col: number | null,
  kind: Touched['kind'] = 'value',
): Touched => ({
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
    expect(marksOf([cell('1', 9, 3), cell('1', 4, 5)], view, '1', false)).toEqual([
      { sheet: '1', marks: [{ area: one(10, 4) }, { area: one(5, 6) }], first: { row: 5, col: 6 } },
    ]);
  });

  it('shows the old value where asked to', () => {
    expect(marksOf([cell('1', 9, 3)], view, '1', true)[0]?.marks[0]?.old).toBe('318');
    expect(marksOf([cell('1', 9, 3, 'format')], view, '1', true)[0]?.marks[0]?.old).toBeUndefined();
  });

  it('leaves out what was deleted and what is no cell', () => {
    expect(
      marksOf(
        [cell('1', 200, 3), cell('9', 1, 1), cell('1', null, null), cell('1', -1, -1)],
        view,
        '1',
        false,
      ),
    ).toEqual([]);
  });

  it('puts the sheet that is looked at first', () => {
    const sheets = marksOf([cell('1', 1, 1), cell('2', 1, 1)], view, '2', false);
    expect(sheets.map((sheet) => sheet.sheet)).toEqual(['2', '1']);
  });
});
