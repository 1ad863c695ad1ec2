/** Everything that lies still between two edits: surfaces, fills, lines, borders, text, headers. */
import { intersectAreas } from '../../lib/geometry';
import type { Area } from '../../model/view';
import type { PixelRect } from '../handle';
import { areaRect, thickness, type Band } from '../layout';
import { footprint, isSingle } from '../selection';
import { paintChecks } from './checks';
import { paintFilterButtons } from './filters';
import { paintFound } from './found';
import { paintFreezeEdges, paintHeaders } from './headers';
import { paintBorders, paintFillLines, paintGridLines } from './lines';
import { paintBars, paintIcons } from './looks';
import { planPane, type PanePlan } from './plan';
import type { Mark, Scene } from './scene';
import { paintTexts } from './text';

type Context = CanvasRenderingContext2D;

/** Side of the corner of a note, pixels at 100 %. */
const NOTE_CORNER = 8;
const BANDS: readonly Band[] = ['scrolled', 'frozen'];

/** Paints all of it, or what meets a part that the context is clipped to. */
export function paintCells(context: Context, scene: Scene, part: PixelRect | null): void {
  const { layout, theme } = scene;
  context.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
  // Whole device pixels: where the canvas ends within one, scrolling must not bring a paler line along.
  const whole = (value: number): number => Math.ceil(value * layout.ratio) / layout.ratio;
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, whole(layout.width), whole(layout.height));
  for (const rowBand of BANDS) {
    for (const colBand of BANDS) {
      const plan = planPane(scene, rowBand, colBand, part);
      if (plan === null) continue;
      const { x, y, width, height } = plan.clip;
      context.save();
      context.beginPath();
      context.rect(x, y, whole(x + width) - x, whole(y + height) - y);
      context.clip();
      paintPane(context, scene, plan);
      context.restore();
    }
  }
  paintHeaders(context, scene, part);
  paintFreezeEdges(context, scene);
}

function paintPane(context: Context, scene: Scene, plan: PanePlan): void {
  const { theme } = scene;
  const first = { x: plan.cols[0]?.start ?? 0, y: plan.rows[0]?.start ?? 0 };
  const last = { x: plan.cols.at(-1)?.end ?? 0, y: plan.rows.at(-1)?.end ?? 0 };
  context.fillStyle = theme.surface;
  context.fillRect(first.x, first.y, last.x - first.x, last.y - first.y);
  paintWashes(context, scene, plan);
  paintGridLines(context, scene, plan);
  paintFills(context, scene, plan);
  paintFillLines(context, scene, plan);
  paintBars(context, scene, plan.bars);
  scene.layer?.(context, scene, plan);
  paintMarks(context, scene, plan);
  paintFound(context, scene, plan);
  for (const rect of plan.hatched) paintHatch(context, scene, rect);
  paintWaiting(context, scene, plan);
  paintBorders(context, scene, plan);
  paintIcons(context, scene, plan.icons);
  paintTexts(context, scene, plan.texts);
  paintChecks(context, scene, plan);
  paintNotes(context, scene, plan);
  paintFilterButtons(context, scene, plan);
}

function paneArea(plan: PanePlan): Area {
  return {
    top: plan.rows[0]?.index ?? 0,
    left: plan.cols[0]?.index ?? 0,
    bottom: plan.rows.at(-1)?.index ?? 0,
    right: plan.cols.at(-1)?.index ?? 0,
  };
}

function fillArea(context: Context, scene: Scene, plan: PanePlan, area: Area): void {
  const seen = intersectAreas(area, paneArea(plan));
  if (seen === null) return;
  const rect = areaRect(scene.layout, seen, plan.rowBand, plan.colBand);
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
}

/** The lit selection on cells without a fill; the active cell stays clear. */
function paintWashes(context: Context, scene: Scene, plan: PanePlan): void {
  const { selection, sheet, theme } = scene;
  if (isSingle(sheet, selection)) return;
  context.fillStyle = theme.sunWash;
  for (const area of selection.areas) fillArea(context, scene, plan, area);
  context.fillStyle = theme.surface;
  fillArea(context, scene, plan, footprint(sheet, selection.active));
}

function paintFills(context: Context, scene: Scene, plan: PanePlan): void {
  const { rows, cols, fills } = plan;
  rows.forEach((row, r) => {
    let from = 0;
    for (let c = 1; c <= cols.length; c++) {
      const before = fills[r * cols.length + from] ?? null;
      if (c < cols.length && fills[r * cols.length + c] === before) continue;
      if (before !== null) {
        const start = cols[from]?.start ?? 0;
        context.fillStyle = before;
        context.fillRect(start, row.start, (cols[c - 1]?.end ?? start) - start, row.end - row.start);
      }
      from = c;
    }
  });
  washFilled(context, scene, plan);
}

/** Selected cells that have a fill keep it visible under a thin wash, so that one sees which colour was chosen. */
function washFilled(context: Context, scene: Scene, plan: PanePlan): void {
  const { selection, sheet, theme } = scene;
  if (isSingle(sheet, selection)) return;
  const active = footprint(sheet, selection.active);
  const { rows, cols, fills } = plan;
  context.globalAlpha = 0.55;
  context.fillStyle = theme.sunWash;
  rows.forEach((row, r) => {
    cols.forEach((col, c) => {
      if (fills[r * cols.length + c] === null) return;
      const inside = (area: Area): boolean =>
        row.index >= area.top &&
        row.index <= area.bottom &&
        col.index >= area.left &&
        col.index <= area.right;
      if (inside(active) || !selection.areas.some(inside)) return;
      context.fillRect(col.start, row.start, col.end - col.start, row.end - row.start);
    });
  });
  context.globalAlpha = 1;
}

function washOf(mark: Mark, scene: Scene): string | null {
  const { theme } = scene;
  switch (mark.kind) {
    case 'changed':
      return theme.changedWash;
    case 'added':
      return theme.addedWash;
    case 'removed':
      return theme.removedWash;
    case 'result':
      return null;
  }
}

/** Cells pointed out by history. */
function paintMarks(context: Context, scene: Scene, plan: PanePlan): void {
  const pane = paneArea(plan);
  const line = thickness(1, scene.layout.ratio);
  for (const mark of scene.marks) {
    const seen = intersectAreas(mark.area, pane);
    if (seen === null) continue;
    const rect = areaRect(scene.layout, seen, plan.rowBand, plan.colBand);
    const wash = washOf(mark, scene);
    context.fillStyle = wash ?? scene.theme.changed;
    if (wash === null) context.fillRect(rect.x, rect.y, 3, rect.height - line);
    else context.fillRect(rect.x, rect.y, rect.width - line, rect.height - line);
    if (mark.kind === 'added' || mark.kind === 'removed') paintSign(context, scene, mark.kind, rect);
  }
}

/** A plus or a minus in the corner: nobody needs to tell green from red. */
function paintSign(context: Context, scene: Scene, kind: 'added' | 'removed', rect: PixelRect): void {
  const { ratio, zoom } = scene.layout;
  const size = Math.round(7 * zoom * ratio) / ratio;
  const line = thickness(1, ratio);
  const [x, y] = [rect.x + 2, rect.y + 2];
  const middle = Math.round((size / 2) * ratio) / ratio - line / 2;
  context.fillStyle = scene.theme[kind];
  context.fillRect(x, y + middle, size, line);
  if (kind === 'added') context.fillRect(x + middle, y, line, size);
}

/** A small corner says that there is a note. */
function paintNotes(context: Context, scene: Scene, plan: PanePlan): void {
  if (plan.noted.length === 0) return;
  const size = NOTE_CORNER * scene.layout.zoom;
  const line = thickness(1, scene.layout.ratio);
  context.fillStyle = scene.theme.changed;
  context.beginPath();
  for (const { x, y, width } of plan.noted) {
    const right = x + width - line;
    context.moveTo(right - size, y);
    context.lineTo(right, y);
    context.lineTo(right, y + size);
    context.closePath();
  }
  context.fill();
}

/** Slanted lines over a value that is being computed anew. */
function paintHatch(context: Context, scene: Scene, rect: PixelRect): void {
  context.save();
  context.beginPath();
  context.rect(rect.x, rect.y, rect.width, rect.height);
  context.clip();
  context.strokeStyle = scene.theme.staleHatch;
  context.lineWidth = 1;
  context.beginPath();
  const gap = 7;
  const from = rect.x + rect.y;
  for (let sum = from; sum < rect.x + rect.width + rect.y + rect.height; sum += gap) {
    context.moveTo(sum - rect.y, rect.y);
    context.lineTo(sum - rect.y - rect.height, rect.y + rect.height);
  }
  context.stroke();
  context.restore();
}

/** A bar where text will stand once it is here; its length varies by cell, as text does. */
function paintWaiting(context: Context, scene: Scene, plan: PanePlan): void {
  if (plan.waiting.length === 0) return;
  const { theme, layout } = scene;
  const height = Math.round(theme.fontSize * 0.6 * layout.zoom);
  context.beginPath();
  for (const rect of plan.waiting) {
    const room = rect.width - 2 * theme.padX * layout.zoom;
    if (room < 8) continue;
    const seed =
      (Math.round((rect.y + layout.rows.scroll) * 7 + (rect.x + layout.cols.scroll) * 13) >>> 0) % 5;
    const width = Math.min(room, 120 * layout.zoom) * (0.4 + seed * 0.13);
    const y = rect.y + Math.round((rect.height - height) / 2);
    context.rect(rect.x + theme.padX * layout.zoom, y, Math.round(width), height);
  }
  context.fillStyle = theme.sunk;
  context.fill();
}
