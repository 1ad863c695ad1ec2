/** Does the first row of an area hold headings? */
import type { Area, SheetView } from '../../../model/view';

/** Rows below the first that are looked at. */
const LOOKED_AT = 50;

export function looksLikeHeadings(sheet: SheetView, area: Area): boolean {
  if (area.top === area.bottom) return true;
  const cols = Array.from(
    { length: Math.min(area.right, area.left + 500) - area.left + 1 },
    (_, i) => area.left + i,
  );
  const heads = cols.map((col) => sheet.value(area.top, col));
  if (
    !heads.some((head) => head !== null) ||
    !heads.every((head) => head === null || typeof head === 'string')
  )
    return false;
  const bottom = Math.min(area.bottom, area.top + LOOKED_AT);
  const differs = cols.some((col) => {
    for (let row = area.top + 1; row <= bottom; row++) {
      const value = sheet.value(row, col);
      if (value !== null) return typeof value !== 'string';
    }
    return false;
  });
  if (differs) return true;
  const bold = (row: number): boolean => sheet.cell(row, area.left).format.bold === true;
  if (bold(area.top) && !bold(area.top + 1)) return true;
  // Nothing but text: headings are all there, and no two are the same.
  const texts = heads.flatMap((head) => (typeof head === 'string' ? [head.toLowerCase()] : []));
  return texts.length === cols.length && new Set(texts).size === texts.length && cols.length > 1;
}
