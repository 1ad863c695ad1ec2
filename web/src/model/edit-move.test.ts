import { describe, expect, test, vi } from 'vitest';
import { ONE_SHEET, sheetOf, testBook, texts } from '../testing/books';
import type { StoredFormula } from './content';
import { isFormula } from './content';
import type { Workbook } from './workbook';

const TWO_SHEETS = [
  ...ONE_SHEET,
  { root: 'sheets', key: '2/name', value: 'Data' } as const,
  { root: 'sheets', key: '2/pos', value: 'a' } as const,
];

/** A workbook whose readers are all formulas of its sheets. */
function book(inputs: (string | null)[][]): Workbook {
  const made: Workbook = testBook(TWO_SHEETS, {
    readers: () =>
      Promise.resolve(
        ['1', '2'].flatMap((sheet) =>
          [...made.document.doc.getMap('cells').entries()].flatMap(([key, value]) => {
            const [id = '', rest = ''] = key.split('/');
            const [row = '', col = ''] = rest.split(':');
            const stored = value as StoredFormula | string;
            return id === sheet && isFormula(stored)
              ? [{ sheet, row: Number(row), col: Number(col), content: stored }]
              : [];
          }),
        ),
      ),
  });
  made.commands.type('1', 0, 0, inputs);
  return made;
}

const area = (top: number, left: number, bottom: number, right: number) => ({ top, left, bottom, right });

describe('moving cells', () => {
  test('references follow, by themselves and in ranges within', async () => {
    const made = book([
      ['1', '=A1*2', '=SUM(A1:A2)', '=SUM(A1:A3)'],
      ['2', '=$A$2', null, null],
    ]);
    await made.commands.moveCells('1', area(0, 0, 1, 0), '1', 4, 1);
    await vi.waitFor(() => expect(sheetOf(made).cell(4, 1).value).toBe(1));
    expect(texts(sheetOf(made), 6, 4)).toEqual([
      ['', '=B5*2', '=SUM(B5:B6)', '=SUM(A1:A3)'],
      ['', '=$B$6', '', ''],
      ['', '', '', ''],
      ['', '', '', ''],
      ['', '1', '', ''],
      ['', '2', '', ''],
    ]);
    made.commands.undo();
    expect(texts(sheetOf(made), 2, 2)).toEqual([
      ['1', '=A1*2'],
      ['2', '=$A$2'],
    ]);
  });

  test('charts show their cells where these have gone, and one undo brings both back', async () => {
    const made = book([
      ['Month', 'Net'],
      ['Jan', '1'],
    ]);
    const { commands } = made;
    const place = { row: 8, col: 4, dx: 0, dy: 0, width: 480, height: 300 };
    const whole = { sheet: '1', area: area(0, 0, 1, 1) };
    commands.addChart('1', { kind: 'column' }, whole, place);
    commands.addChart('2', { kind: 'line' }, whole, place);
    commands.addChart('1', { kind: 'bar' }, { sheet: '1', area: area(0, 0, 2, 1) }, place);
    const sources = (kind: string) =>
      made.sheets.flatMap((sheet) => sheet.charts).find(({ look }) => look.kind === kind)?.source;
    await commands.moveCells('1', whole.area, '2', 4, 1);
    await vi.waitFor(() => expect(sources('column')).toEqual({ sheet: '2', area: area(4, 1, 5, 2) }));
    expect(sources('line')).toEqual({ sheet: '2', area: area(4, 1, 5, 2) });
    // Only a part of its cells went.
    expect(sources('bar')).toEqual({ sheet: '1', area: area(0, 0, 2, 1) });
    expect(made.sheets.flatMap((sheet) => sheet.charts).map((chart) => chart.place)).toEqual([
      place,
      place,
      place,
    ]);
    commands.undo();
    expect([sources('column'), sources('line')]).toEqual([whole, whole]);
    expect(sheetOf(made).cell(1, 1).value).toBe(1);
  });

  test('to another sheet: what moves keeps pointing at what stays', async () => {
    const made = book([['1', '=A1+1', '=B1*2']]);
    await made.commands.moveCells('1', area(0, 1, 0, 1), '2', 3, 3);
    await vi.waitFor(() => expect(sheetOf(made, '2').cell(3, 3).formula).toBe('=Plan!A1+1'));
    expect(texts(sheetOf(made), 1, 3)).toEqual([['1', '', '=Data!D4*2']]);
  });

  test('onto itself: what overlaps is written once', async () => {
    const made = book([['1', '2', '=A1+B1']]);
    await made.commands.moveCells('1', area(0, 0, 0, 1), '1', 0, 1);
    await vi.waitFor(() => expect(sheetOf(made).cell(0, 1).value).toBe(1));
    // The formula was covered by what moved.
    expect(texts(sheetOf(made), 1, 3)).toEqual([['', '1', '2']]);
  });

  test('formats and merged areas move along, and what they land on gives way', async () => {
    const made = book([['1', null, '2']]);
    made.commands.format('1', [area(0, 0, 0, 0)], { bold: true });
    made.commands.merge('1', area(0, 0, 0, 1));
    made.commands.merge('1', area(3, 1, 3, 3));
    await made.commands.moveCells('1', area(0, 0, 0, 1), '1', 3, 1);
    const sheet = sheetOf(made);
    expect(sheet.mergesIn(area(0, 0, 9, 9))).toEqual([area(3, 1, 3, 2)]);
    expect(sheet.cell(3, 1).format).toEqual({ bold: true });
    expect(sheet.cell(0, 0).format).toEqual({});
    made.commands.undo();
    expect(sheet.mergesIn(area(0, 0, 9, 9))).toEqual([area(0, 0, 0, 1), area(3, 1, 3, 3)]);
    expect(sheet.cell(0, 0).format).toEqual({ bold: true });
  });

  test('defined names follow', async () => {
    const made = book([['1', null, null]]);
    made.document.write([{ root: 'names', key: 'n1', value: ['Rate', '', '=', '\uFFFC', '1!$0,$0'] }]);
    await made.commands.moveCells('1', area(0, 0, 0, 0), '1', 1, 2);
    await vi.waitFor(() => expect(sheetOf(made).cell(1, 2).value).toBe(1));
    expect(made.document.names.get('n1')?.formula).toEqual(['=', '\uFFFC', '1!$1,$2']);
  });

  test('when nobody can say what refers to the cells they move all the same, and that is told', async () => {
    const made = testBook(ONE_SHEET, { readers: () => Promise.reject(new Error('offline')) });
    const told = vi.spyOn(made, 'notice');
    made.commands.type('1', 0, 0, [['1', '=A1']]);
    await made.commands.moveCells('1', area(0, 0, 0, 0), '1', 2, 0);
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith('not-followed', expect.any(String)));
    expect(texts(sheetOf(made), 1, 2)).toEqual([['', '=A1']]);
  });
});
