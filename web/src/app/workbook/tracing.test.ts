import { expect, test } from 'vitest';
import { FakeSheet } from '../../grid/testing/fakeSheet';
import { FakeWorkbook } from '../../grid/testing/fakeWorkbook';
import type { Explanation } from '../../net/explain';
import { selectable, traceOf, traceSentence } from './tracing';

const book = new FakeWorkbook();
const plan = book.add(new FakeSheet('plan', 'Plan', 1000, 26));
book.add(new FakeSheet('data', 'Last year', 1000, 26));
plan.put(1, 0, { value: { error: '#N/A' }, format: {} });

const answer = (part: Partial<Explanation>): Explanation => ({
  seq: 1,
  sheet: 'Plan',
  cell: 'B2',
  value: 1,
  precedents: [],
  dependents: { cells: [], count: 0 },
  spill: null,
  error: null,
  ...part,
});
const B2 = { row: 1, col: 1 };

test('ranges become areas, those of other sheets tags; what is unknown is left out', () => {
  const precedents = [
    { sheet: 'Plan', range: 'A1:A3' },
    { sheet: 'Last year', range: 'C:C' },
    { sheet: 'Gone', range: 'A1' },
  ];
  const trace = traceOf(book, plan, B2, 'precedents', answer({ precedents }));
  expect(trace.areas).toEqual([{ area: { top: 0, left: 0, bottom: 2, right: 0 }, wrong: true }]);
  expect(trace.elsewhere).toMatchObject([
    { sheet: 'data', text: "'Last year'!C:C", cells: 1000, area: { top: 0, left: 2, bottom: 999, right: 2 } },
  ]);
  expect(selectable(trace)).toEqual({ sheet: 'plan', areas: [trace.areas[0]?.area] });
  expect(traceSentence(trace)).toBeNull();
});

test('what is not listed is counted', () => {
  const dependents = { cells: [{ sheet: 'Last year', range: 'A1:A4' }], count: 1204 };
  const trace = traceOf(book, plan, B2, 'dependents', answer({ dependents }));
  expect(trace.more).toBe(1200);
  expect(traceSentence(trace)).toBe('1,204 cells read B2; 4 of them are shown.');
  expect(selectable(trace)?.sheet).toBe('data');
});

test('nothing to trace has words', () => {
  expect(traceSentence(traceOf(book, plan, B2, 'precedents', answer({})))).toBe('B2 reads no other cell.');
  expect(traceSentence(traceOf(book, plan, B2, 'dependents', answer({})))).toBe('No formula reads B2.');
});
