import { describe, expect, test } from 'vitest';
import { FakeSheet } from '../../../grid/testing/fakeSheet';
import type { CellFormat, Scalar } from '../../../model/view';
import { columnKind, columnLabel, guessHeadings } from './headings';

const BOLD: CellFormat = { bold: true };
const DATE: CellFormat = { format: 'yyyy-mm-dd' };

type Cell = Scalar | readonly [value: Scalar, format: CellFormat];

function sheetOf(rows: readonly (readonly Cell[])[]) {
  const sheet = new FakeSheet('plan', 'Plan', 100, 10);
  rows.forEach((row, r) =>
    row.forEach((cell, c) => {
      if (cell === null) return;
      const [value, format] = Array.isArray(cell)
        ? (cell as readonly [Scalar, CellFormat])
        : [cell as Scalar, {}];
      sheet.put(r, c, { value, format });
    }),
  );
  const area = {
    top: 0,
    left: 0,
    bottom: rows.length - 1,
    right: Math.max(...rows.map((row) => row.length)) - 1,
  };
  return { sheet, area };
}

function guessed(rows: readonly (readonly Cell[])[]): boolean {
  const { sheet, area } = sheetOf(rows);
  return guessHeadings(sheet, area);
}

describe('the first row holds headings', () => {
  test('when text stands above numbers or dates', () => {
    expect(
      guessed([
        ['Region', 'Net'],
        ['North', 3],
        ['South', 1],
      ]),
    ).toBe(true);
    expect(
      guessed([
        ['Who', 'Day'],
        ['Ada', [45000, DATE]],
        ['Ben', null],
      ]),
    ).toBe(true);
    expect(
      guessed([
        ['Item', 'Done'],
        ['a', true],
      ]),
    ).toBe(true);
    expect(
      guessed([
        [null, 'Net'],
        ['North', 3],
      ]),
    ).toBe(true);
  });

  test('errors below are as good as figures', () => {
    const rows = [
      ['Item', 'Net'],
      ['a', 1],
      ['b', { error: '#REF!' }],
    ];
    expect(guessed(rows)).toBe(true);
    const { sheet, area } = sheetOf(rows);
    expect(columnKind(sheet, area, 1)).toBe('number');
  });

  test('when it is bold and the next row is not', () => {
    expect(
      guessed([
        [
          ['Name', BOLD],
          ['Town', BOLD],
        ],
        ['Ada', 'London'],
        ['Ben', 'Rome'],
      ]),
    ).toBe(true);
    expect(
      guessed([
        [['Name', BOLD], 'Town'],
        ['Ada', 'London'],
      ]),
    ).toBe(false);
    expect(guessed([[['Ada', BOLD]], [['Ben', BOLD]]])).toBe(false);
  });

  test('not when all rows are alike', () => {
    expect(
      guessed([
        ['Ada', 'London'],
        ['Ben', 'Rome'],
      ]),
    ).toBe(false);
    expect(
      guessed([
        [1, 2],
        [3, 4],
      ]),
    ).toBe(false);
    expect(
      guessed([
        ['Total', 4],
        ['North', 3],
      ]),
    ).toBe(false);
    expect(
      guessed([
        ['Net', 'x'],
        [3, 'y'],
        ['n/a', 'z'],
      ]),
    ).toBe(false);
    expect(
      guessed([
        [null, null],
        ['a', 1],
      ]),
    ).toBe(false);
    expect(guessed([['alone', 'here']])).toBe(false);
  });
});

test('columns go by their headings and by what they hold', () => {
  const { sheet, area } = sheetOf([
    ['Name', 'Net', 'Day', ''],
    ['Ada', 3, [45000, DATE], 'x'],
    ['Ben', null, [45001, DATE], 1],
  ]);
  expect([0, 1, 2, 3].map((col) => columnKind(sheet, area, col))).toEqual(['text', 'number', 'date', 'text']);
  expect([0, 1, 3].map((col) => columnLabel(sheet, area, col, true))).toEqual(['Name', 'Net', 'Column D']);
  expect(columnLabel(sheet, area, 1, false)).toBe('Column B');
});
