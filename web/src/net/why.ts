/** Why a cell gives something else than it did: the changes that moved it, and by how much. */
import type { Author, CellChange, CellScalar, LinkMention, Via } from './api';
import { askJson } from './http';

/** A change that moved the cell, or several of one person in a row. */
export interface WhyStep {
  readonly seq: number;
  /** The last one, where several were taken together. */
  readonly last: number;
  readonly at: string;
  readonly author: Author;
  readonly link: LinkMention | null;
  readonly via: Via;
  readonly summary: string;
  /** What the cell gave before it, and after. */
  readonly before: CellScalar;
  readonly after: CellScalar;
  /** By how much it moved the cell, where both are numbers. */
  readonly contribution: number | null;
  /** What it wrote; the first 20. */
  readonly cells: readonly CellChange[];
}

export interface Why {
  readonly sheet: string;
  readonly cell: string;
  readonly from: number;
  readonly to: number;
  readonly before: CellScalar;
  readonly after: CellScalar;
  /** `independent`: each contribution is the same whatever the others do; `in-order`: it came after those before it. */
  readonly method: 'independent' | 'in-order';
  /** In the order in which they were made. */
  readonly steps: readonly WhyStep[];
}

/** Of which cell, from the moment just after one change to that after another, or to now. */
export interface WhyQuestion {
  readonly sheet: string;
  readonly cell: string;
  readonly from: number;
  readonly to?: number;
}

/** What moved a cell between two moments. */
export function whyCell(id: string, question: WhyQuestion, signal?: AbortSignal): Promise<Why> {
  return askJson(`/api/workbooks/${encodeURIComponent(id)}/cells/why`, { query: { ...question }, signal });
}
