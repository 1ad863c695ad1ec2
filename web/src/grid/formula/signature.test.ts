import { beforeAll, describe, expect, test } from 'vitest';
import { loadFunctions, type FunctionCatalogue } from './functions';
import { argumentName, argumentPlace, signatureParts, signatureText } from './signature';

let catalogue: FunctionCatalogue;

beforeAll(async () => {
  catalogue = await loadFunctions();
});

/** Names of the arguments that the one at `index` may be. */
function meant(name: string, index: number, given = index + 1, closed = false): string {
  const entry = catalogue.named(name)!;
  const { current, round } = argumentPlace(entry, index, given, closed);
  return current.map((each) => argumentName(entry.args[each]!, round)).join(' ');
}

describe('which argument is typed', () => {
  test('one after the other, and none beyond the last', () => {
    expect([0, 1, 2].map((index) => meant('ROUND', index))).toEqual(['number', 'digits', '']);
    expect(meant('PI', 0)).toBe('');
  });

  test('one that repeats is counted on', () => {
    expect([0, 1, 2, 9].map((index) => meant('SUM', index))).toEqual([
      'number1',
      'number2',
      'number3',
      'number10',
    ]);
  });

  test('pairs repeat together', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 8].map((index) => meant('SUMIFS', index))).toEqual([
      'sum_range',
      'range1',
      'criterion1',
      'range2',
      'criterion2',
      'range3',
      'criterion3',
      'criterion4',
    ]);
  });

  test('what follows the repeating ones is the last, known once the bracket is closed', () => {
    expect(meant('LET', 2)).toBe('name2 calculation');
    expect(meant('LET', 3)).toBe('value2');
    expect(meant('LET', 4)).toBe('name3 calculation');
    expect(meant('LET', 2, 3, true)).toBe('calculation');
    expect(meant('LET', 2, 5, true)).toBe('name2');
    expect(meant('LAMBDA', 0, 2, true)).toBe('parameter');
    expect(meant('LAMBDA', 1, 2, true)).toBe('calculation');
    expect(meant('MAP', 1, 2, true)).toBe('function');
    expect(meant('SWITCH', 3, 4, true)).toBe('default');
    expect(meant('SWITCH', 4, 5, true)).toBe('result2');
  });
});

describe('as one reads it', () => {
  test.each([
    ['PI', 'PI()'],
    ['ROUND', 'ROUND(number, digits)'],
    ['SUM', 'SUM(number1, [number2], …)'],
    ['SUMIFS', 'SUMIFS(sum_range, range1, criterion1, [range2], [criterion2], …)'],
    ['LET', 'LET(name1, value1, [name2], [value2], …, calculation)'],
    ['LAMBDA', 'LAMBDA([parameter], …, calculation)'],
    ['SWITCH', 'SWITCH(expression, value1, result1, [value2], [result2], …, [default])'],
  ])('%s', (name, text) => {
    expect(signatureText(catalogue.named(name)!)).toBe(text);
  });

  test('later rounds are numbered as they are counted', () => {
    const parts = signatureParts(catalogue.named('SUMIFS')!, 2);
    expect(parts.map(({ text }) => text).join('')).toBe(
      'SUMIFS(sum_range, range1, criterion1, …, [range4], [criterion4], …)',
    );
    expect(parts.find(({ text }) => text === 'range4')?.argument).toBe(3);
  });
});
