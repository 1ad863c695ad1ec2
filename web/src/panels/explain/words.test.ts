import { expect, test } from 'vitest';
import type { CellPlace, ErrorCause } from '../../net/explain';
import { mayBringBack, placeText, roundOf, shortened } from './words';

const at = (cell: string, sheet = 'Plan'): CellPlace => ({ sheet, cell });
const names = (round: readonly (CellPlace | null)[]): string =>
  round.map((place) => (place === null ? '…' : placeText(place, 'Plan'))).join(' → ');

test('a loop is told from the cell that was asked about, back to it', () => {
  const loop = [at('A1'), at('B1'), at('C4', 'Data')];
  expect(names(roundOf(loop, at('B1')))).toBe('B1 → Data!C4 → A1 → B1');
  expect(names(roundOf([...loop, at('A1')], at('Z9')))).toBe('A1 → B1 → Data!C4 → A1');
  expect(names(roundOf([at('A1')], at('A1')))).toBe('A1 → A1');
  expect(roundOf([], at('A1'))).toEqual([]);
});

test('a long loop is told by its ends', () => {
  const loop = Array.from({ length: 40 }, (_, n) => at(`A${n + 1}`));
  expect(names(shortened(roundOf(loop, at('A1'))))).toBe('A1 → A2 → A3 → A4 → A5 → … → A40 → A1');
});

test('only what was deleted by a known change is brought back, by those who may edit', () => {
  const change = { seq: 3, author: { id: 'k', name: 'Kate' }, at: '2026-11-23T01:02:03Z' };
  const cause: ErrorCause = {
    code: '#REF!',
    origin: at('A1'),
    reason: 'deleted',
    text: 'Row 5 of Data was deleted',
    loop: [],
    blocker: null,
    change,
  };
  expect(mayBringBack(cause, true)).toBe(true);
  expect(mayBringBack(cause, false)).toBe(false);
  expect(mayBringBack({ ...cause, change: null }, true)).toBe(false);
  expect(mayBringBack({ ...cause, reason: 'typed' }, true)).toBe(false);
});
