import { describe, expect, test, vi } from 'vitest';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook, texts } from '../testing/books';
import { isFormula, type StoredFormula } from './content';
import { partText } from './table-view';
import type { TableView } from './view';
import type { Workbook } from './workbook';

const TWO_SHEETS = [
  ...ONE_SHEET,
  { root: 'sheets', key: '2/name', value: 'Data' } as const,
  { root: 'sheets', key: '2/pos', value: 'a' } as const,
];

const area = (top: number, left: number, bottom: number, right: number) => ({ top, left, bottom, right });

/** Region, Net and Gross from A1 on, as the table Sales, and the readers of everything. */
function book(): Workbook {
  const made: Workbook = testBook(TWO_SHEETS, {
    readers: () =>
      Promise.resolve(
        [...made.document.doc.getMap('cells').entries()].flatMap(([key, value]) => {
          const [sheet = '', rest = ''] = key.split('/');
          const [row = '', col = ''] = rest.split(':');
          const stored = value as StoredFormula | string;
          return isFormula(stored) ? [{ sheet, row: Number(row), col: Number(col), content: stored }] : [];
        }),
      ),
  });
  made.commands.type('1', 0, 0, [
    ['Region', 'Net', 'Gross'],
    ['North', '10', '12'],
    ['South', '20', '24'],
  ]);
  expect(made.commands.table.make('1', area(0, 0, 2, 2), { header: true, name: 'Sales' })).toBeNull();
  return made;
}

function sales(made: Workbook): TableView {
  const [table] = made.tables();
  if (table === undefined) throw new Error('there is no table');
  return table;
}

const formula = (made: Workbook, row: number, col: number, sheet = '1') =>
  sheetOf(made, sheet).cell(row, col).formula;

describe('making', () => {
  test('headings become names, empty ones and doubles get one', () => {
    const made = testBook();
    made.commands.type('1', 0, 0, [
      ['Net', null, 'net', '2024'],
      ['1', '2', '3', '4'],
    ]);
    made.commands.table.make('1', area(0, 0, 1, 3), { header: true, name: 'Table1' });
    expect(sales(made)).toMatchObject({
      name: 'Table1',
      columns: ['Net', 'Column1', 'net2', '2024'],
      area: area(0, 0, 1, 3),
      data: area(1, 0, 1, 3),
      header: true,
      totals: false,
      style: 'TableStyleMedium2',
    });
    expect(texts(sheetOf(made), 1, 4)).toEqual([['Net', 'Column1', 'net2', '2024']]);
    expect(sheetOf(made).cell(0, 3).value).toBe('2024');
    made.commands.undo();
    expect(made.tables()).toEqual([]);
    expect(texts(sheetOf(made), 1, 4)).toEqual([['Net', '', 'net', '2024']]);
  });

  test('without headings a row of them is put above, in the same step', () => {
    const made = testBook();
    made.commands.type('1', 0, 0, [
      ['1', '2'],
      ['3', '4'],
    ]);
    made.commands.table.make('1', area(0, 0, 1, 1), { header: false, name: 'Table1' });
    expect(texts(sheetOf(made), 3, 2)).toEqual([
      ['Column1', 'Column2'],
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(sales(made).data).toEqual(area(1, 0, 2, 1));
    made.commands.undo();
    expect(texts(sheetOf(made), 2, 2)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(made.tables()).toEqual([]);
  });

  test('names: what is refused, and the next free one', () => {
    const made = book();
    const { table } = made.commands;
    expect(table.freeName()).toBe('Table1');
    expect(table.nameProblem('sales', null)).toContain('already');
    expect(table.nameProblem('sales', sales(made).id)).toBeNull();
    expect(table.nameProblem('A1', null)).toContain('cell');
    expect(table.nameProblem('my table', null)).toContain('letters');
    expect(table.make('1', area(2, 2, 5, 5), { header: true, name: 'Other' })).toContain('Sales');
  });
});

describe('formulas', () => {
  test('follow renamed tables and headings', () => {
    const made = book();
    made.commands.type('2', 0, 0, [['=SUM(sales[net])', '=ROWS(Sales)', '=Sales[[#Headers],[Net]]']]);
    made.commands.type('1', 0, 1, [['Amount [net]']]);
    made.commands.table.rename(sales(made).id, 'Orders');
    expect([0, 1, 2].map((col) => formula(made, 0, col, '2'))).toEqual([
      "=SUM(Orders[Amount '[net']])",
      '=ROWS(Orders)',
      "=Orders[[#Headers],[Amount '[net']]]",
    ]);
  });

  test('the own row, typed in the table without its name', () => {
    const made = book();
    made.commands.type('1', 1, 3, [['=Sales[@Net]*2']]);
    expect(sales(made).columns).toEqual(['Region', 'Net', 'Gross', 'Column1']);
    made.commands.type('1', 1, 2, [['=[@Net]*1.2']]);
    expect(formula(made, 1, 2)).toBe('=Sales[@Net]*1.2');
  });

  test('parts of tables have a place and a text', () => {
    const made = book();
    const at = (sheet: string, row: number, col: number) => ({ sheet, row, col });
    const place = (text: string, from = at('2', 1, 0)) => made.partOfTable(text, from);
    expect(place('Sales[Net]')).toEqual({ sheet: '1', area: area(1, 1, 2, 1) });
    expect(place('Sales')?.area).toEqual(area(1, 0, 2, 2));
    expect(place('[@Net]', at('1', 2, 2))?.area).toEqual(area(2, 1, 2, 1));
    expect(place('Sales[@Net]', at('1', 7, 0))).toBeNull();
    expect(place('Sales[Net]+1')).toBeNull();
    const text = (of: ReturnType<typeof area>, from = at('2', 0, 0)) => partText(sales(made), of, from);
    expect(text(area(1, 1, 2, 1))).toBe('Sales[Net]');
    expect(text(area(1, 1, 2, 2))).toBe('Sales[[Net]:[Gross]]');
    expect(text(area(1, 0, 2, 2))).toBe('Sales');
    expect(text(area(0, 0, 2, 2))).toBe('Sales[#All]');
    expect(text(area(0, 1, 0, 1))).toBe('Sales[[#Headers],[Net]]');
    expect(text(area(2, 1, 2, 1))).toBeNull();
    expect(text(area(2, 1, 2, 1), at('1', 2, 2))).toBe('[@Net]');
    expect(text(area(2, 1, 2, 1), at('1', 2, 9))).toBeNull();
    expect(text(area(1, 1, 3, 1))).toBeNull();
  });
});

describe('headings', () => {
  test('doubles get a number, empty ones a name, formulas are refused', () => {
    const made = book();
    made.commands.type('1', 0, 2, [['net']]);
    expect(sales(made).columns).toEqual(['Region', 'Net', 'net2']);
    expect(sheetOf(made).cell(0, 2).text).toBe('net2');
    made.commands.clear('1', [area(0, 0, 0, 0)]);
    expect(sales(made).columns[0]).toBe('Column1');
    expect(sheetOf(made).cell(0, 0).text).toBe('Column1');
    made.commands.undo();
    expect(sales(made).columns[0]).toBe('Region');
    made.commands.type('1', 0, 0, [['=1+1']]);
    expect(made.lastNotice?.code).toBe('table-heading');
    expect(sheetOf(made).cell(0, 0).text).toBe('Region');
  });

  test('an inserted column has one', () => {
    const made = book();
    made.commands.insertCols('1', 1, 1);
    expect(sales(made).columns).toEqual(['Region', 'Column1', 'Net', 'Gross']);
    expect(sheetOf(made).cell(0, 1).text).toBe('Column1');
    made.commands.undo();
    expect(sales(made).columns).toEqual(['Region', 'Net', 'Gross']);
  });
});

describe('growing', () => {
  test('by a row typed below; the first undo shrinks the table, the second takes the value', () => {
    const made = book();
    made.commands.together(() => made.commands.type('1', 3, 0, [['West']]));
    expect(sales(made).data).toEqual(area(1, 0, 3, 2));
    expect(made.lastNotice?.code).toBe('table-grown');
    made.commands.undo();
    expect(sales(made).data).toEqual(area(1, 0, 2, 2));
    expect(sheetOf(made).cell(3, 0).text).toBe('West');
    made.commands.undo();
    expect(sheetOf(made).cell(3, 0).text).toBe('');
    made.commands.redo();
    made.commands.redo();
    expect(sales(made).data).toEqual(area(1, 0, 3, 2));
  });

  test('not over cells that hold something, and not with totals', () => {
    const made = book();
    made.commands.type('1', 3, 2, [['mine']]);
    made.commands.undo();
    made.commands.undo();
    made.commands.type('1', 4, 1, [['note']]);
    made.commands.type('1', 4, 0, [['West']]);
    expect(sales(made).data).toEqual(area(1, 0, 2, 2));
    made.commands.type('1', 3, 0, [
      ['West', '3', '4'],
      ['East', '5', '6'],
    ]);
    expect(sales(made).data).toEqual(area(1, 0, 4, 2));
    made.commands.table.showTotals(sales(made).id, true);
    made.commands.type('1', 6, 0, [['below']]);
    expect(sales(made).area.bottom).toBe(5);
  });

  test('a formula in an empty column fills it; one undo takes that back', () => {
    const made = book();
    made.commands.together(() => made.commands.type('1', 1, 3, [['=Sales[@Net]*2']]));
    expect([1, 2].map((row) => formula(made, row, 3))).toEqual(['=Sales[@Net]*2', '=Sales[@Net]*2']);
    expect(sheetOf(made).cell(0, 3).text).toBe('Column1');
    made.commands.undo();
    expect([1, 2].map((row) => formula(made, row, 3))).toEqual(['=Sales[@Net]*2', undefined]);
    made.commands.redo();
    made.commands.type('1', 3, 0, [['West']]);
    expect(formula(made, 3, 3)).toBe('=Sales[@Net]*2');
    made.commands.insertRows('1', 2, 1);
    expect(formula(made, 2, 3)).toBe('=Sales[@Net]*2');
    made.commands.table.appendRow(sales(made).id);
    expect(sales(made).data?.bottom).toBe(5);
    expect(formula(made, 5, 3)).toBe('=Sales[@Net]*2');
  });

  test('rows inserted in the middle belong to it, at the top they push it down', () => {
    const made = book();
    made.commands.insertRows('1', 2, 2);
    expect(sales(made).data).toEqual(area(1, 0, 4, 2));
    made.commands.insertRows('1', 0, 1);
    expect(sales(made).area).toEqual(area(1, 0, 5, 2));
    made.commands.deleteRows('1', 5, 5);
    expect(sales(made).area).toEqual(area(1, 0, 4, 2));
  });
});

describe('changing', () => {
  test('totals come and go with what they say', () => {
    const made = book();
    const { table } = made.commands;
    const { id } = sales(made);
    table.showTotals(id, true);
    expect(texts(sheetOf(made), 4, 3)[3]).toEqual(['Total', '', '=SUBTOTAL(109,Sales[Gross])']);
    table.total(id, 1, 'average');
    expect(formula(made, 3, 1)).toBe('=SUBTOTAL(101,Sales[Net])');
    table.appendRow(id);
    expect(sales(made).data).toEqual(area(1, 0, 3, 2));
    expect(formula(made, 4, 1)).toBe('=SUBTOTAL(101,Sales[Net])');
    table.showTotals(id, false);
    expect(texts(sheetOf(made), 5, 3)[4]).toEqual(['', '', '']);
    expect(sales(made).area).toEqual(area(0, 0, 3, 2));
    made.commands.undo();
    expect(formula(made, 4, 1)).toBe('=SUBTOTAL(101,Sales[Net])');
  });

  test('another range, another look', () => {
    const made = book();
    const { table } = made.commands;
    const { id } = sales(made);
    expect(table.resize(id, area(1, 0, 4, 3))).toContain('headings');
    expect(table.resize(id, area(0, 0, 4, 3))).toBeNull();
    expect(sales(made)).toMatchObject({
      area: area(0, 0, 4, 3),
      columns: ['Region', 'Net', 'Gross', 'Column1'],
    });
    table.style(id, 'TableStyleDark3');
    expect(sales(made).style).toBe('TableStyleDark3');
    made.commands.undo();
    made.commands.undo();
    expect(sales(made)).toMatchObject({ area: area(0, 0, 2, 2), style: 'TableStyleMedium2' });
  });

  test('to plain cells: formulas get addresses', async () => {
    const made = book();
    made.commands.type('2', 0, 0, [['=SUM(Sales[Net])+COUNTA(Sales[#Headers])']]);
    made.commands.type('1', 1, 5, [['=Sales[@Net]+SUM(Sales[[Net]:[Gross]])']]);
    made.commands.table.toCells(sales(made).id);
    await vi.waitFor(() => expect(made.tables()).toEqual([]));
    expect(formula(made, 0, 0, '2')).toBe('=SUM(Plan!$B$2:$B$3)+COUNTA(Plan!$A$1:$C$1)');
    expect(formula(made, 1, 5)).toBe('=$B2+SUM($B$2:$C$3)');
    made.commands.undo();
    expect(formula(made, 0, 0, '2')).toBe('=SUM(Sales[Net])+COUNTA(Sales[#Headers])');
    expect(sales(made).name).toBe('Sales');
  });

  test('when somebody takes the table back that another one uses, its formulas say so and heal', () => {
    const first = book();
    const second = copyOf(first);
    second.commands.type('2', 0, 0, [['=SUM(Sales[Net])']]);
    bring(second, first);
    first.commands.undo();
    bring(first, second);
    expect(formula(second, 0, 0, '2')).toBe('=SUM(#REF!)');
    first.commands.redo();
    bring(first, second);
    expect(formula(second, 0, 0, '2')).toBe('=SUM(Sales[Net])');
  });
});

describe('moving', () => {
  test('a whole table goes with its names, and what refers to it follows', async () => {
    const made = book();
    made.commands.type('2', 0, 0, [['=SUM(Sales[Net])']]);
    made.commands.type('1', 1, 3, [['=Sales[@Gross]']]);
    await made.commands.moveCells('1', area(0, 0, 2, 3), '2', 4, 2);
    await vi.waitFor(() => expect(sales(made).sheet).toBe('2'));
    expect(sales(made)).toMatchObject({
      area: area(4, 2, 6, 5),
      columns: ['Region', 'Net', 'Gross', 'Column1'],
    });
    expect(formula(made, 0, 0, '2')).toBe('=SUM(Sales[Net])');
    expect(made.partOfTable('Sales[Net]', { sheet: '2', row: 0, col: 0 })?.area).toEqual(area(5, 3, 6, 3));
    expect(formula(made, 5, 5, '2')).toBe('=Sales[@Gross]');
    made.commands.undo();
    expect(sales(made)).toMatchObject({ sheet: '1', area: area(0, 0, 2, 3) });
  });

  test('one row down: headings are not taken for emptied', async () => {
    const made = book();
    await made.commands.moveCells('1', area(0, 0, 2, 2), '1', 1, 0);
    await vi.waitFor(() => expect(sales(made).area).toEqual(area(1, 0, 3, 2)));
    expect(sales(made).columns).toEqual(['Region', 'Net', 'Gross']);
    expect(texts(sheetOf(made), 2, 3)).toEqual([
      ['', '', ''],
      ['Region', 'Net', 'Gross'],
    ]);
  });

  test('a part of it leaves the table where it is', async () => {
    const made = book();
    await made.commands.moveCells('1', area(0, 1, 2, 1), '1', 0, 6);
    await vi.waitFor(() => expect(sheetOf(made).cell(0, 6).text).toBe('Net'));
    expect(sales(made)).toMatchObject({ area: area(0, 0, 2, 2), columns: ['Region', 'Column1', 'Gross'] });
  });

  test('rows within it stay its own, headings stay on top', () => {
    const made = book();
    made.commands.moveRows('1', 2, 2, 1);
    expect(texts(sheetOf(made), 3, 1)).toEqual([['Region'], ['South'], ['North']]);
    expect(sales(made).data).toEqual(area(1, 0, 2, 2));
    made.commands.moveRows('1', 1, 1, 3);
    expect(sales(made).data).toEqual(area(1, 0, 2, 2));
    made.commands.moveRows('1', 0, 0, 2);
    expect(made.lastNotice?.code).toBe('table-heading');
    made.commands.moveCols('1', 0, 0, 2);
    expect(sales(made).columns).toEqual(['Net', 'Region', 'Gross']);
    made.commands.moveCols('1', 0, 0, 9);
    expect(sales(made)).toMatchObject({ area: area(0, 0, 2, 1), columns: ['Region', 'Gross'] });
  });
});

test('a duplicated sheet has tables, filters and charts of its own', async () => {
  const made = book();
  const { commands, document } = made;
  const [table] = made.tables();
  commands.type('1', 4, 0, [['=SUM(Sales[Net])', '=Plan!B2']]);
  commands.addChart(
    '1',
    { kind: 'pie' },
    { sheet: '1', area: area(0, 0, 2, 1) },
    {
      ...{ row: 6, col: 0, dx: 0, dy: 0 },
      ...{ width: 480, height: 300 },
    },
  );
  document.write([
    { root: 'filters', key: `1/${table?.id ?? ''}`, value: true },
    { root: 'filters', key: `1/${table?.id ?? ''}/0`, value: ['in', 'North'] },
  ]);
  const id = (await commands.duplicateSheet('1')) ?? '';
  const copy = sheetOf(made, id);
  expect(copy.tables.map(({ name, area: at, columns }) => [name, at, columns])).toEqual([
    ['Sales2', area(0, 0, 2, 2), ['Region', 'Net', 'Gross']],
  ]);
  expect(texts(copy, 5, 2)[4]).toEqual(['=SUM(Sales2[Net])', "='Copy of Plan'!B2"]);
  expect(copy.filters).toMatchObject([{ table: copy.tables[0]?.id, offered: false }]);
  expect(copy.filters[0]?.criteria).toEqual(new Map([[0, ['in', 'North']]]));
  expect(copy.charts.map(({ source, place }) => [source, place.row])).toEqual([
    [{ sheet: id, area: area(0, 0, 2, 1) }, 6],
  ]);
  commands.type(id, 0, 1, [['Amount']]);
  expect(texts(sheetOf(made), 5, 1)[4]).toEqual(['=SUM(Sales[Net])']);
  commands.undo();
  commands.undo();
  expect([made.sheets.length, made.tables().length]).toEqual([2, 1]);
});
