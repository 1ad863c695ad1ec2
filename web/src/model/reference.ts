/** References by identity and their stored text (FORMAT.md §4). */

import { MAX_RUN, RUN_SPAN } from './ids';

/** One end of a reference: a line, and whether a `$` stands before it. */
export interface End {
  readonly line: number;
  readonly absolute: boolean;
}

export interface Corner {
  readonly row: End;
  readonly col: End;
}

/** Cells of one sheet. `sheet` is null when the formula named none. */
export type PlainReference =
  | { readonly kind: 'cell'; readonly sheet: string | null; readonly at: Corner }
  | { readonly kind: 'range'; readonly sheet: string | null; readonly from: Corner; readonly to: Corner }
  | { readonly kind: 'rows' | 'cols'; readonly sheet: string | null; readonly from: End; readonly to: End };

export type Reference =
  | PlainReference
  | { readonly kind: 'name'; readonly id: string }
  /** `First:Last!D12`: the same on every sheet from one tab to another. The ids are those of the first sheet. */
  | { readonly kind: 'stack'; readonly first: string; readonly last: string; readonly area: PlainReference }
  | TableReference;

/** Rows of a table: all, data, headings, totals, two of these, or the row of the formula. */
export type TablePart = 'a' | 'd' | 'h' | 't' | 'hd' | 'dt' | 'r';

/** `Sales[Net]`: some rows of a table, from one column to another; `columns` null is all of them. */
export interface TableReference {
  readonly kind: 'table';
  readonly id: string;
  readonly part: TablePart;
  readonly columns: readonly [first: number, last: number] | null;
}

const SHORT_ID = /^[a-z0-9]{1,12}$/;
const LINE = /^(0|[1-9][0-9]{0,15})$/;
const LINE_LIMIT = (MAX_RUN + 1) * RUN_SPAN;

/** True for the id of a sheet, an operation or a defined name. */
export function isShortId(text: string): boolean {
  return SHORT_ID.test(text);
}

/** A line id in decimal; null when it is none. */
export function parseLine(text: string): number | null {
  if (!LINE.test(text)) return null;
  const line = Number(text);
  return line < LINE_LIMIT ? line : null;
}

function parseEnd(text: string): End | null {
  const absolute = text.startsWith('$');
  const line = parseLine(absolute ? text.slice(1) : text);
  return line === null ? null : { line, absolute };
}

/** Splits at the first `mark`; null when there is none. */
export function splitOnce(text: string, mark: string): readonly [string, string] | null {
  const at = text.indexOf(mark);
  return at < 0 ? null : [text.slice(0, at), text.slice(at + mark.length)];
}

function parseCorner(text: string): Corner | null {
  const parts = splitOnce(text, ',');
  if (parts === null) return null;
  const row = parseEnd(parts[0]);
  const col = parseEnd(parts[1]);
  return row === null || col === null ? null : { row, col };
}

function parseLines(kind: 'rows' | 'cols', sheet: string | null, text: string): PlainReference | null {
  const parts = splitOnce(text, ':');
  const from = parts === null ? null : parseEnd(parts[0]);
  const to = parts === null ? null : parseEnd(parts[1]);
  return from === null || to === null ? null : { kind, sheet, from, to };
}

/** Reads a reference in stored form; null when it is none. */
export function parseReference(text: string): Reference | null {
  const named = splitOnce(text, '!');
  const sheet = named === null ? null : named[0];
  const body = named === null ? text : named[1];
  const ends = sheet === null ? null : splitOnce(sheet, ':');
  if (ends !== null) {
    const [first, last] = ends;
    const area = SHORT_ID.test(first) && SHORT_ID.test(last) ? parseBody(null, body) : null;
    return area === null ? null : { kind: 'stack', first, last, area };
  }
  if (sheet !== null && !SHORT_ID.test(sheet)) return null;
  if (body.startsWith('n:')) {
    const id = body.slice(2);
    return sheet === null && SHORT_ID.test(id) ? { kind: 'name', id } : null;
  }
  if (body.startsWith('t:')) return sheet === null ? parseTable(body.slice(2)) : null;
  return parseBody(sheet, body);
}

const PARTS: readonly string[] = ['a', 'd', 'h', 't', 'hd', 'dt', 'r'] satisfies TablePart[];

function isPart(text: string): text is TablePart {
  return PARTS.includes(text);
}

/** `T:part`, `T:part:C` or `T:part:C1:C2`. */
function parseTable(text: string): TableReference | null {
  const [id = '', part = '', ...lines] = text.split(':');
  if (!SHORT_ID.test(id) || !isPart(part) || lines.length > 2) return null;
  const [first, last = first] = lines.map(parseLine);
  if (first === undefined) return { kind: 'table', id, part, columns: null };
  if (first === null || last === null || last === undefined) return null;
  // One column is written once.
  return lines.length === 2 && first === last ? null : { kind: 'table', id, part, columns: [first, last] };
}

function parseBody(sheet: string | null, body: string): PlainReference | null {
  if (body.startsWith('r')) return parseLines('rows', sheet, body.slice(1));
  if (body.startsWith('c')) return parseLines('cols', sheet, body.slice(1));
  const ends = splitOnce(body, ':');
  if (ends === null) {
    const at = parseCorner(body);
    return at === null ? null : { kind: 'cell', sheet, at };
  }
  const from = parseCorner(ends[0]);
  const to = parseCorner(ends[1]);
  return from === null || to === null ? null : { kind: 'range', sheet, from, to };
}

function printEnd(end: End): string {
  return `${end.absolute ? '$' : ''}${end.line}`;
}

function printCorner(corner: Corner): string {
  return `${printEnd(corner.row)},${printEnd(corner.col)}`;
}

/** The stored text of a reference. */
export function printReference(reference: Reference): string {
  if (reference.kind === 'name') return `n:${reference.id}`;
  if (reference.kind === 'stack') {
    return `${reference.first}:${reference.last}!${printReference(reference.area)}`;
  }
  if (reference.kind === 'table') {
    const { id, part, columns } = reference;
    const lines = columns === null ? [] : columns[0] === columns[1] ? [columns[0]] : columns;
    return ['t', id, part, ...lines].join(':');
  }
  const prefix = reference.sheet === null ? '' : `${reference.sheet}!`;
  switch (reference.kind) {
    case 'cell':
      return prefix + printCorner(reference.at);
    case 'range':
      return `${prefix}${printCorner(reference.from)}:${printCorner(reference.to)}`;
    case 'rows':
      return `${prefix}r${printEnd(reference.from)}:${printEnd(reference.to)}`;
    case 'cols':
      return `${prefix}c${printEnd(reference.from)}:${printEnd(reference.to)}`;
  }
}
