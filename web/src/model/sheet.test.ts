import { describe, expect, test, vi } from 'vitest';
import { sheetOf, testBook, texts } from '../testing/books';
import type { Manifest } from './base';
import type { BlockJson } from './block';
import type { Edit } from './entries';

const MANIFEST: Manifest = {
  v: 1,
  rows: 600,
  cols: 3,
  rowHeight: 20,
  colWidth: 64,
  blocks: [
    { rows: [[0, 256]], hash: 'b0', cells: 259, formulas: 1 },
    { rows: [[256, 256]], hash: 'b1', cells: 768, formulas: 0 },
    { rows: [[512, 88]], hash: 'b2', cells: 0, formulas: 0 },
  ],
  columns: [
    [0, 1, 120, 0, 0],
    [2, 2, null, 1, 2],
  ],
  heights: [[10, 5, 40, 0, 3]],
  merges: [[0, 0, 1, 1]],
};

const numbers = Array.from({ length: 256 }, (_, i) => i);

const BLOCK_0: BlockJson = {
  v: 1,
  rows: [[0, 256]],
  cols: [
    { id: 0, v: numbers, s: [[1, 256]] },
    { id: 1, at: [0, 5, 9], v: [7, 'text', ['#', '#N/A']], f: [[0, 0]] },
  ],
  formulas: [['=', '\uFFFC*2', '3,0']],
};

const BLOCK_1: BlockJson = { v: 1, rows: [[256, 256]], cols: [0, 1, 2].map((id) => ({ id, v: numbers })) };

const STYLES = [{}, { format: '0.0', bold: true }, { fill: '#ff0000' }, { italic: true, color: null }];

const EDITS: readonly Edit[] = [
  { root: 'book', key: 'styles', value: 'styles' },
  { root: 'sheets', key: '1/name', value: 'Plan' },
  { root: 'sheets', key: '1/pos', value: 'V' },
  { root: 'sheets', key: '1/base', value: 'manifest' },
];

async function openBook(): Promise<ReturnType<typeof testBook>> {
  const book = testBook(EDITS, {
    manifests: { manifest: MANIFEST },
    blocks: { b0: BLOCK_0, b1: BLOCK_1, b2: { v: 1, rows: [[512, 88]], cols: [] } },
    styles: { styles: STYLES },
    values: () => Promise.resolve({ seq: 9, cells: [{ row: 0, col: 1, value: 99 }] }),
  });
  await vi.waitFor(() => expect(sheetOf(book).rows.used).toBe(600));
  return book;
}

describe('the base', () => {
  test('is fetched around what is on screen, and says what is not there yet', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    expect(sheet.cell(0, 0)).toMatchObject({ loaded: false, value: null });
    expect(sheet.cell(700, 0).loaded).toBe(true);
    sheet.show({ top: 0, left: 0, bottom: 30, right: 5 });
    await vi.waitFor(() => expect(sheet.cell(0, 0).loaded).toBe(true));
    expect(sheet.cell(4, 0)).toMatchObject({ value: 4, text: '4.0', format: { bold: true } });
    expect(sheet.cell(0, 1)).toMatchObject({ value: 7, formula: '=A4*2', stale: false });
    expect(sheet.cell(5, 1).text).toBe('text');
    expect(sheet.cell(6, 1).value).toBeNull();
    expect(sheet.cell(9, 1)).toMatchObject({ value: { error: '#N/A' }, text: '#N/A' });
    expect(sheet.cell(4, 2).format).toEqual({ fill: '#ff0000' });
    expect(sheet.cell(11, 2).format).toEqual({ italic: true });
    expect(sheet.filled(6, 1)).toBe(false);
    expect(sheet.mergeAt(1, 1)).toEqual({ top: 0, left: 0, bottom: 1, right: 1 });
  });

  test('gives sizes, hidden lines and used lines', async () => {
    const { rows, cols } = sheetOf(await openBook());
    expect([cols.size(0), cols.size(1), cols.size(2), cols.hidden(3), cols.size(4)]).toEqual([
      120,
      64,
      0,
      true,
      64,
    ]);
    expect([rows.offset(10), rows.offset(15), rows.size(12)]).toEqual([200, 400, 40]);
    expect(cols.used).toBe(3);
  });

  test('is read through inserted, deleted and moved rows', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    book.commands.insertRows('1', 2, 3);
    book.commands.deleteRows('1', 0, 0);
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    expect(texts(sheet, 6, 1).flat()).toEqual(['1.0', '', '', '', '2.0', '3.0']);
    expect(sheet.rows.used).toBe(602);
    expect(sheet.rows.size(12)).toBe(40);
    expect(sheet.rows.size(11)).toBe(20);
  });

  test('gives way to edits, and they to undo', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    book.commands.type('1', 3, 0, [['x']]);
    book.commands.clear('1', [{ top: 4, left: 0, bottom: 5, right: 1 }]);
    expect(texts(sheet, 7, 2).slice(3)).toEqual([
      ['x', ''],
      ['', ''],
      ['', ''],
      ['6.0', ''],
    ]);
    expect(book.document.get('cells', '1/4:1')).toBeUndefined();
    book.commands.undo();
    expect(sheet.cell(5, 1).text).toBe('text');
    book.commands.unmerge('1', { top: 0, left: 0, bottom: 0, right: 0 });
    expect(book.document.get('layout', '1/m:0:0')).toBeNull();
    expect(sheet.mergeAt(0, 0)).toBeNull();
  });

  test('edges are found across blocks that were never fetched', async () => {
    const sheet = sheetOf(await openBook());
    expect(await sheet.edge(0, 0, 1, 0)).toEqual({ row: 511, col: 0 });
    expect(await sheet.edge(511, 0, 1, 0)).toEqual({ row: 1_048_575, col: 0 });
    expect(await sheet.edge(1_048_575, 0, -1, 0)).toEqual({ row: 511, col: 0 });
    expect(await sheet.edge(300, 2, -1, 0)).toEqual({ row: 256, col: 2 });
    expect(await sheet.edge(256, 2, -1, 0)).toEqual({ row: 0, col: 2 });
    expect(await sheet.edge(0, 1, 1, 0)).toEqual({ row: 5, col: 1 });
    expect(await sheet.edge(300, 0, 0, 1)).toEqual({ row: 300, col: 1 });
    expect(await sheet.edge(300, 2, 0, 1)).toEqual({ row: 300, col: 16_383 });
    expect(await sheet.edge(300, 9, 0, -1)).toEqual({ row: 300, col: 1 });
    expect(await sheet.edge(0, 0, -1, 0)).toEqual({ row: 0, col: 0 });
  });
});

describe('computed values', () => {
  test('take the place of cached ones, and a new formula shows its old value until then', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    sheet.show({ top: 0, left: 0, bottom: 10, right: 3 });
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    book.takeValues({ seq: 3, sheet: '1', all: true, cells: [[0, 1, 8]] });
    expect(sheet.cell(0, 1)).toMatchObject({ value: 8, stale: false });
    book.commands.type('1', 0, 1, [['=A1']]);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 8, stale: false, formula: '=A1' });
    book.takeValues({ seq: 3, sheet: '1', all: false, cells: [[1, 1, 5]] });
    await vi.waitFor(() => expect(sheet.cell(0, 1)).toMatchObject({ value: 8, stale: true }));
    book.durable(4);
    book.takeValues({ seq: 4, sheet: '1', all: false, cells: [[0, 1, ['#', '#DIV/0!']]] });
    expect(sheet.cell(0, 1)).toMatchObject({ value: { error: '#DIV/0!' }, stale: false });
    book.commands.type('1', 0, 1, [['5']]);
    expect(sheet.cell(0, 1)).toMatchObject({ value: 5, stale: false });
    book.commands.clear('1', [{ top: 0, left: 1, bottom: 0, right: 1 }]);
    expect(sheet.cell(0, 1).value).toBeNull();
  });

  test('a value that came out the same settles the wait', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    sheet.show({ top: 0, left: 0, bottom: 10, right: 3 });
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    book.takeValues({ seq: 3, sheet: '1', all: true, cells: [] });
    expect(sheet.cell(0, 1).value).toBe(7);
    book.commands.type('1', 0, 1, [['=7']]);
    book.durable(4);
    book.takeValues({ seq: 4, sheet: '1', all: false, cells: [] });
    expect(sheet.cell(0, 1)).toMatchObject({ value: 7, stale: false });
  });

  test('a complete message forgets what it does not name', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    sheet.show({ top: 0, left: 0, bottom: 10, right: 3 });
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    book.takeValues({ seq: 3, sheet: '1', all: true, cells: [[0, 1, 8]] });
    book.takeValues({ seq: 4, sheet: '1', all: true, cells: [] });
    expect(sheet.cell(0, 1).value).toBe(7);
  });

  test('outside of the screen they are asked for once', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    await sheet.load({ top: 0, left: 0, bottom: 599, right: 2 });
    expect(sheet.cell(0, 1).value).toBe(99);
  });

  test('of frozen rows far above the screen are asked for by themselves', async () => {
    const book = await openBook();
    const sheet = sheetOf(book);
    book.commands.freeze('1', 2, 0);
    await sheet.load({ top: 0, left: 0, bottom: 10, right: 2 });
    sheet.show({ top: 5000, left: 0, bottom: 5030, right: 8 });
    await vi.waitFor(() => expect(sheet.cell(0, 1).value).toBe(99));
  });

  test('spilled values show in empty cells', async () => {
    const book = await openBook();
    book.takeValues({ seq: 1, sheet: '1', all: false, cells: [[700, 0, 'spilled']] });
    expect(sheetOf(book).cell(700, 0).text).toBe('spilled');
    expect(sheetOf(book).filled(700, 0)).toBe(true);
  });
});
