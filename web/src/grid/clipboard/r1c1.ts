/** Formulas whose addresses count from their own cell, as Google Sheets puts them on the clipboard: `=R[0]C[-1]*2`. */
import { columnName, MAX_COLS, MAX_ROWS } from '../../lib/a1';

/** The cell in which such a formula is read: far enough from all edges. It is carried from here as a copied one. */
export const PLACE = { row: MAX_ROWS / 2, col: MAX_COLS / 2 } as const;

const PART = String.raw`(?:\[-?\d+\]|\d+)?`;
/** Texts and names of sheets in quotes, which stay; references; words that only look like one. */
const TOKEN = new RegExp(
  String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.$])(?:R(${PART})C(${PART})|R(${PART}):R(${PART})|C(${PART}):C(${PART}))(?![\w.(])`,
  'g',
);

/** One part of an address; null when it lies outside of every sheet. */
function line(
  part: string,
  own: number,
  most: number,
): { readonly index: number; readonly fixed: boolean } | null {
  const fixed = part !== '' && !part.startsWith('[');
  const index = fixed ? Number(part) - 1 : own + (part === '' ? 0 : Number(part.slice(1, -1)));
  return index >= 0 && index < most ? { index, fixed } : null;
}

function rowText(part: string): string | null {
  const row = line(part, PLACE.row, MAX_ROWS);
  return row === null ? null : `${row.fixed ? '$' : ''}${row.index + 1}`;
}

function colText(part: string): string | null {
  const col = line(part, PLACE.col, MAX_COLS);
  return col === null ? null : `${col.fixed ? '$' : ''}${columnName(col.index)}`;
}

function joined(first: string | null, second: string | null, between: string): string {
  return first === null || second === null ? '#REF!' : `${first}${between}${second}`;
}

/** The formula with addresses as it reads in `PLACE`; null when it is none. */
export function fromR1C1(formula: string): string | null {
  if (!formula.startsWith('=')) return null;
  return formula.replace(TOKEN, (token, ...found: unknown[]) => {
    const [row, col, row1, row2, col1, col2] = found as (string | undefined)[];
    if (row !== undefined && col !== undefined) return joined(colText(col), rowText(row), '');
    if (row1 !== undefined && row2 !== undefined) return joined(rowText(row1), rowText(row2), ':');
    if (col1 !== undefined && col2 !== undefined) return joined(colText(col1), colText(col2), ':');
    return token;
  });
}
