import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSheet } from '../../../grid/testing/fakeSheet';
import { FakeWorkbook } from '../../../grid/testing/fakeWorkbook';
import type { FindPage, FindQuery } from '../../../net/bulk';
import { Problem } from '../../../net/problem';
import { type AskPage, Finder, type FindOptions, type FindPlace } from './finder';

const OPTIONS: FindOptions = {
  text: 'net',
  case: false,
  whole: false,
  regex: false,
  formulas: false,
  scope: { kind: 'all' },
};

let book: FakeWorkbook;
let here: FindPlace;
let asked: FindQuery[];
let reached: string[];
let answer: (from: string | null) => Promise<FindPage>;
const open: Finder[] = [];

function page(cells: readonly string[], next: string | null = null): Promise<FindPage> {
  const matches = cells.map((place) => {
    const [sheet = '', cell = ''] = place.split('!');
    return { sheet, cell, text: 'net' };
  });
  return Promise.resolve({ seq: 1, matches, next, scanned: 100 });
}

function finder(): Finder {
  const ask: AskPage = (query, { from }) => {
    asked.push(query);
    return answer(from);
  };
  const made = new Finder(
    book,
    {
      changed: () => undefined,
      reached: ({ sheet, row, col }) => reached.push(`${sheet} ${row} ${col}`),
      here: () => here,
    },
    ask,
  );
  open.push(made);
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
  book = new FakeWorkbook();
  book.add(new FakeSheet('plan', 'Plan'));
  book.add(new FakeSheet('data', 'Data'));
  here = { sheet: 'plan', row: 2, col: 0 };
  asked = [];
  reached = [];
  answer = () => page(['Plan!A1', 'Plan!B3', 'Data!C5']);
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
  vi.useRealTimers();
});

describe('a search', () => {
  test('goes to the first match from where one stands, and round at the end', async () => {
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    expect(reached).toEqual(['plan 2 1']);
    expect(made.state).toMatchObject({ at: 1, complete: true, busy: false });
    here = { sheet: 'plan', row: 2, col: 1 };
    here = made.step(1) ?? here;
    expect(here).toMatchObject({ sheet: 'data', row: 4, col: 2 });
    here = made.step(1) ?? here;
    expect(here).toMatchObject({ sheet: 'plan', row: 0 });
    here = made.step(-1) ?? here;
    expect(here).toMatchObject({ sheet: 'data' });
    // From where one has clicked meanwhile.
    here = { sheet: 'data', row: 0, col: 0 };
    expect(made.step(-1)).toMatchObject({ sheet: 'plan', row: 2 });
  });

  test('asks only what is typed in the end, with its options', async () => {
    const made = finder();
    made.look({ ...OPTIONS, text: 'n' });
    made.look({ ...OPTIONS, regex: true, scope: { kind: 'sheet', sheet: 'data' } });
    await vi.runAllTimersAsync();
    expect(asked).toEqual([{ text: 'net', sheet: 'Data', regex: true }]);
    const area = { top: 0, left: 0, bottom: 8, right: 1 };
    made.look({ ...OPTIONS, scope: { kind: 'area', sheet: 'plan', area } });
    await vi.runAllTimersAsync();
    expect(asked[1]).toEqual({ text: 'net', sheet: 'Plan', range: 'A1:B9' });
    made.look({ ...OPTIONS, text: '' });
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(2);
    expect(made.state.matches).toEqual([]);
  });

  test('counts page by page', async () => {
    const pages: ((page: FindPage) => void)[] = [];
    answer = () => new Promise((resolve) => pages.push(resolve));
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    pages[0]?.(await page(['Plan!A1', 'Plan!B3'], 'more'));
    await vi.runAllTimersAsync();
    expect(made.state).toMatchObject({ at: 1, complete: false, busy: true });
    pages[1]?.(await page(['Data!C5']));
    await vi.runAllTimersAsync();
    expect(made.state).toMatchObject({ at: 1, complete: true, busy: false });
    expect(made.state.matches).toHaveLength(3);
  });

  test('goes to the very first only when all was looked at', async () => {
    here = { sheet: 'data', row: 9, col: 9 };
    const pages: ((page: FindPage) => void)[] = [];
    answer = () => new Promise((resolve) => pages.push(resolve));
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    pages[0]?.(await page(['Plan!A1'], 'more'));
    await vi.runAllTimersAsync();
    expect(reached).toEqual([]);
    pages[1]?.(await page([]));
    await vi.runAllTimersAsync();
    expect(reached).toEqual(['plan 0 0']);
  });

  test('is made again when a cell changes, and keeps one’s place', async () => {
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    answer = () => page(['Plan!A1', 'Plan!A2', 'Plan!B3']);
    book.remote('plan', 1, 0, 'net');
    await vi.runAllTimersAsync();
    expect(made.state.matches[made.state.at]).toMatchObject({ row: 2, col: 1 });
    expect(made.state).toMatchObject({ at: 2, complete: true });
    expect(reached).toHaveLength(1);
    // What is merely drawn anew asks nothing.
    book.tell('cells');
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(2);
  });

  test('goes to its first match, too, when a cell changes before there is one', async () => {
    const made = finder();
    made.look({ ...OPTIONS, text: 'n' });
    await vi.runAllTimersAsync();
    expect(reached).toHaveLength(1);
    made.look(OPTIONS);
    book.remote('plan', 1, 0, 'net');
    await vi.runAllTimersAsync();
    expect(asked.at(-1)).toEqual({ text: 'net' });
    expect(reached).toHaveLength(2);
    expect(made.state).toMatchObject({ at: 1, complete: true });
  });

  test('waits until own edits are stored', async () => {
    book.save = { kind: 'saving', waiting: 1, kept: 0 };
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
    book.save = { kind: 'saved', at: 1 };
    book.tell('save');
    await vi.runAllTimersAsync();
    expect(made.state.matches).toHaveLength(3);
  });

  test('says what is wrong with a pattern, and goes on when the server is back', async () => {
    answer = () =>
      Promise.reject(new Problem(422, { code: 'bad-pattern', detail: 'The bracket is not closed.' }));
    const made = finder();
    made.look({ ...OPTIONS, text: '(', regex: true });
    await vi.runAllTimersAsync();
    expect(made.state.problem).toEqual({ code: 'bad-pattern', text: 'The bracket is not closed.' });
    book.save = { kind: 'offline', waiting: 0, kept: 0, since: 1 };
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    expect(made.state.problem?.code).toBe('offline');
    answer = () => page(['Plan!A1']);
    book.save = { kind: 'saved', at: 1 };
    book.tell('save');
    await vi.runAllTimersAsync();
    expect(made.state).toMatchObject({ problem: null, complete: true });
  });

  test('a replaced match leaves the list, the next one follows', async () => {
    const made = finder();
    made.look(OPTIONS);
    await vi.runAllTimersAsync();
    const match = made.state.matches[1]!;
    expect(made.without(match)).toMatchObject({ sheet: 'data' });
    expect(made.state).toMatchObject({ at: 1 });
    expect(made.state.matches).toHaveLength(2);
  });
});
