import { expect, test } from 'vitest';
import { vectors } from '../testing/vectors';
import { WorkbookDocument } from './document';
import type { Edit, Root } from './entries';
import { parseFormula } from './formula-parse';
import { shiftFormula, turnFormula } from './formula-carry';
import { showFormula } from './formula-show';

interface Case {
  readonly typed: string;
  readonly template: string;
  readonly refs: readonly string[];
  readonly on?: string;
  readonly cell?: string;
  readonly shown?: string;
  readonly then?: readonly (readonly [Readonly<Record<string, Readonly<Record<string, unknown>>>>, string])[];
}

function context(): WorkbookDocument {
  const book = new WorkbookDocument();
  const names = ['Plan', 'Assumptions', 'Actuals 2026', 'Q1', "It's"];
  const edits: Edit[] = names.flatMap((name, i): Edit[] => [
    { root: 'sheets', key: `${i + 1}/name`, value: name },
    { root: 'sheets', key: `${i + 1}/pos`, value: `B${i + 1}` },
  ]);
  edits.push({ root: 'names', key: 'n1', value: ['TaxRate', '', '=', '0.19'] });
  edits.push({ root: 'names', key: 'n2', value: ['Local', '2', '=', '1'] });
  edits.push({ root: 'names', key: 'n3', value: ['Local', '', '=', '2'] });
  edits.push({ root: 'tables', key: 't1', value: ['Sales', '1', 2, 1, 12, 4, true, true, 'blue'] });
  edits.push({ root: 'tables', key: 't1/1', value: 'Region' });
  edits.push({ root: 'tables', key: 't1/2', value: 'Q 1' });
  edits.push({ root: 'tables', key: 't1/3', value: 'Q#3' });
  edits.push({ root: 'tables', key: 't2', value: ['Bare', '2', 5, 0, 9, 1, false, false, ''] });
  edits.push({ root: 'tables', key: 't2/0', value: 'a' });
  edits.push({ root: 'tables', key: 't2/1', value: 'b' });
  book.write(edits);
  return book;
}

test.each(vectors<Case>('formula').map((item) => [item.typed, item] as const))('%s', (_, item) => {
  const book = context();
  const own = item.on ?? '1';
  const [row, col] = item.cell?.split(':').map(Number) ?? [];
  const cell = row === undefined || col === undefined ? null : { row, col };
  const stored = parseFormula(item.typed, own, book, cell);
  expect(stored).toEqual(['=', item.template, ...item.refs]);
  if (stored === null) return;
  expect(showFormula(stored, own, book)).toBe(item.shown ?? item.typed);
  for (const [entries, shown] of item.then ?? []) {
    const edits = Object.entries(entries).flatMap(([root, map]) =>
      Object.entries(map).map(([key, value]): Edit => ({ root: root as Root, key, value })),
    );
    book.write(edits);
    expect(showFormula(stored, own, book)).toBe(shown);
  }
});

test.each([
  ['A1+$B$2', 1, 2, 'C2+$B$2'],
  ['SUM(A1:B2)', 1, 0, 'SUM(A2:B3)'],
  ['SUM(A:A,3:4)', 1, 1, 'SUM(B:B,4:5)'],
  ['A1', -1, 0, '#REF!'],
  ['B$1', -3, 0, 'B$1'],
  ['Assumptions!A1*TaxRate', 2, 0, 'Assumptions!A3*TaxRate'],
  ['SUM(Plan:Assumptions!A1:$B$9)', 2, 1, 'SUM(Plan:Assumptions!B3:$B$9)'],
  ["SUM('Plan:Q1'!A:B)", 0, 1, "SUM('Plan:Q1'!B:C)"],
  ['Plan:Assumptions!A1', -1, 0, '#REF!'],
])('%s carried by %i rows and %i columns', (typed, rows, cols, shown) => {
  const book = context();
  const stored = parseFormula(typed, '1', book)!;
  expect(showFormula(shiftFormula(stored, { rows, cols }, '1', book), '1', book)).toBe(shown);
});

test.each([
  ['A2', 'B1'],
  ['SUM(A1:C1)', 'SUM(A1:A3)'],
  ['$A$1*B5', '$A$1*E2'],
  ['$A2', 'B$1'],
  ['SUM(A:A)+TaxRate', 'SUM(A:A)+TaxRate'],
])('%s of A1, pasted into A1 with rows become columns', (typed, shown) => {
  const book = context();
  const at = { row: 0, col: 0 };
  const stored = parseFormula(typed, '1', book)!;
  expect(showFormula(turnFormula(stored, at, at, '1', book), '1', book)).toBe(shown);
});

test('parts of tables stay when copied, and single columns go along when filled', () => {
  const book = context();
  const typed = 'SUM(Sales[Region])+Sales[@[Q 1]]+SUM(Sales[[Region]:[Q 1]])+SUM(Sales)+SUM(Sales[Column4])';
  const stored = parseFormula(typed, '1', book)!;
  const copied = shiftFormula(stored, { rows: 3, cols: 2 }, '1', book);
  expect(showFormula(copied, '1', book)).toBe(typed);
  const filled = shiftFormula(stored, { rows: 0, cols: 1, filled: true }, '1', book);
  expect(showFormula(filled, '1', book)).toBe(
    "SUM(Sales[Q 1])+Sales[@[Q'#3]]+SUM(Sales[[Region]:[Q 1]])+SUM(Sales)+SUM(Sales[Region])",
  );
  const back = shiftFormula(stored, { rows: 0, cols: -1, filled: true }, '1', book);
  expect(showFormula(back, '1', book)).toContain('SUM(Sales[Column4])+Sales[@Region]');
});

test('too long a formula is refused', () => {
  expect(parseFormula('1+'.repeat(5000), '1', context())).toBeNull();
});
