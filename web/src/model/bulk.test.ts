/** Many cells: worked out here, written by the server. */
import { describe, expect, test } from 'vitest';
import { atOnce } from '../lib/steps';
import type { PasteBody, Pasted } from '../net/bulk';
import { Problem } from '../net/problem';
import type { Sending } from '../net/upload';
import { ONE_SHEET, sheetOf, testBook } from '../testing/books';
import { bulkBody } from './bulk-body';
import type { PastedCell } from './view';
import type { Workbook } from './workbook';

const ROWS = 3000;
const AREA = { top: 0, left: 0, bottom: ROWS - 1, right: 1 };

interface Body {
  readonly rows: readonly (readonly [number, number])[];
  readonly cols: readonly (readonly [number, number])[];
  readonly contents: readonly { readonly col: number; readonly row: number; readonly values: unknown[] }[];
  readonly styles: readonly unknown[];
  readonly formats: readonly { readonly col: number; readonly row: number; readonly runs: unknown[] }[];
  readonly entries: readonly unknown[];
  readonly act: string;
}

/** A server that takes what is pasted. */
function server(
  answer: (sending: Sending) => Promise<Pasted> = () => Promise.resolve({ seq: 7, cells: 6000 }),
) {
  const bodies: Body[] = [];
  const reverted: number[] = [];
  const acts = {
    paste: (body: PasteBody, sending: Sending) => {
      bodies.push(JSON.parse(body.join('')) as Body);
      sending.onProgress?.(1);
      return answer(sending);
    },
    revert: (seq: number) => {
      reverted.push(seq);
      return Promise.resolve({ seq: 8, reverted: 1, conflicts: [] });
    },
  };
  return { acts, bodies, reverted };
}

function paste(book: Workbook, at: (row: number, col: number) => PastedCell | null) {
  const task = book.commands.begin('Pasting…');
  if (task === null) throw new Error('busy');
  return { task, done: book.commands.pasteMany('1', AREA, at, [], task) };
}

describe('a large paste', () => {
  test('goes to the server as one request, as if typed, and is one step of undo', async () => {
    const { acts, bodies, reverted } = server();
    const book = testBook(ONE_SHEET, { acts });
    const { done } = paste(book, (row, col) => ({ typed: col === 0 ? String(row) : row === 0 ? '50%' : '' }));
    expect(book.task).not.toBeNull();
    expect(await done).toBe(true);
    expect(book.task).toBeNull();
    const [body] = bodies;
    expect(body).toMatchObject({ act: 'paste', rows: [[0, ROWS]], cols: [[0, 2]], entries: [] });
    expect(body?.contents[0]).toEqual({ col: 0, row: 0, values: Array.from({ length: ROWS }, (_, n) => n) });
    expect(body?.contents[1]?.values.slice(0, 2)).toEqual([0.5]);
    expect(body?.styles).toEqual([{ format: '0%' }]);
    expect(body?.formats).toEqual([{ col: 1, row: 0, runs: [[0, 1]] }]);
    book.commands.undo();
    await book.commands.travelling;
    expect(reverted).toEqual([7]);
  });

  test('lays looks over what typed text brings, and carries formulas along', async () => {
    const { acts, bodies } = server();
    const book = testBook(ONE_SHEET, { acts });
    const { done } = paste(book, (_, col) =>
      col === 0
        ? { typed: '2026-01-02', patch: { bold: true } }
        : { formula: '=A1*2', from: { sheet: '1', row: 0, col: 1 } },
    );
    await done;
    expect(bodies[0]?.styles).toEqual([{ format: 'yyyy-mm-dd', bold: true }]);
    expect(bodies[0]?.contents.at(-1)?.values.at(-1)).toEqual(['=', '\uFFFC*2', `${ROWS - 1},0`]);
  });

  test('that is called off leaves nothing, and says nothing', async () => {
    const { acts, bodies } = server();
    const book = testBook(ONE_SHEET, { acts });
    const { task, done } = paste(book, (row) => ({ typed: String(row) }));
    task.cancel?.();
    expect(await done).toBe(false);
    expect([bodies.length, book.task, book.lastNotice, book.commands.canUndo]).toEqual([
      0,
      null,
      null,
      false,
    ]);
  });

  test('cannot be called off once all of it was sent', async () => {
    let late: unknown = 'unknown';
    const book = testBook(ONE_SHEET, {
      acts: server(() => {
        late = book.task?.cancel;
        return Promise.resolve({ seq: 7, cells: 6000 });
      }).acts,
    });
    expect(await paste(book, (row) => ({ typed: String(row) })).done).toBe(true);
    expect(late).toBeNull();
  });

  test('that is refused says why and that nothing was pasted', async () => {
    const refusal = new Problem(422, { code: 'too-many-cells', detail: 'More than fit.' });
    const book = testBook(ONE_SHEET, { acts: server(() => Promise.reject(refusal)).acts });
    expect(await paste(book, (row) => ({ typed: String(row) })).done).toBe(false);
    expect(book.lastNotice).toEqual({ code: 'too-many-cells', detail: 'Nothing was pasted. More than fit.' });
    expect(book.commands.canUndo).toBe(false);
  });

  test('begins anew when somebody inserts a row meanwhile', async () => {
    const { acts, bodies } = server();
    const book = testBook(ONE_SHEET, { acts });
    let inserted = false;
    const { done } = paste(book, (row, col) => {
      if (row === 1000 && !inserted) {
        inserted = true;
        book.commands.insertRows('1', 0, 1);
      }
      return { typed: `${row} ${col}` };
    });
    expect(await done).toBe(true);
    expect(bodies[0]?.rows).toEqual([[0, ROWS]]);
    expect(sheetOf(book).rows.id(1)).toBe(0);
  });

  test('waits for no other one', () => {
    const book = testBook();
    expect(book.commands.begin('one')).not.toBeNull();
    expect(book.commands.begin('two')).toBeNull();
    expect(book.lastNotice?.code).toBe('busy');
  });
});

test('a large fill goes the same way', async () => {
  const { acts, bodies } = server();
  const book = testBook(ONE_SHEET, { acts });
  book.commands.type('1', 0, 0, [['1'], ['2']]);
  book.commands.fill(
    '1',
    { top: 0, left: 0, bottom: 1, right: 0 },
    { top: 0, left: 0, bottom: 5999, right: 0 },
  );
  await new Promise<void>((resolve) => {
    book.subscribe('task', () => {
      if (book.task === null) resolve();
    });
  });
  expect(bodies[0]).toMatchObject({ act: 'fill', rows: [[2, 5998]] });
  expect(bodies[0]?.contents[0]?.values.slice(0, 2)).toEqual([3, 4]);
});

/** Resolves when what is under way has ended. */
function ended(book: Workbook): Promise<void> {
  return new Promise((resolve) => {
    book.subscribe('task', () => {
      if (book.task === null) resolve();
    });
  });
}

const ALL = { top: 0, left: 0, bottom: 1_048_575, right: 16_383 };

describe('clearing and formatting much', () => {
  /** The first and the last cell of two columns of 15,000 rows. */
  function corners(acts: ReturnType<typeof server>['acts']): Workbook {
    const book = testBook(ONE_SHEET, { acts });
    book.commands.type('1', 0, 0, [['1']]);
    book.commands.type('1', 14_999, 1, [['2']]);
    return book;
  }

  test('all that a sheet holds goes as one change, undone as one', async () => {
    const { acts, bodies, reverted } = server();
    const book = testBook(ONE_SHEET, { acts });
    const cells = Array.from({ length: 10_500 }, (_, row) => [0, 1].map((col) => `1/${row}:${col}`)).flat();
    book.document.write(cells.map((key) => ({ root: 'cells', key, value: 1 })));
    book.commands.clear('1', [ALL]);
    await ended(book);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatchObject({ rows: [[0, 10_500]], cols: [[0, 2]], formats: [] });
    const values = bodies[0]?.contents.flatMap((part) => part.values) ?? [];
    expect([values.length, new Set(values)]).toEqual([21_000, new Set([null])]);
    book.commands.undo();
    await book.commands.travelling;
    expect(reverted).toEqual([7]);
  });

  test('few cells in a large area are cleared without the server', async () => {
    const { acts, bodies } = server();
    const book = corners(acts);
    book.commands.clear('1', [ALL]);
    await ended(book);
    expect([bodies.length, sheetOf(book).filled(14_999, 1)]).toEqual([0, false]);
    book.commands.undo();
    expect(sheetOf(book).cell(14_999, 1).value).toBe(2);
  });

  test('borders of many cells are one change; a whole column is no more than an entry', async () => {
    const { acts, bodies } = server();
    const book = corners(acts);
    const area = { top: 0, left: 0, bottom: 14_999, right: 1 };
    book.commands.together(() => {
      book.commands.format('1', [area], { borderTop: 'thin #182033' });
      book.commands.format('1', [{ ...area, right: 0 }], { borderTop: null, bold: true });
    });
    await ended(book);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.styles).toEqual([{ borderTop: null, bold: true }, { borderTop: 'thin #182033' }]);
    expect(bodies[0]?.formats.map(({ col, row }) => [col, row]).slice(0, 2)).toEqual([
      [0, 0],
      [0, 4000],
    ]);
    book.commands.format('1', [{ ...ALL, left: 1, right: 1 }], { italic: true });
    expect([bodies.length, sheetOf(book).cell(99_999, 1).format]).toEqual([1, { italic: true }]);
  });

  test('of very many rows the cells in use are formatted', async () => {
    const { acts, bodies } = server();
    const book = corners(acts);
    book.commands.format('1', [{ ...ALL, bottom: 4999 }], { bold: true });
    expect(sheetOf(book).cell(4999, 300).format).toEqual({ bold: true });
    book.commands.format('1', [{ ...ALL, top: 1, bottom: 30_000 }], { bold: true });
    await ended(book);
    expect(bodies[0]).toMatchObject({ rows: [[1, 30_000]], cols: [[0, 2]], contents: [] });
  });

  test('more than can be done says so, and nothing was done', async () => {
    const book = corners(server().acts);
    book.commands.format('1', [{ top: 0, left: 0, bottom: 99_999, right: 20 }], { bold: true });
    await ended(book);
    expect(book.lastNotice?.detail).toBe(
      'At most 1,000,000 cells can be formatted at once. Nothing was formatted.',
    );
  });
});

test('gaps part the pieces of a column, and other entries come along', () => {
  const { rows, cols } = sheetOf(testBook()).record;
  const what = { sheet: '1', act: 'paste', rows: rows.axis, cols: cols.axis } as const;
  const body = atOnce(
    bulkBody(what, [
      { root: 'cells', key: '1/5:3', value: 'a' },
      { root: 'cells', key: '1/6:3', value: null },
      { root: 'cells', key: '1/7:4', value: 1 },
      { root: 'formats', key: '1/7:3', value: undefined },
      { root: 'notes', key: '1/5:3', value: 'said' },
    ]),
  );
  expect(JSON.parse(body.join(''))).toEqual({
    sheet: '1',
    act: 'paste',
    rows: [[5, 3]],
    cols: [[3, 2]],
    entries: [['notes', '1/5:3', 'said']],
    contents: [
      { col: 0, row: 0, values: ['a', null] },
      { col: 1, row: 2, values: [1] },
    ],
    formats: [{ col: 0, row: 2, runs: [[0, 1]] }],
    styles: [null],
  });
});
