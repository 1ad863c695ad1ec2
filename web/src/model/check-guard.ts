/** Keeps contents out of cells that refuse them, where several cells are written at once. */

import { cellName } from '../lib/a1';
import type { CheckView } from './check';
import { fits } from './check-fit';
import { checkSays } from './check-words';
import { isFormula, isStored, scalarOf } from './content';
import { type Edit, parsePair, splitKey } from './entries';
import type { Sheet } from './sheet';

export interface Guarded {
  readonly edits: readonly Edit[];
  /** What to tell the person; null when everything was taken. */
  readonly says: string | null;
}

/** The check that will be the cell's once everything is written, by visible index. */
export type CheckAt = (row: number, col: number) => CheckView | undefined;

/** Leaves out what cells refuse, together with the formats that were to come with it. Formulas are the server's to judge. */
export function guarded(sheet: Sheet, edits: readonly Edit[], date1904: boolean, checkAt: CheckAt): Guarded {
  if (sheet.checks.length === 0) return { edits, says: null };
  const refused = new Map<string, { readonly place: string; readonly why: string }>();
  for (const { root, key, value } of edits) {
    if (root !== 'cells' || !isStored(value) || value === null || isFormula(value)) continue;
    const at = parsePair(splitKey(key)?.[1] ?? '');
    if (at === null) continue;
    const [row, col] = [sheet.rows.indexOf(at[0]), sheet.cols.indexOf(at[1])];
    const check = checkAt(row, col);
    if (check?.refuse !== true || fits(check, scalarOf(value), date1904) !== 'wrong') continue;
    refused.set(key, { place: cellName(row, col), why: checkSays(check, false, date1904) });
  }
  const [first] = refused.values();
  if (first === undefined) return { edits, says: null };
  const count = refused.size;
  const left = count === 1 ? `${first.place} stays as it is.` : `${count} cells stay as they are.`;
  return {
    edits: edits.filter(({ root, key }) => root === 'checks' || !refused.has(key)),
    says: `${left} ${count === 1 ? '' : `${first.place}: `}${first.why}`,
  };
}
