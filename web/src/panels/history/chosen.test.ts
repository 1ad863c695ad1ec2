import { expect, it } from 'vitest';
import { NONE_TICKED, tick } from './chosen';

const list = [9, 8, 7, 6, 5];

it('ticks one by one, and runs in the order of the list', () => {
  const one = tick(NONE_TICKED, list, 8, false);
  expect([...one.seqs]).toEqual([8]);
  expect([...tick(one, list, 8, false).seqs]).toEqual([]);
  expect([...tick(one, list, 5, true).seqs].sort()).toEqual([5, 6, 7, 8]);
  expect([...tick(tick(one, list, 6, false), list, 9, true).seqs].sort()).toEqual([6, 7, 8, 9]);
});

it('begins with one where there is nothing to go on from', () => {
  expect([...tick(NONE_TICKED, list, 7, true).seqs]).toEqual([7]);
  expect([...tick({ seqs: new Set(), last: 1 }, list, 7, true).seqs]).toEqual([7]);
});
