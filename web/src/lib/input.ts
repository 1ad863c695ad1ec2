/**
 * What a person types → a value or formula text (server/crates/model/src/input has the same rules). English
 * conventions: `.` for decimals, `,` for thousands, month before day where both could be meant.
 */

import { parseCell } from './a1';
import { type ReadNumber, readDate } from './input-date';
import { errorCode, type Scalar } from './scalar';

export type Typed =
  /** Text behind `=`. */
  | { readonly kind: 'formula'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Scalar; readonly format: string | null };

const CURRENCIES = ['$', '€', '£', '¥'];
const DECIMAL = /^(?:([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|(\.[0-9]+))(?:[eE]([+-]?[0-9]{1,4}))?$/;
const FRACTION = /^([0-9]{1,9}) ([0-9]{1,3})\/([0-9]{1,3})$/;

interface Decimal {
  readonly value: number;
  readonly grouped: boolean;
  readonly decimals: boolean;
  readonly exponent: boolean;
}

/** `1234`, `1,234.5`, `.5`, `5.`, `1.5e-3`. */
function readDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, whole = '', part = '', bare = '', exponent] = match;
  const value = Number(
    `${whole.replaceAll(',', '')}${part}${bare}${exponent === undefined ? '' : `e${exponent}`}`,
  );
  return {
    value,
    grouped: whole.includes(','),
    decimals: part.length > 1 || bare !== '',
    exponent: exponent !== undefined,
  };
}

function readSign(text: string): readonly [sign: 1 | -1, rest: string] {
  if (/^[-\u2212]/.test(text)) return [-1, text.slice(1)];
  return [1, text.startsWith('+') ? text.slice(1) : text];
}

function readCurrency(text: string): ReadNumber | null {
  for (const mark of CURRENCIES) {
    const quoted = mark === '$' ? mark : `"${mark}"`;
    if (text.startsWith(mark)) {
      const [sign, rest] = readSign(text.slice(mark.length).trimStart());
      const read = readDecimal(rest);
      if (read === null) return null;
      return { value: sign * read.value, format: `${quoted}#,##0${read.decimals ? '.00' : ''}` };
    }
    if (text.endsWith(mark)) {
      const read = readDecimal(text.slice(0, -mark.length).trimEnd());
      if (read === null) return null;
      return { value: read.value, format: `#,##0${read.decimals ? '.00' : ''} "${mark}"` };
    }
  }
  return null;
}

function readUnsigned(text: string): ReadNumber | null {
  if (text.endsWith('%')) {
    const read = readDecimal(text.slice(0, -1).trimEnd());
    return read === null ? null : { value: read.value / 100, format: read.decimals ? '0.00%' : '0%' };
  }
  const currency = readCurrency(text);
  if (currency !== null) return currency;
  const fraction = FRACTION.exec(text);
  if (fraction !== null) {
    const below = Number(fraction[3]);
    if (below === 0) return null;
    const value = Number(fraction[1]) + Number(fraction[2]) / below;
    return { value, format: below < 10 ? '# ?/?' : '# ??/??' };
  }
  const read = readDecimal(text);
  if (read === null) return null;
  if (read.exponent) return { value: read.value, format: '0.00E+00' };
  if (!read.grouped) return { value: read.value, format: null };
  return { value: read.value, format: read.decimals ? '#,##0.00' : '#,##0' };
}

function readNumber(text: string): ReadNumber | null {
  const brackets = text.length > 1 && text.startsWith('(') && text.endsWith(')');
  const [sign, rest] = brackets ? ([-1, text.slice(1, -1).trim()] as const) : readSign(text);
  const read = readUnsigned(rest);
  // Adding 0 makes a typed -0 plain 0.
  return read === null || !Number.isFinite(read.value) ? null : { ...read, value: sign * read.value + 0 };
}

/** True when the text holds an address or a call, so that "-none" stays text. */
function hasOperand(text: string): boolean {
  return text.includes('(') || text.split(/[^A-Za-z0-9$]/).some((word) => parseCell(word) !== null);
}

/** The formula in a text that is one: behind `=`, or a text that starts with a sign and is no number. */
function formulaText(text: string): string | null {
  const trimmed = text.trimEnd();
  if (trimmed.startsWith('=')) return trimmed.slice(1).trim() === '' ? null : trimmed.slice(1);
  if (!/^[+-][A-Za-z($']/.test(trimmed)) return null;
  if (readNumber(trimmed) !== null || !hasOperand(trimmed.slice(1))) return null;
  return trimmed.startsWith('+') ? trimmed.slice(1) : trimmed;
}

/** Reads what a person typed into a cell. */
export function readTyped(text: string, date1904 = false): Typed {
  const plain = (value: Scalar, format: string | null = null): Typed => ({ kind: 'value', value, format });
  if (text === '') return plain(null);
  const formula = formulaText(text);
  if (formula !== null) return { kind: 'formula', text: formula };
  const trimmed = text.trim();
  if (/^(true|false)$/i.test(trimmed)) return plain(trimmed.toLowerCase() === 'true');
  const code = errorCode(trimmed);
  if (code !== null) return plain({ error: code });
  const read = readNumber(trimmed) ?? readDate(trimmed, date1904);
  if (read !== null) return plain(read.value, read.format);
  return plain(text.startsWith("'") ? text.slice(1) : text);
}
