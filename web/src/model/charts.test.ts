import { describe, expect, test } from 'vitest';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook } from '../testing/books';
import { readChart } from './chart';
import { addressIn, isAddress } from './edit-links';

const A1 = { top: 0, left: 0, bottom: 0, right: 0 };
const SOURCE = { sheet: '1', area: { top: 0, left: 0, bottom: 3, right: 1 } };
const PLACE = { row: 5, col: 2, dx: 4, dy: 6, width: 480, height: 300 };

function charted() {
  const book = testBook();
  const id = book.commands.addChart('1', { kind: 'column', heads: true }, SOURCE, PLACE);
  return { book, sheet: sheetOf(book), id };
}

describe('charts', () => {
  test('are read as the document has them, and passed over in any other form', () => {
    const plain = { kind: 'line', data: '1!0,0:9,3', row: 1, col: 2, width: 480, height: 300 };
    expect(readChart(plain)).toEqual(plain);
    expect(readChart({ ...plain, title: 'Sales', stack: 'percent', blink: true, legend: 'middle' })).toEqual({
      ...plain,
      title: 'Sales',
      stack: 'percent',
    });
    const others = [null, [], { ...plain, kind: 'radar' }, { ...plain, data: '0,0' }, { ...plain, width: 2 }];
    for (const other of others) expect(readChart(other)).toBeNull();
  });

  test('are made, follow inserted lines, and their range grows with them', () => {
    const { book, sheet, id } = charted();
    expect(sheet.charts).toEqual([
      { id, look: { kind: 'column', heads: true }, source: SOURCE, place: PLACE },
    ]);
    book.commands.insertRows('1', 2, 2);
    expect(sheet.charts[0]).toMatchObject({
      source: { area: { top: 0, left: 0, bottom: 5, right: 1 } },
      place: { row: 7, col: 2 },
    });
    book.commands.deleteRows('1', 7, 7);
    expect(sheet.charts[0]?.place).toMatchObject({ row: 7, dy: 0 });
  });

  test('are changed, deleted and undone one step at a time, and reach others', () => {
    const { book, sheet, id } = charted();
    const other = copyOf(book);
    book.commands.changeChart('1', id, { look: { kind: 'line', heads: undefined }, place: { width: 600 } });
    expect(sheet.charts[0]).toMatchObject({ look: { kind: 'line' }, place: { ...PLACE, width: 600 } });
    expect(sheet.charts[0]?.look.heads).toBeUndefined();
    book.commands.deleteChart('1', id);
    bring(book, other);
    expect(sheetOf(other).charts).toEqual([]);
    book.commands.undo();
    bring(book, other);
    expect(sheetOf(other).charts[0]?.look.kind).toBe('line');
    book.commands.undo();
    expect(sheet.charts[0]?.look.kind).toBe('column');
    book.commands.undo();
    expect(sheet.charts).toEqual([]);
  });

  test('whose cells are gone say so', () => {
    const { book, sheet } = charted();
    book.commands.deleteRows('1', 0, 3);
    expect(sheet.charts[0]?.source).toBeNull();
    book.commands.undo();
    expect(sheet.charts[0]?.source).toEqual(SOURCE);
  });

  test('a viewer makes none', () => {
    const book = testBook();
    book.role = 'viewer';
    expect(book.commands.addChart('1', { kind: 'pie' }, SOURCE, PLACE)).toBe('');
    expect(sheetOf(book).charts).toEqual([]);
  });
});

describe('notes', () => {
  test('are written, moved along with their cell, and taken away', () => {
    const book = testBook();
    const sheet = sheetOf(book);
    book.commands.setNote('1', 0, 0, 'Ask Kate.');
    expect(sheet.cell(0, 0).note).toBe('Ask Kate.');
    book.commands.insertRows('1', 0, 1);
    expect(sheet.cell(1, 0).note).toBe('Ask Kate.');
    book.commands.setNote('1', 1, 0, null);
    expect(sheet.cell(1, 0).note).toBeUndefined();
    book.commands.undo();
    expect(sheet.cell(1, 0).note).toBe('Ask Kate.');
  });

  test('move with cells that are cut', async () => {
    const book = testBook();
    const sheet = sheetOf(book);
    book.commands.type('1', 0, 0, [['https://example.org']]);
    book.commands.setNote('1', 0, 0, 'Here');
    await book.commands.moveCells('1', A1, '1', 4, 2);
    await expect.poll(() => sheet.cell(4, 2).note).toBe('Here');
    expect(sheet.cell(4, 2).link).toBe('https://example.org');
    expect(sheet.cell(0, 0)).not.toHaveProperty('note');
    expect(sheet.cell(0, 0)).not.toHaveProperty('link');
  });
});

describe('links', () => {
  test.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['www.example.org', 'https://www.example.org'],
    ['kate@example.org', 'mailto:kate@example.org'],
    ['see https://example.org', null],
    ['javascript:alert(1)', null],
    ['12.5', null],
  ])('typed: %s', (typed, address) => {
    expect(addressIn(typed)).toBe(address);
    const book = testBook();
    book.commands.type('1', 0, 0, [[typed]]);
    expect(sheetOf(book).cell(0, 0).link).toBe(address ?? undefined);
  });

  test('of typed addresses go with the text and come back with undo', () => {
    const book = testBook();
    const sheet = sheetOf(book);
    book.commands.type('1', 0, 0, [['https://example.org']]);
    book.commands.type('1', 0, 0, [['plain']]);
    expect(sheet.cell(0, 0).link).toBeUndefined();
    book.commands.undo();
    expect(sheet.cell(0, 0)).toMatchObject({ text: 'https://example.org', link: 'https://example.org' });
    book.commands.clear('1', [A1]);
    expect(sheet.cell(0, 0).link).toBeUndefined();
  });

  test('to places follow lines and names of sheets', () => {
    const book = testBook([
      ...ONE_SHEET,
      { root: 'sheets', key: '2/name', value: 'Data' },
      { root: 'sheets', key: '2/pos', value: 'W' },
    ]);
    const sheet = sheetOf(book);
    expect(book.commands.setLink('1', 0, 0, '#Data!B2:C3')).toBeNull();
    expect(book.commands.setLink('1', 1, 0, 'A9')).toBeNull();
    expect(sheet.cell(0, 0).link).toBe('#Data!B2:C3');
    expect(sheet.cell(1, 0).link).toBe('#Plan!A9');
    book.commands.insertRows('2', 0, 1);
    book.commands.renameSheet('2', 'My data');
    expect(sheet.cell(0, 0).link).toBe("#'My data'!B3:C4");
  });

  test('that run something are refused in words', () => {
    const book = testBook();
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'no place', 'https://', 'file:///etc'])
      expect(book.commands.setLink('1', 0, 0, address)).toMatch(/^A link leads to/);
    expect(book.document.get('links', '1/0:0')).toBeUndefined();
    expect(isAddress('https://example.org/\u0007')).toBe(false);
  });

  test('of HYPERLINK lead where its texts and cells say', () => {
    const book = testBook();
    const sheet = sheetOf(book);
    book.commands.type('1', 0, 0, [['kate', '=HYPERLINK("https://example.org/"&A1, "Kate")']]);
    expect(sheet.cell(0, 1).link).toBe('https://example.org/kate');
    book.commands.type('1', 0, 1, [['=HYPERLINK("javascript:alert(1)", "x")']]);
    expect(sheet.cell(0, 1).link).toBeUndefined();
  });
});
