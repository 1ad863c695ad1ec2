/** A1 arithmetic: column letters, cell and range addresses, all 0-based. */

import type { Area } from './geometry';

export const MAX_ROWS = 1_048_576;
export const MAX_COLS = 16_384;

const NAMES: string[] = [];

/** `0` → `A`, `25` → `Z`, `26` → `AA`. */
export function columnName(col: number): string {
  const known = NAMES[col];
  if (known !== undefined) return known;
  let name = '';
  for (let n = col + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  }
  if (col < MAX_COLS) NAMES[col] = name;
  return name;
}

/** `A` → `0`, either case; -1 when it names no column of a sheet. */
export function columnIndex(name: string): number {
  if (name.length === 0 || name.length > 3) return -1;
  let n = 0;
  for (let i = 0; i < name.length; i++) {
    const letter = (name.charCodeAt(i) | 32) - 96;
    if (letter < 1 || letter > 26) return -1;
    n = n * 26 + letter;
  }
  return n <= MAX_COLS ? n - 1 : -1;
}

/** Row and column → `B7`. */
export function cellName(row: number, col: number): string {
  return columnName(col) + String(row + 1);
}

const CELL = /^\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$/;
const ROWS = /^\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})$/;
const COLS = /^\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})$/;

/** `B7` or `$B$7` → indices; null when it is no address of a sheet. */
export function parseCell(text: string): { row: number; col: number } | null {
  const match = CELL.exec(text);
  if (match === null) return null;
  const col = columnIndex(match[1] ?? '');
  const row = Number(match[2]) - 1;
  return col < 0 || row >= MAX_ROWS ? null : { row, col };
}

/** `A1`, `A1:C9`, `3:7` or `B:D` → the area it covers; null when it is no range. */
export function parseRange(text: string): Area | null {
  const rows = ROWS.exec(text);
  if (rows !== null) {
    const a = Number(rows[1]) - 1;
    const b = Number(rows[2]) - 1;
    if (a >= MAX_ROWS || b >= MAX_ROWS) return null;
    return { top: Math.min(a, b), left: 0, bottom: Math.max(a, b), right: MAX_COLS - 1 };
  }
  const cols = COLS.exec(text);
  if (cols !== null) {
    const a = columnIndex(cols[1] ?? '');
    const b = columnIndex(cols[2] ?? '');
    if (a < 0 || b < 0) return null;
    return { top: 0, left: Math.min(a, b), bottom: MAX_ROWS - 1, right: Math.max(a, b) };
  }
  const colon = text.indexOf(':');
  const from = parseCell(colon < 0 ? text : text.slice(0, colon));
  const to = colon < 0 ? from : parseCell(text.slice(colon + 1));
  if (from === null || to === null) return null;
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.col, to.col),
    bottom: Math.max(from.row, to.row),
    right: Math.max(from.col, to.col),
  };
}

/** An area → `A1` or `A1:C9`. */
export function rangeName(area: Area): string {
  const from = cellName(area.top, area.left);
  return area.top === area.bottom && area.left === area.right
    ? from
    : `${from}:${cellName(area.bottom, area.right)}`;
}
