/**
 * Where rows and columns stand on the canvas. Everything is in CSS pixels of the host, snapped to device pixels, so that lines
 * are crisp at any ratio and scrolling never makes them tremble.
 */
import type { Area, AxisView, SheetView } from '../model/view';
import type { CellPosition, PixelRect } from './handle';

export interface Line {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

export type Band = 'frozen' | 'scrolled';

export interface AxisLayout {
  readonly axis: AxisView;
  /** Size of the header before the first line. */
  readonly head: number;
  /** Where the frozen lines end and the scrolled ones begin. */
  readonly edge: number;
  /** Extent of the canvas. */
  readonly view: number;
  /** How far the scrolled lines are moved. */
  readonly scroll: number;
  readonly zoom: number;
  readonly ratio: number;
  /** Shown lines only, those of size 0 left out. */
  readonly frozen: readonly Line[];
  readonly scrolled: readonly Line[];
  /** Where the sheet ends on the canvas; beyond is nothing. */
  readonly end: number;
}

export interface Layout {
  readonly rows: AxisLayout;
  readonly cols: AxisLayout;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
  readonly ratio: number;
}

export interface Metrics {
  readonly headWidth: number;
  readonly headHeight: number;
}

/** The nearest whole device pixel. Halves go up wherever they stand: sums of fractions miss them by a hair, now here, now there. */
export function snap(value: number, ratio: number): number {
  return Math.round(value * ratio + 1e-6) / ratio;
}

/** Thickness of a line of `width` CSS pixels in whole device pixels. */
export function thickness(width: number, ratio: number): number {
  return Math.max(1, Math.floor(width * ratio + 0.01)) / ratio;
}

export function layoutAxis(
  axis: AxisView,
  options: { head: number; view: number; scroll: number; zoom: number; ratio: number },
): AxisLayout {
  const { head, view, zoom, ratio } = options;
  const scroll = snap(options.scroll, ratio);
  const frozenCount = Math.min(axis.frozen, axis.count);
  const frozenEnd = snap(axis.offset(frozenCount) * zoom, ratio);
  const edge = Math.min(head + frozenEnd, Math.max(head, view));
  const frozen: Line[] = [];
  for (let index = 0; index < frozenCount; index++) {
    const start = head + snap(axis.offset(index) * zoom, ratio);
    if (start >= view) break;
    const end = head + snap(axis.offset(index + 1) * zoom, ratio);
    if (end > start) frozen.push({ index, start, end });
  }
  const scrolled: Line[] = [];
  const first = Math.max(frozenCount, axis.at(axis.offset(frozenCount) + scroll / zoom));
  const origin = head - scroll;
  let last = head + frozenEnd;
  for (let index = first; index < axis.count; index++) {
    const start = origin + snap(axis.offset(index) * zoom, ratio);
    if (start >= view) break;
    const end = origin + snap(axis.offset(index + 1) * zoom, ratio);
    if (end <= start && axis.hidden(index)) {
      index = Math.max(index, axis.sameUntil(index) - 1);
      continue;
    }
    if (end <= edge || end <= start) continue;
    scrolled.push({ index, start, end });
    last = end;
  }
  return { axis, head, edge, view, scroll, zoom, ratio, frozen, scrolled, end: Math.min(view, last) };
}

/** Row numbers above 9999 need a wider header. */
export function headWidthFor(lastRow: number, base: number): number {
  return base + 8 * Math.max(0, String(Math.max(1, lastRow)).length - 4);
}

export function layoutSheet(
  sheet: SheetView,
  options: {
    width: number;
    height: number;
    scrollX: number;
    scrollY: number;
    zoom: number;
    ratio: number;
    metrics: Metrics;
  },
): Layout {
  const { width, height, zoom, ratio, metrics } = options;
  const rows = layoutAxis(sheet.rows, {
    head: snap(metrics.headHeight * zoom, ratio),
    view: height,
    scroll: options.scrollY,
    zoom,
    ratio,
  });
  const lastRow = Math.max(sheet.rows.used, (rows.scrolled.at(-1)?.index ?? 0) + 1);
  const cols = layoutAxis(sheet.cols, {
    head: snap(headWidthFor(lastRow, metrics.headWidth) * zoom, ratio),
    view: width,
    scroll: options.scrollX,
    zoom,
    ratio,
  });
  return { rows, cols, width, height, zoom, ratio };
}

/** Start of a line in a band's own coordinates, also when it lies outside of what is visible. */
export function startOf(layout: AxisLayout, index: number, band: Band): number {
  const offset = snap(layout.axis.offset(index) * layout.zoom, layout.ratio);
  return band === 'frozen' ? layout.head + offset : layout.head + offset - layout.scroll;
}

export function bandOf(layout: AxisLayout, index: number): Band {
  return index < layout.axis.frozen ? 'frozen' : 'scrolled';
}

/** The stretch of canvas that a band owns. */
export function bandSpan(layout: AxisLayout, band: Band): readonly [number, number] {
  return band === 'frozen' ? [layout.head, layout.edge] : [layout.edge, layout.view];
}

export function bandLines(layout: AxisLayout, band: Band): readonly Line[] {
  return band === 'frozen' ? layout.frozen : layout.scrolled;
}

/** Edges of lines reach this far into their neighbours, in pixels at 100 %. */
export const EDGE = 4;

/** The lines of a band that meet a stretch of canvas, and those whose edges may; all of them for null. */
export function linesIn(
  layout: AxisLayout,
  band: Band,
  stretch: readonly [from: number, to: number] | null,
): readonly Line[] {
  const lines = bandLines(layout, band);
  if (stretch === null) return lines;
  const margin = EDGE * layout.zoom;
  const [from, to] = [stretch[0] - margin, stretch[1] + margin];
  let first = 0;
  let end = lines.length;
  while (first < end && (lines[first]?.end ?? 0) <= from) first++;
  while (end > first && (lines[end - 1]?.start ?? 0) >= to) end--;
  return first === 0 && end === lines.length ? lines : lines.slice(first, end);
}

/** Index of the line at a canvas coordinate: inside the sheet always, clamped to what is visible. */
export function lineAt(layout: AxisLayout, at: number): number {
  const offset =
    at < layout.edge && layout.frozen.length > 0
      ? (at - layout.head) / layout.zoom
      : (at - layout.head + layout.scroll) / layout.zoom;
  return Math.max(0, Math.min(layout.axis.count - 1, layout.axis.at(Math.max(0, offset))));
}

/** Where an area stands in a band pair; may reach out of the band, for the caller to clip. */
export function areaRect(layout: Layout, area: Area, rows: Band, cols: Band): PixelRect {
  const x = startOf(layout.cols, area.left, cols);
  const y = startOf(layout.rows, area.top, rows);
  return {
    x,
    y,
    width: startOf(layout.cols, area.right + 1, cols) - x,
    height: startOf(layout.rows, area.bottom + 1, rows) - y,
  };
}

/** Where a cell or merged area stands, by the band of its first line. */
export function cellRect(layout: Layout, area: Area): PixelRect {
  return areaRect(layout, area, bandOf(layout.rows, area.top), bandOf(layout.cols, area.left));
}

/** Is any part of the rectangle in sight, given the bands it belongs to? */
export function inSight(layout: Layout, area: Area): boolean {
  const rect = cellRect(layout, area);
  const [left, right] = bandSpan(layout.cols, bandOf(layout.cols, area.left));
  const [top, bottom] = bandSpan(layout.rows, bandOf(layout.rows, area.top));
  return rect.x < right && rect.x + rect.width > left && rect.y < bottom && rect.y + rect.height > top;
}

/** All lines on screen, frozen ones included, as one area; null when there is no room for any. */
export function shownArea(layout: Layout): Area | null {
  const rows = [...layout.rows.frozen.slice(0, 1), ...layout.rows.scrolled.slice(0, 1)];
  const cols = [...layout.cols.frozen.slice(0, 1), ...layout.cols.scrolled.slice(0, 1)];
  const lastRow = layout.rows.scrolled.at(-1) ?? layout.rows.frozen.at(-1);
  const lastCol = layout.cols.scrolled.at(-1) ?? layout.cols.frozen.at(-1);
  if (rows[0] === undefined || cols[0] === undefined || lastRow === undefined || lastCol === undefined)
    return null;
  return { top: rows[0].index, left: cols[0].index, bottom: lastRow.index, right: lastCol.index };
}

/** The lines that scroll, as one area. */
export function scrolledArea(layout: Layout): Area | null {
  const top = layout.rows.scrolled[0];
  const bottom = layout.rows.scrolled.at(-1);
  const left = layout.cols.scrolled[0];
  const right = layout.cols.scrolled.at(-1);
  if (top === undefined || bottom === undefined || left === undefined || right === undefined) return null;
  return { top: top.index, left: left.index, bottom: bottom.index, right: right.index };
}

/** Scroll position along one axis that brings lines `first` to `last` into sight with as little movement as needed. */
export function scrollFor(layout: AxisLayout, first: number, last: number, centre: boolean): number {
  if (first < layout.axis.frozen) return layout.scroll;
  const frozenEnd = snap(
    layout.axis.offset(Math.min(layout.axis.frozen, layout.axis.count)) * layout.zoom,
    layout.ratio,
  );
  const start = snap(layout.axis.offset(first) * layout.zoom, layout.ratio) - frozenEnd;
  const end = snap(layout.axis.offset(last + 1) * layout.zoom, layout.ratio) - frozenEnd;
  const room = Math.max(0, layout.view - layout.edge);
  const sight = start >= layout.scroll && end <= layout.scroll + room;
  if (sight) return layout.scroll;
  if (centre) return Math.max(0, start - Math.max(0, (room - (end - start)) / 2));
  if (start < layout.scroll || end - start > room) return start;
  return end - room;
}

export function sameLayout(a: Layout, b: Layout): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.zoom === b.zoom &&
    a.ratio === b.ratio &&
    a.rows.scroll === b.rows.scroll &&
    a.cols.scroll === b.cols.scroll &&
    a.cols.head === b.cols.head
  );
}

/** Does everything on the canvas stand where it stood? */
export function samePlaces(a: Layout, b: Layout): boolean {
  return a === b || (sameLayout(a, b) && sameAxis(a.rows, b.rows) && sameAxis(a.cols, b.cols));
}

function sameAxis(a: AxisLayout, b: AxisLayout): boolean {
  return a.edge === b.edge && sameLines(a.frozen, b.frozen) && sameLines(a.scrolled, b.scrolled);
}

function sameLines(a: readonly Line[], b: readonly Line[]): boolean {
  return a.length === b.length && a.every(({ start, end }, n) => start === b[n]?.start && end === b[n].end);
}

/** Top left cell of the scrolled band, for keeping one's place. */
export function firstScrolled(layout: Layout): CellPosition {
  return {
    row: layout.rows.scrolled[0]?.index ?? layout.rows.axis.frozen,
    col: layout.cols.scrolled[0]?.index ?? layout.cols.axis.frozen,
  };
}
