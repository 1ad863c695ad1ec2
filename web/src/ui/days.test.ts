import { expect, test } from 'vitest';
import { addDays, addMonths, monthDays, monthText, today } from './days';

test('days and months go on over the ends of years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  expect(addMonths('2028-03-31', -1)).toBe('2028-02-29');
  expect(monthText('2026-02-03')).toBe('February 2026');
  expect(today(new Date(2026, 0, 5, 23, 30))).toBe('2026-01-05');
});

test('a month has whole weeks from Monday on', () => {
  const weeks = monthDays('2026-02-14');
  expect(weeks[0]?.[0]).toBe('2026-01-26');
  expect(weeks.at(-1)?.[6]).toBe('2026-03-01');
  expect(monthDays('2027-02-01')).toHaveLength(4);
});
