/** Formula text as the editor sees it: coloured stretches, references, and what a click or F4 does to them. */
import { tokenize, tokenTypes } from '@borgar/fx';
import { MAX_COLS, MAX_ROWS, cellName, columnName, parseRange } from '../../lib/a1';
import type { Area } from '../../model/view';
import type { TextSpan } from '../handle';

export interface FormulaReference {
  readonly start: number;
  readonly end: number;
  /** Name of the sheet as written, null when none is; the first one of several. */
  readonly sheet: string | null;
  /** Name of the last sheet of a reference through several. */
  readonly last?: string;
  readonly area: Area;
  /** Colour, 1 to 6; the same for the same place. */
  readonly number: number;
}

export interface FormulaText {
  readonly spans: readonly TextSpan[];
  readonly references: readonly FormulaReference[];
}

export function isFormula(text: string): boolean {
  return text.startsWith('=');
}

interface SplitReference {
  readonly sheet: string | null;
  readonly last?: string;
  readonly address: string;
}

/** Splits `'My Sheet'!A1` or `First:Last!A1` into sheets and address; null for what is no address. */
export function splitReference(text: string): SplitReference | null {
  const mark = text.lastIndexOf('!');
  if (mark < 0) return { sheet: null, address: text };
  const name = text.slice(0, mark);
  const quoted = /^'((?:[^']|'')*)'$/.exec(name);
  const bare = quoted === null ? name : (quoted[1] ?? '').replaceAll("''", "'");
  const address = text.slice(mark + 1);
  // No sheet has a colon in its name.
  const [first = '', last, more] = bare.split(':');
  if (more !== undefined) return null;
  return last === undefined ? { sheet: first, address } : { sheet: first, last, address };
}

/** Where a part of a table stands that a formula names: `Sales[Net]`; sheet null is the formula's own. */
export type PartPlaces = (text: string) => Pick<FormulaReference, 'sheet' | 'area'> | null;

export function readFormula(text: string, partAt: PartPlaces = () => null): FormulaText {
  if (!isFormula(text)) {
    return { spans: text === '' ? [] : [{ start: 0, end: text.length, kind: 'text' }], references: [] };
  }
  const spans: TextSpan[] = [];
  const references: FormulaReference[] = [];
  const numbers = new Map<string, number>();
  let at = 0;
  for (const token of tokenize(text, { mergeRefs: true, withLocation: false, negativeNumbers: false })) {
    const start = at;
    const end = start + token.value.length;
    at = end;
    const reference = referenceOf(token.type, token.value) ?? partOf(token.type, token.value, partAt);
    if (reference !== null) {
      const sheets = [reference.sheet ?? '', reference.last ?? ''].join(':').toLowerCase();
      const key = `${sheets}!${areaKey(reference.area)}`;
      const number = numbers.get(key) ?? (numbers.size % 6) + 1;
      numbers.set(key, number);
      references.push({ start, end, ...reference, number });
      spans.push({ start, end, kind: 'reference', ref: number });
    } else {
      spans.push({ start, end, kind: kindOf(token.type) });
    }
  }
  return { spans, references };
}

function areaKey(area: Area): string {
  return [area.top, area.left, area.bottom, area.right].join(',');
}

function referenceOf(type: string, value: string): Pick<FormulaReference, 'sheet' | 'last' | 'area'> | null {
  if (type !== tokenTypes.REF_RANGE && type !== tokenTypes.REF_BEAM) return null;
  const parts = splitReference(value);
  if (parts === null) return null;
  const area = parseRange(parts.address);
  if (area === null) return null;
  return { sheet: parts.sheet, ...(parts.last === undefined ? {} : { last: parts.last }), area };
}

function partOf(type: string, value: string, partAt: PartPlaces): ReturnType<typeof referenceOf> {
  return type === tokenTypes.REF_STRUCT || type === tokenTypes.REF_NAMED ? partAt(value) : null;
}

/** Does a reference made on sheet `own` reach the sheet `shown`? Sheets by name, `tabs` in their order. */
export function reaches(
  reference: Pick<FormulaReference, 'sheet' | 'last'>,
  own: string,
  shown: string,
  tabs: readonly string[],
): boolean {
  if (reference.sheet === null) return own === shown;
  if (reference.last === undefined) return reference.sheet.toLowerCase() === shown.toLowerCase();
  const at = (name: string): number => tabs.findIndex((tab) => tab.toLowerCase() === name.toLowerCase());
  const [first, last, here] = [at(reference.sheet), at(reference.last), at(shown)];
  if (first < 0 || last < 0) return false;
  return here >= Math.min(first, last) && here <= Math.max(first, last);
}

function kindOf(type: string): TextSpan['kind'] {
  switch (type) {
    case tokenTypes.FUNCTION:
      return 'function';
    case tokenTypes.NUMBER:
    case tokenTypes.BOOLEAN:
      return 'number';
    case tokenTypes.STRING:
      return 'string';
    case tokenTypes.ERROR:
      return 'error';
    default:
      return 'text';
  }
}

/** May a click insert a reference at the caret? After an operator, a bracket or a separator; never inside a word or text. */
export function canPoint(text: string, caret: number): boolean {
  if (!isFormula(text) || caret < 1) return false;
  let at = 0;
  let before: { type: string; value: string } | null = null;
  for (const token of tokenize(text, { mergeRefs: true, withLocation: false, negativeNumbers: false })) {
    const start = at;
    at += token.value.length;
    if (start >= caret) {
      const blank = token.type === tokenTypes.WHITESPACE || token.type === tokenTypes.NEWLINE;
      return allowsAfter(before) && (blank || token.type === tokenTypes.OPERATOR);
    }
    if (at > caret) return false;
    if (token.type !== tokenTypes.WHITESPACE && token.type !== tokenTypes.NEWLINE) before = token;
  }
  return allowsAfter(before);
}

function allowsAfter(token: { type: string; value: string } | null): boolean {
  if (token === null) return false;
  if (token.type === tokenTypes.FX_PREFIX) return true;
  return token.type === tokenTypes.OPERATOR && ![')', '}', '%', '#'].includes(token.value);
}

/** A sheet's name as a formula needs it. */
export function quoteSheet(name: string): string {
  const plain = /^[A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff]*$/.test(name);
  const like =
    /^[A-Za-z]{1,3}[0-9]+$/.test(name) || /^[Rr][0-9]*([Cc][0-9]*)?$/.test(name) || /^[Cc][0-9]*$/.test(name);
  const constant = /^(true|false)$/i.test(name);
  return plain && !like && !constant ? name : `'${name.replaceAll("'", "''")}'`;
}

/** Text of a reference to an area; whole columns and rows are written as such. */
export function referenceText(
  area: Area,
  sheet: string | null,
  counts: { rows: number; cols: number },
): string {
  const prefix = sheet === null ? '' : `${quoteSheet(sheet)}!`;
  const allRows = area.top === 0 && area.bottom >= Math.min(counts.rows, MAX_ROWS) - 1;
  const allCols = area.left === 0 && area.right >= Math.min(counts.cols, MAX_COLS) - 1;
  if (allRows && area.right < counts.cols)
    return `${prefix}${columnName(area.left)}:${columnName(area.right)}`;
  if (allCols) return `${prefix}${String(area.top + 1)}:${String(area.bottom + 1)}`;
  const from = cellName(area.top, area.left);
  const to = cellName(area.bottom, area.right);
  return from === to ? `${prefix}${from}` : `${prefix}${from}:${to}`;
}

const CELL = /^(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)$/;
const PART = /^(\$?)([A-Za-z]{1,3}|[0-9]+)$/;

/** A1 → $A$1 → A$1 → $A1 → A1. Whole rows and columns have two states only. */
export function cycleDollars(reference: string): string {
  const mark = reference.lastIndexOf('!') + 1;
  const parts = reference.slice(mark).split(':');
  const first = CELL.exec(parts[0] ?? '');
  if (first !== null) {
    const state = (first[1] === '$' ? 2 : 0) + (first[3] === '$' ? 1 : 0);
    // By (column fixed, row fixed): none → both → row → column → none.
    const next = state === 0 ? 3 : state === 3 ? 1 : state === 1 ? 2 : 0;
    const turned = parts.map((part) =>
      part.replace(
        CELL,
        (_, _a, col: string, _b, row: string) => `${next & 2 ? '$' : ''}${col}${next & 1 ? '$' : ''}${row}`,
      ),
    );
    return reference.slice(0, mark) + turned.join(':');
  }
  const fixed = PART.exec(parts[0] ?? '')?.[1] === '$';
  return (
    reference.slice(0, mark) +
    parts.map((part) => part.replace(PART, (_, _a, name: string) => (fixed ? name : `$${name}`))).join(':')
  );
}

/** F4: turns all references that the selection touches; the caret's one when nothing is selected. */
export function turnDollars(
  text: string,
  start: number,
  end: number,
): { text: string; start: number; end: number } | null {
  const touched = readFormula(text).references.filter((each) => each.start <= end && each.end >= start);
  const first = touched[0];
  const last = touched.at(-1);
  if (first === undefined || last === undefined) return null;
  let out = text;
  for (const each of [...touched].reverse()) {
    out = out.slice(0, each.start) + cycleDollars(text.slice(each.start, each.end)) + out.slice(each.end);
  }
  const grown = out.length - text.length;
  return start === end
    ? { text: out, start: last.end + grown, end: last.end + grown }
    : { text: out, start: first.start, end: last.end + grown };
}
