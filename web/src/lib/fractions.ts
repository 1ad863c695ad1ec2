/** Fractional keys: strings over `0-9A-Za-z` in ASCII order that do not end in `0`. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FRACTION = /^[0-9A-Za-z]*[1-9A-Za-z]$/;
const LAST = DIGITS.length - 1;

function digitsOf(text: string, length: number): number[] {
  return Array.from({ length }, (_, i) => (i < text.length ? DIGITS.indexOf(text.charAt(i)) : 0));
}

/** Adds `by` (1 or -1) to the last digit; null when it overflows. */
function step(digits: number[], by: 1 | -1): number[] | null {
  for (let i = digits.length - 1; i >= 0; i--) {
    const next = (digits[i] ?? 0) + by;
    if (next >= 0 && next <= LAST) {
      digits[i] = next;
      return digits;
    }
    digits[i] = by === 1 ? 0 : LAST;
  }
  return null;
}

/** True when `text` is a fraction. */
export function isFraction(text: string): boolean {
  return FRACTION.test(text);
}

/**
 * A fraction between `after` ('' for the start) and `before` (null for the end), as short as possible.
 * At an open end it goes one digit further, so that work in one direction makes keys grow slowly.
 * The two must be in order; fractions that are not are treated as if there were no upper bound.
 */
export function between(after: string, before: string | null): string {
  const upper = before !== null && before > after ? before : null;
  for (let length = 1; ; length++) {
    const low = step(digitsOf(after.slice(0, length), length), 1);
    if (low === null) continue;
    const high =
      upper === null
        ? new Array<number>(length).fill(LAST)
        : upper.length <= length
          ? step(digitsOf(upper, length), -1)
          : digitsOf(upper.slice(0, length), length);
    if (high === null) continue;
    // At the shortest length that has room, both bounds share all digits but the last.
    const same = low.slice(0, -1).every((digit, i) => digit === high[i]);
    const from = Math.max(low[length - 1] ?? 0, 1);
    const to = same ? (high[length - 1] ?? 0) : -1;
    if (from > to) continue;
    low[length - 1] =
      (after === '') === (upper === null) ? Math.ceil((from + to) / 2) : upper === null ? from : to;
    return low.map((digit) => DIGITS.charAt(digit)).join('');
  }
}
