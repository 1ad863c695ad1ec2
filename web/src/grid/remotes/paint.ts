/** Draws others' cursors from a plan, in the page or beside it: nothing here asks for anything but the plan and its labels. */
import { dashed, outline } from '../draw/outline';
import type { PixelRect } from '../handle';
import { snap } from '../layout';
import type { Label } from './labels';
import type { PlannedCursor, PlannedPane, RemotePlan } from './plan';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export type LabelSource = ReadonlyMap<string, Label>;

/** How long a cursor takes to a place nearby. */
export const GLIDE_MS = 80;

/** Draws the cursors as they are so many milliseconds after the plan was made. True while one of them still glides. */
export function paintRemotes(
  context: Context,
  plan: RemotePlan,
  labels: LabelSource,
  after: number,
): boolean {
  context.setTransform(plan.ratio, 0, 0, plan.ratio, 0, 0);
  let moving = false;
  for (const pane of plan.panes) {
    const { left, top, right, bottom } = pane;
    context.save();
    context.beginPath();
    // One pixel more at the start: edges stand on the line of the cell before.
    context.rect(left - 1, top - 1, right - left + 1, bottom - top + 1);
    context.clip();
    for (const cursor of pane.cursors) {
      const glided = cursor.glide === null ? 1 : Math.min(1, (cursor.glide.elapsed + after) / GLIDE_MS);
      moving ||= glided < 1;
      paintCursor(context, plan, pane, labels, cursor, glided);
    }
    context.restore();
  }
  return moving;
}

function paintCursor(
  context: Context,
  plan: RemotePlan,
  pane: PlannedPane,
  labels: LabelSource,
  cursor: PlannedCursor,
  glided: number,
): void {
  const from = cursor.glide?.from ?? cursor.rect;
  const rect = glided < 1 ? between(from, cursor.rect, glided) : cursor.rect;
  const typing = cursor.typing === null ? undefined : labels.get(cursor.typing.label);
  if (cursor.typing !== null && typing !== undefined)
    paintTyping(context, plan, typing, cursor.typing.cell, cursor.typing.numeric);
  const edge = cursor.dashed ? dashed : outline;
  edge(context, plan.ratio, rect, cursor.color, 2);
  const flag = cursor.flag === null ? undefined : labels.get(cursor.flag);
  if (flag !== undefined) paintFlag(context, plan, pane, flag, rect, cursor.color);
}

function between(a: PixelRect, b: PixelRect, share: number): PixelRect {
  const mix = (from: number, to: number): number => from + (to - from) * share;
  return {
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    width: mix(a.width, b.width),
    height: mix(a.height, b.height),
  };
}

function paintTyping(
  context: Context,
  { ratio, pad, surface, ink }: RemotePlan,
  label: Label,
  cell: PixelRect,
  numeric: boolean,
): void {
  const width = Math.max(cell.width, label.width + 2 * pad);
  context.fillStyle = surface;
  context.fillRect(cell.x, cell.y, width - 1, cell.height - 1);
  const x = numeric ? cell.x + cell.width - pad - label.width : cell.x + pad;
  paintLabel(context, label, x, cell.y + (cell.height - 1) / 2 + label.size * 0.33, ratio);
  context.fillStyle = ink;
  context.fillRect(x + label.width + 1, cell.y + 4, 1.5, cell.height - 9);
}

function paintFlag(
  context: Context,
  { ratio, own, flagHeight: height }: RemotePlan,
  { left, top }: PlannedPane,
  label: Label,
  rect: PixelRect,
  color: string,
): void {
  const width = Math.ceil(label.width) + 12;
  const x = Math.max(left - 1, Math.round(rect.x) - 1);
  // Never over the reader's own cell, nor over the headers.
  const covers =
    x < own.x + own.width && x + width > own.x && rect.y - height < own.y + own.height && rect.y > own.y;
  const above = rect.y - 1 - height >= top - 1 && !covers;
  const y = Math.round(above ? rect.y - height : rect.y + rect.height - 1);
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(x, y, width, height, above ? [3, 3, 3, 0] : [0, 3, 3, 3]);
  context.fill();
  paintLabel(context, label, x + 6, y + height / 2 + 4, ratio);
}

/** On whole device pixels: a picture of a text between them would be blurred. */
function paintLabel(context: Context, label: Label, x: number, baseline: number, ratio: number): void {
  const { bitmap, left, above } = label;
  context.drawImage(
    bitmap,
    snap(x, ratio) - left,
    snap(baseline, ratio) - above,
    bitmap.width / ratio,
    bitmap.height / ratio,
  );
}
