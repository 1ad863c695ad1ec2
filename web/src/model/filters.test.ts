import { describe, expect, test, vi } from 'vitest';
import type { Criterion } from '../net/filters';
import { ONE_SHEET, sheetOf, testBook, texts } from '../testing/books';
import type { Edit } from './entries';
import { readCriterion } from './filter';
import { duplicateEdits } from './edit-duplicate';
import { gapsIn, shownSpans, unionSpans, withHidden } from './spans';
import { Axis } from './axis';
import type { Workbook } from './workbook';

/** Six rows below a heading, of which a filter hides those of `hidden`. */
async function filtered(hidden: readonly (readonly [number, number])[], more: readonly Edit[] = []) {
  const book = testBook(
    [
      ...ONE_SHEET,
      { root: 'filters', key: '1/f', value: [0, 0, 6, 1] },
      { root: 'filters', key: '1/f/0', value: ['in', 'a'] },
      { root: 'filters', key: '1/f/rows', value: 'list' },
      ...more,
    ],
    { filters: { list: () => Promise.resolve(hidden) } },
  );
  const rows = ['Name', 'a', 'b', 'a', 'b', 'b', 'a'].map((text, n) => [text, String(n)]);
  book.commands.type('1', 0, 0, rows);
  const sheet = sheetOf(book);
  await sheet.filtering.arriving();
  return { book, sheet };
}

const HIDDEN = [
  [2, 1],
  [4, 2],
] as const;

function shownRows(book: Workbook, count = 9): number[] {
  const { rows } = sheetOf(book);
  return Array.from({ length: count }, (_, n) => n).filter((n) => !rows.hidden(n));
}

describe('rows that a filter hides', () => {
  test('have no height, and follow rows that are inserted', async () => {
    const { book, sheet } = await filtered(HIDDEN);
    expect(shownRows(book)).toEqual([0, 1, 3, 6, 7, 8]);
    expect(sheet.rows.offset(7)).toBe(4 * sheet.rows.size(0));
    expect(sheet.rows.at(sheet.rows.offset(6))).toBe(6);
    book.commands.insertRows('1', 2, 1);
    expect(shownRows(book)).toEqual([0, 1, 2, 4, 7, 8]);
    expect(sheet.filters[0]).toMatchObject({ shown: 4, of: 7, own: false, offered: false });
  });

  test('are hidden beside those that the layout hides; showing rows leaves them', async () => {
    const { book } = await filtered(HIDDEN);
    book.commands.hideRows('1', 3, 3, true);
    expect(shownRows(book)).toEqual([0, 1, 6, 7, 8]);
    book.commands.hideRows('1', 0, 8, false);
    expect(shownRows(book)).toEqual([0, 1, 3, 6, 7, 8]);
    book.commands.hideRows('1', 1, 5, true);
    expect(book.document.get('layout', '1/hr:2')).toBeUndefined();
    expect(book.document.get('layout', '1/hr:3')).toBe(true);
  });

  test('show as long as the list is not there, and again without a criterion', async () => {
    const { book, sheet } = await filtered(HIDDEN);
    book.document.write([{ root: 'filters', key: '1/f/0', value: undefined }]);
    expect(shownRows(book)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(sheet.filters[0]).toMatchObject({ shown: 6, of: 6 });
    book.document.write([{ root: 'filters', key: '1/f', value: null }]);
    expect(sheet.filters).toEqual([]);
  });

  test('are a copy’s no more: its layout is as if nothing were filtered', async () => {
    const { book, sheet } = await filtered(HIDDEN);
    const { id, edits } = duplicateEdits(book.document, sheet);
    book.document.write(edits);
    expect(sheetOf(book, id).rows.hidden(2)).toBe(false);
    expect(sheetOf(book, id).rows.size(2)).toBe(sheet.rows.size(0));
  });
});

describe('commands on a selection that is filtered', () => {
  const whole = { top: 1, left: 1, bottom: 6, right: 1 };

  test('clear, format and delete what shows', async () => {
    const { book, sheet } = await filtered(HIDDEN);
    book.commands.format('1', [whole], { bold: true });
    expect([1, 2, 3].map((row) => sheet.cell(row, 1).format.bold === true)).toEqual([true, false, true]);
    book.commands.clear('1', [whole]);
    expect(texts(sheet, 7, 2).map(([, text]) => text)).toEqual(['0', '', '2', '', '4', '5', '']);
    book.commands.deleteRows('1', 1, 6);
    expect(texts(sheet, 4, 2)).toEqual([
      ['Name', '0'],
      ['b', '2'],
      ['b', '4'],
      ['b', '5'],
    ]);
    book.commands.undo();
    book.commands.undo();
    expect(texts(sheet, 7, 2).map(([, text]) => text)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  test('fill counts the rows that show', async () => {
    const { book, sheet } = await filtered(HIDDEN);
    book.commands.type('1', 1, 2, [['Item 1']]);
    book.commands.fill('1', { ...whole, left: 2, right: 2, bottom: 1 }, { ...whole, left: 2, right: 2 });
    expect(texts(sheet, 7, 3).map((row) => row[2])).toEqual(['', 'Item 1', '', 'Item 2', '', '', 'Item 3']);
  });

  test('Ctrl+arrow ends on a row that shows', async () => {
    const { sheet } = await filtered([[5, 2]]);
    expect(await sheet.edge(0, 0, 1, 0)).toEqual({ row: 4, col: 0 });
    expect(await sheet.edge(8, 0, -1, 0)).toEqual({ row: 4, col: 0 });
  });
});

describe('a filter of one’s own', () => {
  const target = { sheet: '1', table: null, area: { top: 0, left: 0, bottom: 6, right: 1 } };

  async function own(): Promise<{ book: Workbook; asked: unknown[] }> {
    const asked: unknown[] = [];
    const book = testBook(
      [
        ...ONE_SHEET,
        { root: 'filters', key: '1/f', value: [0, 0, 6, 1] },
        { root: 'filters', key: '1/f/0', value: ['in', 'a'] },
        { root: 'filters', key: '1/f/rows', value: 'list' },
      ],
      {
        filters: {
          list: () => Promise.resolve(HIDDEN),
          find: (place, criteria) => {
            asked.push({ place, criteria });
            return Promise.resolve({ seq: 1, shown: 1, of: 6, hidden: [[1, 5]] });
          },
        },
      },
    );
    book.role = 'viewer';
    await sheetOf(book).filtering.arriving();
    return { book, asked };
  }

  test('stands in for the shared one and writes nothing; closed, the shared one is back', async () => {
    const { book, asked } = await own();
    const criterion: Criterion = ['if', '>', 3];
    const before = book.document.clock;
    await book.commands.filter.setOwn(target, new Map([[1, criterion]]));
    expect(asked).toEqual([{ place: { sheet: 'Plan', range: 'A1:B7' }, criteria: { B: ['if', '>', 3] } }]);
    expect(shownRows(book)).toEqual([0, 6, 7, 8]);
    expect(sheetOf(book).filters).toMatchObject([{ own: true, shown: 1, of: 6 }]);
    expect(book.document.clock).toBe(before);
    book.commands.filter.closeOwn(target);
    expect(shownRows(book)).toEqual([0, 1, 3, 6, 7, 8]);
  });

  test('is kept by identity and computed anew where it is then', async () => {
    const { book, asked } = await own();
    await book.commands.filter.setOwn(target, new Map([[1, ['above'] as const]]));
    const kept = book.commands.filter.kept;
    book.commands.filter.closeOwn(target);
    book.role = 'editor';
    book.commands.insertCols('1', 0, 1);
    book.commands.insertRows('1', 0, 2);
    await book.commands.filter.restore(kept);
    expect(asked.at(-1)).toEqual({ place: { sheet: 'Plan', range: 'B3:C9' }, criteria: { C: ['above'] } });
    expect(sheetOf(book).filters[0]?.criteria.get(2)).toEqual(['above']);
  });
});

test('headings of a table offer a filter until there is one', () => {
  const book = testBook();
  book.commands.type('1', 0, 0, [['Name'], ['a'], ['b']]);
  book.commands.table.make('1', { top: 0, left: 0, bottom: 2, right: 0 }, { header: true, name: 'People' });
  const sheet = sheetOf(book);
  const id = sheet.tables[0]?.id ?? '';
  expect(sheet.filters).toMatchObject([{ table: id, offered: true, of: 2 }]);
  book.document.write([{ root: 'filters', key: `1/${id}`, value: true }]);
  expect(sheet.filters).toMatchObject([{ table: id, offered: false, of: 2 }]);
  book.commands.table.showTotals(id, true);
  expect(sheet.filters[0]?.area.bottom).toBe(2);
});

test('criteria of another form are passed over', () => {
  expect(readCriterion(['in', 'a', ''])).not.toBeNull();
  expect(readCriterion(['if', 'empty', null])).not.toBeNull();
  expect(readCriterion(['if', '>', 1, 'or', '<', -1])).not.toBeNull();
  for (const wrong of [null, 'in', ['in', 1], ['if', 'near', 1], ['if', '>', 1, 'nor', '<', 2], ['top', 'x']])
    expect(readCriterion(wrong)).toBeNull();
});

describe('spans', () => {
  const spans = (...pairs: [number, number][]) => ({
    starts: Float64Array.from(pairs, ([start]) => start),
    ends: Float64Array.from(pairs, ([, end]) => end),
  });
  const pairs = ({ starts, ends }: { starts: Float64Array; ends: Float64Array }) =>
    [...starts].map((start, n) => [start, ends[n]]);

  test('are joined and cut out of sizes', () => {
    expect(pairs(unionSpans([spans([5, 6], [8, 9]), spans([0, 2], [6, 8])]))).toEqual([
      [0, 2],
      [5, 9],
    ]);
    const laid = { ...spans([1, 4], [6, 10], [10, 12]), sizes: Float64Array.from([40, 0, 30]) };
    const all = withHidden(laid, spans([0, 2], [3, 7], [9, 11], [20, 21]));
    expect(pairs(all).map(([start, end], n) => [start, end, all.sizes[n]])).toEqual([
      [0, 2, 0],
      [2, 3, 40],
      [3, 7, 0],
      [7, 9, 0],
      [9, 11, 0],
      [11, 12, 30],
      [20, 21, 0],
    ]);
    expect(gapsIn(spans([0, 2], [4, 6]), 1, 8)).toEqual([
      [2, 3],
      [6, 8],
    ]);
  });

  test('very many of them are laid out, also where lines were moved and deleted', () => {
    const runs = new Float64Array(100_000);
    for (let n = 0; n < 50_000; n++) {
      runs[2 * n] = 2 * n + 1;
      runs[2 * n + 1] = 1;
    }
    const plain = shownSpans(new Axis(1_048_576), runs);
    const laid = { starts: new Float64Array(0), ends: new Float64Array(0), sizes: new Float64Array(0) };
    expect(withHidden(laid, plain).starts.length).toBe(50_000);
    // Row 3 goes to the top, rows 10 to 13 go away.
    const moved = new Axis(1_048_576, [
      ['mx', [1, -1, 'V-x', 3, 1]],
      ['dx', [10, 4]],
    ]);
    const spans = shownSpans(moved, runs);
    expect(pairs(spans).slice(0, 6)).toEqual([
      [0, 1],
      [2, 3],
      [5, 6],
      [7, 8],
      [9, 10],
      [11, 12],
    ]);
    expect(spans.starts.length).toBe(49_998);
  });
});

test('values of rows that lie far apart are asked for by themselves', async () => {
  vi.useFakeTimers();
  try {
    const asked: string[] = [];
    const book = testBook(
      [
        ...ONE_SHEET,
        { root: 'filters', key: '1/f', value: [0, 0, 9000, 1] },
        { root: 'filters', key: '1/f/0', value: ['above'] },
        { root: 'filters', key: '1/f/rows', value: 'list' },
      ],
      {
        filters: { list: () => Promise.resolve([[1, 8999]]) },
        values: (_, area) => {
          asked.push(`${area.top} to ${area.bottom}`);
          return Promise.resolve({ seq: 1, cells: [{ row: 9000, col: 1, value: 7 }] });
        },
      },
    );
    book.commands.type('1', 9000, 0, [['3', '=A9001+4']]);
    const sheet = sheetOf(book);
    await sheet.filtering.arriving();
    expect(sheet.rows.at(sheet.rows.size(0))).toBe(9000);
    sheet.show({ top: 0, left: 0, bottom: 9010, right: 5 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual(['9000 to 9000']);
    expect(sheet.value(9000, 1)).toBe(7);
  } finally {
    vi.useRealTimers();
  }
});
