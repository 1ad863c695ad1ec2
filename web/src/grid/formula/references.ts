/** References in a formula's text: where they lead, and how they are written. */
import { MAX_COLS, MAX_ROWS, cellName, columnName } from '../../lib/a1';
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

/** Text that is no formula, or that cannot be taken apart yet. */
export function plainText(text: string): FormulaText {
  return { spans: text === '' ? [] : [{ start: 0, end: text.length, kind: 'text' }], references: [] };
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
