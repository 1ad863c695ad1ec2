/** Long work by visible index holds only as long as rows and columns stay where they are. */

import type { Sheet } from './sheet';

/** Lines came, went or moved while entries were worked out. */
export class LinesMoved extends Error {
  override readonly name = 'LinesMoved';
}

/** Throws when the lines of a sheet are others than those with which work began. */
export function linesGuard(sheet: Sheet): () => void {
  const { axis: rows } = sheet.record.rows;
  const { axis: cols } = sheet.record.cols;
  return () => {
    if (sheet.record.rows.axis !== rows || sheet.record.cols.axis !== cols) throw new LinesMoved();
  };
}
