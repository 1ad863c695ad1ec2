/** What moves over the cells: selection, references, clipboard edge, cursors of others, fades, guides. */
import type { Area } from '../../model/view';
import type { PixelRect } from '../handle';
import { endsOf, handleAt } from '../hit';
import { hands } from '../later';
import { areaRect, bandSpan, snap, type Band } from '../layout';

import { footprint, isSingle } from '../selection';
import { dashed, outline } from './outline';
import type { Overlay, Scene } from './scene';
import { traceColor } from './tracePlan';

type Context = CanvasRenderingContext2D;

const BANDS: readonly Band[] = ['scrolled', 'frozen'];

export function paintOverlay(context: Context, scene: Scene, overlay: Overlay): void {
  const { layout } = scene;
  context.setTransform(layout.ratio, 0, 0, layout.ratio, 0, 0);
  for (const rowBand of BANDS) {
    for (const colBand of BANDS) {
      const [left, right] = bandSpan(layout.cols, colBand);
      const [top, bottom] = bandSpan(layout.rows, rowBand);
      if (right <= left || bottom <= top) continue;
      context.save();
      context.beginPath();
      // One pixel more at the start: edges stand on the line of the cell before.
      context.rect(left - 1, top - 1, right - left + 1, bottom - top + 1);
      context.clip();
      paintBand(context, scene, overlay, rowBand, colBand);
      context.restore();
    }
  }
  overlay.remotes(context);
  if (overlay.traces.lines.length > 0) hands.now?.paintTraces(context, layout, scene.theme, overlay.traces);
  paintHandle(context, scene, overlay);
  if (overlay.ends) paintEnds(context, scene);
  paintGuides(context, scene, overlay);
  if (overlay.carrying !== null) paintTip(context, scene, overlay.carrying);
}

function paintCarried(context: Context, scene: Scene, rect: PixelRect): void {
  context.fillStyle = scene.theme.sunLine;
  context.globalAlpha = 0.08;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.globalAlpha = 1;
  dashed(context, scene.layout.ratio, rect, scene.theme.sunLine, 2);
}

/** Words beside the pointer, kept in sight. */
function paintTip(
  context: Context,
  { layout, theme, measure }: Scene,
  tip: { words: string; x: number; y: number },
): void {
  const font = `500 ${String(theme.headFontSize)}px ${theme.fontUi}`;
  const width = Math.ceil(measure(tip.words, font)) + 14;
  const height = 22;
  const x = Math.max(0, Math.min(layout.width - width - 4, tip.x + 16));
  const y = Math.max(0, Math.min(layout.height - height - 4, tip.y + 16));
  context.fillStyle = theme.ink;
  context.beginPath();
  context.roundRect(x, y, width, height, 4);
  context.fill();
  context.fillStyle = theme.surface;
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(tip.words, x + 7, y + height / 2 + 0.5);
}

function paintBand(context: Context, scene: Scene, overlay: Overlay, rowBand: Band, colBand: Band): void {
  const { layout, theme } = scene;
  const place = (area: Area): PixelRect => areaRect(layout, area, rowBand, colBand);
  for (const fade of overlay.fades) {
    const rect = place({ top: fade.row, left: fade.col, bottom: fade.row, right: fade.col });
    paintFade(context, rect, fade.color, fade.strength, theme.reducedMotion);
  }
  for (const mark of scene.marks) {
    if (mark.kind === 'changed' && mark.old === undefined && mark.next === undefined)
      outline(context, scene.layout.ratio, place(mark.area), theme.changed, 2);
  }
  for (const reference of overlay.references) {
    paintReference(
      context,
      scene,
      place(reference.area),
      theme.refs[(reference.number - 1) % 6] ?? theme.ink,
    );
  }
  for (const { area, wrong } of overlay.traces.outlines) {
    outline(context, scene.layout.ratio, place(area), traceColor(theme, wrong), 1);
  }
  if (overlay.spill !== null)
    outline(context, scene.layout.ratio, place(overlay.spill), theme.refs[0] ?? theme.ink, 1);
  paintSelection(context, scene, place);
  if (overlay.clipped !== null) dashed(context, scene.layout.ratio, place(overlay.clipped), theme.sunLine, 2);
  if (overlay.filling !== null) dashed(context, scene.layout.ratio, place(overlay.filling), theme.ink3, 1);
  if (overlay.carrying !== null) paintCarried(context, scene, place(overlay.carrying.area));
}

function paintSelection(context: Context, scene: Scene, place: (area: Area) => PixelRect): void {
  const { selection, sheet, theme } = scene;
  const several = selection.areas.length > 1;
  for (const area of selection.areas) {
    outline(context, scene.layout.ratio, place(area), theme.sunLine, several ? 1 : theme.select);
  }
  if (isSingle(sheet, selection)) return;
  const active = footprint(sheet, selection.active);
  outline(context, scene.layout.ratio, place(active), theme.sunLine, several ? theme.select : 1);
}

function paintHandle(context: Context, scene: Scene, overlay: Overlay): void {
  const { selection, layout, theme } = scene;
  const area = selection.areas[0];
  if (!overlay.handle || selection.areas.length !== 1 || area === undefined) return;
  const at = handleAt(layout, area);
  if (at === null) return;
  const size = theme.handle;
  const x = snap(at.x - size / 2, layout.ratio);
  const y = snap(at.y - size / 2, layout.ratio);
  context.fillStyle = theme.surface;
  context.fillRect(x - 1, y - 1, size + 2, size + 2);
  context.fillStyle = theme.sunLine;
  context.fillRect(x, y, size, size);
}

const END = 6;

/** The corners of the selection for a finger. */
function paintEnds(context: Context, { selection, layout, theme }: Scene): void {
  const [area] = selection.areas;
  if (selection.areas.length !== 1 || area === undefined) return;
  for (const { x, y } of endsOf(layout, area)) {
    context.beginPath();
    context.arc(x, y, END, 0, 2 * Math.PI);
    context.fillStyle = theme.sunLine;
    context.fill();
    context.strokeStyle = theme.surface;
    context.lineWidth = 2;
    context.stroke();
  }
}

/** A reference of the formula being edited, with two corners to tell it from a selection. */
function paintReference(context: Context, scene: Scene, rect: PixelRect, color: string): void {
  context.fillStyle = color;
  context.globalAlpha = 0.06;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.globalAlpha = 1;
  outline(context, scene.layout.ratio, rect, color, 1.5);
  context.fillRect(rect.x - 3, rect.y - 3, 5, 5);
  context.fillRect(rect.x + rect.width - 3, rect.y + rect.height - 3, 5, 5);
}

function paintFade(context: Context, rect: PixelRect, color: string, strength: number, still: boolean): void {
  context.fillStyle = color;
  if (still) {
    context.beginPath();
    context.moveTo(rect.x, rect.y);
    context.lineTo(rect.x + 7, rect.y);
    context.lineTo(rect.x, rect.y + 7);
    context.fill();
    return;
  }
  context.globalAlpha = 0.2 * strength;
  context.fillRect(rect.x, rect.y, rect.width - 1, rect.height - 1);
  context.globalAlpha = 1;
}

function paintGuides(context: Context, scene: Scene, overlay: Overlay): void {
  const { layout, theme } = scene;
  for (const [guide, width] of [
    [overlay.guide, 1],
    [overlay.dropping, 3],
  ] as const) {
    if (guide === null) continue;
    const at = snap(guide.at, layout.ratio) - width;
    context.fillStyle = theme.sunLine;
    if (guide.axis === 'cols') context.fillRect(at, 0, width, layout.rows.end);
    else context.fillRect(0, at, layout.cols.end, width);
  }
}
