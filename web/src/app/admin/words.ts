/** What the page of administrators says about checks. */
import type { RecordCheck } from '../../net/history';
import { count } from '../../ui/words';

/** How often everything is checked. */
export function everyWords(seconds: number): string {
  if (seconds === 0) return 'Nothing is checked by itself.';
  const hours = Math.round(seconds / 3600);
  if (seconds < 5400)
    return `All records are checked every ${count(Math.max(1, Math.round(seconds / 60)), 'minute')}.`;
  if (hours === 24) return 'All records are checked once a day.';
  return hours % 24 === 0
    ? `All records are checked every ${count(hours / 24, 'day')}.`
    : `All records are checked every ${count(hours, 'hour')}.`;
}

/** What all checks came to. */
export function verdictWords(checks: readonly RecordCheck[]): string {
  const wrong = checks.filter(({ findings }) => findings.length > 0).length;
  if (wrong === 0 && checks.length === 1) return 'The one workbook is as it was written.';
  if (wrong === 0) return `All ${count(checks.length, 'workbook')} are as they were written.`;
  return `${wrong} of ${count(checks.length, 'workbook')} ${wrong === 1 ? 'is' : 'are'} not as written. Keep a copy of the database as it is before anything else.`;
}
