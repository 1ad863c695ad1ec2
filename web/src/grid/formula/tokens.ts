/** Formula text as the editor sees it: coloured stretches, references, and what a click or F4 does to them. */
import { tokenize, tokenTypes } from '@borgar/fx';
import { parseRange } from '../../lib/a1';
import type { Area } from '../../model/view';
import type { TextSpan } from '../handle';
import {
  cycleDollars,
  isFormula,
  plainText,
  splitReference,
  type FormulaReference,
  type FormulaText,
} from './references';

/** Where a part of a table stands that a formula names: `Sales[Net]`; sheet null is the formula's own. */
export type PartPlaces = (text: string) => Pick<FormulaReference, 'sheet' | 'area'> | null;

export function readFormula(text: string, partAt: PartPlaces = () => null): FormulaText {
  if (!isFormula(text)) return plainText(text);
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
