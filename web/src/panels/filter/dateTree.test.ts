import { expect, test } from 'vitest';
import { display } from '../../lib/display';
import type { FilterValue } from '../../net/filters';
import { dateTree, shownLines } from './dateTree';
import { dayReader } from './days';

const dates = (...texts: string[]): FilterValue[] => texts.map((text) => ({ text, count: 2, kind: 'date' }));

test('a text is the day that the format writes so, and no other', () => {
  const day = { year: 2026, month: 3, day: 4 };
  const serial = 46_085;
  for (const code of [
    'yyyy-mm-dd',
    'm/d/yyyy',
    'dd/mm/yyyy',
    'dd.mm.yy',
    'd mmm yyyy',
    'mmmm d, yyyy',
    'dddd, d mmmm yyyy',
    'yyyy-mm-dd hh:mm',
  ]) {
    expect(dayReader([code], false)(display(serial, code).text), code).toEqual(day);
  }
  expect(dayReader(['dd/mm/yyyy'], false)('03/04/2026')).toEqual({ year: 2026, month: 4, day: 3 });
  expect(dayReader(['m/d/yyyy'], false)('3/4/2026')).toEqual(day);
  expect(dayReader(['yyyy-mm-dd'], true)('2026-03-04')).toEqual(day);
  // What the column does not write so is left as a text.
  expect(dayReader(['mmm yy'], false)('Mar 26')).toBeNull();
  expect(dayReader([], false)('2026-03-04')).toBeNull();
});

test('years, months and days; what is no day stands behind them', () => {
  const values: FilterValue[] = [
    ...dates('2025-12-31', '2026-01-02', '2026-01-05', '2026-11-22'),
    { text: 'open', count: 3, kind: 'text' },
    { text: '', count: 1, kind: 'empty' },
  ];
  const tree = dateTree(values, dayReader(['yyyy-mm-dd'], false));
  expect(tree?.days).toBe(4);
  const names = (open: (id: string) => boolean) =>
    shownLines(tree?.branches ?? [], open).map(
      ({ branch }) => `${branch.level} ${branch.name} ${branch.count}`,
    );
  expect(names(() => false)).toEqual(['1 2026 6', '1 2025 2', '1 open 3', '1  1']);
  expect(names((id) => id.startsWith('2026'))).toEqual([
    '1 2026 6',
    '2 January 4',
    '3 2 2',
    '3 5 2',
    '2 November 2',
    '3 22 2',
    '1 2025 2',
    '1 open 3',
    '1  1',
  ]);
  const lines = shownLines(tree?.branches ?? [], () => true);
  expect(lines[2]).toMatchObject({ parent: 1, place: 1, of: 2 });
  expect(tree?.branches[0]?.texts).toEqual(['2026-01-02', '2026-01-05', '2026-11-22']);
  expect(dateTree(values.slice(4), () => null)).toBeNull();
});

test('times of one day are one leaf', () => {
  const tree = dateTree(
    dates('2026-01-02 08:00', '2026-01-02 09:30'),
    dayReader(['yyyy-mm-dd hh:mm'], false),
  );
  const day = tree?.branches[0]?.branches[0]?.branches[0];
  expect([day?.name, day?.count, day?.texts.length]).toEqual(['2', 4, 2]);
});
