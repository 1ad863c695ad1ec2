/** What a new chart shows and where it goes. */
import { intersectAreas } from '../../lib/geometry';
import type { Area, ChartPlace, SheetView } from '../../model/view';
import type { GridCore } from '../core';
import { areaRect } from '../layout';
import { currentArea, isSingle, region, type Selection } from '../selection';
import { placeAt } from './place';

const WIDTH = 480;
const HEIGHT = 300;
const GAP = 12;

/** The selection, or the block around a single cell; null when there is nothing in it. */
export function sourceFor(sheet: SheetView, selection: Selection): Area | null {
  const area = isSingle(sheet, selection) ? region(sheet, selection.active) : currentArea(selection);
  const used = { top: 0, left: 0, bottom: sheet.rows.used - 1, right: sheet.cols.used - 1 };
  const filled = intersectAreas(area, used);
  if (filled === null) return null;
  // A block may end in lines with looks only; whole lines stay whole.
  const whole = area.bottom >= sheet.rows.count - 1 || area.right >= sheet.cols.count - 1;
  return whole ? area : filled;
}

/** Beside the cells where there is room in the window, else below them, else over the window's lower right part. */
export function freePlace(core: GridCore, area: Area): ChartPlace {
  const { layout } = core;
  const { zoom, rows, cols } = layout;
  const cells = areaRect(layout, area, 'scrolled', 'scrolled');
  const width = Math.min(WIDTH * zoom, layout.width - cols.edge - 2 * GAP);
  const height = Math.min(HEIGHT * zoom, layout.height - rows.edge - 2 * GAP);
  const bottom = layout.height - height - GAP;
  const right = layout.width - width - GAP - 12;
  const inside = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
  const top = inside(cells.y, rows.edge + GAP, Math.max(rows.edge + GAP, bottom));
  const beside = cells.x + cells.width + GAP;
  const below = cells.y + cells.height + GAP;
  const at =
    beside <= right
      ? { x: Math.max(beside, cols.edge + GAP), y: top }
      : below <= bottom
        ? { x: inside(cells.x, cols.edge + GAP, right), y: Math.max(below, rows.edge + GAP) }
        : { x: Math.max(cols.edge + GAP, right), y: Math.max(rows.edge + GAP, bottom) };
  return placeAt(layout, { ...at, width, height });
}
