/** What can be clicked within a cell: the box of a checkbox, the arrow of a list. Where they stand, and what lies under a point. */
import { isChecked } from '../model/check-fit';
import type { CellView } from '../model/view';
import type { GridCore } from './core';
import type { CellPosition, PixelRect } from './handle';
import { cellAt } from './hit';
import { cellRect } from './layout';
import { footprint } from './selection';

export interface CellButton {
  readonly kind: 'box' | 'arrow';
  readonly cell: CellPosition;
}

/** Pixels at 100 %: side of a box, width of an arrow, and the narrowest cell that shows one. */
const BOX = 14;
export const ARROW = 18;
const NARROW = 30;
/** How far beside a box a click still counts. */
const REACH = 4;

/** Is the cell a checkbox that is checked, or not? Null when it shows its value. */
export function boxOf(view: CellView): boolean | null {
  const { check, value } = view;
  return check?.kind === 'checkbox' && view.loaded ? isChecked(check, value) : null;
}

/** Does the cell show the arrow of a list? */
export function hasArrow({ check }: CellView, width: number, zoom: number): boolean {
  return check?.kind === 'list' && check.arrow && width >= NARROW * zoom;
}

export function boxRect(cell: PixelRect, view: CellView, zoom: number, pad: number): PixelRect {
  const side = Math.min(BOX * zoom, cell.width - 2, cell.height - 3);
  const { align } = view.format;
  const x =
    align === 'left'
      ? cell.x + pad
      : align === 'right'
        ? cell.x + cell.width - pad - side
        : cell.x + (cell.width - side) / 2;
  return { x, y: cell.y + (cell.height - side) / 2, width: side, height: side };
}

export function arrowRect(cell: PixelRect, zoom: number): PixelRect {
  const width = ARROW * zoom;
  const height = Math.min(cell.height, 24 * zoom);
  return { x: cell.x + cell.width - width, y: cell.y + cell.height - height, width, height };
}

function within(rect: PixelRect, x: number, y: number, reach: number): boolean {
  return (
    x >= rect.x - reach &&
    x <= rect.x + rect.width + reach &&
    y >= rect.y - reach &&
    y <= rect.y + rect.height + reach
  );
}

/** The box or arrow at a point of the canvas. */
export function buttonAt(core: GridCore, x: number, y: number): CellButton | null {
  const { layout, sheet } = core;
  if (sheet.checks.length === 0 || !core.editable) return null;
  const area = footprint(sheet, cellAt(layout, x, y));
  const cell = { row: area.top, col: area.left };
  const view = sheet.cell(cell.row, cell.col);
  const rect = cellRect(layout, area);
  if (boxOf(view) !== null) {
    const pad = core.theme.padX * core.zoom;
    return within(boxRect(rect, view, core.zoom, pad), x, y, REACH) ? { kind: 'box', cell } : null;
  }
  const arrow = hasArrow(view, rect.width, core.zoom) && within(arrowRect(rect, core.zoom), x, y, 0);
  return arrow ? { kind: 'arrow', cell } : null;
}
