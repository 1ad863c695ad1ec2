/** Formulas carried to another place, by copying: what is relative in them moves along. */

import type { Axis } from './axis';
import { SLOT, type StoredFormula } from './content';
import {
  type Corner,
  type End,
  parseReference,
  type PlainReference,
  printReference,
  type Reference,
  type TableReference,
} from './reference';
import type { Resolve } from './resolve';
import { tableColumns } from './table';

/** How far a formula is carried: by visible rows and columns. */
export interface Shift {
  readonly rows: number;
  readonly cols: number;
  /** It is filled, not copied: single columns of tables go along. */
  readonly filled?: boolean;
}

function shiftEnd(end: End, by: number, axis: Axis): End | null {
  if (end.absolute || by === 0) return end;
  const index = axis.indexOf(end.line);
  const line = index < 0 ? -1 : axis.idAt(index + by);
  return line < 0 ? null : { line, absolute: false };
}

function shifted(reference: Reference, shift: Shift, own: string, context: Resolve): Reference | null {
  if (reference.kind === 'name') return reference;
  if (reference.kind === 'table')
    return shift.filled === true ? nextColumn(reference, shift, context) : reference;
  if (reference.kind !== 'stack') return shiftedPlain(reference, shift, own, context);
  const area = shiftedPlain(reference.area, shift, reference.first, context);
  return area === null ? null : { ...reference, area };
}

/** `T[Q1]` filled to the right is `T[Q2]`, and behind the last column the first again; stretches of columns stay. */
function nextColumn(reference: TableReference, shift: Shift, context: Resolve): TableReference {
  const table = context.table(reference.id);
  const cols = table === null ? null : context.cols(table.sheet);
  const { columns } = reference;
  if (table === null || cols === null || columns === null || columns[0] !== columns[1]) return reference;
  const lines = tableColumns(table, cols).map((column) => column.line);
  const at = lines.indexOf(columns[0]);
  if (at < 0) return reference;
  const line = lines.at((at + shift.cols) % lines.length) ?? columns[0];
  return { ...reference, columns: [line, line] };
}

function shiftedPlain(
  reference: PlainReference,
  shift: Shift,
  own: string,
  context: Resolve,
): PlainReference | null {
  const rows = context.rows(reference.sheet ?? own);
  const cols = context.cols(reference.sheet ?? own);
  if (rows === null || cols === null) return null;
  const move = (kind: 'row' | 'col', end: End): End | null =>
    kind === 'row' ? shiftEnd(end, shift.rows, rows) : shiftEnd(end, shift.cols, cols);
  switch (reference.kind) {
    case 'cell': {
      const r = move('row', reference.at.row);
      const c = move('col', reference.at.col);
      return r === null || c === null ? null : { ...reference, at: { row: r, col: c } };
    }
    case 'range': {
      const r1 = move('row', reference.from.row);
      const c1 = move('col', reference.from.col);
      const r2 = move('row', reference.to.row);
      const c2 = move('col', reference.to.col);
      if (r1 === null || c1 === null || r2 === null || c2 === null) return null;
      return { ...reference, from: { row: r1, col: c1 }, to: { row: r2, col: c2 } };
    }
    case 'rows':
    case 'cols': {
      const kind = reference.kind === 'rows' ? 'row' : 'col';
      const from = move(kind, reference.from);
      const to = move(kind, reference.to);
      return from === null || to === null ? null : { ...reference, from, to };
    }
  }
}

type Carry = (reference: Reference) => Reference | null;

/** Writes each reference anew; what leaves the sheet becomes `#REF!`. */
function carried(formula: StoredFormula, carry: Carry): StoredFormula {
  const [tag, template, ...stored] = formula;
  const refs: string[] = [];
  const pieces = template.split(SLOT);
  let made = pieces[0] ?? '';
  for (let i = 1; i < pieces.length; i++) {
    const reference = parseReference(stored[i - 1] ?? '');
    const moved = reference === null ? null : carry(reference);
    if (moved === null) made += '#REF!';
    else {
      made += SLOT;
      refs.push(printReference(moved));
    }
    made += pieces[i] ?? '';
  }
  return [tag === '=a' ? '=' : tag, made, ...refs];
}

/**
 * The formula as it reads when copied by `shift`: parts without `$` move along. Written from sheet `own`, to which
 * references without a sheet belong.
 */
export function shiftFormula(
  formula: StoredFormula,
  shift: Shift,
  own: string,
  context: Resolve,
): StoredFormula {
  if (shift.rows === 0 && shift.cols === 0) return formula;
  return carried(formula, (reference) => shifted(reference, shift, own, context));
}

interface Place {
  readonly row: number;
  readonly col: number;
}

/** A corner with rows for columns: so many rows below become so many columns to the right. `$` keeps its line. */
function turnedCorner(corner: Corner, from: Place, at: Place, rows: Axis, cols: Axis): Corner | null {
  if (corner.row.absolute && corner.col.absolute) return corner;
  const r = rows.indexOf(corner.row.line);
  const c = cols.indexOf(corner.col.line);
  if (r < 0 || c < 0) return null;
  const row = rows.idAt(corner.col.absolute ? c : at.row + c - from.col);
  const col = cols.idAt(corner.row.absolute ? r : at.col + r - from.row);
  if (row < 0 || col < 0) return null;
  return {
    row: { line: row, absolute: corner.col.absolute },
    col: { line: col, absolute: corner.row.absolute },
  };
}

/** The formula as it reads when it is copied from one cell to another with rows become columns. */
export function turnFormula(
  formula: StoredFormula,
  from: Place,
  at: Place,
  own: string,
  context: Resolve,
): StoredFormula {
  return carried(formula, (reference) => {
    if (reference.kind !== 'cell' && reference.kind !== 'range') return reference;
    const rows = context.rows(reference.sheet ?? own);
    const cols = context.cols(reference.sheet ?? own);
    if (rows === null || cols === null) return null;
    const turn = (corner: Corner): Corner | null => turnedCorner(corner, from, at, rows, cols);
    if (reference.kind === 'cell') {
      const cell = turn(reference.at);
      return cell === null ? null : { ...reference, at: cell };
    }
    const [first, last] = [turn(reference.from), turn(reference.to)];
    return first === null || last === null ? null : { ...reference, from: first, to: last };
  });
}
