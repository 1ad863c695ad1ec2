/** What the server does with many cells at once, those that no browser has loaded included: find, replace, sort, paste. */
import { askJson } from './http';
import { type Sending, upload } from './upload';

/** What to look for. Sheets go by their names; without one, all sheets that show, in the order of their tabs. */
export interface FindQuery {
  readonly text: string;
  readonly sheet?: string;
  readonly range?: string;
  /** Looks at the text of formulas instead of what they come to. */
  readonly formulas?: boolean;
  readonly case?: boolean;
  readonly whole?: boolean;
  readonly regex?: boolean;
}

export interface FoundCell {
  readonly sheet: string;
  readonly cell: string;
  readonly text: string;
  readonly formula?: string;
}

export interface FindPage {
  readonly seq: number;
  readonly matches: readonly FoundCell[];
  /** Where to ask on; null: everything was looked at. */
  readonly next: string | null;
  /** Cells looked at. */
  readonly scanned: number;
}

export interface SortRequest {
  readonly sheet: string;
  readonly range: string;
  /** The first row stays where it is. */
  readonly header: boolean;
  readonly by: readonly { readonly column: string; readonly descending: boolean }[];
}

/** `seq` is null where nothing had to change. */
export interface Sorted {
  readonly seq: number | null;
  readonly rows: number;
}

export interface Replaced {
  readonly seq: number | null;
  readonly cells: number;
}

/** Many cells to be written at once, as the parts of its JSON. */
export type PasteBody = readonly string[];

/** What the person did, for the log. */
export type BulkAct = 'paste' | 'fill' | 'clear' | 'format' | 'move';

export interface Pasted {
  readonly seq: number | null;
  readonly cells: number;
}

const workbook = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}`;

/** One page of matches: as many as were found within a bounded time. */
export function findCells(
  id: string,
  query: FindQuery,
  page: { readonly from: string | null; readonly most: number },
  signal?: AbortSignal,
): Promise<FindPage> {
  return askJson(`${workbook(id)}/find`, { query: { ...query, ...page }, signal });
}

/** Replaces in every match, or only in the cells named; one change. */
export function replaceCells(
  id: string,
  query: FindQuery,
  replacement: string,
  cells?: readonly { readonly sheet: string; readonly cell: string }[],
): Promise<Replaced> {
  const body = { ...query, with: replacement, ...(cells === undefined ? {} : { cells }) };
  return askJson(`${workbook(id)}/replace`, { method: 'POST', body });
}

/** Sorts the rows of a range; one change. */
export function sortRows(id: string, request: SortRequest): Promise<Sorted> {
  return askJson(`${workbook(id)}/sort`, { method: 'POST', body: request });
}

/** Writes many cells; one change. */
export async function pasteCells(id: string, body: PasteBody, sending: Sending): Promise<Pasted> {
  const packed = new Blob([...body]).stream().pipeThrough(new CompressionStream('gzip'));
  const blob = await new Response(packed).blob();
  sending.signal?.throwIfAborted();
  return upload(`${workbook(id)}/paste`, blob, { ...sending, type: 'application/json', encoding: 'gzip' });
}
