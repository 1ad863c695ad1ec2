/** What lies under a point of the canvas. */
import type { Area } from '../model/view';
import { buttonRect } from './filterButtons';
import type { CellPosition } from './handle';
import {
  areaRect,
  bandOf,
  bandSpan,
  cellRect,
  lineAt,
  type AxisLayout,
  type Band,
  type Layout,
} from './layout';

export type Hit =
  | { readonly kind: 'corner' }
  | { readonly kind: 'column'; readonly col: number }
  | { readonly kind: 'columnEdge'; readonly col: number }
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'rowEdge'; readonly row: number }
  /** `border` is the edge of the selection, by which it is carried. */
  | { readonly kind: 'cell' | 'handle' | 'border'; readonly row: number; readonly col: number }
  /** The button of a filter. */
  | { readonly kind: 'filter'; readonly row: number; readonly col: number }
  | { readonly kind: 'outside' };

/** Half of the strip around a header's edge in which it is caught for resizing. */
const EDGE = 4;
/** Half of the strip around the selection's edge in which it is caught for carrying. */
const BORDER = 3;

/** Line whose end is near: for resizing. The line before wins when a hidden one lies between. */
function edgeAt(axis: AxisLayout, at: number): number | null {
  for (const line of [...axis.frozen, ...axis.scrolled]) {
    if (line.end < axis.edge - EDGE && line.index >= axis.axis.frozen) continue;
    const reach = Math.min(EDGE, (line.end - line.start) / 3);
    if (at > line.end - Math.max(2, reach) && at <= line.end + EDGE) return line.index;
  }
  return null;
}

export interface HitTargets {
  /** Area whose lower right corner has the fill handle, and whose edge it can be carried by. */
  readonly handle: Area | null;
  /** Reach around the handle's centre: 6 for a mouse, 11 for a finger. */
  readonly reach: number;
  /** The heading around a cell that has the button of a filter. */
  readonly headings?: (cell: CellPosition) => Area | null;
}

export function hitTest(layout: Layout, x: number, y: number, targets: HitTargets): Hit {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return { kind: 'outside' };
  const inHeadRow = y < layout.rows.head;
  const inHeadCol = x < layout.cols.head;
  if (inHeadRow && inHeadCol) return { kind: 'corner' };
  if (inHeadRow) {
    const edge = edgeAt(layout.cols, x);
    if (edge !== null) return { kind: 'columnEdge', col: edge };
    return x < layout.cols.end ? { kind: 'column', col: lineAt(layout.cols, x) } : { kind: 'outside' };
  }
  if (inHeadCol) {
    const edge = edgeAt(layout.rows, y);
    if (edge !== null) return { kind: 'rowEdge', row: edge };
    return y < layout.rows.end ? { kind: 'row', row: lineAt(layout.rows, y) } : { kind: 'outside' };
  }
  if (x >= layout.cols.end || y >= layout.rows.end) return { kind: 'outside' };
  const cell = cellAt(layout, x, y);
  const heading = targets.headings?.(cell) ?? null;
  if (heading !== null && onButton(layout, heading, x, y))
    return { kind: 'filter', row: heading.top, col: heading.left };
  const corner = targets.handle === null ? null : handleAt(layout, targets.handle);
  if (corner !== null && Math.abs(x - corner.x) <= targets.reach && Math.abs(y - corner.y) <= targets.reach) {
    return { kind: 'handle', ...cell };
  }
  if (targets.handle !== null && onBorder(layout, targets.handle, x, y)) return { kind: 'border', ...cell };
  return { kind: 'cell', ...cell };
}

/** Is the point on the edge of an area, as far as that is in sight? */
function onBorder(layout: Layout, area: Area, x: number, y: number): boolean {
  const colBand: Band = x < layout.cols.edge ? 'frozen' : 'scrolled';
  const rowBand: Band = y < layout.rows.edge ? 'frozen' : 'scrolled';
  const rect = areaRect(layout, area, rowBand, colBand);
  const [across, down] = [x - rect.x, y - rect.y];
  if (across < -BORDER || across > rect.width + BORDER) return false;
  if (down < -BORDER || down > rect.height + BORDER) return false;
  // In a small cell the middle stays free for clicks.
  const near = (at: number, size: number): boolean => {
    const reach = Math.min(BORDER, size / 5);
    return at <= reach || at >= size - reach;
  };
  return near(across, rect.width) || near(down, rect.height);
}

function onButton(layout: Layout, heading: Area, x: number, y: number): boolean {
  const rect = buttonRect(cellRect(layout, heading), layout.zoom);
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

/** The cell at a point, clamped into the sheet, so that drags may leave the window. */
export function cellAt(layout: Layout, x: number, y: number): CellPosition {
  return { row: lineAt(layout.rows, y), col: lineAt(layout.cols, x) };
}

/** Where the fill handle of an area stands; null when its corner is out of sight. */
export function handleAt(layout: Layout, area: Area): { x: number; y: number } | null {
  const rowBand = bandOf(layout.rows, area.bottom);
  const colBand = bandOf(layout.cols, area.right);
  const rect = areaRect(layout, area, rowBand, colBand);
  const x = rect.x + rect.width;
  const y = rect.y + rect.height;
  const [left, right] = bandSpan(layout.cols, colBand);
  const [top, bottom] = bandSpan(layout.rows, rowBand);
  return x > left && x <= right && y > top && y <= bottom ? { x, y } : null;
}
