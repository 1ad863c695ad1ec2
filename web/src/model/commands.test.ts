import { describe, expect, test } from 'vitest';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook, texts } from '../testing/books';
import type { Workbook } from './workbook';

const A1 = { top: 0, left: 0, bottom: 0, right: 0 };

function typed(inputs: (string | null)[][], edits = ONE_SHEET): Workbook {
  const book = testBook(edits);
  book.commands.type('1', 0, 0, inputs);
  return book;
}

function updates(book: Workbook): { count: number } {
  const seen = { count: 0 };
  book.document.doc.on('update', () => seen.count++);
  return seen;
}

describe('typing', () => {
  test('values, formulas and number formats', () => {
    const book = typed([['12.5', '=A1*2', '12%', 'text', 'TRUE', "'007", '1,234']]);
    const sheet = sheetOf(book);
    expect(texts(sheet, 1, 7)).toEqual([['12.5', '=A1*2', '12%', 'text', 'TRUE', '007', '1,234']]);
    expect(sheet.cell(0, 2)).toMatchObject({ value: 0.12, format: { format: '0%' } });
    expect(sheet.rows.used).toBe(1);
    expect(sheet.cols.used).toBe(7);
  });

  test('is one transaction and one update', () => {
    const book = testBook();
    const seen = updates(book);
    book.commands.type('1', 0, 0, [
      ['1', '2'],
      ['3', '4%'],
    ]);
    expect(seen.count).toBe(1);
  });

  test('what is there already is not written again', () => {
    const book = typed([['1']]);
    const seen = updates(book);
    book.commands.type('1', 0, 0, [['1']]);
    book.commands.clear('1', [{ top: 5, left: 5, bottom: 9, right: 9 }]);
    expect(seen.count).toBe(0);
  });

  test('cells formatted as text take it literally, percentages as percentages', () => {
    const book = testBook();
    book.commands.format('1', [A1], { format: '@' });
    book.commands.format('1', [{ ...A1, left: 1, right: 1 }], { format: '0%' });
    book.commands.type('1', 0, 0, [['007', '5']]);
    expect(sheetOf(book).cell(0, 0).value).toBe('007');
    expect(sheetOf(book).cell(0, 1)).toMatchObject({ value: 0.05, text: '5%' });
  });

  test('a viewer changes nothing and is told so', () => {
    const book = testBook();
    book.role = 'viewer';
    const seen = updates(book);
    book.commands.type('1', 0, 0, [['1']]);
    expect(seen.count).toBe(0);
    expect(book.lastNotice?.code).toBe('read-only');
  });

  test('too much at once is refused whole', () => {
    const book = testBook();
    const seen = updates(book);
    book.commands.type(
      '1',
      0,
      0,
      Array.from({ length: 201 }, () => new Array<string>(100).fill('1')),
    );
    expect(seen.count).toBe(0);
    expect(book.lastNotice?.code).toBe('too-many-cells');
    book.commands.type('1', 0, 0, [['x'.repeat(40_000)]]);
    expect(book.lastNotice?.code).toBe('text-too-long');
  });
});

describe('undo', () => {
  test('brings back values, and redo the new ones', () => {
    const book = typed([['1', '2']]);
    book.commands.type('1', 0, 0, [['one', null]]);
    expect(texts(sheetOf(book), 1, 2)).toEqual([['one', '']]);
    book.commands.undo();
    expect(texts(sheetOf(book), 1, 2)).toEqual([['1', '2']]);
    book.commands.undo();
    expect(texts(sheetOf(book), 1, 2)).toEqual([['', '']]);
    expect(book.document.get('cells', '1/0:0')).toBeUndefined();
    book.commands.redo();
    book.commands.redo();
    expect(texts(sheetOf(book), 1, 2)).toEqual([['one', '']]);
    expect(book.commands.canRedo).toBe(false);
  });

  test('takes commands together that were given together', () => {
    const book = typed([['1', '2']]);
    book.commands.together(() => {
      book.commands.type('1', 0, 0, [['3']]);
      book.commands.clear('1', [{ top: 0, left: 1, bottom: 0, right: 1 }]);
      book.commands.type('1', 0, 0, [['4']]);
    });
    expect(texts(sheetOf(book), 1, 2)).toEqual([['4', '']]);
    book.commands.undo();
    expect(texts(sheetOf(book), 1, 2)).toEqual([['1', '2']]);
    book.commands.redo();
    expect(texts(sheetOf(book), 1, 2)).toEqual([['4', '']]);
  });

  test('leaves what somebody else wrote over it', () => {
    const mine = typed([['1', '2']]);
    const theirs = copyOf(mine);
    mine.commands.type('1', 0, 0, [['mine', 'mine']]);
    bring(mine, theirs);
    theirs.commands.type('1', 0, 0, [['theirs']]);
    bring(theirs, mine);
    mine.commands.undo();
    expect(texts(sheetOf(mine), 1, 2)).toEqual([['theirs', '2']]);
  });

  test('is of one’s own steps alone', () => {
    const mine = typed([['1']]);
    const theirs = copyOf(mine);
    theirs.commands.type('1', 0, 1, [['theirs']]);
    bring(theirs, mine);
    mine.commands.undo();
    expect(texts(sheetOf(mine), 1, 2)).toEqual([['', 'theirs']]);
  });

  test('of an insertion deletes the rows, so that what others wrote in them can come back', () => {
    const mine = typed([['above'], ['below']]);
    mine.commands.insertRows('1', 1, 2);
    const theirs = copyOf(mine);
    theirs.commands.type('1', 1, 0, [['between']]);
    bring(theirs, mine);
    expect(texts(sheetOf(mine), 4, 1)).toEqual([['above'], ['between'], [''], ['below']]);
    mine.commands.undo();
    expect(texts(sheetOf(mine), 3, 1)).toEqual([['above'], ['below'], ['']]);
    mine.commands.redo();
    expect(texts(sheetOf(mine), 4, 1)).toEqual([['above'], ['between'], [''], ['below']]);
  });

  test('of a deletion brings the rows back with all that is in them', () => {
    const book = typed([['1'], ['2'], ['=SUM(A1:A2)']]);
    book.commands.deleteRows('1', 1, 1);
    expect(texts(sheetOf(book), 2, 1)).toEqual([['1'], ['=SUM(A1:A1)']]);
    book.commands.undo();
    expect(texts(sheetOf(book), 3, 1)).toEqual([['1'], ['2'], ['=SUM(A1:A2)']]);
  });

  test('brings the selection back', () => {
    const book = testBook();
    const area = { top: 3, left: 1, bottom: 4, right: 2 };
    book.commands.select('1', 3, 1, area);
    book.commands.type('1', 3, 1, [['x']]);
    book.commands.select('1', 0, 0, A1);
    expect(book.commands.undo()).toEqual({ sheet: '1', area });
  });

  test('moves the clock even when it only removes', () => {
    const book = typed([['1']]);
    const before = book.document.clock;
    book.commands.undo();
    expect(book.document.clock).toBeGreaterThan(before);
  });
});

describe('structure', () => {
  test('formulas keep pointing at their cells', () => {
    const book = typed([['1', '=A1+A2'], ['2'], ['3', '=SUM(A1:A3)']]);
    book.commands.insertRows('1', 1, 1);
    expect(texts(sheetOf(book), 4, 2)).toEqual([
      ['1', '=A1+A3'],
      ['', ''],
      ['2', ''],
      ['3', '=SUM(A1:A4)'],
    ]);
    book.commands.moveRows('1', 3, 3, 0);
    expect(texts(sheetOf(book), 2, 2)).toEqual([
      ['3', '=SUM(A1:A2)'],
      ['1', '=A2+A4'],
    ]);
    book.commands.deleteCols('1', 0, 0);
    expect(texts(sheetOf(book), 2, 1)).toEqual([['=SUM(#REF!)'], ['=#REF!+#REF!']]);
    book.commands.undo();
    expect(texts(sheetOf(book), 2, 2)[1]).toEqual(['1', '=A2+A4']);
  });

  test('inserted rows look like the row above', () => {
    const book = typed([['1', '2']]);
    book.commands.format('1', [{ ...A1, right: 1 }], { bold: true });
    book.commands.insertRows('1', 1, 2);
    expect(sheetOf(book).cell(2, 1).format).toEqual({ bold: true });
    expect(sheetOf(book).cell(3, 1).format).toEqual({});
    book.commands.undo();
    expect(sheetOf(book).cell(1, 1).format).toEqual({});
  });

  test('sizes, hidden lines and frozen panes', () => {
    const book = testBook();
    const { rows, cols } = sheetOf(book);
    book.commands.resizeCols('1', [1, 2], 100);
    book.commands.hideCols('1', 3, 5, true);
    expect([cols.offset(1), cols.offset(3), cols.offset(6), cols.size(4)]).toEqual([84, 284, 284, 0]);
    expect([cols.at(83), cols.at(84), cols.at(283), cols.at(284)]).toEqual([0, 1, 2, 6]);
    book.commands.hideCols('1', 0, 100, false);
    expect(cols.size(4)).toBe(84);
    expect(book.document.get('layout', '1/hc:4')).toBeUndefined();
    book.commands.freeze('1', 2, 1);
    expect([rows.frozen, cols.frozen]).toEqual([2, 1]);
    book.commands.insertRows('1', 1, 1);
    expect(rows.frozen).toBe(3);
    expect(rows.offset(rows.count)).toBe(rows.count * 24);
  });

  test('merging keeps the first value, in the corner', () => {
    const book = typed([
      [null, 'first'],
      ['second', null],
    ]);
    const area = { top: 0, left: 0, bottom: 1, right: 1 };
    book.commands.merge('1', area);
    expect(sheetOf(book).mergeAt(1, 1)).toEqual(area);
    expect(texts(sheetOf(book), 2, 2)).toEqual([
      ['first', ''],
      ['', ''],
    ]);
    book.commands.insertRows('1', 1, 1);
    expect(sheetOf(book).mergesIn(area)).toEqual([{ ...area, bottom: 2 }]);
    book.commands.unmerge('1', A1);
    expect(sheetOf(book).mergeAt(0, 0)).toBeNull();
  });
});

describe('formats', () => {
  test('whole rows and columns are one entry each, the later one wins', () => {
    const book = testBook();
    const sheet = sheetOf(book);
    book.commands.format('1', [A1], { fill: '#ffffff', bold: true });
    book.commands.format('1', [{ top: 0, left: 0, bottom: sheet.rows.count - 1, right: 0 }], {
      fill: '#ff0000',
    });
    book.commands.format('1', [{ top: 0, left: 0, bottom: 0, right: sheet.cols.count - 1 }], {
      fill: '#00ff00',
    });
    expect(sheet.cell(0, 0).format).toEqual({ fill: '#00ff00', bold: true });
    expect(sheet.cell(1_000_000, 0).format).toEqual({ fill: '#ff0000' });
    expect(sheet.cell(0, 9).format).toEqual({ fill: '#00ff00' });
    book.commands.format('1', [A1], { fill: null });
    expect(sheet.cell(0, 0).format).toEqual({ bold: true });
  });
});

describe('sheets', () => {
  test('are added, named, moved, coloured, hidden and deleted', () => {
    const book = testBook();
    const id = book.commands.addSheet();
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['Plan', 'Sheet2']);
    expect(book.commands.renameSheet(id, 'plan')).toContain('already');
    expect(book.commands.renameSheet(id, 'a/b')).toContain('cannot contain');
    expect(book.commands.renameSheet(id, '2026')).toBeNull();
    book.commands.type('1', 0, 0, [["='2026'!A1"]]);
    book.commands.moveSheet(id, '1');
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['2026', 'Plan']);
    book.commands.colorSheet(id, '#ff0000');
    expect(book.sheet(id)?.color).toBe('#ff0000');
    book.commands.deleteSheet(id);
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['Plan']);
    expect(sheetOf(book).cell(0, 0).formula).toBe('=#REF!');
    book.commands.deleteSheet('1');
    expect(book.lastNotice?.code).toBe('last-sheet');
    book.commands.undo();
    expect(sheetOf(book).cell(0, 0).formula).toBe("='2026'!A1");
    book.commands.hideSheet('1', true);
    expect(book.hiddenSheets.map((sheet) => sheet.id)).toEqual(['1']);
  });
});

describe('duplicating a sheet', () => {
  test('takes cells, looks, lines and merges along; its own references mean the copy', async () => {
    const book = typed([['1', '=A1*2', '=Plan!A1']]);
    book.commands.format('1', [A1], { bold: true });
    book.commands.insertRows('1', 0, 1);
    book.commands.resizeCols('1', [0], 120);
    book.commands.hideCols('1', 1, 1, true);
    book.commands.merge('1', { top: 3, left: 0, bottom: 4, right: 1 });
    const id = (await book.commands.duplicateSheet('1')) ?? '';
    const copy = sheetOf(book, id);
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['Plan', 'Copy of Plan']);
    expect(texts(copy, 2, 3)).toEqual([
      ['', '', ''],
      ['1', '=A2*2', "='Copy of Plan'!A2"],
    ]);
    expect(copy.cell(1, 0).format).toEqual({ bold: true });
    expect(copy.cols.size(0)).toBe(120);
    expect(copy.cols.hidden(1)).toBe(true);
    expect(copy.mergesIn({ top: 0, left: 0, bottom: 9, right: 9 })).toHaveLength(1);
    book.commands.type(id, 1, 0, [['7']]);
    expect(sheetOf(book).cell(1, 0).value).toBe(1);
    await book.commands.duplicateSheet('1');
    expect(book.sheets.map((sheet) => sheet.name)).toContain('Copy of Plan 2');
    book.commands.undo();
    expect(book.sheets).toHaveLength(2);
  });
});

describe('filling and pasting', () => {
  test.each([
    [
      [['1'], ['2']],
      ['3', '4', '5'],
    ],
    [
      [['1'], ['3']],
      ['5', '7', '9'],
    ],
    [[['7']], ['7', '7', '7']],
    [[['2026-01-30']], ['2026-01-31', '2026-02-01', '2026-02-02']],
    [[['Mon']], ['Tue', 'Wed', 'Thu']],
    [[['november']], ['december', 'january', 'february']],
    [[['Item 1']], ['Item 2', 'Item 3', 'Item 4']],
    [
      [['a'], ['b']],
      ['a', 'b', 'a'],
    ],
    [
      [['0.1'], ['0.2']],
      ['0.3', '0.4', '0.5'],
    ],
    [[['=B1*$C$1']], ['=B2*$C$1', '=B3*$C$1', '=B4*$C$1']],
  ])('%j goes on with %j', (source, expected) => {
    const book = typed(source);
    const bottom = source.length - 1;
    book.commands.fill('1', { ...A1, bottom }, { ...A1, top: bottom + 1, bottom: bottom + 3 });
    expect(
      texts(sheetOf(book), bottom + 4, 1)
        .slice(bottom + 1)
        .flat(),
    ).toEqual(expected);
  });

  test('filling upwards and to the left goes backwards', () => {
    const book = testBook();
    book.commands.type('1', 3, 3, [['5', '6']]);
    book.commands.fill(
      '1',
      { top: 3, left: 3, bottom: 3, right: 4 },
      { top: 3, left: 1, bottom: 3, right: 4 },
    );
    expect(texts(sheetOf(book), 4, 5)[3]).toEqual(['', '3', '4', '5', '6']);
  });

  test('formulas carried by our clipboard move along, formats come exactly', () => {
    const book = testBook();
    book.commands.format('1', [{ top: 4, left: 4, bottom: 4, right: 4 }], { italic: true });
    const from = { sheet: '1', row: 0, col: 0 };
    const cell = { input: 3, formula: '=B1+$A$1', from, format: { bold: true } };
    book.commands.paste('1', 4, 4, [[cell, { input: { error: '#N/A' } }]]);
    expect(texts(sheetOf(book), 5, 6)[4]?.slice(4)).toEqual(['=F5+$A$1', '#N/A']);
    expect(sheetOf(book).cell(4, 4).format).toEqual({ bold: true });
  });
});
