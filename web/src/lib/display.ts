/** Values as cells show them under their number format, with a memory of what was shown before. */

import { format as formatValue, formatColor, isDateFormat, isValidFormat } from 'numfmt';
import type { Scalar } from './scalar';

export interface Shown {
  readonly text: string;
  /** What the format asks for, such as `[Red]`: a CSS colour. */
  readonly color?: string;
}

/** Longest format code that is looked at; longer ones count as `General`. */
const MAX_CODE = 255;
/** Characters of a number that General does not have to cut. */
const SHORT = 10;
/** Strings remembered for each format. */
const REMEMBERED = 4000;
const FORMATS_REMEMBERED = 300;

const memory = new Map<string, Map<number, Shown>>();

const COLORS: Readonly<Record<string, string>> = {
  black: '#000000',
  blue: '#0000ff',
  cyan: '#00ffff',
  green: '#008000',
  magenta: '#ff00ff',
  red: '#ff0000',
  white: '#ffffff',
  yellow: '#ffff00',
};

function colorOf(code: string, value: number | string): string | undefined {
  if (!code.includes('[')) return undefined;
  const color: unknown = formatColor(code, value, { throws: false });
  return typeof color === 'string' ? (COLORS[color.toLowerCase()] ?? color) : undefined;
}

function apply(code: string, value: number | string, date1904: boolean): Shown {
  const options = { throws: true, dateSpanLarge: false };
  // numfmt counts days from 1900; the other system begins 1,462 days later.
  const shifted = date1904 && typeof value === 'number' && isDateCode(code) ? value + 1462 : value;
  try {
    const text = formatValue(code, shifted, options);
    const color = colorOf(code, value);
    return color === undefined ? { text } : { text, color };
  } catch {
    // A code that cannot be read counts as General.
    return { text: formatValue('General', value, options) };
  }
}

/** True for a format that shows dates or times. */
export function isDateCode(code: string): boolean {
  return isDateFormat(code);
}

/** True for a code that can be read. */
export function isFormatCode(code: string): boolean {
  return code !== '' && isValidFormat(code);
}

/** What a cell with this value shows; `code` null or '' is General. */
export function display(value: Scalar, code: string | null, date1904 = false): Shown {
  if (value === null) return { text: '' };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE' };
  if (typeof value === 'object') return { text: value.error };
  const known = code === null || code === '' || code.length > MAX_CODE ? 'General' : code;
  if (typeof value === 'string') {
    return known.includes('@') ? apply(known, value, date1904) : { text: value };
  }
  if (known === 'General') {
    const plain = String(value);
    // A short decimal is what General shows.
    if (plain.length <= SHORT && !plain.includes('e')) return { text: plain };
  }
  const key = date1904 ? `1904 ${known}` : known;
  let shown = memory.get(key);
  if (shown === undefined) {
    if (memory.size >= FORMATS_REMEMBERED) memory.clear();
    memory.set(key, (shown = new Map<number, Shown>()));
  }
  let result = shown.get(value);
  if (result === undefined) {
    if (shown.size >= REMEMBERED) shown.clear();
    shown.set(value, (result = apply(known, value, date1904)));
  }
  return result;
}
