/** Stored formula → the A1 text of the moment, and the stored form moved to another place. */

import { columnName } from '../lib/a1';
import type { Axis } from './axis';
import { SLOT, type StoredFormula } from './content';
import {
  type End,
  parseReference,
  type PlainReference,
  type Reference,
  type TableReference,
} from './reference';
import { quoteSheet, quoteSheets, type Resolve } from './resolve';
import { showBrackets } from './structured';

function column(index: number, absolute: boolean): string {
  return (absolute ? '$' : '') + columnName(index);
}

function row(index: number, absolute: boolean): string {
  return (absolute ? '$' : '') + String(index + 1);
}

function span(axis: Axis, from: End, to: End): readonly [number, number] | null {
  return axis.span(from.line, to.line);
}

function body(reference: PlainReference, rows: Axis, cols: Axis): string | null {
  switch (reference.kind) {
    case 'cell': {
      const { at } = reference;
      const r = rows.indexOf(at.row.line);
      const c = cols.indexOf(at.col.line);
      return r < 0 || c < 0 ? null : column(c, at.col.absolute) + row(r, at.row.absolute);
    }
    case 'range': {
      const { from, to } = reference;
      const r = span(rows, from.row, to.row);
      const c = span(cols, from.col, to.col);
      if (r === null || c === null) return null;
      const first = column(c[0], from.col.absolute) + row(r[0], from.row.absolute);
      return `${first}:${column(c[1], to.col.absolute)}${row(r[1], to.row.absolute)}`;
    }
    case 'rows':
    case 'cols': {
      const lines = span(reference.kind === 'rows' ? rows : cols, reference.from, reference.to);
      if (lines === null) return null;
      const write = reference.kind === 'rows' ? row : column;
      return `${write(lines[0], reference.from.absolute)}:${write(lines[1], reference.to.absolute)}`;
    }
  }
}

/** The text of a reference as seen from sheet `own`; null when what it points at is gone. */
export function showReference(reference: Reference, own: string, context: Resolve): string | null {
  if (reference.kind === 'name') {
    const name = context.nameText(reference.id);
    if (name === null) return null;
    if (name.scope === null || name.scope === own) return name.text;
    const scope = context.sheetName(name.scope);
    return scope === null ? null : `${quoteSheet(scope)}!${name.text}`;
  }
  if (reference.kind === 'stack') {
    const first = context.sheetName(reference.first);
    const last = context.sheetName(reference.last);
    const text = showReference(reference.area, reference.first, context);
    return first === null || last === null || text === null ? null : `${quoteSheets(first, last)}!${text}`;
  }
  if (reference.kind === 'table') return tablePart(reference, context);
  const sheet = reference.sheet ?? own;
  const rows = context.rows(sheet);
  const cols = context.cols(sheet);
  const text = rows === null || cols === null ? null : body(reference, rows, cols);
  if (text === null || reference.sheet === null) return text;
  const name = context.sheetName(reference.sheet);
  return name === null ? null : `${quoteSheet(name)}!${text}`;
}

function tablePart(reference: TableReference, context: Resolve): string | null {
  const table = context.table(reference.id);
  const rows = table === null ? null : context.rows(table.sheet);
  const cols = table === null ? null : context.cols(table.sheet);
  if (table === null || rows === null || cols === null) return null;
  const brackets = showBrackets(table, reference, { rows, cols });
  return brackets === null ? null : table.name + brackets;
}

function fillSlots(formula: StoredFormula, each: (stored: string) => string): string {
  const pieces = formula[1].split(SLOT);
  let text = pieces[0] ?? '';
  for (let i = 1; i < pieces.length; i++) {
    const stored = formula[i + 1];
    text += (stored === undefined ? '#REF!' : each(stored)) + (pieces[i] ?? '');
  }
  return text;
}

/** The text of a formula on sheet `own`, without its `=`. What is gone shows as `#REF!`. */
export function showFormula(formula: StoredFormula, own: string, context: Resolve): string {
  return fillSlots(formula, (stored) => {
    const reference = parseReference(stored);
    return (reference === null ? null : showReference(reference, own, context)) ?? '#REF!';
  });
}
