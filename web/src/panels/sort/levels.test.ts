import { expect, test } from 'vitest';
import { changed, raised, type SortColumn, withLevel } from './levels';

const columns = [0, 1, 2].map((col): SortColumn => ({ col, name: '', heading: '', kind: 'text' }));
const levels = [
  { col: 1, descending: true },
  { col: 0, descending: false },
];

test('a new level takes a column that is still free', () => {
  expect(withLevel(levels, columns).at(-1)).toEqual({ col: 2, descending: false });
  expect(withLevel(withLevel(levels, columns), columns)).toHaveLength(3);
});

test('no column is sorted by twice: they change places', () => {
  expect(changed(levels, 0, { col: 0 })).toEqual([
    { col: 0, descending: true },
    { col: 1, descending: false },
  ]);
  expect(changed(levels, 1, { descending: true })[1]).toEqual({ col: 0, descending: true });
});

test('levels go up', () => {
  expect(raised(levels, 1).map(({ col }) => col)).toEqual([0, 1]);
  expect(raised(levels, 0)).toEqual(levels);
});
