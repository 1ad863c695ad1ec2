/** A check while somebody fills in its form: everything is text. */
import { readTyped } from '../../lib/input';
import {
  type CheckDraft,
  type CheckKind,
  type CheckOp,
  type CheckOperand,
  COMPARING,
  itemsOf,
  MAX_ITEMS,
  needsOp,
  opsOf,
} from '../../model/check';
import { operandText } from '../../model/check-words';

/** What the form offers; a list is of items, or of what stands in cells. */
export type Criterion = Exclude<CheckKind, 'list'> | 'items' | 'range';

export interface Drafting {
  readonly criterion: Criterion;
  readonly op: CheckOp | 'any';
  readonly a: string;
  readonly b: string;
  readonly items: string;
  readonly arrow: boolean;
  readonly refuse: boolean;
  readonly filled: boolean;
  readonly say: string;
  readonly hint: string;
}

export type Field = 'items' | 'a' | 'b';

/** Why it cannot be saved, and at which field. */
export interface Wrong {
  readonly field: Field;
  readonly words: string;
}

export const NEW: Drafting = {
  criterion: 'items',
  op: 'any',
  a: '',
  b: '',
  items: '',
  arrow: true,
  refuse: true,
  filled: false,
  say: '',
  hint: '',
};

export function draftingOf(check: CheckDraft, date1904: boolean): Drafting {
  const { kind, op, items, arrow, refuse, filled, say, hint } = check;
  const criterion = kind !== 'list' ? kind : items === null ? 'range' : 'items';
  const shown = (operand: CheckOperand | null): string => {
    const text = operandText(operand, kind, date1904);
    return criterion === 'range' ? text.replace(/^=/, '') : text;
  };
  return {
    criterion,
    op: op ?? 'any',
    a: shown(check.a),
    b: shown(check.b),
    items: items ?? '',
    arrow,
    refuse,
    filled,
    say,
    hint,
  };
}

/** How many fields a criterion has. */
export function fieldsOf({ criterion, op }: Drafting): 0 | 1 | 2 {
  if (criterion === 'items') return 0;
  if (criterion === 'range' || criterion === 'custom') return 1;
  if (criterion === 'checkbox') return 2;
  if (op === 'any' || op === 'email' || op === 'url') return 0;
  return op === 'between' || op === 'outside' ? 2 : 1;
}

/** The operator to begin with, where there must be one. */
export function leastOp(criterion: Criterion): CheckOp | null {
  if (criterion === 'items' || criterion === 'range' || !needsOp(criterion)) return null;
  return criterion === 'text' ? 'contains' : '<=';
}

/** Another criterion keeps what it can use of the rest. */
export function withCriterion(drafting: Drafting, criterion: Criterion): Drafting {
  const ops: readonly (CheckOp | 'any')[] =
    criterion === 'items' || criterion === 'range' ? [] : opsOf(criterion);
  const compares = COMPARING.has(criterion as CheckKind) && COMPARING.has(drafting.criterion as CheckKind);
  return {
    ...drafting,
    criterion,
    op: ops.includes(drafting.op) ? drafting.op : (leastOp(criterion) ?? 'any'),
    a: compares ? drafting.a : '',
    b: compares ? drafting.b : '',
  };
}

const WANTED: Readonly<Partial<Record<Criterion, string>>> = {
  number: 'Write a number, or a formula such as =B1.',
  whole: 'Write a whole number, or a formula such as =B1.',
  length: 'Write a number of characters, or a formula such as =B1.',
  date: 'Write a date such as 2026-01-31, or a formula such as =TODAY().',
  time: 'Write a time such as 09:30, or a formula such as =B1.',
};

function operandOf(text: string, criterion: Criterion, date1904: boolean): CheckOperand | null | 'wrong' {
  const trimmed = text.trim();
  const formula = trimmed.startsWith('=') || criterion === 'range' || criterion === 'custom';
  if (trimmed === '' || trimmed === '=') return criterion === 'checkbox' ? null : 'wrong';
  if (formula) return { formula: trimmed.startsWith('=') ? trimmed : `=${trimmed}` };
  if (criterion === 'text') return { value: trimmed };
  const typed = readTyped(trimmed, date1904);
  if (typed.kind === 'formula') return { formula: `=${typed.text}` };
  if (criterion !== 'checkbox' && typeof typed.value !== 'number') return 'wrong';
  return { value: typed.value };
}

/** The check that a form asks for, or what is missing. */
export function draftOf(drafting: Drafting, date1904: boolean): CheckDraft | Wrong {
  const { criterion, op, arrow, refuse, filled, say, hint } = drafting;
  const count = fieldsOf(drafting);
  const operand = (field: 'a' | 'b', at: number): CheckOperand | null | 'wrong' =>
    at < count ? operandOf(drafting[field], criterion, date1904) : null;
  const [a, b] = [operand('a', 0), operand('b', 1)];
  if (criterion === 'items') {
    if (itemsOf(drafting.items).length === 0)
      return { field: 'items', words: 'Write the items, one a line.' };
    if (drafting.items.length > MAX_ITEMS)
      return { field: 'items', words: 'A list holds 8,192 characters at most. Put longer ones into cells.' };
  }
  const words =
    criterion === 'range'
      ? 'Write a range such as Data!A1:A9, or a name.'
      : criterion === 'custom'
        ? 'Write a formula that is true for what may be entered, such as =B2>A2.'
        : (WANTED[criterion] ?? 'Write what to compare with.');
  if (a === 'wrong') return { field: 'a', words };
  if (b === 'wrong') return { field: 'b', words };
  return {
    kind: criterion === 'items' || criterion === 'range' ? 'list' : criterion,
    op: op === 'any' ? null : op,
    items: criterion === 'items' ? itemsOf(drafting.items).join('\n') : null,
    a,
    b,
    arrow,
    refuse,
    filled,
    say: say.trim(),
    hint: hint.trim(),
  };
}
