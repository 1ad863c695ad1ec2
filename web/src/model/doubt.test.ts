import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sheetOf, testBook } from '../testing/books';
import { affected } from './affected';
import { WorkbookDocument } from './document';
import type { Edit } from './entries';
import { parseFormula } from './formula-parse';
import type { ValueAt } from './workbook-source';
import type { Area } from './view';

const SHEETS: readonly Edit[] = [
  { root: 'sheets', key: '1/name', value: 'Plan' },
  { root: 'sheets', key: '1/pos', value: 'V' },
  { root: 'sheets', key: '2/name', value: 'Data' },
  { root: 'sheets', key: '2/pos', value: 'W' },
  { root: 'names', key: 'n1', value: ['Rate', '', '=', '0.19'] },
];
const cell = (row: number, col: number): Area => ({ top: row, bottom: row, left: col, right: col });

describe('formulas that may read what changed', () => {
  const book = new WorkbookDocument();
  book.write([...SHEETS]);
  const formulas = [
    'A1*2',
    'SUM(A1:A9)',
    'B2+B3',
    'Data!C3',
    'SUM(Plan:Data!D4)',
    'Rate',
    'INDIRECT("A1")',
    '1+1',
  ];
  const at = formulas.map((text, row) => {
    const formula = parseFormula(text, '1', book);
    if (formula === null) throw new Error(text);
    return { row: row + 1, col: 1, formula };
  });
  const hit = (sheet: string, area: Area): string[] =>
    affected('1', at, new Map([[sheet, [area]]]), book)
      .map(({ row }) => formulas[row - 1] ?? '')
      .sort();

  test('directly, through each other, on other sheets; what only the server can know counts as well', () => {
    const always = ['INDIRECT("A1")', 'Rate'];
    expect(hit('1', cell(0, 0))).toEqual(['A1*2', 'B2+B3', ...always, 'SUM(A1:A9)'].sort());
    expect(hit('1', cell(8, 0))).toEqual(['B2+B3', ...always, 'SUM(A1:A9)'].sort());
    expect(hit('2', cell(2, 2))).toEqual(['Data!C3', ...always].sort());
    expect(hit('2', cell(3, 3))).toEqual([...always, 'SUM(Plan:Data!D4)'].sort());
    expect(hit('2', cell(99, 9))).toEqual(always);
  });
});

describe('values in doubt', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function openBook(answer: () => Promise<{ seq: number; cells: readonly ValueAt[] }>) {
    const asked = vi.fn(answer);
    const book = testBook(SHEETS, { values: asked });
    const sheet = sheetOf(book, '1');
    sheet.show({ top: 0, left: 0, bottom: 30, right: 9 });
    book.commands.type('1', 0, 0, [['1', '=A1*2', '=1+1']]);
    book.durable(1);
    book.takeValues({
      seq: 1,
      sheet: '1',
      all: true,
      cells: [
        [0, 1, 2],
        [0, 2, 2],
      ],
    });
    return { book, sheet, asked };
  }

  test('values that come in time are never marked, and nothing is asked', async () => {
    const { book, sheet, asked } = openBook(() => Promise.resolve({ seq: 2, cells: [] }));
    book.commands.type('1', 0, 0, [['5']]);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, stale: false });
    book.durable(2);
    await vi.advanceTimersByTimeAsync(60);
    book.takeValues({ seq: 2, sheet: '1', all: false, cells: [[0, 1, 10]] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 10, stale: false });
    expect(asked).not.toHaveBeenCalled();
  });

  test('late values keep the old one, marked from 200 ms on; what reads something else stays clear', async () => {
    const { book, sheet } = openBook(() => new Promise(() => undefined));
    book.commands.type('1', 0, 0, [['5']]);
    book.durable(2);
    await vi.advanceTimersByTimeAsync(190);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, stale: false });
    await vi.advanceTimersByTimeAsync(20);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, text: '2', stale: true });
    expect(sheet.cell(0, 2).stale).toBe(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, stale: true });
    book.takeValues({ seq: 2, sheet: '1', all: false, cells: [[0, 1, 10]] });
    expect(sheet.cell(0, 1)).toMatchObject({ value: 10, stale: false });
  });

  test('values that came out the same are asked for, and not marked', async () => {
    const { book, sheet, asked } = openBook(() =>
      Promise.resolve({ seq: 2, cells: [{ row: 0, col: 1, value: 2 }] }),
    );
    book.commands.type('1', 0, 0, [['3']]);
    book.durable(2);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, stale: false });
  });

  test('while offline what depends on own edits is marked; a plain value that nothing reads asks nobody', async () => {
    const { book, sheet, asked } = openBook(() => Promise.resolve({ seq: 9, cells: [] }));
    book.commands.type('1', 20, 5, [['note']]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).not.toHaveBeenCalled();
    book.commands.type('1', 0, 0, [['5']]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).not.toHaveBeenCalled();
    expect(sheet.cell(0, 1)).toMatchObject({ value: 2, stale: true });
    book.durable(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sheet.cell(0, 1).stale).toBe(false);
  });
});
