import { describe, expect, test } from 'vitest';
import { cycleDollars, quoteSheet, reaches, referenceText, splitReference } from './references';
import { canPoint, readFormula, turnDollars } from './tokens';

describe('reading a formula', () => {
  test('references are numbered in order of appearance, the same place by the same number', () => {
    const { references, spans } = readFormula("=SUM(A1:B2,$A$1:B2)*'My Sheet'!C3+a1:b2");
    expect(references.map(({ number, sheet }) => [number, sheet])).toEqual([
      [1, null],
      [1, null],
      [2, 'My Sheet'],
      [1, null],
    ]);
    expect(spans[0]?.start).toBe(0);
    spans.slice(1).forEach((span, n) => expect(span.start).toBe(spans[n]?.end));
  });

  test('whole rows and columns, text, names, unfinished ones', () => {
    expect(readFormula('=A:C+2:3').references.map((each) => each.area)).toEqual([
      { top: 0, left: 0, bottom: 1_048_575, right: 2 },
      { top: 1, left: 0, bottom: 2, right: 16_383 },
    ]);
    expect(readFormula('="A1"&rate').references).toEqual([]);
    expect(readFormula('=SUM(A1:').references).toHaveLength(1);
    expect(readFormula('A1').references).toEqual([]);
  });

  test('a sheet and its address', () => {
    expect(splitReference("'It''s'!A1")).toEqual({ sheet: "It's", address: 'A1' });
    expect(splitReference('B2')).toEqual({ sheet: null, address: 'B2' });
    expect(splitReference("'First one:It''s'!A1")).toEqual({
      sheet: 'First one',
      last: "It's",
      address: 'A1',
    });
  });

  test('through several sheets: one reference, one colour for the same place', () => {
    const { references } = readFormula("=SUM(Jan:Mar!A1)+'Jan:Mar'!A1+Jan!A1");
    expect(references.map(({ sheet, last, number }) => [sheet, last, number])).toEqual([
      ['Jan', 'Mar', 1],
      ['Jan', 'Mar', 1],
      ['Jan', undefined, 2],
    ]);
  });

  test('which sheets a reference reaches', () => {
    const tabs = ['Jan', 'Feb', 'Mar', 'Sum'];
    const on = (sheet: string | null, last?: string): string[] =>
      tabs.filter((tab) => reaches({ sheet, ...(last === undefined ? {} : { last }) }, 'Sum', tab, tabs));
    expect(on(null)).toEqual(['Sum']);
    expect(on('feb')).toEqual(['Feb']);
    expect(on('Jan', 'mar')).toEqual(['Jan', 'Feb', 'Mar']);
    expect(on('Mar', 'Feb')).toEqual(['Feb', 'Mar']);
    expect(on('Jan', 'Gone')).toEqual([]);
  });
});

test.each([
  ['=', 1, true],
  ['=A1', 3, false],
  ['=A1+', 4, true],
  ['=A1+ ', 5, true],
  ['=SUM(', 5, true],
  ['=SUM(A1,', 8, true],
  ['=SUM(A1)', 8, false],
  ['=SUM()', 5, true],
  ['=50%', 4, false],
  ['="a', 3, false],
  ['=1+B2', 3, false],
  ['=1', 2, false],
  ['1+', 2, false],
] as const)('may %s be pointed at position %i', (text, caret, allowed) => {
  expect(canPoint(text, caret)).toBe(allowed);
});

test('the text of references', () => {
  const counts = { rows: 1_048_576, cols: 16_384 };
  expect(referenceText({ top: 0, left: 0, bottom: 0, right: 0 }, null, counts)).toBe('A1');
  expect(referenceText({ top: 0, left: 0, bottom: 4, right: 2 }, 'My Sheet', counts)).toBe(
    "'My Sheet'!A1:C5",
  );
  expect(referenceText({ top: 0, left: 1, bottom: 1_048_575, right: 2 }, null, counts)).toBe('B:C');
  expect(referenceText({ top: 3, left: 0, bottom: 5, right: 16_383 }, 'Plan', counts)).toBe('Plan!4:6');
});

test.each([
  ['Plan', 'Plan'],
  ['Actuals 2026', "'Actuals 2026'"],
  ["It's", "'It''s'"],
  ['A1', "'A1'"],
  ['R1C1', "'R1C1'"],
  ['2026', "'2026'"],
  ['TRUE', "'TRUE'"],
  ['Größe', 'Größe'],
])('sheet %s is written %s', (name, quoted) => {
  expect(quoteSheet(name)).toBe(quoted);
});

test('F4 goes round', () => {
  expect(['A1', '$A$1', 'A$1', '$A1'].map(cycleDollars)).toEqual(['$A$1', 'A$1', '$A1', 'A1']);
  expect(cycleDollars("'x!y'!A1:B2")).toBe("'x!y'!$A$1:$B$2");
  expect(cycleDollars('A:B')).toBe('$A:$B');
  expect(cycleDollars('$3:$4')).toBe('3:4');
  expect(turnDollars('=A1+B2', 3, 3)).toEqual({ text: '=$A$1+B2', start: 5, end: 5 });
  expect(turnDollars('=A1+B2', 0, 6)).toEqual({ text: '=$A$1+$B$2', start: 1, end: 10 });
  expect(turnDollars('=1+1', 2, 2)).toBeNull();
});
