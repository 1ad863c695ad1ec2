/** Who wrote what stands in cells now, and when. */
import type { Author, LinkMention, Via } from './api';
import { askJson } from './http';

/** A change that wrote some of the cells. */
export interface Writing {
  readonly seq: number;
  readonly at: string;
  readonly author: Author;
  readonly link: LinkMention | null;
  readonly via: Via;
}

export interface LastWritings {
  readonly changes: readonly Writing[];
  /** Row id, column id, and which of the changes. Cells nobody ever wrote are not listed. */
  readonly cells: readonly (readonly [row: number, col: number, change: number])[];
}

/** As many cells as may be asked for at once. */
export const MOST_CELLS = 40_000;

/** The last writings of a range; `sheet` is its name. */
export function lastWritings(
  id: string,
  place: { readonly sheet: string; readonly range: string },
  signal?: AbortSignal,
): Promise<LastWritings> {
  return askJson(`/api/workbooks/${encodeURIComponent(id)}/cells/last`, { query: { ...place }, signal });
}
