import { expect, test } from 'vitest';
import { Pace } from './pace';

test('the faster a sheet is scrolled, the farther ahead is fetched', () => {
  const pace = new Pace();
  pace.moved(0, 1000);
  expect(pace.reach).toBe(0);
  pace.moved(100, 1050);
  const slow = pace.reach;
  pace.moved(6100, 1100);
  expect(slow).toBe(800);
  expect(pace.reach).toBe(48_000);
});

test('a jolt counts for a while, a rest ends it', () => {
  const pace = new Pace();
  pace.moved(0, 0);
  pace.moved(5000, 50);
  const fast = pace.reach;
  pace.moved(5000, 100);
  expect(pace.reach).toBeLessThan(fast);
  expect(pace.reach).toBeGreaterThan(0);
  pace.moved(5000, 500);
  expect(pace.reach).toBe(0);
});

test('a jump to a far place is no speed, and no end of the sheet is too far', () => {
  const pace = new Pace();
  pace.moved(0, 0);
  pace.moved(24_000_000, 5000);
  expect(pace.reach).toBe(0);
  pace.moved(0, 5016);
  expect(pace.reach).toBe(60_000);
});
