/**
 * How cells would look under a rule that is being written: for eyes only, until the server says how they do look. Only what can be
 * known for sure is shown: a rule whose contents are plain values, over cells that no other rule could have a say in or that it would
 * go before.
 */

import { areaCells, areaHas, intersectAreas } from '../lib/geometry';
import { display } from '../lib/display';
import { isFormula, scalarOf } from './content';
import type { EditContext } from './edit-cells';
import { draftOperands } from './edit-rules';
import { layFormat } from './record';
import { Refusal } from './refusal';
import { type Condition, ICON_SETS, type Point, type RuleBody } from './rule';
import { ruleAreas } from './rule-view';
import type { CellLook } from './looks';
import type { Sheet } from './sheet';
import type { LayLook } from './sheet-cells';
import type { Area, RuleDraft, Scalar } from './view';

/** More cells than that are not looked through for what is among the largest, above average and the like. */
const MOST_COMPARED = 200_000;
const DAY = 86_400_000;
const SINCE_1904 = 1462;

/** What a rule has to know of all its cells. */
interface Known {
  /** In order. */
  readonly numbers: readonly number[];
  readonly sum: number;
  readonly counts: ReadonlyMap<string, number>;
}

const NOTHING: Known = { numbers: [], sum: 0, counts: new Map() };

type Holds = (value: Scalar) => boolean;
/** What a rule makes of a value; null: nothing. */
type Wears = (value: Scalar) => CellLook | null;

function keyOf(value: Scalar): string | null {
  if (value === null || value === '' || typeof value === 'object') return null;
  if (typeof value === 'number') return value.toExponential(14);
  return typeof value === 'string' ? `t${value.toLowerCase()}` : `b${String(value)}`;
}

/** Negative, zero or positive; null where the two are of different kinds. */
function order(value: Scalar, other: Scalar): number | null {
  const by = other ?? 0;
  if (typeof value === 'number' && typeof by === 'number') {
    return Math.abs(value - by) <= Math.max(Math.abs(value), Math.abs(by)) * 1e-15 ? 0 : value - by;
  }
  if (typeof value === 'string' && typeof by === 'string') {
    const [a, b] = [value.toLowerCase(), by.toLowerCase()];
    return a === b ? 0 : a < b ? -1 : 1;
  }
  return typeof value === 'boolean' && typeof by === 'boolean' ? Number(value) - Number(by) : null;
}

function comparing(op: Extract<Condition, { kind: 'cell' }>['op'], a: Scalar, b: Scalar): Holds {
  return (value) => {
    if (value === null || typeof value === 'object') return false;
    const first = order(value, a);
    if (op === '=') return first === 0;
    if (op === '<>') return first !== 0;
    if (first === null) return false;
    if (op === '>') return first > 0;
    if (op === '>=') return first >= 0;
    if (op === '<') return first < 0;
    if (op === '<=') return first <= 0;
    const second = order(value, b);
    if (second === null) return false;
    const between = (first >= 0 && second <= 0) || (first <= 0 && second >= 0);
    return between === (op === 'between');
  };
}

function reading(value: Scalar, date1904: boolean): string {
  return display(value, null, date1904).text.toLowerCase();
}

function texts(op: Extract<Condition, { kind: 'text' }>['op'], wanted: string, date1904: boolean): Holds {
  return (value) => {
    if (wanted === '' || (typeof value === 'object' && value !== null)) return false;
    const text = reading(value, date1904);
    if (op === 'lacks') return !text.includes(wanted);
    if (value === null) return false;
    return op === 'contains'
      ? text.includes(wanted)
      : op === 'begins'
        ? text.startsWith(wanted)
        : text.endsWith(wanted);
  };
}

/** Months since year 0 of a day counted as workbooks do. */
function monthOf(serial: number): number {
  const date = new Date(Date.UTC(1899, 11, 30) + serial * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function dates(op: Extract<Condition, { kind: 'date' }>['op'], now: Date, date1904: boolean): Holds {
  const today = Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / DAY) + 25_569;
  const sunday = -((((today - 1) % 7) + 7) % 7);
  return (value) => {
    if (typeof value !== 'number') return false;
    const day = Math.floor(value) + (date1904 ? SINCE_1904 : 0);
    const from = day - today;
    const week = (n: number): boolean => from >= 7 * n + sunday && from < 7 * (n + 1) + sunday;
    const month = (n: number): boolean => day >= 0 && day < 3_000_000 && monthOf(day) === monthOf(today) + n;
    return {
      yesterday: from === -1,
      today: from === 0,
      tomorrow: from === 1,
      last7: from >= -6 && from <= 0,
      lastweek: week(-1),
      thisweek: week(0),
      nextweek: week(1),
      lastmonth: month(-1),
      thismonth: month(0),
      nextmonth: month(1),
    }[op];
  };
}

function ranking({ op, count, percent }: Extract<Condition, { kind: 'rank' }>, { numbers }: Known): Holds {
  const wanted = percent ? Math.max(1, Math.floor((numbers.length * count) / 100)) : count;
  const place = Math.max(0, Math.min(wanted, numbers.length) - 1);
  const limit = numbers[op === 'bottom' ? place : numbers.length - 1 - place];
  return (value) =>
    typeof value === 'number' && limit !== undefined && (op === 'bottom' ? value <= limit : value >= limit);
}

function average(op: Extract<Condition, { kind: 'average' }>['op'], { numbers, sum }: Known): Holds {
  const mean = sum / numbers.length;
  return (value) => {
    const side = typeof value === 'number' && numbers.length > 0 ? order(value, mean) : null;
    if (side === null) return false;
    if (side === 0) return op === 'atleast' || op === 'atmost';
    return side > 0 === (op === 'above' || op === 'atleast');
  };
}

function holding(
  body: Condition,
  [a = null, b = null]: readonly Scalar[],
  known: Known,
  date1904: boolean,
): Holds {
  switch (body.kind) {
    case 'cell':
      return typeof a === 'object' && a !== null ? () => false : comparing(body.op, a, b);
    case 'text':
      return texts(body.op, reading(a, date1904), date1904);
    case 'is':
      return (value) => {
        const error = typeof value === 'object' && value !== null;
        if (body.op === 'error' || body.op === 'fine') return error === (body.op === 'error');
        return (
          (value === null || (typeof value === 'string' && value.trim() === '')) === (body.op === 'empty')
        );
      };
    case 'date':
      return dates(body.op, new Date(), date1904);
    case 'rank':
      return ranking(body, known);
    case 'average':
      return average(body.op, known);
    case 'repeat':
      return (value) => {
        const times = known.counts.get(keyOf(value) ?? '');
        return times !== undefined && (times === 1) === (body.op === 'unique');
      };
    case 'formula':
      return () => false;
  }
}

/** The number that a point stands for; null when there is none. */
function pointAt(point: Point, operand: Scalar, { numbers }: Known): number | null {
  const [least, most] = [numbers[0], numbers.at(-1)];
  if (least === undefined || most === undefined) return null;
  if (point === 'min') return least;
  if (point === 'max') return most;
  if (typeof operand !== 'number') return null;
  if (point === 'number') return operand;
  if (point === 'percent') return least + ((most - least) * operand) / 100;
  const place = Math.max(0, Math.min(1, operand / 100)) * (numbers.length - 1);
  const [low, high] = [numbers[Math.floor(place)] ?? least, numbers[Math.ceil(place)] ?? most];
  return low + (high - low) * (place - Math.floor(place));
}

function mixed(from: string, to: string, part: number): string {
  const at = (color: string, i: number): number => Number.parseInt(color.slice(i, i + 2), 16);
  const channels = [1, 3, 5].map((i) => Math.round(at(from, i) + (at(to, i) - at(from, i)) * part));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function scaleColor(stops: readonly (readonly [number, string])[], n: number): string | null {
  const [first, last] = [stops[0], stops.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (n <= first[0]) return first[1];
  if (n >= last[0]) return last[1];
  const after = stops.findIndex(([at]) => at > n);
  const [low, high] = [stops[after - 1] ?? first, stops[after] ?? last];
  return mixed(low[1], high[1], high[0] > low[0] ? (n - low[0]) / (high[0] - low[0]) : 0);
}

function grading(
  body: Extract<RuleBody, { kind: 'scale' | 'bar' | 'icons' }>,
  operands: readonly Scalar[],
  known: Known,
): Wears {
  const points = body.points.map((point, n) => pointAt(point, operands[n] ?? null, known));
  const numbers = points.filter((point) => point !== null);
  if (numbers.length !== points.length) return () => null;
  if (body.kind === 'scale') {
    const stops = numbers
      .map((at, n) => [at, body.colors[n] ?? '#ffffff'] as const)
      .sort(([a], [b]) => a - b);
    return (value) => {
      const fill = typeof value === 'number' ? scaleColor(stops, value) : null;
      return fill === null ? null : { format: { fill } };
    };
  }
  const bare = body.bare ? { bare: true } : {};
  if (body.kind === 'icons') {
    const last = ICON_SETS[body.set] - 1;
    return (value) => {
      if (typeof value !== 'number') return null;
      const reached = numbers.filter((point) => value >= point).length;
      return { icon: { set: body.set, index: body.reverse ? last - reached : reached }, ...bare };
    };
  }
  const [low = 0, high = 0] = numbers;
  const from = body.points[0] === 'min' ? Math.min(low, 0) : low;
  const to = body.points[1] === 'max' ? Math.max(high, 0) : high;
  const part = (n: number): number => Math.max(0, Math.min(1, (n - from) / (to - from)));
  return (value) => {
    if (typeof value !== 'number' || to <= from) return null;
    const zero = part(0);
    return { bar: { from: zero, to: part(value), zero, color: body.bar, solid: body.solid }, ...bare };
  };
}

function wearing(body: RuleBody, operands: readonly Scalar[], known: Known, date1904: boolean): Wears {
  if (body.kind === 'scale' || body.kind === 'bar' || body.kind === 'icons') {
    return grading(body, operands, known);
  }
  const holds = holding(body, operands, known, date1904);
  const look = { format: body.format };
  return (value) => (holds(value) ? look : null);
}

const COMPARED: ReadonlySet<RuleBody['kind']> = new Set([
  'rank',
  'average',
  'repeat',
  'scale',
  'bar',
  'icons',
]);

/** Looks through the cells of a rule; null when they are too many. */
async function knownOf(sheet: Sheet, body: RuleBody, areas: readonly Area[]): Promise<Known | null> {
  if (!COMPARED.has(body.kind)) return NOTHING;
  const all = { top: 0, left: 0, bottom: sheet.rows.used - 1, right: sheet.cols.used - 1 };
  const parts = areas.map((area) => intersectAreas(area, all)).filter((part) => part !== null);
  if (parts.reduce((sum, part) => sum + areaCells(part), 0) > MOST_COMPARED) return null;
  await Promise.all(parts.map((part) => sheet.load(part)));
  const numbers: number[] = [];
  const counts = new Map<string, number>();
  for (const { top, left, bottom, right } of parts) {
    for (let row = top; row <= bottom; row++) {
      for (let col = left; col <= right; col++) {
        const value = sheet.value(row, col);
        const key = keyOf(value);
        if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
        if (typeof value === 'number') numbers.push(value);
      }
    }
  }
  return { numbers: numbers.sort((a, b) => a - b), sum: numbers.reduce((sum, n) => sum + n, 0), counts };
}

function laidOver(over: CellLook, under: CellLook | undefined): CellLook {
  if (under === undefined) return over;
  const format =
    over.format === undefined || under.format === undefined
      ? (over.format ?? under.format)
      : layFormat(under.format, over.format);
  return { ...under, ...over, ...(format === undefined ? {} : { format }) };
}

/**
 * What the rule lays over the cells that show; null where that cannot be known here: a formula is in it, it is not written to its end,
 * or it goes over too many cells to compare them.
 */
export async function previewOf(
  sheet: Sheet,
  id: string | null,
  draft: RuleDraft,
  context: EditContext,
): Promise<LayLook | null> {
  const { body, areas } = draft;
  if (body.kind === 'formula') return null;
  let stored;
  try {
    stored = draftOperands(sheet, draft, context);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
  if (stored.some((each) => isFormula(each ?? null))) return null;
  const known = await knownOf(sheet, body, areas);
  if (known === null) return null;
  const operands = stored.map((each) => (each === undefined ? null : scalarOf(each)));
  const wears = wearing(body, operands, known, context.date1904);
  const within = (list: readonly Area[], row: number, col: number): boolean =>
    list.some((area) => areaHas(area, row, col));
  const rules = sheet.record.rules.inOrder();
  const own = rules.find(([each]) => each === id);
  const ownBefore = own === undefined ? [] : ruleAreas(own[1], sheet, context.resolve);
  const others = rules
    .filter(([each]) => each !== id)
    .flatMap(([, rule]) => ruleAreas(rule, sheet, context.resolve));
  const stops = 'stop' in body && body.stop;
  return (row, col, value, now) => {
    const here = within(areas, row, col);
    if (!here && !within(ownBefore, row, col)) return now;
    // Others may have a say here, and what the rule has said before is among what they say.
    const shared = within(others, row, col);
    if (shared && id !== null) return now;
    const bad = now?.bad === undefined ? undefined : { bad: now.bad };
    const under = shared ? now : bad;
    const over = here ? wears(value) : null;
    if (over === null) return under;
    return stops ? { ...over, ...bad } : laidOver(over, under);
  };
}
