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
  /** A corner of the selection that a finger takes hold of. */
  | { readonly kind: 'end'; readonly last: boolean; readonly row: number; readonly col: number }
  /** The button of a filter. */
  | { readonly kind: 'filter'; readonly row: number; readonly col: number }
  | { readonly kind: 'outside' };

/** Half of the strip around a header's edge in which it is caught for resizing. */
const EDGE = 4;
/** Half of the strip around the selection's edge in which it is caught for carrying. */
const BORDER = 3;
/** Reach around the fill handle. */
const REACH = 6;

/** The same for fingers, and around the corners of a selection. */
const FINGER = 14;

/** Line whose end is near: for resizing. The line before wins when a hidden one lies between. */
function edgeAt(axis: AxisLayout, at: number, most: number): number | null {
  for (const line of [...axis.frozen, ...axis.scrolled]) {
    if (line.end < axis.edge - most && line.index >= axis.axis.frozen) continue;
    // Between two edges there is room for a finger to tap the header itself.
    const reach = Math.min(most, (line.end - line.start) / (most === EDGE ? 3 : 4));
    if (at > line.end - Math.max(2, reach) && at <= line.end + Math.min(most, Math.max(EDGE, reach)))
      return line.index;
  }
  return null;
}

export interface HitTargets {
  /** Area whose lower right corner has the fill handle, and whose edge it can be carried by. */
  readonly handle: Area | null;
  /** For a finger: area whose corners it can be widened by. */
  readonly ends?: Area | null;
  /** The heading around a cell that has the button of a filter. */
  readonly headings?: (cell: CellPosition) => Area | null;
}

export function hitTest(layout: Layout, x: number, y: number, targets: HitTargets): Hit {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return { kind: 'outside' };
  const edge = targets.ends === undefined ? EDGE : FINGER;
  const inHeadRow = y < layout.rows.head;
  const inHeadCol = x < layout.cols.head;
  if (inHeadRow && inHeadCol) return { kind: 'corner' };
  if (inHeadRow) {
    const col = edgeAt(layout.cols, x, edge);
    if (col !== null) return { kind: 'columnEdge', col };
    return x < layout.cols.end ? { kind: 'column', col: lineAt(layout.cols, x) } : { kind: 'outside' };
  }
  if (inHeadCol) {
    const row = edgeAt(layout.rows, y, edge);
    if (row !== null) return { kind: 'rowEdge', row };
    return y < layout.rows.end ? { kind: 'row', row: lineAt(layout.rows, y) } : { kind: 'outside' };
  }
  if (x >= layout.cols.end || y >= layout.rows.end) return { kind: 'outside' };
  const cell = cellAt(layout, x, y);
  const heading = targets.headings?.(cell) ?? null;
  if (heading !== null && onButton(layout, heading, x, y))
    return { kind: 'filter', row: heading.top, col: heading.left };
  const corner = targets.handle === null ? null : handleAt(layout, targets.handle);
  if (corner !== null && isNear(corner, x, y, REACH)) return { kind: 'handle', ...cell };
  for (const end of endsOf(layout, targets.ends ?? null)) {
    if (isNear(end, x, y, FINGER)) return { kind: 'end', last: end.last, ...cell };
  }
  if (targets.handle !== null && onBorder(layout, targets.handle, x, y)) return { kind: 'border', ...cell };
  return { kind: 'cell', ...cell };
}

function isNear(
  at: { readonly x: number; readonly y: number },
  x: number,
  y: number,
  reach: number,
): boolean {
  return Math.abs(x - at.x) <= reach && Math.abs(y - at.y) <= reach;
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
  return cornerAt(layout, area, true);
}

/** The corners of an area that a finger takes hold of, as far as they are in sight; the last one lies above. */
export function endsOf(
  layout: Layout,
  area: Area | null,
): readonly { x: number; y: number; last: boolean }[] {
  if (area === null) return [];
  return [true, false].flatMap((last) => {
    const at = cornerAt(layout, area, last);
    return at === null ? [] : [{ ...at, last }];
  });
}

function cornerAt(layout: Layout, area: Area, last: boolean): { x: number; y: number } | null {
  const rowBand = bandOf(layout.rows, last ? area.bottom : area.top);
  const colBand = bandOf(layout.cols, last ? area.right : area.left);
  const rect = areaRect(layout, area, rowBand, colBand);
  const x = rect.x + (last ? rect.width : 0);
  const y = rect.y + (last ? rect.height : 0);
  const [left, right] = bandSpan(layout.cols, colBand);
  const [top, bottom] = bandSpan(layout.rows, rowBand);
  // A corner on the line before is that of the first cell in sight.
  const first = last ? 0 : 1;
  return x > left - first && x <= right && y > top - first && y <= bottom ? { x, y } : null;
}
