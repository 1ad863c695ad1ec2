/** What comes after a few values: numbers, dates, weekdays and months, `Item 1`. */
import type { Scalar } from '../lib/scalar';

const LISTS: readonly (readonly string[])[] = [
  ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  ['Q1', 'Q2', 'Q3', 'Q4'],
];

/** The value `n` places after the first source (n may be negative); null when no series is seen. */
export type Series = (n: number) => Scalar;

function numberSeries(values: readonly number[], date: boolean): Series | null {
  const [first = 0, second] = values;
  if (second === undefined) return date ? (n) => first + n : null;
  const step = second - first;
  const even = values.every(
    (value, i) =>
      i === 0 || Math.abs(value - (values[i - 1] ?? 0) - step) < 1e-9 * Math.max(1, Math.abs(step)),
  );
  if (even) return (n) => tidy(first + n * step);
  // The straight line that fits best, as Excel continues uneven numbers.
  const count = values.length;
  const meanX = (count - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / count;
  const above = values.reduce((sum, value, i) => sum + (i - meanX) * (value - meanY), 0);
  const below = values.reduce((sum, _, i) => sum + (i - meanX) ** 2, 0);
  const slope = above / below;
  return (n) => tidy(meanY + (n - meanX) * slope);
}

/** Takes the dust of binary fractions off a sum of decimal steps. */
function tidy(value: number): number {
  return Number(value.toPrecision(14));
}

function sameCase(model: string, text: string): string {
  if (model === model.toUpperCase()) return text.toUpperCase();
  return model === model.toLowerCase() ? text.toLowerCase() : text;
}

function listSeries(values: readonly string[]): Series | null {
  const [first = ''] = values;
  for (const list of LISTS) {
    const places = values.map((value) =>
      list.findIndex((item) => item.toLowerCase() === value.toLowerCase()),
    );
    const [start = -1, next] = places;
    if (places.includes(-1)) continue;
    const step = next === undefined ? 1 : next - start;
    const wrap = (n: number): number => ((n % list.length) + list.length) % list.length;
    if (!places.every((place, i) => wrap(start + i * step) === place)) return null;
    return (n) => sameCase(first, list[wrap(start + n * step)] ?? '');
  }
  return null;
}

const COUNTED = /^(.*?)([0-9]{1,15})$/s;

/** `Item 1`, `Item 2`, … */
function countedSeries(values: readonly string[]): Series | null {
  const parts = values.map((value) => COUNTED.exec(value));
  const head = parts[0]?.[1];
  const digits = parts[0]?.[2];
  if (head === undefined || digits === undefined || parts.some((part) => part?.[1] !== head)) return null;
  const numbers = parts.map((part) => Number(part?.[2]));
  const [first = 0, second] = numbers;
  const step = second === undefined ? 1 : second - first;
  if (!numbers.every((number, i) => number === first + i * step)) return null;
  const width = digits.startsWith('0') ? digits.length : 0;
  return (n) => head + String(Math.abs(first + n * step)).padStart(width, '0');
}

/** `dates`: whether the first of them is a date. */
export function seriesOf(values: readonly unknown[], dates: boolean): Series | null {
  if (values.every((value) => typeof value === 'number')) return numberSeries(values, dates);
  if (!values.every((value) => typeof value === 'string')) return null;
  return listSeries(values) ?? countedSeries(values);
}
