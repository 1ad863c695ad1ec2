import { beforeAll, describe, expect, test } from 'vitest';
import { callAt, complete, completionAt } from './completion';
import { definedNames } from './ownWords';
import { loadFunctions, type FunctionCatalogue } from './functions';

let catalogue: FunctionCatalogue;

beforeAll(async () => {
  catalogue = await loadFunctions();
});

describe('completion', () => {
  const names = (text: string, caret = text.length) =>
    completionAt(text, caret, catalogue)?.matches.map((each) => each.name) ?? [];

  test('offers functions for the word at the caret', () => {
    expect(names('=SUM').slice(0, 5)).toEqual(['SUM', 'SUMIF', 'SUMIFS', 'SUMPRODUCT', 'SUMSQ']);
    expect(names('=ROUND(avera')).toContain('AVERAGEIFS');
    expect(names('=A1+xlo')).toEqual(['XLOOKUP']);
    expect(names('=2*r')[0]).toBe('ROUND');
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

  test('offers nothing for names of the workbook and those that a formula gives itself', () => {
    const isName = (word: string) => word.toLowerCase() === 'rate';
    expect(completionAt('=2*Rate', 7, catalogue, isName)).toBeNull();
    expect(completionAt('=2*Rat', 6, catalogue, isName)?.matches[0]?.name).toBe('RATE');
    expect(names('=LET(x, 2, x')).toEqual([]);
    expect(names('=LAMBDA(price, pri')).not.toEqual([]);
  });

  test('offers the names that formulas on the sheet know, before functions that only hold the letters', () => {
    const name = (name: string, scope: string | null, refersTo: string) => ({
      id: name,
      name,
      scope,
      refersTo,
      target: null,
    });
    const own = definedNames(
      [
        name('totals', null, '=Plan!$E$4:$E$8'),
        name('tax_rate', null, '=Plan!$B$1'),
        name('tax_rate', 'here', '=0.19'),
        name('totals_there', 'there', '=1'),
      ],
      'here',
    );
    const offered = (text: string) => completionAt(text, text.length, catalogue, () => false, own);
    expect(offered('=SUM(tot')?.matches.map(({ name }) => name)).toEqual([
      'totals',
      'ARRAYTOTEXT',
      'SUBTOTAL',
      'VALUETOTEXT',
    ]);
    expect(offered('=2*tax_r')?.matches).toMatchObject([{ name: 'tax_rate', about: '0.19' }]);
    const found = offered('=SUM(tot');
    const [first] = found?.matches ?? [];
    expect(found !== null && first !== undefined && complete('=SUM(tot', found, first)).toEqual({
      text: '=SUM(totals',
      caret: 11,
    });
  });

  test('a choice brings its bracket, once', () => {
    const sum = catalogue.named('sum')!;
    const now = catalogue.named('NOW')!;
    expect(complete('=1+su', { start: 3, end: 5 }, sum)).toEqual({ text: '=1+SUM(', caret: 7 });
    expect(complete('=su(A1)', { start: 1, end: 3 }, sum)).toEqual({ text: '=SUM(A1)', caret: 4 });
    expect(complete('=no', { start: 1, end: 3 }, now)).toEqual({ text: '=NOW()', caret: 6 });
  });
});

describe('the call at the caret', () => {
  test.each([
    ['=ROUND(', 7, 'ROUND', 'number'],
    ['=ROUND(SUM(A1,B2),', 18, 'ROUND', 'digits'],
    ['=ROUND(SUM(A1,B2),', 14, 'SUM', 'number2'],
    ['=SUM(1,2,3,4,', 13, 'SUM', 'number2'],
    ['=IF((A1', 7, 'IF', 'condition'],
    ['=SUM({1,2', 9, 'SUM', 'number1'],
    ['=SUMIFS(A:A,B:B,">1",C:C,', 25, 'SUMIFS', 'criterion2'],
    ['=SUMIFS(A:A,B:B,">1",C:C,2)', 22, 'SUMIFS', 'range2'],
    ['=LET(x,1,x+1)', 12, 'LET', 'calculation'],
    ['=LET(x,1,y,2,x+y)', 10, 'LET', 'name2'],
    ['=PI(', 4, 'PI', ''],
    ['=ABS(1,2', 8, 'ABS', ''],
  ] as const)('%s at %i', (text, caret, name, argument) => {
    const call = callAt(text, caret, catalogue)!;
    expect(call.entry.name).toBe(name);
    expect(call.current.map((index) => call.entry.args[index]?.name).join()).toBe(argument);
  });

  test('none outside, and none for names that are no functions', () => {
    expect(callAt('=SUM(A1)', 8, catalogue)).toBeNull();
    expect(callAt('=1+(2', 5, catalogue)).toBeNull();
    expect(callAt('=FOO(1', 6, catalogue)).toBeNull();
  });
});
