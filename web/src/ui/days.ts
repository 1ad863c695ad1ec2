/** Days as `2026-01-31`, without a time of day and its zones. */

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const DAY = 86_400_000;

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Today where one is. */
export function today(now = new Date()): string {
  return dayOf(now.getTime() - now.getTimezoneOffset() * 60_000);
}

export function addDays(day: string, count: number): string {
  return dayOf(timeOf(day) + count * DAY);
}

/** The same day of another month, or its last one. */
export function addMonths(day: string, count: number): string {
  const date = new Date(timeOf(day));
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const next = new Date(first);
  const last = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0);
  return dayOf(Math.min(first + (date.getUTCDate() - 1) * DAY, last));
}

export function monthText(day: string): string {
  return MONTH.format(timeOf(day));
}

/** The weeks of a month from Monday on, with the days beside it that fill them. */
export function monthDays(day: string): readonly (readonly string[])[] {
  const first = `${day.slice(0, 7)}-01`;
  const before = (new Date(timeOf(first)).getUTCDay() + 6) % 7;
  const weeks = Math.ceil((before + Number(addDays(addMonths(first, 1), -1).slice(8))) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, n) => addDays(first, week * 7 + n - before)),
  );
}
