/** How far a sheet is in use. */

import type { Manifest } from './base';
import { RUN_SPAN } from './ids';
import type { SheetRecord } from './record';

/** The number of rows or columns up to the last one that holds something. */
export function usedLines(record: SheetRecord, manifest: Manifest, kind: 'rows' | 'cols'): number {
  const { axis } = record.lines(kind);
  let used = 0;
  const upTo = (index: number, count: number): void => {
    used = Math.max(used, index + count);
  };
  if (kind === 'cols') axis.eachShown([0, manifest.cols], upTo);
  else {
    for (const { rows } of manifest.blocks) {
      for (const [first, count] of rows) {
        const last = first < RUN_SPAN ? Math.min(first + count, manifest.rows) : first + count;
        if (last > first) axis.eachShown([first, last - first], upTo);
      }
    }
  }
  for (const [row, line] of record.cells.rows()) {
    for (const [col, stored] of line) {
      if (stored === null) continue;
      used = Math.max(used, axis.indexOf(kind === 'rows' ? row : col) + 1);
      if (kind === 'rows') break;
    }
  }
  return used;
}
