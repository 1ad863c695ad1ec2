/** Keys of the document's entries (FORMAT.md §2), taken apart and put together. */

import { isShortId, parseLine, splitOnce } from './reference';

export const ROOTS = [
  'book',
  'sheets',
  'rows',
  'cols',
  'cells',
  'formats',
  'layout',
  'names',
  'tables',
  'charts',
  'notes',
  'links',
  'filters',
  'rules',
  'checks',
] as const;
export type Root = (typeof ROOTS)[number];

/** One key to write; `undefined` removes it. Values are scalars, flat lists and flat maps. */
export interface Edit {
  readonly root: Root;
  readonly key: string;
  readonly value: unknown;
}

export type SheetField = 'name' | 'pos' | 'state' | 'color' | 'base' | 'freeze' | 'grid';

export const keys = {
  sheet: (sheet: string, field: SheetField): string => `${sheet}/${field}`,
  axis: (sheet: string, key: string): string => `${sheet}/${key}`,
  cell: (sheet: string, row: number, col: number): string => `${sheet}/${row}:${col}`,
  rowFormat: (sheet: string, row: number): string => `${sheet}/${row}:*`,
  colFormat: (sheet: string, col: number): string => `${sheet}/*:${col}`,
  size: (sheet: string, axis: 'rows' | 'cols', line: number): string =>
    `${sheet}/${axis === 'rows' ? 'h' : 'w'}:${line}`,
  hidden: (sheet: string, axis: 'rows' | 'cols', line: number): string =>
    `${sheet}/${axis === 'rows' ? 'hr' : 'hc'}:${line}`,
  tableColumn: (table: string, col: number): string => `${table}/${col}`,
  merge: (sheet: string, row: number, col: number): string => `${sheet}/m:${row}:${col}`,
  chart: (sheet: string, id: string): string => `${sheet}/${id}`,
  rule: (sheet: string, id: string): string => `${sheet}/${id}`,
  ruleOperand: (sheet: string, id: string, letter: string): string => `${sheet}/${id}/${letter}`,
  filter: (sheet: string, id: string): string => `${sheet}/${id}`,
  filterColumn: (sheet: string, id: string, col: number): string => `${sheet}/${id}/${col}`,
  check: (sheet: string, id: string): string => `${sheet}/${id}`,
  checkOperand: (sheet: string, id: string, slot: 'a' | 'b'): string => `${sheet}/${id}/${slot}`,
};

/** `S/rest` → sheet and rest; null when there is no sheet id. */
export function splitKey(key: string): readonly [sheet: string, rest: string] | null {
  const parts = splitOnce(key, '/');
  return parts !== null && isShortId(parts[0]) ? parts : null;
}

/** `R:C`; `*` is -1. Null when it is neither. */
export function parsePair(text: string): readonly [row: number, col: number] | null {
  const parts = splitOnce(text, ':');
  if (parts === null) return null;
  const row = parts[0] === '*' ? -1 : parseLine(parts[0]);
  const col = parts[1] === '*' ? -1 : parseLine(parts[1]);
  return row === null || col === null || (row < 0 && col < 0) ? null : [row, col];
}
