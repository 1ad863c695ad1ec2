import { expect, it } from 'vitest';
import type { RecordCheck } from '../../net/history';
import { everyWords, verdictWords } from './words';

it('says how often everything is checked', () => {
  expect([0, 60, 3600, 7200, 86_400, 172_800].map(everyWords)).toEqual([
    'Nothing is checked by itself.',
    'All records are checked every 1 minute.',
    'All records are checked every 60 minutes.',
    'All records are checked every 2 hours.',
    'All records are checked once a day.',
    'All records are checked every 2 days.',
  ]);
});

it('says what the checks came to', () => {
  const check = (findings: readonly string[]): RecordCheck => ({
    workbook: 'w',
    name: 'Plan',
    at: '',
    seq: 3,
    findings,
    millis: 1,
  });
  expect(verdictWords([check([]), check([])])).toBe('All 2 workbooks are as they were written.');
  expect(verdictWords([check(['Change 3 is altered.']), check([])])).toMatch(
    /^1 of 2 workbooks is not as written/,
  );
});
