import { beforeAll, expect, test } from 'vitest';
import { loadFunctions, type FunctionEntry } from './functions';
import { rankedFunctions } from './ranking';

let entries: readonly FunctionEntry[];

beforeAll(async () => {
  ({ entries } = await loadFunctions());
});

const names = (word: string, most = 100) => rankedFunctions(entries, word, most).map(({ name }) => name);

test('the name itself comes first, in any case of letters', () => {
  expect(names('t')[0]).toBe('T');
  expect(names('log')[0]).toBe('LOG');
  expect(names('Stdev')[0]).toBe('STDEV');
});

test('then beginnings, those used often before the others', () => {
  const found = names('co');
  expect(found.slice(0, 5)).toEqual(['COUNT', 'COUNTA', 'COUNTIF', 'COUNTIFS', 'CONCAT']);
  expect(found.indexOf('CORREL')).toBeGreaterThan(4);
});

test('old names stand behind their successors', () => {
  const found = names('stdev');
  expect(found.indexOf('STDEVP')).toBeGreaterThan(found.indexOf('STDEV.S'));
  expect(names('norm').slice(0, 2)).toEqual(['NORM.DIST', 'NORM.INV']);
});

test('then beginnings of parts, then letters anywhere', () => {
  expect(names('lookup')).toEqual(['LOOKUP', 'XLOOKUP', 'VLOOKUP', 'HLOOKUP']);
  const found = names('inv');
  expect(found.indexOf('NORM.INV')).toBeLessThan(found.indexOf('MINVERSE'));
  expect(names('if').slice(0, 4)).toEqual(['IF', 'IFS', 'IFERROR', 'IFNA']);
  expect(names('if')).toContain('COUNTIFS');
});

test('a single letter means beginnings only', () => {
  expect(names('q').every((name) => name.startsWith('Q'))).toBe(true);
});

test('no more than wanted', () => {
  expect(names('s', 8)).toHaveLength(8);
  expect(names('zzz')).toEqual([]);
});
