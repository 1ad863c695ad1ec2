import { describe, expect, it } from 'vitest';
import type { RevertConflict } from '../../net/api';
import {
  actOf,
  actWords,
  conflictWords,
  overwritten,
  reducePreview,
  simpleWords,
  startPreview,
} from './undo';

const conflict = (cell: string): RevertConflict => ({
  sheet: 'Plan',
  cell,
  now: 335,
  was: 301,
  seq: 40,
  at: '2026-11-22T13:58:00Z',
  author: { id: 'p', name: 'Priya Natarajan', kind: 'person' },
});
const start = () => startPreview({ seq: null, reverted: 7, conflicts: [conflict('E10'), conflict('K10')] });

describe('undo preview', () => {
  it('keeps what is there now unless told otherwise', () => {
    expect(actWords(start())).toBe('Undo 7 cells');
    expect(overwritten(start())).toEqual([]);
    expect(actOf(start())).toEqual({ how: 'once', overwrite: false });
  });

  it('counts the choices into the button', () => {
    const one = reducePreview(start(), { type: 'choose', at: 1, choice: 'back' });
    expect(actWords(one)).toBe('Undo 8 cells');
    expect(overwritten(one).map((each) => each.cell)).toEqual(['K10']);
    expect(actOf(one)).toEqual({ how: 'mixed', cells: [conflict('K10')] });
    const all = reducePreview(one, { type: 'choose-all', choice: 'back' });
    expect(actWords(all)).toBe('Undo 9 cells');
    expect(actOf(all)).toEqual({ how: 'once', overwrite: true });
    expect(actWords(reducePreview(all, { type: 'choose-all', choice: 'keep' }))).toBe('Undo 7 cells');
  });

  it('does not know cells that are no conflict', () => {
    const before = start();
    expect(reducePreview(before, { type: 'choose', at: 2, choice: 'back' })).toBe(before);
  });

  it('says it in one and in many', () => {
    const single = startPreview({ seq: null, reverted: 1, conflicts: [conflict('E10')] });
    expect(simpleWords(single).join(' ')).toBe('1 cell goes back. Nobody touched it since.');
    expect(conflictWords(single).join(' ')).toBe('1 cell was changed again. Choose.');
    const nothing = startPreview({ seq: null, reverted: 0, conflicts: [] });
    expect(actWords(nothing)).toBe('Undo nothing');
  });
});
