import { describe, expect, test } from 'vitest';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook } from '../testing/books';
import type { Workbook } from './workbook';

const draft = (name: string, refersTo: string, more = {}) => ({
  id: null,
  name,
  scope: null,
  refersTo,
  sheet: '1',
  ...more,
});

function define(book: Workbook, ...given: Parameters<typeof draft>): string | null {
  return book.commands.defineName(draft(...given));
}

describe('defined names', () => {
  test('are addresses with their sheet, absolute, and follow inserted rows', () => {
    const book = testBook();
    expect(define(book, 'Rates', 'B2:C4')).toBeNull();
    expect(book.names).toMatchObject([
      {
        name: 'Rates',
        scope: null,
        refersTo: '=Plan!$B$2:$C$4',
        target: { sheet: '1', area: { top: 1, left: 1, bottom: 3, right: 2 } },
      },
    ]);
    book.commands.insertRows('1', 0, 2);
    expect(book.names[0]?.refersTo).toBe('=Plan!$B$4:$C$6');
    book.commands.undo();
    book.commands.undo();
    expect(book.names).toEqual([]);
  });

  test('may be constants, formulas and whole columns', () => {
    const book = testBook();
    expect(define(book, 'Rate', '=0.2')).toBeNull();
    expect(define(book, 'Sum', 'SUM(A1:A9)*Rate')).toBeNull();
    expect(define(book, 'Costs', 'B:C')).toBeNull();
    expect(book.names.map((name) => name.refersTo)).toEqual([
      '=Plan!$B:$C',
      '=0.2',
      '=SUM(Plan!$A$1:$A$9)*Rate',
    ]);
    expect(book.names.map((name) => name.target?.area.left)).toEqual([1, undefined, undefined]);
  });

  test.each(['A1', 'xfd7', 'R1C1', 'r', 'C', 'TRUE', 'two words', '1st', 'a-b', ''])(
    '%j is refused with a sentence',
    (name) => {
      const book = testBook();
      expect(define(book, name, 'A1')).toMatch(/\.$/);
      expect(book.names).toEqual([]);
    },
  );

  test('are unique in their scope, in any case', () => {
    const book = testBook();
    expect(define(book, 'Rate', 'A1')).toBeNull();
    expect(define(book, 'rate', 'A2')).toBe('There is a name “rate” already.');
    expect(define(book, 'rate', 'A2', { scope: '1' })).toBeNull();
    expect(book.names).toHaveLength(2);
  });

  test('are renamed everywhere at once, and cannot stand for themselves', () => {
    const book = testBook();
    define(book, 'Rate', 'A1');
    book.commands.type('1', 0, 1, [['=Rate*2']]);
    const id = book.names[0]?.id ?? '';
    expect(book.commands.defineName({ ...draft('Share', 'A1'), id })).toBeNull();
    expect(sheetOf(book).cell(0, 1).formula).toBe('=Share*2');
    expect(book.commands.defineName({ ...draft('Share', '=Share+1'), id })).toBe(
      'A name cannot stand for itself.',
    );
    book.commands.deleteNames([id]);
    expect(book.names).toEqual([]);
    book.commands.undo();
    expect(sheetOf(book).cell(0, 1).formula).toBe('=Share*2');
  });

  test('reach everybody', () => {
    const mine = testBook(ONE_SHEET);
    const theirs = copyOf(mine);
    define(mine, 'Rate', 'A1');
    bring(mine, theirs);
    expect(theirs.names[0]?.name).toBe('Rate');
  });
});
