/** Cursors of other people: edge, flag with their name, and what they are typing. */
import type { PixelRect } from '../handle';
import { areaRect, bandOf, bandSpan, cellRect, snap, type Band } from '../layout';
import { footprint } from '../selection';
import { dashed, outline } from './outline';
import type { RemoteCursor, Scene } from './scene';

type Context = CanvasRenderingContext2D;

function between(a: PixelRect, b: PixelRect, share: number): PixelRect {
  const mix = (from: number, to: number): number => from + (to - from) * share;
  return {
    x: mix(a.x, b.x),
    y: mix(a.y, b.y),
    width: mix(a.width, b.width),
    height: mix(a.height, b.height),
  };
}

export function paintRemotes(
  context: Context,
  scene: Scene,
  remotes: readonly RemoteCursor[],
  rowBand: Band,
  colBand: Band,
): void {
  const { layout } = scene;
  const [left, right] = bandSpan(layout.cols, colBand);
  const [top, bottom] = bandSpan(layout.rows, rowBand);
  for (const remote of remotes) {
    const target = areaRect(layout, remote.area, rowBand, colBand);
    const rect =
      remote.glide === null
        ? target
        : between(areaRect(layout, remote.glide.from, rowBand, colBand), target, remote.glide.share);
    if (
      rect.x >= right ||
      rect.y >= bottom + 20 ||
      rect.x + rect.width <= left ||
      rect.y + rect.height <= top
    )
      continue;
    if (remote.typing !== null) {
      const cell = areaRect(layout, footprint(scene.sheet, remote.cell), rowBand, colBand);
      paintTyping(context, scene, remote.typing, cell);
    }
    if (remote.dashed) dashed(context, scene, rect, remote.color, 2);
    else outline(context, scene, rect, remote.color, 2);
    const own =
      bandOf(layout.rows, remote.area.top) === rowBand && bandOf(layout.cols, remote.area.left) === colBand;
    if (own) paintFlag(context, scene, remote, rect, top, left);
  }
}

function paintTyping(context: Context, scene: Scene, text: string, cell: PixelRect): void {
  const { theme, layout, measure } = scene;
  const size = theme.fontSize * layout.zoom;
  const font = `${String(size)}px ${text.startsWith('=') ? theme.fontCode : theme.fontUi}`;
  const shown = text.length > 200 ? `…${text.slice(-200)}` : text.replaceAll('\n', '⏎');
  const pad = theme.padX * layout.zoom;
  const width = Math.max(cell.width, measure(shown, font) + 2 * pad);
  context.fillStyle = theme.surface;
  context.fillRect(cell.x, cell.y, width - 1, cell.height - 1);
  context.font = font;
  context.fillStyle = theme.ink;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  const numeric = /^[-+−]?[\d.,\s]*%?$/.test(text) && text !== '';
  const x = numeric ? cell.x + cell.width - pad - measure(shown, font) : cell.x + pad;
  const y = snap(cell.y + (cell.height - 1) / 2 + size * 0.33, layout.ratio);
  context.fillText(shown, x, y);
  context.fillRect(x + measure(shown, font) + 1, cell.y + 4, 1.5, cell.height - 9);
}

export function flagText(remote: Pick<RemoteCursor, 'name' | 'initials' | 'typing' | 'wide'>): string {
  if (remote.typing !== null) return `${remote.name} is typing`;
  return remote.wide ? remote.name : remote.initials;
}

function paintFlag(
  context: Context,
  scene: Scene,
  remote: RemoteCursor,
  rect: PixelRect,
  top: number,
  left: number,
): void {
  const { theme, measure } = scene;
  const font = `500 ${String(theme.headFontSize)}px ${theme.fontUi}`;
  const text = flagText(remote);
  const width = Math.ceil(measure(text, font)) + 12;
  const height = theme.flagHeight;
  const x = Math.max(left - 1, Math.round(rect.x) - 1);
  const own = cellRect(scene.layout, footprint(scene.sheet, scene.selection.active));
  // Never over the reader's own cell, nor over the headers.
  const covers =
    x < own.x + own.width && x + width > own.x && rect.y - height < own.y + own.height && rect.y > own.y;
  const above = rect.y - 1 - height >= top - 1 && !covers;
  const y = Math.round(above ? rect.y - 1 - height + 1 : rect.y + rect.height - 1);
  context.fillStyle = remote.color;
  context.beginPath();
  context.roundRect(x, y, width, height, above ? [3, 3, 3, 0] : [0, 3, 3, 3]);
  context.fill();
  context.font = font;
  context.fillStyle = remote.on;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(text, x + 6, y + height / 2 + 4);
}
