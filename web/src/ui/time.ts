/** Times in words: "2 min ago", "Today 11:20", "Thu 19 Nov", then the full date. All in the browser's time zone. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Formats of days are slow to make, and the first page needs none: each is made when it is first used. */
function days(options: Intl.DateTimeFormatOptions): (at: Date) => string {
  let format: Intl.DateTimeFormat | null = null;
  return (at) => (format ??= new Intl.DateTimeFormat('en-GB', options)).format(at);
}

const shortDay = days({ day: 'numeric', month: 'short' });
const shortDayYear = days({ day: 'numeric', month: 'short', year: 'numeric' });
const longDay = days({ day: 'numeric', month: 'long' });
const longDayYear = days({ day: 'numeric', month: 'long', year: 'numeric' });
const weekdayShort = days({ weekday: 'short' });
const weekdayLong = days({ weekday: 'long' });

const two = (n: number): string => String(n).padStart(2, '0');

/** A number that is the same for all moments of one local day, and one more on the next. */
export function dayNumber(at: Date): number {
  return Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / (24 * HOUR));
}

const sameYear = (a: Date, b: Date): boolean => a.getFullYear() === b.getFullYear();

/** `14:02` */
export function clock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Last changes in lists: `just now`, `2 min ago`, `Today 11:20`, `Yesterday 17:05`, `Thu 19 Nov`, `3 Nov 2025`. */
export function ago(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return `Today ${clock(at)}`;
  if (days === 1) return `Yesterday ${clock(at)}`;
  return sameYear(at, now) ? `${weekdayShort(at)} ${shortDay(at)}` : shortDayYear(at);
}

/** Beside a name: `13:48` today, else `18 Nov 16:04`, `3 Nov 2025`. */
export function shortMoment(at: Date, now: Date): string {
  if (dayNumber(at) === dayNumber(now)) return clock(at);
  return sameYear(at, now) ? `${shortDay(at)} ${clock(at)}` : shortDayYear(at);
}

/** Inside a sentence: `today at 13:48`, `yesterday at 17:05`, `on 18 November at 16:04`, `on 3 November 2025`. */
export function inSentence(at: Date, now: Date): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return `today at ${clock(at)}`;
  if (days === 1) return `yesterday at ${clock(at)}`;
  return sameYear(at, now) ? `on ${longDay(at)} at ${clock(at)}` : `on ${longDayYear(at)}`;
}

/** Heading of a day: `Today`, `Yesterday`, `Wednesday 18 November`, with the year when it is not this one. */
export function dayTitle(at: Date, now: Date): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  const day = sameYear(at, now) ? longDay(at) : longDayYear(at);
  return `${weekdayLong(at)} ${day}`;
}

/** The moment that a banner names: `Wednesday 18 November, 16:20`. */
export function momentTitle(at: Date, now: Date): string {
  const day = sameYear(at, now) ? longDay(at) : longDayYear(at);
  return `${weekdayLong(at)} ${day}, ${clock(at)}`;
}

/** A day ahead or behind: `30 Nov`, `3 Jan 2027`. */
export function shortDate(at: Date, now: Date): string {
  return sameYear(at, now) ? shortDay(at) : shortDayYear(at);
}

/** A day in a sentence: `30 November`, `3 January 2027`. */
export function longDate(at: Date, now: Date): string {
  return sameYear(at, now) ? longDay(at) : longDayYear(at);
}

/** For tooltips, to the second: `Sunday 22 November 2026, 14:02:31`. */
export function exactly(at: Date): string {
  return `${weekdayLong(at)} ${longDayYear(at)}, ${clock(at)}:${two(at.getSeconds())}`;
}

/** Length of a story: `one day`, `19 days`, `5 months`, `3 years`. */
export function span(from: Date, to: Date): string {
  const days = Math.abs(dayNumber(to) - dayNumber(from)) + 1;
  if (days === 1) return 'one day';
  if (days < 60) return `${days} days`;
  if (days < 730) return `${Math.round(days / 30.4)} months`;
  return `${Math.round(days / 365)} years`;
}
