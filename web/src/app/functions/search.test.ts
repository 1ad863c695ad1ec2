import { beforeAll, expect, test } from 'vitest';
import { loadFunctions, type FunctionEntry } from '../../grid/formula/functions';
import { countGroups, foundFunctions, inGroup } from './search';

let entries: readonly FunctionEntry[];

beforeAll(async () => {
  ({ entries } = await loadFunctions());
});

const names = (query: string) => foundFunctions(entries, query).map(({ name }) => name);

test('without a query everything is shown in its order', () => {
  expect(foundFunctions(entries, '  ')).toBe(entries);
});

test('names come before what is told about others', () => {
  expect(names('sumif').slice(0, 2)).toEqual(['SUMIF', 'SUMIFS']);
  const found = names('rate');
  expect(found[0]).toBe('RATE');
  expect(found).toContain('PMT');
});

test('every word must be told somewhere', () => {
  expect(names('working days')).toContain('NETWORKDAYS');
  expect(names('working zebra')).toEqual([]);
});

test('takes what is copied out of a formula', () => {
  expect(names('=XLOOKUP(')[0]).toBe('XLOOKUP');
});

test('groups are counted, and narrow what was found', () => {
  const counts = countGroups(entries);
  const text = inGroup(entries, 'Text');
  expect(counts.get('all')).toBe(entries.length);
  expect(counts.get('Text')).toBe(text.length);
  expect(text.every((entry) => entry.category === 'Text')).toBe(true);
  expect(inGroup(entries, 'all')).toBe(entries);
});
