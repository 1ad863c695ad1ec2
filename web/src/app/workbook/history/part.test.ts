import { expect, it } from 'vitest';
import type { WorkbookView } from '../../../model/view';
import { cellsPart, sheetPart } from './part';

const axis = (ids: readonly number[]) => ({
  count: ids.length,
  id: (index: number) => ids[index] ?? -1,
  indexOf: (id: number) => ids.indexOf(id),
});
const book = (name: string, rows: readonly number[]): WorkbookView =>
  ({
    sheet: (id: string) => (id === '1' ? { name, rows: axis(rows), cols: axis([0, 1, 2, 3]) } : undefined),
  }) as unknown as WorkbookView;

it('follows cells to where they are now', () => {
  const [then, now] = [book('Plan', [0, 1, 2, 3]), book('Budget', [0, 9, 8, 2, 3])];
  expect(sheetPart(now, '1')).toEqual({ sheet: 'Budget' });
  expect(cellsPart(then, now, '1', { top: 2, left: 1, bottom: 3, right: 2 })).toEqual({
    sheet: 'Budget',
    range: 'B4:C5',
  });
  // The row in between is gone.
  expect(cellsPart(then, now, '1', { top: 0, left: 0, bottom: 1, right: 0 })).toEqual({
    sheet: 'Budget',
    range: 'A1',
  });
});

it('knows what is not there any more', () => {
  const [then, now] = [book('Plan', [0, 1]), book('Plan', [0])];
  expect(cellsPart(then, now, '1', { top: 1, left: 0, bottom: 1, right: 0 })).toBeNull();
  expect(sheetPart(now, '2')).toBeNull();
});
