import { expect, test } from 'vitest';
import { bring, copyOf, sheetOf, testBook, texts } from '../testing/books';
import { Random } from '../testing/random';
import type { Workbook } from './workbook';

const ROWS = 14;
const COLS = 5;

/** One random command of one person. */
function act(book: Workbook, random: Random): void {
  const { commands } = book;
  const row = random.below(ROWS);
  const col = random.below(COLS);
  const last = Math.min(row + random.below(3), ROWS - 1);
  switch (random.below(11)) {
    case 0:
      commands.insertRows('1', row, 1 + random.below(3));
      break;
    case 1:
      commands.deleteRows('1', row, last);
      break;
    case 2:
      commands.moveRows('1', row, last, random.below(ROWS));
      break;
    case 3:
      commands.insertCols('1', col, 1);
      break;
    case 4:
      commands.deleteCols('1', col, col);
      break;
    case 5:
      commands.clear('1', [{ top: row, left: col, bottom: last, right: col }]);
      break;
    case 6:
      commands.merge('1', { top: row, left: col, bottom: last, right: Math.min(col + 1, COLS - 1) });
      break;
    case 7:
      commands.undo();
      break;
    case 8:
      commands.redo();
      break;
    case 9:
      commands.format('1', [{ top: row, left: col, bottom: last, right: col }], {
        bold: random.below(2) === 0,
      });
      break;
    default: {
      const formula = `=SUM(A${row + 1}:B${last + 1})+C$${1 + random.below(ROWS)}`;
      const text = random.below(2) === 0 ? formula : String(random.below(1000));
      commands.type('1', row, col, [[text]]);
    }
  }
}

/** Everything that the grid shows. */
function picture(book: Workbook): unknown {
  const sheet = sheetOf(book);
  const area = { top: 0, left: 0, bottom: 39, right: 11 };
  const looks = Array.from({ length: 40 }, (_, r) =>
    Array.from({ length: 12 }, (__, c) => sheet.cell(r, c).format),
  );
  return { texts: texts(sheet, 40, 12), merges: sheet.mergesIn(area), looks };
}

/** The same document read from nothing. */
function afresh(book: Workbook): unknown {
  return picture(copyOf(book));
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))('three people, seed %i', (seed) => {
  const random = new Random(seed + 1000);
  const first = testBook();
  first.commands.type(
    '1',
    0,
    0,
    Array.from({ length: ROWS }, (_, r) => Array.from({ length: COLS }, (__, c) => `${r * COLS + c}`)),
  );
  const books = [first, copyOf(first), copyOf(first)];
  for (let step = 0; step < 90; step++) {
    act(random.pick(books), random);
    if (random.below(4) === 0) bring(random.pick(books), random.pick(books));
  }
  for (let round = 0; round < 2; round++) {
    for (const from of books) for (const to of books) bring(from, to);
  }
  const [one, two, three] = books.map(picture);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
  expect(afresh(first)).toEqual(one);
});
