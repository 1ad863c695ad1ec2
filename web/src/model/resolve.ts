/** What the names in a formula mean at this moment, and how names are written. */

import { parseCell } from '../lib/a1';
import type { Axis } from './axis';
import type { Table } from './table';

export interface Resolve {
  /** The sheet that shows this name, in any case. */
  sheetByName(name: string): string | null;
  /** The name of a sheet; null when it is deleted or unknown. */
  sheetName(id: string): string | null;
  /** The rows of a sheet; null when it is deleted or unknown. */
  rows(sheet: string): Axis | null;
  cols(sheet: string): Axis | null;
  /** The id of a defined name as seen from `own`: a name of that sheet first, then one of the workbook. */
  nameByText(text: string, own: string): string | null;
  /** Text and scope of a defined name; scope null is the workbook. */
  nameText(id: string): { readonly text: string; readonly scope: string | null } | null;
  /** The table that a text means, in any case. */
  tableByText(text: string): Table | null;
  /** A table by id. */
  table(id: string): Table | null;
  /** The table that holds a cell. */
  tableAt(sheet: string, row: number, col: number): Table | null;
}

const PLAIN = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_.]*$/u;
const R1C1 = /^(r[0-9]*)?(c[0-9]*)?$/i;

/** A sheet's name as a formula writes it: quoted where it could be read as something else. */
export function quoteSheet(name: string): string {
  const plain =
    PLAIN.test(name) && parseCell(name) === null && !R1C1.test(name) && !/^(true|false)$/i.test(name);
  return plain ? name : `'${name.replaceAll("'", "''")}'`;
}

/** The two ends of a reference through several sheets: quoted as one where either name needs it. */
export function quoteSheets(first: string, last: string): string {
  if (quoteSheet(first) === first && quoteSheet(last) === last) return `${first}:${last}`;
  return `'${`${first}:${last}`.replaceAll("'", "''")}'`;
}
