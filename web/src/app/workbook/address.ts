/** What the name box shows and understands. */
import { cellName, parseRange, rangeName } from '../../lib/a1';
import type { Area, SheetView, WorkbookView } from '../../model/view';

/** `G4`, or while a range is selected `C4:F4`; whole rows and columns as `4:6` and `C:F`. */
export function selectionName(
  areas: readonly Area[],
  active: { row: number; col: number },
  sheet: SheetView,
): string {
  const area = areas.at(-1);
  if (areas.length !== 1 || area === undefined) return cellName(active.row, active.col);
  const single = sheet.mergeAt(active.row, active.col) ?? {
    top: active.row,
    left: active.col,
    bottom: active.row,
    right: active.col,
  };
  const plain =
    area.top === single.top &&
    area.left === single.left &&
    area.bottom === single.bottom &&
    area.right === single.right;
  return plain ? cellName(active.row, active.col) : areaName(area, sheet);
}

/** `C4:F4`, `4:6`, `C:F`. */
export function areaName(area: Area, sheet: SheetView): string {
  if (area.left === 0 && area.right >= sheet.cols.count - 1) return `${area.top + 1}:${area.bottom + 1}`;
  if (area.top === 0 && area.bottom >= sheet.rows.count - 1) {
    const letters = (col: number): string => cellName(0, col).slice(0, -1);
    return `${letters(area.left)}:${letters(area.right)}`;
  }
  return rangeName(area);
}

export interface Place {
  readonly sheet: SheetView;
  readonly area: Area;
}

/** `D11`, `Plan!D11`, `'My sheet'!A1:C9`; null when it names no place of this workbook. */
export function placeOf(text: string, view: WorkbookView, current: SheetView): Place | null {
  const trimmed = text.trim();
  const mark = trimmed.lastIndexOf('!');
  const name =
    mark < 0
      ? null
      : trimmed
          .slice(0, mark)
          .replace(/^'(.*)'$/, '$1')
          .replaceAll("''", "'");
  const sheet = name === null ? current : view.sheetByName(name);
  if (sheet === undefined) return null;
  const area = parseRange(trimmed.slice(mark + 1).replaceAll(' ', ''));
  if (area === null) return null;
  const inside = area.top < sheet.rows.count && area.left < sheet.cols.count;
  if (!inside) return null;
  return {
    sheet,
    area: {
      ...area,
      bottom: Math.min(area.bottom, sheet.rows.count - 1),
      right: Math.min(area.right, sheet.cols.count - 1),
    },
  };
}
