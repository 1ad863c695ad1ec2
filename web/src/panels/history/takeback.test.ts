import { describe, expect, it } from 'vitest';
import type { Change } from '../../net/api';
import type { TakenBack } from '../../net/history';
import {
  actWords,
  beforeWords,
  choiceOf,
  choose,
  chooseAll,
  conflictWords,
  doneWords,
  howOf,
  looksWords,
  simpleWords,
  startPreview,
  told,
  wantOne,
  wantSince,
  wantSome,
  withMore,
} from './takeback';

const conflict = (entry: string): TakenBack['conflicts'][number] => ({
  entry,
  sheet: 'Plan',
  cell: 'E10',
  now: 335,
  was: 301,
  seq: 9,
  at: null,
  author: null,
});
const answer = (reverted: number, entries: readonly string[]): TakenBack => ({
  seq: null,
  changes: 1,
  reverted,
  conflicts: entries.map(conflict),
  cells: [],
});
const change = (seq: number, id: string, name: string): Change => ({
  seq,
  at: `2026-11-18T16:0${seq}:00Z`,
  author: { id, name, kind: 'person' },
  via: 'edit',
  summary: 'Pumps and notes',
  link: null,
  reverts: null,
  total_cells: 9,
  cells: [],
  hash: '',
});

describe('a preview', () => {
  it('keeps what is there now until somebody chooses otherwise, each by itself', () => {
    const start = startPreview(answer(7, ['a', 'b']));
    expect(howOf(start)).toEqual({});
    expect(actWords(start)).toBe('Undo 7 cells');
    const [first] = start.conflicts;
    if (first === undefined) throw new Error('There is no conflict.');
    const chosen = choose(start, [first], 'back');
    expect([choiceOf(chosen, first), howOf(chosen), actWords(chosen)]).toEqual([
      'back',
      { take: ['a'] },
      'Undo 8 cells',
    ]);
    expect(howOf(choose(chosen, [first], 'keep'))).toEqual({});
  });

  it('keeps the choices when something was changed meanwhile, as far as they still are ones', () => {
    const start = startPreview(answer(7, ['a', 'b']));
    const chosen = choose(start, start.conflicts, 'back');
    expect([...startPreview(answer(7, ['b', 'c']), chosen).back]).toEqual(['b']);
  });

  const hundred = (from: number): readonly string[] =>
    Array.from({ length: 100 }, (_, n) => String(from + n));

  it('is told a hundred conflicts at a time, and takes the others with them only when all are meant', () => {
    const many = startPreview(answer(1, hundred(0)));
    expect(conflictWords(many)).toEqual([
      '100 cells or more',
      'were changed again. The first 100 stand here.',
    ]);
    // Each of them chosen by itself says nothing about those that nobody has seen.
    expect(howOf(choose(many, many.conflicts, 'back'))).toEqual({ take: hundred(0) });
    const all = chooseAll(many, 'back');
    expect([howOf(all), actWords(all)]).toEqual([{ overwrite: true }, 'Undo 101 cells and all others']);
    const whole = withMore(all, [...hundred(100).slice(0, 3)].map(conflict));
    expect([whole.more, howOf(whole), actWords(whole)]).toEqual([
      false,
      { take: [...hundred(0), '100', '101', '102'] },
      'Undo 104 cells',
    ]);
    const [first] = whole.conflicts;
    if (first === undefined) throw new Error('There is no conflict.');
    expect(choose(whole, [first], 'keep').back.size).toBe(102);
  });

  it('says it in words', () => {
    expect(simpleWords(startPreview(answer(0, []))).join(' ')).toBe('Nothing goes back without asking.');
    expect(simpleWords(startPreview(answer(1, []))).join(' ')).toBe(
      '1 cell goes back. Nobody touched it since.',
    );
    expect(conflictWords(startPreview(answer(0, ['a']))).join(' ')).toBe('1 cell was changed again. Choose.');
    expect(actWords(startPreview(answer(0, ['a'])))).toBe('Undo nothing');
    expect([doneWords({ seq: null, reverted: 0 }), doneWords({ seq: 4, reverted: 2 })]).toEqual([
      'There was nothing left to undo.',
      '2 cells went back.',
    ]);
  });
});

it('tells what cells hold line by line, and how many others only look different', () => {
  const cell = (row: number, kind: 'value' | 'format' | 'structure') => ({
    sheet: 'Plan',
    sheet_id: '1',
    cell: `A${row}`,
    row,
    col: 0,
    kind,
    old: null,
    new: null,
  });
  const { lines, looks } = told([
    cell(1, 'value'),
    cell(1, 'format'),
    cell(2, 'format'),
    cell(3, 'structure'),
  ]);
  expect([lines.map(({ row }) => row), looksWords(looks)]).toEqual([[1, 3], 'The looks of 1 cell']);
});

describe('what is wanted', () => {
  const [one, two, other] = [
    change(2, 't', 'Tomás Ferreira'),
    change(3, 't', 'Tomás Ferreira'),
    change(4, 'm', 'M'),
  ];

  it('is one change, some, or all of somebody since', () => {
    expect(wantSome([one])).toEqual(wantOne(one));
    expect(wantOne(one).title).toBe('Undo “Pumps and notes”, 9 cells');
    expect(wantSome([one, two])).toMatchObject({
      chosen: { changes: [2, 3] },
      title: 'Take back 2 changes',
      author: { id: 't' },
    });
    expect(wantSome([one, other]).author).toBeNull();
    expect(wantSince(one).chosen).toEqual({ author: 't', from: one.at });
  });

  it('has a name for how it was before', () => {
    expect(beforeWords(wantOne(one), 'm')).toBe('before Tomás');
    expect(beforeWords(wantOne(one), 't')).toBe('before your change');
    expect(beforeWords(wantSome([one, other]), 't')).toBe('before these changes');
  });
});
