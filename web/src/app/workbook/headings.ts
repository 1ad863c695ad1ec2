/** What a cell is about: the headings of its row and column. */
import type { SheetView } from '../../model/view';

/** The heading of a line: the last text in the frozen lines, or the first text of the sheet's edge. */
function headingOf(sheet: SheetView, row: number, col: number, axis: 'row' | 'col'): string {
  const frozen = axis === 'row' ? sheet.cols.frozen : sheet.rows.frozen;
  const until = axis === 'row' ? Math.min(col, Math.max(frozen, 1)) : Math.min(row, Math.max(frozen, 1));
  for (let at = until - 1; at >= 0; at--) {
    const cell = axis === 'row' ? sheet.cell(row, at) : sheet.cell(at, col);
    if (typeof cell.value === 'string' && cell.text.trim() !== '') return cell.text.trim();
  }
  return '';
}

/** `Pump maintenance, Q2` */
export function headingsOf(sheet: SheetView, row: number, col: number): string {
  return [headingOf(sheet, row, col, 'row'), headingOf(sheet, row, col, 'col')].filter(Boolean).join(', ');
}
