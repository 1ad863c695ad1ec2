/** The fill handle: what comes after a few cells, going down, up, right or left. */

import type { Scalar } from '../lib/scalar';
import { checkSize, contentEdit, exactFormatEdit, type EditContext } from './edit-cells';
import { isDateCode } from '../lib/display';
import { isFormula, scalarOf, type Stored, storedOf } from './content';
import type { Edit } from './entries';
import { shiftFormula } from './formula-carry';
import type { Sheet } from './sheet';
import type { Area } from './view';
import { unionArea } from '../lib/geometry';

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

interface Source {
  readonly stored: Stored;
  readonly date: boolean;
}

/** The value `n` places after the first source (n may be negative); null when no series is seen. */
type Series = (n: number) => Scalar;

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

function seriesOf(sources: readonly Source[]): Series | null {
  const values = sources.map((source) => source.stored);
  if (values.every((value) => typeof value === 'number')) {
    return numberSeries(values, sources[0]?.date === true);
  }
  if (!values.every((value) => typeof value === 'string')) return null;
  return listSeries(values) ?? countedSeries(values);
}

/** Cells along the direction of filling, by place; what filters hide has none. */
interface Lane {
  /** The first place of the source. */
  readonly from: number;
  readonly length: number;
  at(place: number): readonly [row: number, col: number];
}

function fillLane(sheet: Sheet, lane: Lane, targets: readonly number[], context: EditContext): Edit[] {
  const sources = Array.from({ length: lane.length }, (_, i): Source => {
    const [row, col] = lane.at(lane.from + i);
    const r = sheet.rows.id(row);
    const c = sheet.cols.id(col);
    const stored = sheet.data.holding(r, c)?.stored ?? null;
    return { stored, date: isDateCode(sheet.data.formatOf(r, c).format ?? '') };
  });
  const series = seriesOf(sources);
  return targets.flatMap((place) => {
    const n = place - lane.from;
    const model = ((n % lane.length) + lane.length) % lane.length;
    const [fromRow, fromCol] = lane.at(lane.from + model);
    const [row, col] = lane.at(place);
    const r = sheet.rows.id(row);
    const c = sheet.cols.id(col);
    let stored = sources[model]?.stored ?? null;
    if (isFormula(stored)) {
      const shift = { rows: row - fromRow, cols: col - fromCol, filled: true };
      stored = shiftFormula(stored, shift, sheet.id, context.resolve);
    } else if (series !== null) stored = storedOf(series(n));
    else stored = storedOf(scalarOf(stored));
    const format = sheet.data.formatOf(sheet.rows.id(fromRow), sheet.cols.id(fromCol));
    return [...contentEdit(sheet, r, c, stored), ...exactFormatEdit(sheet, r, c, format)];
  });
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** Which of the lines of `all` are the source; the others are filled. */
function places(
  all: readonly number[],
  first: number,
  last: number,
): { from: number; length: number; targets: number[] } {
  const inside = (line: number): boolean => line >= first && line <= last;
  const targets = all.flatMap((line, place) => (inside(line) ? [] : [place]));
  return { from: all.findIndex(inside), length: all.length - targets.length, targets };
}

/** Entries that fill `target` from `source`; cells of the source stay as they are, and so does what a filter hides. */
export function fillEdits(sheet: Sheet, source: Area, target: Area, context: EditContext): Edit[] {
  const down = target.bottom > source.bottom || target.top < source.top;
  const whole = unionArea(source, target);
  const unfiltered = (first: number, last: number): number[] =>
    sheet.rows.unfiltered(first, last).flatMap(([from, to]) => span(from, to));
  if (down) {
    const rows = unfiltered(whole.top, whole.bottom);
    const { targets, ...lane } = places(rows, source.top, source.bottom);
    if (lane.length === 0) return [];
    checkSize(targets.length * (source.right - source.left + 1));
    return span(source.left, source.right).flatMap((col) =>
      fillLane(sheet, { ...lane, at: (place) => [rows[place] ?? 0, col] }, targets, context),
    );
  }
  const cols = span(whole.left, whole.right);
  const rows = unfiltered(source.top, source.bottom);
  const { targets, ...lane } = places(cols, source.left, source.right);
  checkSize(targets.length * rows.length);
  return rows.flatMap((row) =>
    fillLane(sheet, { ...lane, at: (place) => [row, cols[place] ?? 0] }, targets, context),
  );
}
