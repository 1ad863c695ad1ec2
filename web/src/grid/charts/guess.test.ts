import { describe, expect, test } from 'vitest';
import { sheetOf, testBook } from '../../testing/books';
import { readData } from './data';
import { guessChart } from './guess';

function sheetWith(rows: readonly (readonly string[])[]) {
  const book = testBook();
  book.commands.type(
    '1',
    0,
    0,
    rows.map((row) => [...row]),
  );
  const area = { top: 0, left: 0, bottom: rows.length - 1, right: (rows[0]?.length ?? 1) - 1 };
  return { book, sheet: sheetOf(book), area };
}

function guessed(rows: readonly (readonly string[])[]) {
  const { sheet, area } = sheetWith(rows);
  return guessChart(sheet, area);
}

const SALES = [
  ['Region', 'Sales', 'Costs'],
  ['North', '1', '2'],
  ['South', '3', '4'],
  ['West', '5', '6'],
];

describe('a guess', () => {
  test('names and labels over and beside numbers', () => {
    expect(guessed(SALES)).toMatchObject({
      kind: 'column',
      by: 'cols',
      heads: true,
      labels: true,
      legend: 'bottom',
    });
  });

  test('series run along the longer side', () => {
    expect(
      guessed([
        ['', 'Q1', 'Q2', 'Q3', 'Q4'],
        ['North', '1', '2', '3', '4'],
        ['South', '3', '4', '5', '6'],
      ]),
    ).toMatchObject({ by: 'rows', heads: true, labels: true });
  });

  test('dates and years make lines', () => {
    const byDay = guessed([
      ['Day', 'Visits'],
      ['2026-01-01', '5'],
      ['2026-01-02', '7'],
      ['2026-01-03', '4'],
    ]);
    expect(byDay).toMatchObject({ kind: 'line', heads: true, labels: true, title: 'Visits', legend: 'none' });
    const byYear = guessed([
      ['Year', 'Visits'],
      ['2023', '51'],
      ['2024', '75'],
      ['2025', '49'],
    ]);
    expect(byYear).toMatchObject({ kind: 'line', labels: true });
  });

  test('shares of a whole make a pie', () => {
    expect(
      guessed([
        ['Oil', '20%'],
        ['Wind', '50%'],
        ['Sun', '30%'],
      ]),
    ).toMatchObject({ kind: 'pie', heads: false, labels: true, legend: 'right' });
  });

  test('two columns of numbers stand against each other', () => {
    expect(
      guessed([
        ['Height', 'Weight'],
        ['170', '66'],
        ['181', '80'],
        ['165', '70'],
      ]),
    ).toMatchObject({ kind: 'scatter', heads: true, labels: true, xTitle: 'Height', yTitle: 'Weight' });
  });

  test('percentages beside amounts become lines of a combined chart', () => {
    expect(
      guessed([
        ['Month', 'Sales', 'Margin'],
        ['Jan', '1,200', '33%'],
        ['Feb', '1,900', '42%'],
      ]),
    ).toMatchObject({ kind: 'combo', lines: '1' });
  });

  test('a bare column of numbers is one series without names', () => {
    expect(guessed([['3'], ['1'], ['2']])).toMatchObject({ kind: 'column', by: 'cols', heads: false });
  });
});

describe('the data', () => {
  test('names, labels and numbers', () => {
    const { sheet, area } = sheetWith(SALES);
    const data = readData(sheet, area, guessChart(sheet, area));
    expect(data.categories).toEqual(['North', 'South', 'West']);
    expect(data.series.map(({ name, values }) => [name, ...values])).toEqual([
      ['Sales', 1, 3, 5],
      ['Costs', 2, 4, 6],
    ]);
  });

  test('hidden lines are left out, whole columns end where the contents do', () => {
    const { book, sheet, area } = sheetWith(SALES);
    book.commands.hideRows('1', 2, 2, true);
    book.commands.hideCols('1', 1, 1, true);
    const whole = { ...area, bottom: sheet.rows.count - 1 };
    const data = readData(sheet, whole, { kind: 'column', heads: true, labels: true });
    expect(data.categories).toEqual(['North', 'West']);
    expect(data.series.map(({ name, values }) => [name, ...values])).toEqual([['Costs', 2, 6]]);
  });
});
