/** What a column holds, and how its order is called for it. */
import { isDateCode } from '../lib/display';
import type { CellView } from './view';

export type ColumnKind = 'text' | 'number' | 'date';

export const ORDERS: Readonly<Record<ColumnKind, readonly [up: string, down: string]>> = {
  text: ['A to Z', 'Z to A'],
  number: ['Smallest to largest', 'Largest to smallest'],
  date: ['Oldest to newest', 'Newest to oldest'],
};

/** `Sort A to Z`, `Sort smallest to largest`. */
export function sortWords(kind: ColumnKind, descending: boolean): string {
  const order = ORDERS[kind][descending ? 1 : 0];
  return `Sort ${kind === 'text' ? order : order.charAt(0).toLowerCase() + order.slice(1)}`;
}

/** What most of some cells hold. Empty ones say nothing, and an error stands in for a value of any kind. */
export function kindOfCells(cells: readonly CellView[]): ColumnKind {
  const filled = cells.filter(({ value }) => value !== '' && typeof value !== 'object');
  const figures = filled.filter(({ value }) => typeof value === 'number');
  if (figures.length * 2 <= filled.length) return 'text';
  const dates = figures.filter(({ format }) => format.format !== undefined && isDateCode(format.format));
  return dates.length * 2 > figures.length ? 'date' : 'number';
}
