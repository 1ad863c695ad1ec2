/** Edges around areas. */
import type { PixelRect } from '../handle';
import { thickness } from '../layout';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** An edge of whole device pixels around an area: from the line before it to its own last line. */
export function outline(
  context: Context,
  ratio: number,
  rect: PixelRect,
  color: string,
  width: number,
): void {
  const pixel = thickness(1, ratio);
  const w = thickness(width, ratio);
  const x = rect.x - pixel;
  const y = rect.y - pixel;
  const right = rect.x + rect.width;
  const bottom = rect.y + rect.height;
  context.fillStyle = color;
  context.fillRect(x, y, right - x, w);
  context.fillRect(x, bottom - w, right - x, w);
  context.fillRect(x, y + w, w, bottom - y - 2 * w);
  context.fillRect(right - w, y + w, w, bottom - y - 2 * w);
}

export function dashed(context: Context, ratio: number, rect: PixelRect, color: string, width: number): void {
  const pixel = thickness(1, ratio);
  const w = thickness(width, ratio);
  context.save();
  context.strokeStyle = color;
  context.lineWidth = w;
  context.setLineDash([5, 3]);
  context.strokeRect(
    rect.x - pixel + w / 2,
    rect.y - pixel + w / 2,
    rect.width + pixel - w,
    rect.height + pixel - w,
  );
  context.restore();
}
