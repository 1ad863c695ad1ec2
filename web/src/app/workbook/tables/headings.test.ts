import { expect, test } from 'vitest';
import { sheetOf, testBook } from '../../../testing/books';
import { looksLikeHeadings } from './headings';

function seen(rows: (string | null)[][]): boolean {
  const book = testBook();
  book.commands.type('1', 0, 0, rows);
  return looksLikeHeadings(sheetOf(book), {
    top: 0,
    left: 0,
    bottom: rows.length - 1,
    right: (rows[0]?.length ?? 1) - 1,
  });
}

test('headings are texts above something else, or all different', () => {
  expect(
    seen([
      ['Item', 'Price'],
      ['Pump', '10'],
    ]),
  ).toBe(true);
  expect(
    seen([
      ['Item', null],
      ['Pump', '10'],
    ]),
  ).toBe(true);
  expect(
    seen([
      ['Name', 'City'],
      ['Mara', 'Lund'],
      ['Oskar', 'Bern'],
    ]),
  ).toBe(true);
  expect(
    seen([
      ['1', '2'],
      ['3', '4'],
    ]),
  ).toBe(false);
  expect(
    seen([
      ['Lund', '2'],
      ['Bern', '4'],
    ]),
  ).toBe(false);
  expect(
    seen([
      ['Lund', 'Lund'],
      ['Bern', 'Bern'],
    ]),
  ).toBe(false);
});
