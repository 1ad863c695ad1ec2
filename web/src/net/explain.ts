/** Where a cell's value comes from: what it reads, what reads it, the array it belongs to, why it shows an error. */
import type { CellScalar } from './api';
import { askJson } from './http';

export interface CellPlace {
  /** Name of the sheet. */
  readonly sheet: string;
  readonly cell: string;
}

export interface RangePlace {
  readonly sheet: string;
  /** `A1:A9`, or `A1` for a single cell. */
  readonly range: string;
}

/** The change that an error came with. */
export interface CauseChange {
  readonly seq: number;
  readonly author: { readonly id: string; readonly name: string; readonly kind?: string };
  readonly at: string;
}

export interface ErrorCause {
  readonly code: string;
  /** Where the error first arose; may be the cell that was asked about. */
  readonly origin: CellPlace;
  readonly reason:
    | 'deleted'
    | 'loop'
    | 'spill-blocked'
    | 'spill-edge'
    | 'unknown-function'
    | 'unknown-name'
    | 'division'
    | 'not-found'
    | 'typed'
    | 'other';
  /** A sentence for people. */
  readonly text: string;
  /** The cells of a loop, each reading the next one. */
  readonly loop: readonly CellPlace[];
  /** What stands in the way of an array. */
  readonly blocker: CellPlace | null;
  readonly change: CauseChange | null;
}

export interface Explanation {
  readonly seq: number;
  readonly sheet: string;
  readonly cell: string;
  readonly value: CellScalar;
  readonly precedents: readonly RangePlace[];
  /** `count` is that of all cells, of which only some may be listed. */
  readonly dependents: { readonly cells: readonly RangePlace[]; readonly count: number };
  readonly spill: { readonly anchor: CellPlace; readonly range: string } | null;
  readonly error: ErrorCause | null;
}

export function explainCell(
  id: string,
  sheet: string,
  cell: string,
  signal?: AbortSignal,
): Promise<Explanation> {
  return askJson(`/api/workbooks/${encodeURIComponent(id)}/cells/explain`, {
    query: { sheet, cell },
    signal,
  });
}
