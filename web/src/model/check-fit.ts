/** Whether a value fits a check, as far as that can be told without computing anything; the server judges alike. */

import { display } from '../lib/display';
import type { Scalar } from '../lib/scalar';
import { readTyped } from '../lib/input';
import { type CheckDraft, type CheckOp, type CheckOperand, itemsOf } from './check';

/** `unknown`: the server has to be asked. */
export type Fit = 'fits' | 'wrong' | 'unknown';

const PLAIN = /^[^\s@,;<>()[\]"]+$/;

function isMail(text: string): boolean {
  const [name = '', host = '', ...more] = text.split('@');
  const labels = host.split('.');
  return (
    more.length === 0 && PLAIN.test(name) && PLAIN.test(host) && labels.length > 1 && !labels.includes('')
  );
}

function isPage(text: string): boolean {
  return /^https?:\/\/[^\s/]\S*$/.test(text);
}

function told(holds: boolean): Fit {
  return holds ? 'fits' : 'wrong';
}

function isFormula(operand: CheckOperand | null): boolean {
  return operand !== null && 'formula' in operand;
}

function valueOf(operand: CheckOperand | null): Scalar {
  return operand !== null && 'value' in operand ? operand.value : null;
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** What a value reads like when nothing formats it. */
function textOf(value: Scalar): string {
  return typeof value === 'string' ? value : display(value, null).text;
}

function sameScalar(a: Scalar, b: Scalar): boolean {
  return typeof a === 'string' && typeof b === 'string' ? sameText(a, b) : a === b;
}

type Compare = (n: number, a: number, b: number) => boolean;

const COMPARE: Readonly<Partial<Record<CheckOp, Compare>>> = {
  '=': (n, a) => n === a,
  '<>': (n, a) => n !== a,
  '>': (n, a) => n > a,
  '>=': (n, a) => n >= a,
  '<': (n, a) => n < a,
  '<=': (n, a) => n <= a,
  between: (n, a, b) => n >= Math.min(a, b) && n <= Math.max(a, b),
  outside: (n, a, b) => n < Math.min(a, b) || n > Math.max(a, b),
};

const MATCH: Readonly<Partial<Record<CheckOp, (text: string, part: string) => boolean>>> = {
  contains: (text, part) => text.includes(part),
  lacks: (text, part) => !text.includes(part),
  begins: (text, part) => text.startsWith(part),
  ends: (text, part) => text.endsWith(part),
};

function compared({ op, a, b }: CheckDraft, n: number): Fit {
  if (op === null) return 'fits';
  const two = op === 'between' || op === 'outside';
  if (isFormula(a) || (two && isFormula(b))) return 'unknown';
  const [low, high] = [valueOf(a), two ? valueOf(b) : 0];
  if (typeof low !== 'number' || typeof high !== 'number') return 'unknown';
  return told(COMPARE[op]?.(n, low, high) ?? true);
}

function textFits({ op, a }: CheckDraft, value: Scalar): Fit {
  const text = textOf(value);
  if (op === 'email') return told(isMail(text));
  if (op === 'url') return told(isPage(text));
  const match = op === null ? undefined : MATCH[op];
  if (match === undefined || isFormula(a)) return 'unknown';
  return told(match(text.toLowerCase(), textOf(valueOf(a)).toLowerCase()));
}

function listFits({ items }: CheckDraft, value: Scalar, date1904: boolean): Fit {
  if (items === null) return 'unknown';
  return told(itemsOf(items).some((item) => isItem(item, value, date1904)));
}

function isItem(item: string, value: Scalar, date1904: boolean): boolean {
  if (item === textOf(value)) return true;
  const typed = readTyped(item, date1904);
  return typeof value !== 'string' && typed.kind === 'value' && typed.value === value;
}

/** The two values of a checkbox; null when they have to be computed. */
export function boxValues(check: CheckDraft): { readonly on: Scalar; readonly off: Scalar } | null {
  if (isFormula(check.a) || isFormula(check.b)) return null;
  return { on: valueOf(check.a) ?? true, off: valueOf(check.b) ?? false };
}

/** Is a checkbox with this value checked? Null where the value is neither; an empty cell is not checked. */
export function isChecked(check: CheckDraft, value: Scalar): boolean | null {
  const values = check.kind === 'checkbox' ? boxValues(check) : null;
  if (values === null) return null;
  if (sameScalar(value, values.on)) return true;
  return value === null || sameScalar(value, values.off) ? false : null;
}

function numberFits(check: CheckDraft, value: Scalar): Fit {
  if (typeof value !== 'number') return 'wrong';
  const { kind } = check;
  if (kind === 'whole' && !Number.isInteger(value)) return 'wrong';
  if (kind === 'date' && value < 0) return 'wrong';
  return compared(check, value);
}

export function fits(check: CheckDraft, value: Scalar, date1904 = false): Fit {
  if (value === null || value === '') return told(!check.filled);
  if (typeof value === 'object') return 'unknown';
  switch (check.kind) {
    case 'list':
      return listFits(check, value, date1904);
    case 'checkbox': {
      const values = boxValues(check);
      return values === null ? 'unknown' : told(isChecked(check, value) !== null);
    }
    case 'number':
    case 'whole':
    case 'date':
    case 'time':
      return numberFits(check, value);
    case 'length':
      return compared(check, Array.from(textOf(value)).length);
    case 'text':
      return textFits(check, value);
    case 'custom':
      return 'unknown';
  }
}

/** A list's own spelling of what was typed; the text itself where the list has none. */
export function spelled({ kind, items }: CheckDraft, text: string): string {
  if (kind !== 'list' || items === null) return text;
  const all = itemsOf(items);
  const typed = text.trim();
  return all.find((item) => item === typed) ?? all.find((item) => sameText(item, typed)) ?? text;
}
