/** Where charts stand on the screen, and which cell a place on the screen belongs to. */
import { LEAST_SIZE } from '../../model/chart';
import type { ChartPlace } from '../../model/view';
import type { PixelRect } from '../handle';
import { bandOf, lineAt, startOf, type AxisLayout, type Layout } from '../layout';

export function rectOf(layout: Layout, place: ChartPlace): PixelRect {
  const { zoom } = layout;
  return {
    x: startOf(layout.cols, place.col, bandOf(layout.cols, place.col)) + place.dx * zoom,
    y: startOf(layout.rows, place.row, bandOf(layout.rows, place.row)) + place.dy * zoom,
    width: place.width * zoom,
    height: place.height * zoom,
  };
}

function anchor(axis: AxisLayout, at: number): readonly [index: number, offset: number] {
  const inside = Math.max(axis.head, at);
  const index = lineAt(axis, inside);
  const offset = (inside - startOf(axis, index, bandOf(axis, index))) / axis.zoom;
  return [index, Math.max(0, offset)];
}

/** The cell under the upper left corner holds a chart. */
export function placeAt(layout: Layout, rect: PixelRect): ChartPlace {
  const [row, dy] = anchor(layout.rows, rect.y);
  const [col, dx] = anchor(layout.cols, rect.x);
  return { row, col, dx, dy, width: rect.width / layout.zoom, height: rect.height / layout.zoom };
}

export const EDGES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Edge = (typeof EDGES)[number];

/** A rectangle whose edge is dragged by (dx, dy). */
export function resized(rect: PixelRect, edge: Edge, dx: number, dy: number, zoom: number): PixelRect {
  const least = LEAST_SIZE * zoom;
  const west = edge.includes('w') ? Math.min(dx, rect.width - least) : 0;
  const north = edge.includes('n') ? Math.min(dy, rect.height - least) : 0;
  const east = edge.includes('e') ? Math.max(dx, least - rect.width) : 0;
  const south = edge.includes('s') ? Math.max(dy, least - rect.height) : 0;
  return {
    x: rect.x + west,
    y: rect.y + north,
    width: rect.width - west + east,
    height: rect.height - north + south,
  };
}
