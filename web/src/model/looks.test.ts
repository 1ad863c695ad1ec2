import { expect, test } from 'vitest';
import { sheetOf, testBook } from '../testing/books';
import { Looks } from './looks';

const RED = { format: { fill: '#ffc7ce', format: '0.0 "kg"' } };
const everywhere = (): boolean => true;

test('a message says everything about the view: cells that it does not list have no look any more', () => {
  const looks = new Looks();
  expect(
    looks.take(
      {
        kinds: [RED],
        cells: [
          [0, 0, 0],
          [1, 0, 0],
        ],
      },
      everywhere,
    ),
  ).toEqual([
    [0, 0],
    [1, 0],
  ]);
  const before = looks.get(0, 0);
  expect(before).toEqual(RED);
  expect(
    looks.take(
      {
        kinds: [{ bad: '' }, RED],
        cells: [
          [0, 0, 1],
          [2, 0, 0],
        ],
      },
      everywhere,
    ),
  ).toEqual([
    [2, 0],
    [1, 0],
  ]);
  expect(looks.get(0, 0)).toBe(before);
  expect(looks.get(1, 0)).toBeUndefined();
  expect(looks.get(2, 0)).toEqual({ bad: '' });
});

test('what is known of cells out of sight stays until they are seen again', () => {
  const looks = new Looks();
  looks.take(
    {
      kinds: [RED],
      cells: [
        [0, 0, 0],
        [9, 0, 0],
      ],
    },
    everywhere,
  );
  expect(looks.take({ kinds: [], cells: [] }, (row) => row > 5)).toEqual([[9, 0]]);
  expect(looks.get(0, 0)).toEqual(RED);
});

test('a cell shows its number as the rule says and keeps its own format', () => {
  const book = testBook();
  const sheet = sheetOf(book);
  book.commands.type('1', 0, 0, [['5'], ['6']]);
  sheet.show({ top: 0, left: 0, bottom: 9, right: 9 });
  const { version } = sheet;
  book.takeValues({ seq: 1, sheet: '1', cells: [], all: false, looks: { kinds: [RED], cells: [[0, 0, 0]] } });
  expect(sheet.cell(0, 0)).toMatchObject({ text: '5.0 kg', look: RED, format: {} });
  expect(sheet.cell(1, 0).look).toBeUndefined();
  expect(sheet.version).toBeGreaterThan(version);
  book.takeValues({ seq: 2, sheet: '1', cells: [], all: false });
  expect(sheet.cell(0, 0).look).toEqual(RED);
  book.takeValues({ seq: 3, sheet: '1', cells: [], all: false, looks: { kinds: [], cells: [] } });
  expect(sheet.cell(0, 0)).toMatchObject({ text: '5' });
  expect(sheet.cell(0, 0).look).toBeUndefined();
});
