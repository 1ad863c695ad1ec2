import { describe, expect, it } from 'vitest';
import type { Comparison, Difference } from '../../net/history';
import { addedLines, countsOf, endsOf, linesOf, titleWords, totals } from './compare';

const difference = (cell: string | null, more: Partial<Difference> = {}): Difference => ({
  sheet: 'Plan',
  sheet_id: '1',
  cell,
  row: cell === null ? null : Number(cell.slice(1)),
  col: cell === null ? null : cell.charCodeAt(0),
  kind: 'value',
  old: 1,
  new: 2,
  ...more,
});
const comparison = (differences: readonly Difference[], more = false): Comparison => ({
  from: 1,
  to: 2,
  sheets: [{ sheet: 'Plan', sheet_id: '1', values: 9000, formats: 1, structure: 0, computed: 20 }],
  differences,
  more,
});

describe('linesOf', () => {
  it('tells by a sign what happened', () => {
    const lines = linesOf(
      comparison([
        difference('A1'),
        difference('A2', { old: null }),
        difference('A3', { new: null }),
        difference('A4', { kind: 'computed' }),
        difference('A5', { kind: 'format', label: 'Format', old: null, new: 'bold' }),
        difference(null, { kind: 'structure', label: 'Deleted row 14 on Plan', old: null, new: null }),
        difference(null, { kind: 'structure', label: 'Inserted 1 row above row 6 on Plan', old: null }),
      ]),
      ['1'],
    );
    expect(lines.map(({ cell, sign }) => [cell, sign])).toEqual([
      [null, 'removed'],
      [null, 'added'],
      ['A1', 'changed'],
      ['A2', 'added'],
      ['A3', 'removed'],
      ['A4', 'result'],
      ['A5', 'changed'],
    ]);
    expect(countsOf(lines)).toEqual({ added: 2, removed: 2, changed: 2, results: 1 });
  });

  it('lists by tab and as one reads, a cell once', () => {
    const lines = linesOf(
      comparison([
        difference('B10'),
        difference('B2', { kind: 'format', label: 'Format' }),
        difference('B2'),
        difference('C1', { sheet: 'Data', sheet_id: '2' }),
      ]),
      ['2', '1'],
    );
    expect(lines.map(({ cell, words }) => [cell, words])).toEqual([
      ['C1', null],
      ['B2', null],
      ['B10', null],
    ]);
  });

  it('says nothing of the looks of cells in rows that are new', () => {
    const lines = linesOf(
      comparison([
        difference('A6', { kind: 'format' }),
        difference('B6'),
        difference('A7', { kind: 'format' }),
      ]),
      ['1'],
      (line) => line.row === 6,
    );
    expect(lines.map(({ cell }) => cell)).toEqual(['B6', 'A7']);
  });
});

describe('counts', () => {
  it('are of everything when not everything is listed', () => {
    const some = comparison([difference('A1')], true);
    expect(totals(some, linesOf(some, ['1']))).toEqual({ all: 9021, results: 20 });
    const all = comparison([difference('A1')]);
    expect(totals(all, linesOf(all, ['1']))).toEqual({ all: 1, results: 0 });
    expect([titleWords(0), titleWords(1), titleWords(9021)]).toEqual([
      'No difference',
      '1 difference',
      '9,021 differences',
    ]);
  });
});

it('puts two moments into the order of time', () => {
  const [early, late] = [
    { seq: 3, at: '' },
    { seq: 9, at: '' },
  ];
  expect(endsOf(late, early)).toEqual({ from: early, to: late });
  expect(endsOf(late, null)).toEqual({ from: late, to: null });
});

it('finds the lines that were not there', () => {
  const axis = (ids: readonly number[]) => ({
    count: ids.length,
    id: (index: number) => ids[index] ?? -1,
    indexOf: (id: number) => ids.indexOf(id),
  });
  expect(addedLines(axis([0, 1, 70, 71, 2, 72]), axis([0, 1, 2, 3]))).toEqual([
    { first: 2, last: 3 },
    { first: 5, last: 5 },
  ]);
});
