/** A formula that is being edited, followed while the workbook changes around it. */

import { parseFormula } from './formula-parse';
import { showFormula } from './formula-show';
import type { CellPlace } from './view';
import type { WorkbookDocument } from './document';

/** What a text reads like when it is asked again; null while that is the same. */
export function followText(
  document: () => WorkbookDocument,
  { sheet, row, col }: CellPlace,
  text: string,
): () => string | null {
  const axes = document().axes(sheet);
  const cell = axes === null ? null : { row: axes.rows.idAt(row), col: axes.cols.idAt(col) };
  const formula = text.startsWith('=') ? parseFormula(text.slice(1), sheet, document(), cell) : null;
  if (formula === null) return () => null;
  const before = showFormula(formula, sheet, document());
  return () => {
    const now = showFormula(formula, sheet, document());
    return now === before ? null : `=${now}`;
  };
}
