import { describe, expect, test } from 'vitest';
import { callAt, complete, completionAt } from './completion';
import { FUNCTIONS, functionNamed } from './functions';

describe('completion', () => {
  const names = (text: string, caret = text.length) =>
    completionAt(text, caret)?.matches.map((each) => each.name) ?? [];

  test('offers functions that begin with the word at the caret', () => {
    expect(names('=SUM')).toEqual(['SUM', 'SUMIF', 'SUMIFS', 'SUMPRODUCT', 'SUMSQ']);
    expect(names('=ROUND(avera')).toContain('AVERAGEIFS');
    expect(names('=A1+xlo')).toEqual(['XLOOKUP']);
    expect(names('=STDEV.')).toEqual(['STDEV.P', 'STDEV.S']);
  });

  test('offers nothing for cells, text, finished names and plain text', () => {
    expect(names('=A1')).toEqual([]);
    expect(names('="SUM')).toEqual([]);
    expect(names('SUM')).toEqual([]);
    expect(names('=SUM(', 4)).toEqual([]);
    expect(names('=SUM+1', 2)).toEqual([]);
    expect(names('=zzz')).toEqual([]);
  });

  test('a choice brings its bracket, once', () => {
    const sum = functionNamed('sum');
    const now = functionNamed('NOW');
    if (sum === null || now === null) throw new Error('The table is not whole.');
    expect(complete('=1+su', { start: 3, end: 5 }, sum)).toEqual({ text: '=1+SUM(', caret: 7 });
    expect(complete('=su(A1)', { start: 1, end: 3 }, sum)).toEqual({ text: '=SUM(A1)', caret: 4 });
    expect(complete('=no', { start: 1, end: 3 }, now)).toEqual({ text: '=NOW()', caret: 6 });
  });
});

describe('the call at the caret', () => {
  test.each([
    ['=ROUND(', 7, 'ROUND', 0],
    ['=ROUND(SUM(A1,B2),', 18, 'ROUND', 1],
    ['=ROUND(SUM(A1,B2),', 14, 'SUM', 1],
    ['=SUM(1,2,3,4,', 13, 'SUM', 1],
    ['=IF((A1', 7, 'IF', 0],
    ['=SUM({1,2', 9, 'SUM', 0],
  ] as const)('%s at %i', (text, caret, name, argument) => {
    expect(callAt(text, caret)).toMatchObject({ entry: { name }, argument });
  });

  test('none outside, and none for names that are no functions', () => {
    expect(callAt('=SUM(A1)', 8)).toBeNull();
    expect(callAt('=1+(2', 5)).toBeNull();
    expect(callAt('=FOO(1', 6)).toBeNull();
  });
});

test('the table is in order, without doubles, each with a sentence', () => {
  const names = FUNCTIONS.map((entry) => entry.name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, args, about } of FUNCTIONS) {
    expect(name).toMatch(/^[A-Z][A-Z0-9.]*$/);
    expect(about.length, name).toBeGreaterThan(4);
    for (const each of args) expect(each, name).toMatch(/^(\[?[a-z_0-9]+\]?|…)$/);
  }
});
