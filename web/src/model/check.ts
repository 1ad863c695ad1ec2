/** What may be entered in cells, as the document holds it (FORMAT.md §10). */

import type { Area } from '../lib/geometry';
import type { Scalar } from '../lib/scalar';
import { isStored, type Stored } from './content';
import { isShortId, parseReference, type PlainReference, splitOnce } from './reference';

export const CHECK_KINDS = [
  'list',
  'checkbox',
  'number',
  'whole',
  'date',
  'time',
  'length',
  'text',
  'custom',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

export const COMPARISONS = ['between', 'outside', '=', '<>', '>', '>=', '<', '<='] as const;
export const TEXT_TESTS = ['contains', 'lacks', 'begins', 'ends', 'email', 'url'] as const;
export type CheckOp = (typeof COMPARISONS)[number] | (typeof TEXT_TESTS)[number];

/** Longest list of items, and longest message, in characters. */
export const MAX_ITEMS = 8192;
export const MAX_WORDS = 1024;
/** Ranges that one entry may name. */
export const MAX_RANGES = 64;

/** What a check asks, without the contents that it compares with. */
export interface CheckRule {
  readonly kind: CheckKind;
  readonly op: CheckOp | null;
  /** What a list offers, one on each line; null when `a` yields it. */
  readonly items: string | null;
  /** A list shows a button. */
  readonly arrow: boolean;
  /** What does not fit is not taken; otherwise it is taken and marked. */
  readonly refuse: boolean;
  readonly filled: boolean;
  readonly say: string;
  readonly hint: string;
}

/** What a check compares with; a formula has its `=` and reads as in the check's first cell. */
export type CheckOperand = { readonly value: Scalar } | { readonly formula: string };

/** A check as somebody wants it. */
export interface CheckDraft extends CheckRule {
  readonly a: CheckOperand | null;
  readonly b: CheckOperand | null;
}

/** A check as it stands on its sheet at this moment. */
export interface CheckView extends CheckDraft {
  readonly id: string;
  readonly sheet: string;
  readonly areas: readonly Area[];
}

export interface StoredCheck {
  readonly id: string;
  readonly pos: string;
  readonly on: readonly PlainReference[];
  readonly rule: CheckRule;
  readonly a: Stored;
  readonly b: Stored;
}

export const COMPARING: ReadonlySet<CheckKind> = new Set(['number', 'whole', 'date', 'time', 'length']);

/** The comparisons that a kind knows. */
export function opsOf(kind: CheckKind): readonly CheckOp[] {
  if (kind === 'text') return TEXT_TESTS;
  return COMPARING.has(kind) ? COMPARISONS : [];
}

/** Kinds that mean nothing without an operator. */
const NEEDS_OP: ReadonlySet<CheckKind> = new Set(['length', 'text']);

export function needsOp(kind: CheckKind): boolean {
  return NEEDS_OP.has(kind);
}

/** How many contents a rule compares with. */
export function operandsOf({ kind, op, items }: Pick<CheckRule, 'kind' | 'op' | 'items'>): 0 | 1 | 2 {
  if (kind === 'list') return items === null ? 1 : 0;
  if (kind === 'custom') return 1;
  if (kind === 'checkbox') return 2;
  if (op === null || op === 'email' || op === 'url') return 0;
  return op === 'between' || op === 'outside' ? 2 : 1;
}

/** The items of a list, empty lines left out. */
export function itemsOf(items: string): readonly string[] {
  return items
    .split('\n')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isKind(value: unknown): value is CheckKind {
  return CHECK_KINDS.some((kind) => kind === value);
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads the properties of a rule, whoever wrote them; null when it is none. */
export function readRule(value: unknown): CheckRule | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { kind, op, items, arrow, refuse, filled, say, hint } = value as Record<string, unknown>;
  if (!isKind(kind)) return null;
  const known = opsOf(kind).find((each) => each === op) ?? null;
  if (known === null && needsOp(kind)) return null;
  return {
    kind,
    op: known,
    items: kind === 'list' && typeof items === 'string' ? items : null,
    arrow: arrow !== false,
    refuse: refuse === true,
    filled: filled === true,
    say: words(say),
    hint: words(hint),
  };
}

function readRanges(on: unknown): readonly PlainReference[] {
  if (typeof on !== 'string') return [];
  return on
    .split(' ')
    .map(parseReference)
    .filter(
      (each): each is PlainReference =>
        each !== null &&
        each.kind !== 'name' &&
        each.kind !== 'stack' &&
        each.kind !== 'table' &&
        each.sheet === null,
    );
}

/** The entry of a rule: only what says something is stored. */
export function checkEntry(rule: CheckRule, on: string, pos: string): Record<string, string | boolean> {
  const { kind, op, items, arrow, refuse, filled, say, hint } = rule;
  return {
    on,
    pos,
    kind,
    refuse,
    ...(op === null || !opsOf(kind).includes(op) ? {} : { op }),
    ...(kind === 'list' && items !== null ? { items } : {}),
    ...(kind === 'list' && !arrow ? { arrow } : {}),
    ...(filled ? { filled } : {}),
    ...(say === '' ? {} : { say }),
    ...(hint === '' ? {} : { hint }),
  };
}

type Slot = 'a' | 'b';

/** The checks of one sheet, kept ready for looking up. */
export class Checks {
  /** Grows with every change. */
  version = 0;
  private readonly values = new Map<string, unknown>();
  private readonly operands = new Map<string, Partial<Record<Slot, Stored>>>();
  private sorted: readonly StoredCheck[] | null = null;

  /** Takes in the present value of an entry; `rest` is its key behind the sheet. */
  set(rest: string, value: unknown): void {
    const parts = splitOnce(rest, '/');
    const id = parts === null ? rest : parts[0];
    if (!isShortId(id)) return;
    if (parts === null) this.values.set(id, value);
    else if (parts[1] === 'a' || parts[1] === 'b') {
      const now = { ...this.operands.get(id) };
      if (isStored(value)) now[parts[1]] = value;
      else Reflect.deleteProperty(now, parts[1]);
      this.operands.set(id, now);
    } else return;
    this.sorted = null;
    this.version++;
  }

  hasOperand(id: string, slot: Slot): boolean {
    return (this.operands.get(id)?.[slot] ?? null) !== null;
  }

  /** In the order in which they count. */
  get all(): readonly StoredCheck[] {
    this.sorted ??= [...this.values]
      .flatMap(([id, value]): readonly StoredCheck[] => {
        const rule = readRule(value);
        if (rule === null) return [];
        const { on, pos } = value as { on?: unknown; pos?: unknown };
        const { a = null, b = null } = this.operands.get(id) ?? {};
        return [{ id, pos: words(pos), on: readRanges(on), rule, a, b }];
      })
      .sort((x, y) => (x.pos === y.pos ? (x.id < y.id ? -1 : 1) : x.pos < y.pos ? -1 : 1));
    return this.sorted;
  }
}
