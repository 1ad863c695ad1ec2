/** Dates and times as people type them → serial numbers (server/crates/model/src/input has the same rules). */

export interface ReadNumber {
  readonly value: number;
  /** The number format that the text suggests, null for none. */
  readonly format: string | null;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Format alone, and with a time behind it. */
  readonly formats: readonly [alone: string, timed: string];
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const ISO = ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm'] as const;
const SLASHED = ['m/d/yyyy', 'm/d/yyyy h:mm'] as const;
const DAY_FIRST = ['dd/mm/yyyy', 'dd/mm/yyyy hh:mm'] as const;
const DOTTED = ['dd.mm.yyyy', 'dd.mm.yyyy hh:mm'] as const;
const NAMED = ['d mmm yyyy', 'd mmm yyyy hh:mm'] as const;
const MONTH = ['mmm yyyy', 'mmm yyyy'] as const;

const NUMERIC = /^([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})$/;
const CLOCK = /^([0-9]{1,4})(?::([0-9]{1,2})(?::([0-9]{1,2}(?:\.[0-9]{1,6})?))?)?(?: *([ap])m)?$/i;

function readTime(text: string): ReadNumber | null {
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const [, hourText, minuteText, secondText, half] = match;
  if (minuteText === undefined && half === undefined) return null;
  let hours = Number(hourText);
  const minutes = Number(minuteText ?? 0);
  const seconds = Number(secondText ?? 0);
  if (minutes > 59 || seconds >= 60) return null;
  const timed = secondText !== undefined;
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const value = (hours * 3600 + minutes * 60 + seconds) / 86_400;
  if (half !== undefined) return { value, format: timed ? 'h:mm:ss AM/PM' : 'h:mm AM/PM' };
  return { value, format: hours > 23 ? '[h]:mm:ss' : timed ? 'h:mm:ss' : 'h:mm' };
}

/** Four digits, or two: 00 to 29 are of this century, 30 to 99 of the last. */
function readYear(text: string): number | null {
  if (/^[0-9]{4}$/.test(text)) return Number(text);
  if (!/^[0-9]{2}$/.test(text)) return null;
  const short = Number(text);
  return short < 30 ? 2000 + short : 1900 + short;
}

function readMonth(text: string): number | null {
  const lower = text.toLowerCase() === 'sept' ? 'sep' : text.toLowerCase();
  const at =
    lower.length < 3 ? -1 : MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
  return at < 0 ? null : at + 1;
}

function readDayNumber(text: string): number | null {
  return /^[0-9]{1,2}$/.test(text) ? Number(text) : null;
}

/** `2026-11-22`, `11/22/2026`, `22/11/2026`, `22.11.2026`. */
function numericDay(text: string): Day | null {
  const match = NUMERIC.exec(text);
  if (match === null) return null;
  const [, a = '', separator, b = '', c = ''] = match;
  if (a.length === 4 && separator !== '.') {
    if (c.length > 2) return null;
    return { year: Number(a), month: Number(b), day: Number(c), formats: ISO };
  }
  const year = readYear(c);
  if (year === null || a.length > 2) return null;
  const first = Number(a);
  const second = Number(b);
  if (separator === '.') return { year, month: second, day: first, formats: DOTTED };
  if (first > 12) return { year, month: second, day: first, formats: DAY_FIRST };
  return { year, month: first, day: second, formats: SLASHED };
}

/** `22 Nov 2026`, `22-Nov-26`, `Nov 22, 2026`, `November 2026`. */
function namedDay(text: string): Day | null {
  const parts = text.split(/[ \-,./]/).filter((part) => part !== '');
  const [a = '', b = '', c = ''] = parts;
  if (parts.length === 2) {
    const month = readMonth(a);
    return month !== null && /^[0-9]{4}$/.test(b) ? { year: Number(b), month, day: 1, formats: MONTH } : null;
  }
  if (parts.length !== 3) return null;
  const first = readMonth(a);
  const second = readMonth(b);
  const year = readYear(c);
  const day = readDayNumber(first === null ? a : b);
  const month = first ?? second;
  if (year === null || day === null || month === null || (first !== null && second !== null)) return null;
  return { year, month, day, formats: NAMED };
}

/** Days since the start of the date system; null for days that are none or lie before it. */
function serialOf({ year, month, day }: Day, date1904: boolean): number | null {
  if (year < 1900 || year > 9999 || month < 1 || month > 12 || (date1904 && year < 1904)) return null;
  const time = Date.UTC(year, month - 1, day);
  if (day < 1 || new Date(time).getUTCMonth() !== month - 1) return null;
  const days = time / 86_400_000 + 25_569;
  if (date1904) return days - 1462;
  // Serial 60, the 29th of February 1900 that never was, is kept free as Excel does.
  return days < 61 ? days - 1 : days;
}

function readDay(text: string, date1904: boolean): { serial: number; formats: Day['formats'] } | null {
  const day = numericDay(text) ?? namedDay(text);
  const serial = day === null ? null : serialOf(day, date1904);
  return day === null || serial === null ? null : { serial, formats: day.formats };
}

/** Reads a date, a time or both; null when the text is neither. */
export function readDate(text: string, date1904: boolean): ReadNumber | null {
  // Longer texts are no dates; this keeps the work small.
  if (text.length > 40 || !/[0-9]/.test(text)) return null;
  const time = readTime(text);
  if (time !== null) return time;
  const day = readDay(text, date1904);
  if (day !== null) return { value: day.serial, format: day.formats[0] };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char !== ' ' && char !== 'T') continue;
    const date = readDay(text.slice(0, i).trimEnd(), date1904);
    const clock = date === null ? null : readTime(text.slice(i + 1).trimStart());
    if (date === null || clock === null) continue;
    if (clock.value >= 1 || date.formats === MONTH) return null;
    return { value: date.serial + clock.value, format: date.formats[1] };
  }
  return null;
}
