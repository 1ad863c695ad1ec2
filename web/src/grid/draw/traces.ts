/** Arrows between a cell and what it reads, or what reads it: where they run, and how they are drawn. */
import type { Area, SheetView } from '../../model/view';
import type { PixelRect, Trace, TracePlace } from '../handle';
import { cellRect, inSight, type Layout } from '../layout';
import { footprint } from '../selection';
import type { Measure } from '../text/measure';
import type { Theme } from '../theme';
import { type Point, traceColor, type TraceLine, type TracePlan, type TraceTag } from './tracePlan';

type Context = CanvasRenderingContext2D;

const TAG_HEIGHT = 20;
const TAG_GAP = 4;
const TAG_PAD = 8;
/** How far a tag stands from its cell. */
const TAG_WAY = 22;
const TAGS = 4;
/** Lines to what is far out of sight end here; only their direction counts. */
const FAR = 20_000;
/** An arrow starts this far inside of an area at most, so that it meets the first cells of a long range. */
const INSET = 36;

function middle(rect: PixelRect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function inside(rect: PixelRect, point: Point): boolean {
  return (
    point.x > rect.x && point.x < rect.x + rect.width && point.y > rect.y && point.y < rect.y + rect.height
  );
}

/** The point of a rectangle that looks towards another one. */
function facing(rect: PixelRect, towards: Point): Point {
  const dx = Math.min(INSET, rect.width / 2);
  const dy = Math.min(INSET, rect.height / 2);
  return {
    x: clamp(towards.x, rect.x + dx, rect.x + rect.width - dx),
    y: clamp(towards.y, rect.y + dy, rect.y + rect.height - dy),
  };
}

/** Where the way from `from` to a point inside `rect` crosses the edge of it. */
export function entering(rect: PixelRect, from: Point, to: Point): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const along = (edge: number, start: number, by: number): number => (by === 0 ? 0 : (edge - start) / by);
  const atX = along(dx > 0 ? rect.x : rect.x + rect.width, from.x, dx);
  const atY = along(dy > 0 ? rect.y : rect.y + rect.height, from.y, dy);
  const share = clamp(Math.max(atX, atY), 0, 1);
  return { x: from.x + dx * share, y: from.y + dy * share };
}

/** No further from `anchor` than a canvas can draw. */
function near(point: Point, anchor: Point): Point {
  const far = Math.hypot(point.x - anchor.x, point.y - anchor.y) / FAR;
  if (far <= 1) return point;
  return { x: anchor.x + (point.x - anchor.x) / far, y: anchor.y + (point.y - anchor.y) / far };
}

/** The arrow from one rectangle to another; null where they lie on each other. */
export function arrow(source: PixelRect, target: PixelRect): { from: Point; to: Point } | null {
  const from = facing(source, middle(target));
  if (inside(target, from)) return null;
  const to = entering(target, from, facing(target, from));
  return { from: near(from, to), to: near(to, from) };
}

export function planTraces(
  layout: Layout,
  sheet: SheetView,
  traces: readonly Trace[],
  measure: Measure,
  font: string,
): TracePlan {
  const outlines: { area: Area; wrong: boolean }[] = [];
  const lines: TraceLine[] = [];
  const tags: TraceTag[] = [];
  for (const trace of traces) {
    if (trace.sheet !== sheet.id) continue;
    const here = footprint(sheet, trace.cell);
    const own = cellRect(layout, here);
    // An arrow is red where it starts at an error.
    const bad = trace.way === 'dependents' && isError(sheet, here);
    for (const { area, wrong: there } of trace.areas) {
      const wrong = trace.way === 'dependents' ? bad : there;
      outlines.push({ area, wrong });
      const other = cellRect(layout, area);
      const line = trace.way === 'precedents' ? arrow(other, own) : arrow(own, other);
      if (line !== null) lines.push({ ...line, wrong });
    }
    if (!inSight(layout, here)) continue;
    for (const tag of planTags(layout, own, trace, measure, font)) {
      tags.push(tag);
      const edge = edgeOf(tag, own);
      const line = trace.way === 'precedents' ? arrow(edge, own) : arrow(own, edge);
      if (line !== null)
        lines.push({ ...line, wrong: trace.way === 'dependents' ? bad : tag.place?.wrong === true });
    }
  }
  return { outlines, lines, tags };
}

/** The middle of that side of a tag which looks towards its cell, so that lines to a pile of tags stay apart. */
function edgeOf(tag: PixelRect, own: PixelRect): PixelRect {
  const left = tag.x >= middle(own).x;
  return { x: left ? tag.x : tag.x + tag.width, y: tag.y + tag.height / 2, width: 0, height: 0 };
}

function isError(sheet: SheetView, { top, left }: Area): boolean {
  const value = sheet.value(top, left);
  return typeof value === 'object' && value !== null;
}

function tagTexts(trace: Trace): readonly { readonly text: string; readonly place: TracePlace | null }[] {
  const listed = trace.elsewhere.slice(0, TAGS).map((place) => ({ text: place.text, place }));
  const rest = trace.elsewhere.slice(TAGS).reduce((sum, place) => sum + place.cells, trace.more);
  return rest === 0 ? listed : [...listed, { text: `${rest.toLocaleString('en-US')} more`, place: null }];
}

/** What is read stands above the cell, what reads it below; the other way round where there is no room. */
function planTags(
  layout: Layout,
  own: PixelRect,
  trace: Trace,
  measure: Measure,
  font: string,
): readonly TraceTag[] {
  const texts = tagTexts(trace);
  const height = texts.length * (TAG_HEIGHT + TAG_GAP) - TAG_GAP;
  const above = own.y - TAG_WAY - height;
  const below = own.y + own.height + TAG_WAY;
  const roomAbove = above >= layout.rows.head + TAG_GAP;
  const roomBelow = below + height <= layout.height - TAG_GAP;
  const up = trace.way === 'precedents' ? roomAbove || !roomBelow : roomAbove && !roomBelow;
  return texts.map(({ text, place }, n) => {
    const width = Math.ceil(measure(text, font)) + 2 * TAG_PAD;
    const left = own.x - TAG_WAY - width;
    const right = own.x + own.width + TAG_WAY;
    const roomLeft = left >= layout.cols.head + TAG_GAP;
    const roomRight = right + width <= layout.width - TAG_GAP;
    const toLeft = trace.way === 'precedents' ? roomLeft || !roomRight : roomLeft && !roomRight;
    return {
      text,
      place,
      x: Math.round(Math.max(layout.cols.head + TAG_GAP, toLeft ? left : right)),
      y: Math.round((up ? above : below) + n * (TAG_HEIGHT + TAG_GAP)),
      width,
      height: TAG_HEIGHT,
    };
  });
}

export function paintTraces(context: Context, layout: Layout, theme: Theme, plan: TracePlan): void {
  if (plan.lines.length === 0) return;
  context.save();
  context.beginPath();
  const { rows, cols } = layout;
  context.rect(cols.head, rows.head, layout.width - cols.head, layout.height - rows.head);
  context.clip();
  context.lineCap = 'round';
  // A rim in the colour of the sheet keeps lines apart from what they cross.
  for (const [rim, width] of [
    [true, 4],
    [false, 1.5],
  ] as const) {
    for (const line of plan.lines) {
      const color = rim ? theme.surface : traceColor(theme, line.wrong);
      context.strokeStyle = color;
      context.fillStyle = color;
      context.lineWidth = width;
      paintArrow(context, line, rim ? 1.5 : 0);
    }
  }
  context.restore();
}

function paintArrow(context: Context, { from, to }: TraceLine, rim: number): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const size = 8 + rim * 2;
  const tip = { x: to.x + Math.cos(angle) * rim, y: to.y + Math.sin(angle) * rim };
  const back = { x: tip.x - Math.cos(angle) * size, y: tip.y - Math.sin(angle) * size };
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(back.x, back.y);
  context.stroke();
  context.beginPath();
  context.arc(from.x, from.y, 3 + rim, 0, 2 * Math.PI);
  context.fill();
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  for (const side of [0.42, -0.42]) {
    context.lineTo(tip.x - Math.cos(angle + side) * size, tip.y - Math.sin(angle + side) * size);
  }
  context.fill();
}
