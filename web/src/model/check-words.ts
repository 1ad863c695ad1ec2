/** What a check asks, in words. */

import { display } from '../lib/display';
import type { CellView } from './view';
import { type CheckDraft, type CheckOp, type CheckOperand, itemsOf } from './check';

/** Items of a list that a sentence names. */
const NAMED = 8;

const FORMATS: Readonly<Partial<Record<CheckDraft['kind'], string>>> = { date: 'yyyy-mm-dd', time: 'hh:mm' };

/** An operand as somebody would type it; '' for none. */
export function operandText(
  operand: CheckOperand | null,
  kind: CheckDraft['kind'],
  date1904 = false,
): string {
  if (operand === null) return '';
  if ('formula' in operand) return operand.formula;
  const { value } = operand;
  const format = typeof value === 'number' ? (FORMATS[kind] ?? null) : null;
  return format === null && typeof value === 'number' ? String(value) : display(value, format, date1904).text;
}

const COMPARED: Readonly<Record<CheckOp, string>> = {
  between: 'between',
  outside: 'outside of',
  '=': 'equal to',
  '<>': 'other than',
  '>': 'greater than',
  '>=': 'of at least',
  '<': 'less than',
  '<=': 'of at most',
  contains: 'with',
  lacks: 'without',
  begins: 'that begins with',
  ends: 'that ends with',
  email: '',
  url: '',
};

const DAYS: Readonly<Partial<Record<CheckOp, string>>> = {
  '=': 'that is',
  '>': 'after',
  '>=': 'from',
  '<': 'before',
  '<=': 'until',
};

const THINGS: Readonly<Record<CheckDraft['kind'], string>> = {
  list: 'one of a list',
  checkbox: 'a checkbox',
  number: 'a number',
  whole: 'a whole number',
  date: 'a date',
  time: 'a time of day',
  length: 'a text',
  text: 'a text',
  custom: 'what its rule allows',
};

function comparison(check: CheckDraft, date1904: boolean): string {
  const { kind, op } = check;
  if (op === null) return '';
  const words = (kind === 'date' || kind === 'time' ? DAYS[op] : undefined) ?? COMPARED[op];
  const a = operandText(check.a, kind, date1904);
  const b = operandText(check.b, kind, date1904);
  return op === 'between' || op === 'outside' ? `${words} ${a} and ${b}` : `${words} ${a}`;
}

/** What may be entered: `a whole number between 1 and 10`. */
export function checkThing(check: CheckDraft, date1904 = false): string {
  const { kind, op, items } = check;
  if (kind === 'list') {
    if (items === null) {
      const from = operandText(check.a, kind).replace(/^=/, '');
      return from === '' ? 'one of a list' : `a value of ${from}`;
    }
    const all = itemsOf(items);
    const named = all.slice(0, NAMED).join(', ');
    return `one of: ${named}${all.length > NAMED ? ' …' : ''}`;
  }
  if (kind === 'custom') {
    const rule = operandText(check.a, kind);
    return rule === '' ? THINGS.custom : `what makes ${rule} true`;
  }
  if (kind === 'checkbox') {
    const [on, off] = [operandText(check.a, kind), operandText(check.b, kind)];
    return `${on === '' ? 'TRUE' : on} or ${off === '' ? 'FALSE' : off}`;
  }
  if (op === 'email') return 'a mail address';
  if (op === 'url') return 'the address of a page';
  if (op === null) return THINGS[kind];
  if (kind === 'text') return `a text ${COMPARED[op]} “${operandText(check.a, kind)}”`;
  const compared = comparison(check, date1904);
  return kind === 'length' ? `a text with a length ${compared}` : `${THINGS[kind]} ${compared}`;
}

/** What is said when something does not fit: the check's own words, or a sentence made from it. */
export function checkSays(check: CheckDraft, empty = false, date1904 = false): string {
  if (check.say !== '') return check.say;
  if (empty) return 'This cell must not be empty.';
  return `This cell takes ${checkThing(check, date1904)}.`;
}

/** Why what a cell holds does not fit, when the server says so; null when it fits. */
export function misfitWords({ look, check, value }: CellView, date1904 = false): string | null {
  if (look?.bad === undefined) return null;
  if (look.bad !== '' || check === undefined) return look.bad;
  return checkSays(check, value === null || value === '', date1904);
}
