/** Filters as the server computes and keeps them: what hides which rows, what a column holds to choose from. */

import { askJson } from './http';

export type Compare =
  '=' | '<>' | '>' | '>=' | '<' | '<=' | 'contains' | 'lacks' | 'begins' | 'ends' | 'empty' | 'filled';

/** What a comparison is made with; null for `empty` and `filled`. */
export type Compared = null | boolean | number | string;

/** What rows show by one of their columns (FORMAT.md §8). */
export type Criterion =
  | readonly ['in' | 'out', ...string[]]
  | readonly ['if', Compare, Compared]
  | readonly ['if', Compare, Compared, 'and' | 'or', Compare, Compared]
  | readonly ['top' | 'bottom' | 'top%' | 'bottom%', number]
  | readonly ['above']
  | readonly ['below']
  | readonly ['fill' | 'color', string | null];

/** The cells of a filter: a range with its headings, or a table by its name. */
export interface FilterPlace {
  readonly sheet: string;
  readonly range?: string;
  readonly table?: string;
}

/** Criteria by column letters. */
export type ColumnCriteria = Readonly<Record<string, Criterion>>;

export interface Filtered {
  readonly seq: number;
  /** Rows that show, and all that are filtered. */
  readonly shown: number;
  readonly of: number;
}

/** First row id and number of rows, over and over. */
export type RowList = readonly (readonly [first: number, count: number])[];

export interface HiddenBy extends Filtered {
  readonly hidden: RowList;
}

export interface FilterValue {
  /** As the cell shows it; empty for empty cells. */
  readonly text: string;
  readonly count: number;
  readonly kind: 'number' | 'date' | 'text' | 'boolean' | 'error' | 'empty';
}

export interface FilterValues {
  readonly values: readonly FilterValue[];
  /** There are more than those listed. */
  readonly more: boolean;
  /** Fills and colours of text in the column; null: none of its own. */
  readonly fills: readonly (string | null)[];
  readonly colors: readonly (string | null)[];
}

const workbook = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}`;

/** Which rows criteria would hide; nothing is changed. */
export function findHidden(
  id: string,
  place: FilterPlace,
  criteria: ColumnCriteria,
  signal?: AbortSignal,
): Promise<HiddenBy> {
  return askJson(`${workbook(id)}/filter`, { method: 'POST', body: { ...place, criteria }, signal });
}

/** What stands in a column, in the rows that the criteria of the other columns show. */
export function filterValues(
  id: string,
  place: FilterPlace,
  query: { readonly column: string; readonly criteria: ColumnCriteria; readonly search?: string },
  signal?: AbortSignal,
): Promise<FilterValues> {
  return askJson(`${workbook(id)}/filter/values`, { method: 'POST', body: { ...place, ...query }, signal });
}

/** Sets the filter that everybody sees, or applies it anew; one change. */
export function setFilter(id: string, place: FilterPlace, criteria: ColumnCriteria): Promise<Filtered> {
  return askJson(`${workbook(id)}/filters`, { method: 'PUT', body: { ...place, criteria } });
}

/** Takes it away; `place.range` does not matter, a sheet has one beside those of its tables. */
export function removeFilter(id: string, place: FilterPlace): Promise<{ readonly seq: number | null }> {
  const query = { sheet: place.sheet, table: place.table };
  return askJson(`${workbook(id)}/filters`, { method: 'DELETE', query });
}
