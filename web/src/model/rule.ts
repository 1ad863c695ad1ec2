/** Conditional formats as the document holds them (FORMAT.md §9). */

import { isFraction } from '../lib/fractions';
import { isStored, type Stored } from './content';
import { parseReference, type PlainReference, splitOnce } from './reference';
import type { CellFormat } from './view';

export const CELL_OPS = ['=', '<>', '>', '>=', '<', '<=', 'between', 'outside'] as const;
export const TEXT_OPS = ['contains', 'lacks', 'begins', 'ends'] as const;
export const IS_OPS = ['empty', 'filled', 'error', 'fine'] as const;
export const DATE_OPS = [
  'yesterday',
  'today',
  'tomorrow',
  'last7',
  'lastweek',
  'thisweek',
  'nextweek',
  'lastmonth',
  'thismonth',
  'nextmonth',
] as const;
export const RANK_OPS = ['top', 'bottom'] as const;
export const AVERAGE_OPS = ['above', 'atleast', 'below', 'atmost'] as const;
export const REPEAT_OPS = ['duplicate', 'unique'] as const;
export const POINTS = ['min', 'max', 'number', 'percent', 'percentile'] as const;
export const MOST_RANKED = 1000;
/** Ranges that one rule may hold for. */
export const MOST_RANGES = 64;

export type Point = (typeof POINTS)[number];

/** How many icons the sets have. */
export const ICON_SETS = {
  '3arrows': 3,
  '3triangles': 3,
  '3lights': 3,
  '3flags': 3,
  '3signs': 3,
  '3stars': 3,
  '4arrows': 4,
  '4bars': 4,
  '5arrows': 5,
  '5bars': 5,
  '5quarters': 5,
} as const;
export type IconSet = keyof typeof ICON_SETS;

/** Properties of formats that a rule may lay over a cell. */
const LOOKS = [
  'bold',
  'italic',
  'underline',
  'strike',
  'color',
  'fill',
  'format',
  'borderTop',
  'borderRight',
  'borderBottom',
  'borderLeft',
] as const satisfies readonly (keyof CellFormat)[];

export type RuleFormat = Pick<CellFormat, (typeof LOOKS)[number]>;

/** When a rule of the first kinds holds. */
export type Condition =
  | { readonly kind: 'cell'; readonly op: (typeof CELL_OPS)[number] }
  | { readonly kind: 'text'; readonly op: (typeof TEXT_OPS)[number] }
  | { readonly kind: 'is'; readonly op: (typeof IS_OPS)[number] }
  | { readonly kind: 'date'; readonly op: (typeof DATE_OPS)[number] }
  | {
      readonly kind: 'rank';
      readonly op: (typeof RANK_OPS)[number];
      readonly count: number;
      readonly percent: boolean;
    }
  | { readonly kind: 'average'; readonly op: (typeof AVERAGE_OPS)[number] }
  | { readonly kind: 'repeat'; readonly op: (typeof REPEAT_OPS)[number] }
  | { readonly kind: 'formula' };

export type StyledRule = Condition & {
  readonly format: RuleFormat;
  /** Later rules hold for no cell for which this one does. */
  readonly stop: boolean;
};

export interface ScaleRule {
  readonly kind: 'scale';
  readonly points: readonly Point[];
  readonly colors: readonly string[];
}

export interface BarRule {
  readonly kind: 'bar';
  readonly points: readonly Point[];
  readonly bar: string;
  readonly solid: boolean;
  readonly bare: boolean;
}

export interface IconsRule {
  readonly kind: 'icons';
  readonly set: IconSet;
  readonly points: readonly Point[];
  readonly reverse: boolean;
  readonly bare: boolean;
}

/** What a rule says, without where it holds and what it compares with. */
export type RuleBody = StyledRule | ScaleRule | BarRule | IconsRule;

/** A rule as stored. */
export interface Rule {
  readonly on: readonly PlainReference[];
  readonly pos: string;
  readonly body: RuleBody;
}

export const OPERANDS = ['a', 'b', 'c', 'd'] as const;

/** How many contents a rule compares with. Points of a scale, a bar or icons have one each, needed or not. */
export function operandCount(body: RuleBody): number {
  switch (body.kind) {
    case 'cell':
      return body.op === 'between' || body.op === 'outside' ? 2 : 1;
    case 'text':
    case 'formula':
      return 1;
    case 'scale':
    case 'bar':
    case 'icons':
      return body.points.length;
    case 'is':
    case 'date':
    case 'rank':
    case 'average':
    case 'repeat':
      return 0;
  }
}

/** Has a point a number of its own? */
export function hasNumber(point: Point): boolean {
  return point !== 'min' && point !== 'max';
}

/** Whether operand `at` says something. */
export function operandNeeded(body: RuleBody, at: number): boolean {
  if (body.kind !== 'scale' && body.kind !== 'bar' && body.kind !== 'icons') return at < operandCount(body);
  const point = body.points[at];
  return point !== undefined && hasNumber(point);
}

function oneOf<T extends string>(list: readonly T[], value: unknown): T | null {
  return list.find((each) => each === value) ?? null;
}

const COLOR = /^#[0-9a-f]{6}$/i;

function isColor(value: unknown): value is string {
  return typeof value === 'string' && COLOR.test(value);
}

function readPoints(value: unknown, count: (n: number) => boolean): readonly Point[] | null {
  const points = typeof value === 'string' ? value.split(' ').map((each) => oneOf(POINTS, each)) : [];
  return count(points.length) && points.every((point) => point !== null) ? points : null;
}

type Entry = Readonly<Record<string, unknown>>;

function readFormat(entry: Entry): RuleFormat {
  return Object.fromEntries(
    LOOKS.map((property) => [property, entry[property]] as const).filter(
      ([, value]) => typeof value === 'boolean' || typeof value === 'string',
    ),
  );
}

function readCondition(entry: Entry): Condition | null {
  const { kind, op } = entry;
  const read = <K extends string, T extends string>(name: K, list: readonly T[]) => {
    const known = oneOf(list, op);
    return known === null ? null : { kind: name, op: known };
  };
  switch (kind) {
    case 'cell':
      return read('cell', CELL_OPS);
    case 'text':
      return read('text', TEXT_OPS);
    case 'is':
      return read('is', IS_OPS);
    case 'date':
      return read('date', DATE_OPS);
    case 'average':
      return read('average', AVERAGE_OPS);
    case 'repeat':
      return read('repeat', REPEAT_OPS);
    case 'rank': {
      const rank = read('rank', RANK_OPS);
      const { count } = entry;
      if (rank === null || typeof count !== 'number' || count < 1) return null;
      if (count > (entry.percent === true ? 100 : MOST_RANKED)) return null;
      return { ...rank, count, percent: entry.percent === true };
    }
    case 'formula':
      return { kind };
    default:
      return null;
  }
}

function readBody(entry: Entry): RuleBody | null {
  switch (entry.kind) {
    case 'scale': {
      const points = readPoints(entry.points, (n) => n === 2 || n === 3);
      const colors = typeof entry.colors === 'string' ? entry.colors.split(' ') : [];
      if (points?.length !== colors.length || !colors.every(isColor)) return null;
      return { kind: 'scale', points, colors };
    }
    case 'bar': {
      const points = readPoints(entry.points, (n) => n === 2);
      if (points === null || !isColor(entry.bar)) return null;
      return { kind: 'bar', points, bar: entry.bar, solid: entry.solid === true, bare: entry.bare === true };
    }
    case 'icons': {
      const set = oneOf(Object.keys(ICON_SETS) as IconSet[], entry.set);
      const points = set === null ? null : readPoints(entry.points, (n) => n === ICON_SETS[set] - 1);
      if (set === null || points === null) return null;
      return { kind: 'icons', set, points, reverse: entry.reverse === true, bare: entry.bare === true };
    }
    default: {
      const condition = readCondition(entry);
      return condition === null
        ? null
        : { ...condition, format: readFormat(entry), stop: entry.stop === true };
    }
  }
}

function readOn(value: unknown): readonly PlainReference[] | null {
  const parts = typeof value === 'string' ? value.split(' ') : [];
  const ranges = parts.map((part) => {
    const reference = parseReference(part);
    const plain =
      reference !== null &&
      reference.kind !== 'name' &&
      reference.kind !== 'stack' &&
      reference.kind !== 'table';
    return plain && reference.sheet === null ? reference : null;
  });
  const known = ranges.filter((range) => range !== null);
  return known.length === parts.length && parts.length > 0 && parts.length <= MOST_RANGES ? known : null;
}

/** A rule of the document; null when the entry is none. */
export function readRule(value: unknown): Rule | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entry = value as Entry;
  const on = readOn(entry.on);
  const body = readBody(entry);
  const { pos } = entry;
  if (on === null || body === null || typeof pos !== 'string' || !isFraction(pos)) return null;
  return { on, pos, body };
}

/** The entry of a rule; `on` and `pos` as stored. */
export function ruleEntry(on: string, pos: string, body: RuleBody): Record<string, unknown> {
  const place = { on, pos, kind: body.kind };
  const flags = (set: Readonly<Record<string, boolean>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(set).filter(([, on]) => on));
  if (body.kind === 'scale')
    return { ...place, points: body.points.join(' '), colors: body.colors.join(' ') };
  if (body.kind === 'bar') {
    const { points, bar, solid, bare } = body;
    return { ...place, points: points.join(' '), bar, ...flags({ solid, bare }) };
  }
  if (body.kind === 'icons') {
    const { set, points, reverse, bare } = body;
    return { ...place, set, points: points.join(' '), ...flags({ reverse, bare }) };
  }
  const { format, stop, ...condition } = body;
  return { ...place, ...condition, ...format, ...flags({ stop }) };
}

/** The rules of one sheet and what they compare with, as stored. */
export class RuleRecords {
  readonly rules = new Map<string, Rule>();
  private readonly operands = new Map<string, Stored>();

  /** Takes an entry `K` or `K/a`. */
  set(rest: string, value: unknown): void {
    const operand = splitOnce(rest, '/');
    if (operand !== null) {
      if (value !== null && isStored(value)) this.operands.set(rest, value);
      else this.operands.delete(rest);
      return;
    }
    const rule = readRule(value);
    if (rule === null) this.rules.delete(rest);
    else this.rules.set(rest, rule);
  }

  /** What a rule compares with: `a` first, undefined where nothing is stored. */
  operandsOf(id: string): readonly (Stored | undefined)[] {
    return OPERANDS.map((letter) => this.operands.get(`${id}/${letter}`));
  }

  /** In the order in which they hold. */
  inOrder(): readonly (readonly [id: string, rule: Rule])[] {
    return [...this.rules].sort(([a, one], [b, other]) =>
      one.pos === other.pos ? (a < b ? -1 : 1) : one.pos < other.pos ? -1 : 1,
    );
  }
}
