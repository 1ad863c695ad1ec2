/** Where a workbook comes from, and what it asks of a connection. */

import type { Scalar } from '../lib/scalar';
import type { Manifest } from './base';
import type { BlockJson } from './block';
import type { CheckSource } from './check-commands';
import type { CommandHost, ServerActs } from './command-host';
import type { Reader } from './edit-move';
import type { Edit } from './entries';
import type { FilterActs } from './filter-commands';
import type { Area } from './view';

/** The server's side of a workbook: where assets and values come from, and what it does in one's name. */
export interface WorkbookSource extends ServerActs, CheckSource {
  manifest(hash: string): Promise<Manifest>;
  styles(hash: string): Promise<readonly unknown[]>;
  block(hash: string, signal: AbortSignal): Promise<BlockJson>;
  /** Computed values of the formula cells of an area, by visible index. */
  values(sheet: string, area: Area): Promise<{ readonly seq: number; readonly cells: readonly ValueAt[] }>;
  /** The formulas that refer to cells of an area, or to ranges within it. */
  readers(sheet: string, area: Area): Promise<readonly Reader[]>;
  readonly filters: FilterActs;
}

export interface ValueAt {
  readonly row: number;
  readonly col: number;
  readonly value: Scalar;
}

/** What a connection does for the workbook; a moment of the past has none. */
export interface WorkbookLink {
  /** Entries were written into the document. */
  wrote(edits: readonly Edit[]): void;
  show(sheet: string, area: Area): void;
  /** Lines have moved: people may be at other indices now. */
  moved(): void;
  present: CommandHost['present'];
  /** Runs what the server does in one's name: after one's own edits are stored, and as one of them. */
  during<T>(work: () => Promise<T>): Promise<T>;
}
