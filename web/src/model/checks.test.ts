import { describe, expect, test } from 'vitest';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook } from '../testing/books';
import type { CheckDraft, CheckOp } from './check';
import { CHECKBOX } from './check-commands';
import { fits, isChecked, spelled } from './check-fit';
import { checkSays } from './check-words';
import { copyOf as copyOfCheck } from './edit-checks';
import type { Area, Scalar } from './view';
import type { Workbook } from './workbook';

const TWO_SHEETS = [
  ...ONE_SHEET,
  { root: 'sheets', key: '2/name', value: 'Data' } as const,
  { root: 'sheets', key: '2/pos', value: 'a' } as const,
];

const area = (top: number, left: number, bottom: number, right: number): Area => ({
  top,
  left,
  bottom,
  right,
});

const ANY: CheckDraft = { ...CHECKBOX, kind: 'number' };
const list = (items: string, more: Partial<CheckDraft> = {}): CheckDraft => ({
  ...ANY,
  kind: 'list',
  items,
  ...more,
});
const REGIONS = list('North\nSouth');
const number = (kind: CheckDraft['kind'], op: CheckOp, a: Scalar, b: Scalar = null): CheckDraft => ({
  ...ANY,
  kind,
  op,
  a: { value: a },
  b: b === null ? null : { value: b },
});
const custom = (formula: string): CheckDraft => ({ ...ANY, kind: 'custom', a: { formula } });

/** Which of the first cells are about which check, as letters by their order. */
function map(book: Workbook, rows = 6, cols = 4, id = '1'): string[] {
  const sheet = sheetOf(book, id);
  const ids = sheet.checks.map((check) => check.id);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => {
      const at = ids.indexOf(sheet.cell(row, col).check?.id ?? '');
      return at < 0 ? '.' : String.fromCharCode(97 + at);
    }).join(''),
  );
}

const entries = (book: Workbook): Record<string, unknown> =>
  Object.fromEntries(book.document.doc.getMap('checks').entries());

describe('what fits', () => {
  test.each<[CheckDraft, Scalar, 'fits' | 'wrong' | 'unknown']>([
    [REGIONS, 'North', 'fits'],
    [REGIONS, 'north', 'wrong'],
    [REGIONS, 'East', 'wrong'],
    [list('1\n2'), 2, 'fits'],
    [list('2026-01-01'), 46023, 'fits'],
    [{ ...ANY, kind: 'list', a: { formula: '=A1:A9' } }, 'x', 'unknown'],
    [number('whole', 'between', 10, 1), 10, 'fits'],
    [number('whole', 'between', 1, 10), 2.5, 'wrong'],
    [number('number', 'outside', 1, 10), 2.5, 'wrong'],
    [number('number', '>', 3), 'four', 'wrong'],
    [number('date', '>=', 46023), 46022, 'wrong'],
    [number('time', '<', 0.5), 0.25, 'fits'],
    [number('time', '<', 0.5), 1.25, 'wrong'],
    [number('time', '<', 0.5), 'noon', 'wrong'],
    [number('length', '<=', 3), 'Straße', 'wrong'],
    [number('length', '<=', 3), 123, 'fits'],
    [number('text', 'contains', 'AB'), 'cabbage', 'fits'],
    [number('text', 'lacks', 'AB'), 'cabbage', 'wrong'],
    [{ ...ANY, kind: 'text', op: 'email' }, 'ada@example.org', 'fits'],
    [{ ...ANY, kind: 'text', op: 'email' }, 'ada@example', 'wrong'],
    [{ ...ANY, kind: 'text', op: 'url' }, 'https://example.org/a', 'fits'],
    [{ ...ANY, kind: 'text', op: 'url' }, 'ada@example.org', 'wrong'],
    [{ ...ANY, kind: 'whole', op: '>', a: { formula: '=B1' } }, 3, 'unknown'],
    [{ ...ANY, kind: 'whole', op: '>', a: { formula: '=B1' } }, 'x', 'wrong'],
    [custom('=A1>2'), 3, 'unknown'],
    [REGIONS, null, 'fits'],
    [{ ...REGIONS, filled: true }, null, 'wrong'],
    [CHECKBOX, true, 'fits'],
    [CHECKBOX, 'yes', 'wrong'],
    [{ ...CHECKBOX, a: { value: 'yes' }, b: { value: 'no' } }, 'Yes', 'fits'],
  ])('%j: %j %s', (check, value, fit) => {
    expect(fits(check, value)).toBe(fit);
  });

  test('a checkbox is checked by its own values, and empty ones are not', () => {
    const own = { ...CHECKBOX, a: { value: 'yes' }, b: { value: 'no' } };
    expect([true, false, null, 'x'].map((value) => isChecked(CHECKBOX, value))).toEqual([
      true,
      false,
      false,
      null,
    ]);
    expect(['YES', 'no', true].map((value) => isChecked(own, value))).toEqual([true, false, null]);
  });

  test('a list has its own spelling', () => {
    expect(spelled(REGIONS, ' north ')).toBe('North');
    expect(spelled(REGIONS, 'East')).toBe('East');
  });

  test.each<[CheckDraft, string]>([
    [REGIONS, 'This cell takes one of: North, South.'],
    [number('whole', 'between', 1, 10), 'This cell takes a whole number between 1 and 10.'],
    [number('date', '>=', 46023), 'This cell takes a date from 2026-01-01.'],
    [number('length', '<=', 3), 'This cell takes a text with a length of at most 3.'],
    [number('text', 'begins', 'AB'), 'This cell takes a text that begins with “AB”.'],
    [custom('=A1>2'), 'This cell takes what makes =A1>2 true.'],
    [{ ...REGIONS, say: 'Ask Ada.' }, 'Ask Ada.'],
  ])('says so: %j', (check, words) => {
    expect(checkSays(check)).toBe(words);
  });
});

describe('cells that are asked something', () => {
  test('a selection leaves the ranges of other checks', () => {
    const book = testBook();
    expect(book.commands.check.set('1', [area(0, 0, 4, 2)], REGIONS)).toBeNull();
    book.commands.check.set('1', [area(1, 1, 2, 1)], custom('=B2>A2'));
    expect(map(book)).toEqual(['aaa.', 'aba.', 'aba.', 'aaa.', 'aaa.', '....']);
    book.commands.check.clear('1', [area(0, 0, 0, 3)]);
    expect(map(book)).toEqual(['....', 'aba.', 'aba.', 'aaa.', 'aaa.', '....']);
    book.commands.undo();
    book.commands.undo();
    expect(map(book, 3)).toEqual(['aaa.', 'aaa.', 'aaa.']);
    book.commands.undo();
    expect(sheetOf(book).checks).toEqual([]);
  });

  test('ranges follow their lines, and whole columns are stored as such', () => {
    const book = testBook();
    book.commands.check.set('1', [area(1, 1, 3, 1)], REGIONS);
    book.commands.insertRows('1', 2, 1);
    book.commands.insertCols('1', 0, 1);
    expect(map(book)).toEqual(['....', '..a.', '..a.', '..a.', '..a.', '....']);
    const { count } = sheetOf(book).rows;
    book.commands.check.set('1', [area(0, 3, count - 1, 3)], CHECKBOX);
    expect(Object.values(entries(book))).toContainEqual(
      expect.objectContaining({ on: 'c2:2', kind: 'checkbox', refuse: true }),
    );
    expect(map(book, 2)).toEqual(['...b', '..ab']);
  });

  test('what somebody cut off reads its formula as before', () => {
    const book = testBook();
    book.commands.check.set('1', [area(1, 1, 4, 1)], custom('=A2>$A$1'));
    book.commands.check.clear('1', [area(1, 1, 2, 1)]);
    expect(sheetOf(book).checks[0]?.a).toEqual({ formula: '=A4>$A$1' });
    expect(sheetOf(book).checks[0]?.areas).toEqual([area(3, 1, 4, 1)]);
  });

  test('a changed check keeps its place, and its formula is that of the new first cell', () => {
    const book = testBook();
    book.commands.check.set('1', [area(0, 0, 1, 0)], REGIONS);
    const id = sheetOf(book).checks[0]?.id ?? '';
    book.commands.check.set('1', [area(2, 2, 3, 2)], custom('=A3>1'), id);
    expect(map(book, 4)).toEqual(['....', '....', '..a.', '..a.']);
    expect(sheetOf(book).checks).toHaveLength(1);
    expect(sheetOf(book).checks[0]).toMatchObject({ id, kind: 'custom', a: { formula: '=A3>1' } });
    expect(book.document.get('checks', `1/${id}/a`)).toEqual(['=', '\uFFFC>1', '2,0']);
    book.commands.check.set('1', [area(2, 2, 3, 2)], REGIONS, id);
    expect(book.document.get('checks', `1/${id}/a`)).toBeNull();
  });

  test('more ranges than one entry holds become several checks', () => {
    const book = testBook();
    book.commands.check.set('1', [area(0, 0, 199, 0)], custom('=B1>0'));
    const every = Array.from({ length: 99 }, (_, n) => area(n * 2 + 1, 0, n * 2 + 1, 0));
    book.commands.check.clear('1', every);
    const checks = [...sheetOf(book).checks].sort((x, y) => y.areas.length - x.areas.length);
    expect(checks.map(({ areas }) => areas.length)).toEqual([64, 36]);
    expect(checks.map(({ a }) => a)).toEqual([{ formula: '=B1>0' }, { formula: '=B129>0' }]);
  });

  test('what is too long is refused in words', () => {
    const book = testBook();
    expect(book.commands.check.set('1', [area(0, 0, 0, 0)], list('x'.repeat(9000)))).toMatch(/8,192/);
    expect(entries(book)).toEqual({});
  });

  test('two people at once: every cell is asked by one of them, the same for both', () => {
    const ada = testBook();
    const ben = copyOf(ada);
    ada.commands.check.set('1', [area(0, 0, 2, 1)], REGIONS);
    ben.commands.check.set('1', [area(1, 0, 3, 1)], CHECKBOX);
    bring(ada, ben);
    bring(ben, ada);
    expect(map(ada)).toEqual(map(ben));
    expect(map(ada, 4, 2).join('')).not.toContain('.');
  });
});

describe('entering', () => {
  const book = testBook(TWO_SHEETS);
  book.commands.check.set('1', [area(0, 0, 9, 0)], REGIONS);
  book.commands.check.set('1', [area(0, 1, 9, 1)], { ...number('whole', '>', 3), refuse: false });
  book.commands.check.set('1', [area(0, 2, 9, 2)], custom('=C1>3'));
  const { check } = book.commands;

  test('is judged at once where that can be told', () => {
    expect(check.judge('1', 0, 0, 'south')).toEqual({ kind: 'taken', text: 'South' });
    expect(check.judge('1', 0, 0, 'East')).toEqual({
      kind: 'refused',
      says: 'This cell takes one of: North, South.',
    });
    expect(check.judge('1', 0, 1, '1')).toEqual({ kind: 'taken', text: '1' });
    expect(check.judge('1', 0, 2, '1')).toEqual({ kind: 'ask' });
    expect(check.judge('1', 0, 0, '=A2')).toEqual({ kind: 'ask' });
    expect(check.judge('1', 0, 3, 'anything')).toEqual({ kind: 'taken', text: 'anything' });
  });

  test('asks the server, and takes what nobody can judge', async () => {
    const asked: unknown[] = [];
    const answers = [{ fits: true } as const, { fits: false, refuse: true, say: 'Too small' } as const];
    const served = testBook(ONE_SHEET, {
      acts: {
        askCheck: (question) => {
          asked.push(question);
          const answer = answers[asked.length - 1];
          return answer === undefined ? Promise.reject(new Error('away')) : Promise.resolve(answer);
        },
      },
    });
    served.commands.check.set('1', [area(0, 0, 9, 0)], custom('=A1>3'));
    expect(await served.commands.check.ask('1', 1, 0, '5')).toBeNull();
    expect(await served.commands.check.ask('1', 1, 0, '1')).toBe('Too small');
    expect(await served.commands.check.ask('1', 1, 0, '1')).toBeNull();
    expect(asked[0]).toEqual({ sheet: 'Plan', cell: 'A2', input: '5' });
  });

  test('many cells at once: what is refused stays out, the rest goes in', () => {
    book.commands.type('1', 0, 0, [['North'], ['East'], ['West'], ['south']]);
    const column = [0, 1, 2, 3].map((row) => sheetOf(book).cell(row, 0).text);
    expect(column).toEqual(['North', '', '', 'South']);
    expect(book.lastNotice).toEqual({
      code: 'does-not-fit',
      detail: '2 cells stay as they are. A2: This cell takes one of: North, South.',
    });
    book.commands.type('1', 0, 1, [['1']]);
    expect(sheetOf(book).cell(0, 1).value).toBe(1);
  });
});

describe('carried elsewhere', () => {
  const held = (): Workbook => {
    const book = testBook(TWO_SHEETS);
    book.commands.type('1', 0, 0, [['North']]);
    book.commands.check.set('1', [area(0, 0, 0, 0)], REGIONS);
    return book;
  };
  const pasted = (book: Workbook, to: string, row: number, col: number): void => {
    const check = sheetOf(book).cell(0, 0).check;
    if (check === undefined) throw new Error('nothing is asked');
    book.commands.paste(to, row, col, [[{ input: 'North', check: copyOfCheck(check) }, { check: null }]]);
  };

  test('pasted cells bring their check and take the other away', () => {
    const book = held();
    book.commands.check.set('1', [area(1, 1, 3, 3)], custom('=B2>0'));
    pasted(book, '1', 2, 2);
    expect(map(book)).toEqual(['a...', '.bbb', '.ba.', '.bbb', '....', '....']);
    expect(sheetOf(book).cell(2, 2).text).toBe('North');
    book.commands.undo();
    expect(map(book, 4)).toEqual(['a...', '.bbb', '.bbb', '.bbb']);
  });

  test('on another sheet the cells of a list stay the same, other formulas go along', () => {
    const book = held();
    book.commands.check.set('1', [area(0, 0, 0, 0)], { ...ANY, kind: 'list', a: { formula: '=$C$1:$C$4' } });
    pasted(book, '2', 2, 2);
    expect(sheetOf(book, '2').checks[0]?.a).toEqual({ formula: '=Plan!$C$1:$C$4' });
    book.commands.check.set('1', [area(0, 0, 0, 0)], custom('=B1>0'));
    pasted(book, '2', 4, 2);
    expect(sheetOf(book, '2').checks[1]?.a).toEqual({ formula: '=D5>0' });
  });

  test('filled cells are asked what the source is asked', () => {
    const book = held();
    book.commands.fill('1', area(0, 0, 0, 0), area(0, 0, 3, 0));
    expect(map(book, 5)).toEqual(['a...', 'a...', 'a...', 'a...', '....']);
    expect(sheetOf(book).checks).toHaveLength(1);
  });

  test('moved cells take theirs along, and what a list reads is followed', async () => {
    const book = held();
    await book.commands.moveCells('1', area(0, 0, 0, 0), '1', 3, 1);
    expect(map(book, 4)).toEqual(['....', '....', '....', '.a..']);
    book.commands.check.set('1', [area(0, 0, 0, 0)], { ...ANY, kind: 'list', a: { formula: '=C1:C2' } });
    await book.commands.moveCells('1', area(0, 2, 1, 2), '2', 4, 4);
    expect(sheetOf(book).cell(0, 0).check?.a).toEqual({ formula: '=Data!E5:E6' });
  });

  test('a table that grows takes its checks along', () => {
    const book = testBook();
    book.commands.type('1', 0, 0, [
      ['Region', 'Net'],
      ['North', '1'],
    ]);
    book.commands.table.make('1', area(0, 0, 1, 1), { header: true, name: 'Sales' });
    book.commands.check.set('1', [area(1, 0, 1, 0)], REGIONS);
    book.commands.type('1', 2, 0, [['South']]);
    expect(book.tables()[0]?.area).toEqual(area(0, 0, 2, 1));
    expect(map(book, 4)).toEqual(['....', 'a...', 'a...', '....']);
  });

  test('a copy of the sheet asks the same', async () => {
    const book = held();
    book.commands.check.set('1', [area(1, 0, 2, 0)], custom('=Plan!A2<>B2'));
    const copy = (await book.commands.duplicateSheet('1')) ?? '';
    expect(map(book, 4, 4, copy)).toEqual(['a...', 'b...', 'b...', '....']);
    expect(sheetOf(book, copy).checks[1]?.a).toEqual({ formula: "='Copy of Plan'!A2<>B2" });
  });
});

describe('checkboxes', () => {
  test('are made with FALSE where nothing is', () => {
    const book = testBook();
    book.commands.type('1', 0, 0, [['TRUE'], [null], ['text']]);
    book.commands.check.addBoxes('1', [area(0, 0, 2, 0)]);
    expect([0, 1, 2].map((row) => sheetOf(book).value(row, 0))).toEqual([true, false, 'text']);
    book.commands.undo();
    expect(sheetOf(book).checks).toEqual([]);
    expect(sheetOf(book).value(1, 0)).toBeNull();
  });

  test('toggle together, as one step', () => {
    const book = testBook();
    book.commands.type('1', 0, 0, [['TRUE'], ['FALSE'], ['text'], ['=1=1']]);
    book.commands.check.set('1', [area(0, 0, 5, 0)], CHECKBOX);
    const values = () => [0, 1, 2, 4].map((row) => sheetOf(book).value(row, 0));
    book.commands.check.toggle('1', [area(0, 0, 4, 2)]);
    expect(values()).toEqual([true, true, 'text', true]);
    book.commands.check.toggle('1', [area(0, 0, 4, 2)]);
    expect(values()).toEqual([false, false, 'text', false]);
    book.commands.undo();
    book.commands.undo();
    expect(values()).toEqual([true, false, 'text', null]);
  });
});
