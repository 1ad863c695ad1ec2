import { describe, expect, test } from 'vitest';
import type { Area } from '../lib/geometry';
import { parseRange } from '../lib/a1';
import { bring, copyOf, ONE_SHEET, sheetOf, testBook } from '../testing/books';
import { type Condition, readRule, type RuleBody, ruleEntry } from './rule';
import { carried, tidied } from './rule-areas';
import { barOf, iconsOf, QUICK_RULES, scaleOf, styled } from './rule-presets';
import type { RuleView } from './view';
import type { Workbook } from './workbook';

const area = (text: string): Area => parseRange(text) ?? { top: -1, left: -1, bottom: -1, right: -1 };
const areas = (text: string): Area[] => text.split(' ').map(area);

/** Adds a rule and gives it back as it reads. */
function add(book: Workbook, on: string, condition: Condition, operands: string[] = []): RuleView {
  expect(book.commands.rules.put('1', null, { ...styled(condition), areas: areas(on), operands })).toBeNull();
  return rules(book)[0]!;
}

function rules(book: Workbook, sheet = '1'): readonly RuleView[] {
  return sheetOf(book, sheet).rules;
}

/** A workbook whose rules can be written. */
async function ready(edits = ONE_SHEET): Promise<Workbook> {
  const book = testBook(edits);
  await book.commands.rules.load();
  return book;
}

const GREATER: Condition = { kind: 'cell', op: '>' };

describe('entries', () => {
  test('are read as the document has them, and passed over in any other form', () => {
    const plain = { on: '0,0:9,0 c3:4 r5:5 7,7', pos: 'V', kind: 'cell', op: '>' };
    expect(readRule({ ...plain, bold: true, fill: '#ffeb9c', size: 20, stop: true })).toMatchObject({
      body: { kind: 'cell', op: '>', format: { bold: true, fill: '#ffeb9c' }, stop: true },
    });
    const others = [
      null,
      { ...plain, op: 'near' },
      { ...plain, on: '1!0,0' },
      { ...plain, on: 'n:abc' },
      { ...plain, on: '' },
      { ...plain, pos: '' },
      { ...plain, kind: 'rank', op: 'top', count: 0 },
      { ...plain, kind: 'scale', points: 'min max', colors: '#ffffff' },
      { ...plain, kind: 'bar', points: 'min', bar: '#638ec6' },
      { ...plain, kind: 'icons', set: '3arrows', points: 'percent' },
      { ...plain, kind: 'icons', set: '9hats', points: 'percent percent' },
    ];
    for (const other of others) expect(readRule(other)).toBeNull();
  });

  test('of every rule of the gallery read as they were written', () => {
    for (const { said } of QUICK_RULES) {
      expect(readRule(ruleEntry('0,0:9,0', 'V', said.body))?.body).toEqual(said.body);
    }
  });
});

describe('rules', () => {
  test('compare with what is typed: numbers, texts, dates and formulas of the first cell', async () => {
    const book = await ready();
    add(book, 'B2:B9', GREATER, ['10%']);
    const [key] = [...sheetOf(book).record.rules.rules.keys()];
    expect(book.document.get('rules', `1/${key ?? ''}`)).toMatchObject({
      on: '1,1:8,1',
      kind: 'cell',
      op: '>',
    });
    expect(book.document.get('rules', `1/${key ?? ''}/a`)).toBe(0.1);
    const formula = add(book, 'B2:C9', { kind: 'formula' }, ['=$A2>B$1']);
    expect(formula.operands).toEqual(['=$A2>B$1']);
    expect(book.document.get('rules', `1/${formula.id}/a`)).toEqual(['=', '\uFFFC>\uFFFC', '1,$0', '$0,1']);
    expect(add(book, 'B2', { kind: 'text', op: 'contains' }, ['7']).operands).toEqual(['7']);
    book.commands.format('1', areas('D2:D9'), { format: 'yyyy-mm-dd' });
    expect(add(book, 'D2:D9', GREATER, ['2026-03-01']).operands).toEqual(['2026-03-01']);
    expect(add(book, 'D2:D9', { kind: 'cell', op: '=' }, ["'12"]).operands).toEqual(["'12"]);
  });

  test('say why they cannot be', async () => {
    const book = await ready();
    const put = (body: RuleBody, operands: string[], on = 'A1:A9') =>
      book.commands.rules.put('1', null, { body, operands, areas: on === '' ? [] : areas(on) });
    expect(put(styled(GREATER).body, [''])).toBe('Say what to compare with.');
    expect(put(styled({ kind: 'formula' }).body, ['='])).toMatch(/^Write a formula/);
    expect(put(scaleOf(['#ffffff', '#000000', '#ff0000']).body, ['', 'half', ''])).toMatch(/no number/);
    expect(put(styled(GREATER).body, ['1'], '')).toMatch(/^Say for which cells/);
    expect(rules(book)).toEqual([]);
    book.role = 'viewer';
    add(book, 'A1', GREATER, ['1']) as RuleView | undefined;
    expect(rules(book)).toEqual([]);
  });

  test('follow inserted lines, grow with them, and their formulas follow too', async () => {
    const book = await ready();
    add(book, 'B2:B9 D:D', { kind: 'formula' }, ['=B2>$A$1']);
    book.commands.insertRows('1', 4, 2);
    book.commands.insertCols('1', 0, 1);
    expect(rules(book)[0]).toMatchObject({ operands: ['=C2>$B$1'] });
    expect(rules(book)[0]?.areas).toEqual([area('C2:C11'), area('E1:E1048576')]);
    book.commands.deleteRows('1', 1, 10);
    expect(rules(book)[0]?.areas).toEqual([area('E1:E1048576')]);
    book.commands.undo();
    expect(rules(book)[0]?.areas).toHaveLength(2);
  });

  test('are ordered, changed, duplicated and deleted, one step of undo each, and reach others', async () => {
    const book = await ready();
    const first = add(book, 'A1:A9', GREATER, ['1']);
    const second = add(book, 'A1:A9', GREATER, ['2']);
    expect(rules(book).map(({ id }) => id)).toEqual([second.id, first.id]);
    book.commands.rules.move('1', second.id, null);
    expect(rules(book).map(({ id }) => id)).toEqual([first.id, second.id]);
    book.commands.rules.duplicate('1', first.id);
    expect(rules(book).map(({ operands }) => operands[0])).toEqual(['1', '1', '2']);
    book.commands.rules.put('1', first.id, { ...barOf('#638ec6'), areas: areas('C1:C9') });
    expect(rules(book)[0]).toMatchObject({ body: { kind: 'bar' }, operands: ['', ''] });
    expect(book.document.get('rules', `1/${first.id}/a`)).toBeUndefined();
    const other = copyOf(book);
    book.commands.rules.remove('1', [first.id, second.id]);
    bring(book, other);
    expect(rules(other)).toHaveLength(1);
    book.commands.undo();
    bring(book, other);
    expect(rules(other)).toHaveLength(3);
    book.commands.undo();
    expect(rules(book)[0]).toMatchObject({ id: first.id, operands: ['1'] });
  });

  test('lose the cells that are cleared, and read their formulas for the cell that is first then', async () => {
    const book = await ready();
    const { id } = add(book, 'A1:C9', { kind: 'formula' }, ['=A1>$E1']);
    book.commands.rules.clear('1', areas('A1:C3 B5:B5'));
    expect(rules(book)[0]).toMatchObject({ id, operands: ['=A4>$E4'] });
    expect(rules(book)[0]?.areas).toEqual(areas('A4:C4 A5:A5 C5:C5 A6:C9'));
    book.commands.rules.clear('1', areas('A1:Z99'));
    expect(rules(book)).toEqual([]);
    book.commands.undo();
    expect(rules(book)[0]?.areas).toHaveLength(4);
  });
});

describe('cells that go elsewhere with their looks', () => {
  test('take their rules along; what held there holds no more', async () => {
    const book = await ready();
    add(book, 'A1:A3', GREATER, ['=B1']);
    add(book, 'D1:D9', GREATER, ['2']);
    book.commands.rules.carry({ sheet: '1', area: area('A1:A3') }, { sheet: '1', area: area('D1:D6') });
    expect(rules(book).map((rule) => rule.areas)).toEqual([areas('D7:D9'), areas('A1:A3 D1:D6')]);
    expect(rules(book)[1]?.operands).toEqual(['=B1']);
    // The same once more changes nothing.
    book.commands.rules.carry({ sheet: '1', area: area('A1:A3') }, { sheet: '1', area: area('D1:D6') });
    expect(rules(book)).toHaveLength(2);
  });

  test('filled, moved and on a duplicated sheet', async () => {
    const book = await ready();
    book.commands.type('1', 0, 0, [['1']]);
    add(book, 'A1', GREATER, ['=B1']);
    book.commands.fill('1', area('A1'), area('A1:A5'));
    expect(rules(book)[0]?.areas).toEqual([area('A1:A5')]);
    await book.commands.moveCells('1', area('A1:A2'), '1', 0, 3);
    expect(rules(book)[0]).toMatchObject({ operands: ['=B3'], areas: areas('A3:A5 D1:D2') });
    book.commands.undo();
    const copy = await book.commands.duplicateSheet('1');
    expect(rules(book, copy ?? '')[0]).toMatchObject({ operands: ['=B1'], areas: areas('A1:A5') });
  });

  test('on another sheet: a rule of their own, which takes in what comes later', async () => {
    const book = await ready([
      ...ONE_SHEET,
      { root: 'sheets', key: '2/name', value: 'Other' },
      { root: 'sheets', key: '2/pos', value: 'W' },
    ]);
    add(book, 'B2:B4', { kind: 'formula' }, ['=B2>A2']);
    const from = { sheet: '1', area: area('B2:B4') };
    book.commands.rules.carry(from, { sheet: '2', area: area('D5:D7') });
    expect(rules(book, '2')).toMatchObject([{ operands: ['=D5>C5'], areas: areas('D5:D7') }]);
    book.commands.rules.carry(from, { sheet: '2', area: area('D8:D10') });
    expect(rules(book, '2')).toMatchObject([{ operands: ['=D5>C5'], areas: areas('D5:D10') }]);
    expect(rules(book)).toMatchObject([{ areas: areas('B2:B4') }]);
  });

  test('repeat a part of the source wherever it comes to lie', () => {
    expect(tidied(carried(areas('A2'), area('A1:A3'), area('C1:C6')))).toEqual(areas('C2 C5'));
    expect(tidied(carried(areas('A4'), area('A4:A5'), area('A1:A5')))).toEqual(areas('A2 A4'));
    expect(tidied(areas('A1:A3 B1:B3 A4:B9'))).toEqual(areas('A1:B9'));
  });
});

test('icons share the numbers evenly', () => {
  expect(iconsOf('5quarters').operands).toEqual(['20', '40', '60', '80']);
  expect(iconsOf('3arrows').body).toMatchObject({ points: ['percent', 'percent'] });
});
