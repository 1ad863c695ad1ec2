/** What of a picture of the cells is kept: what has scrolled is moved, and only what came into view or looks different is painted. */
import { paintCells } from './draw/cells';
import { contentOf } from './draw/content';
import { damageOf, type Damage, type Pictured } from './draw/damage';
import type { Scene } from './draw/scene';
import type { PixelRect } from './handle';
import { canvasContext, fit } from './picture';

type Context = CanvasRenderingContext2D;

export class PictureUpdate {
  /** Where the picture goes as it is moved; made when something scrolls. */
  #back: Context | null = null;
  #pictured: Pictured | null = null;

  /** Brings a picture up to a scene and returns where it is now; null when all of it must be painted. */
  bring(front: Context | null, scene: Scene): Context | null {
    const before = this.#pictured;
    const known = before?.scene.sheet === scene.sheet ? before.content : null;
    const now = { scene, content: contentOf(scene, known) };
    this.#pictured = now;
    const damage = front === null || before === null ? null : damageOf(before, now);
    if (front === null || damage === null) return null;
    const context = this.#move(front, scene, damage);
    for (const rect of damage.rects) this.#paintWithin(context, scene, rect);
    return context;
  }

  /** Moves what scrolls. It goes by way of a second canvas, since one that is copied onto itself is copied twice. */
  #move(front: Context, { layout }: Scene, { dx, dy }: Damage): Context {
    if (dx === 0 && dy === 0) return front;
    const { canvas } = front;
    this.#back ??= canvasContext(document.createElement('canvas'));
    fit(this.#back.canvas, canvas.width, canvas.height);
    const left = Math.round(layout.cols.edge * layout.ratio);
    const top = Math.round(layout.rows.edge * layout.ratio);
    const { width, height } = canvas;
    const back = this.#back;
    back.setTransform(1, 0, 0, 1, 0, 0);
    // Each of the four panes by itself: the frozen ones move along one axis, or not at all.
    const copy = (x: number, y: number, w: number, h: number, byX: number, byY: number): void => {
      if (w <= Math.abs(byX) || h <= Math.abs(byY)) return;
      const [fromX, fromY] = [x + Math.max(0, byX), y + Math.max(0, byY)];
      const [toX, toY] = [x + Math.max(0, -byX), y + Math.max(0, -byY)];
      const [across, down] = [w - Math.abs(byX), h - Math.abs(byY)];
      back.drawImage(canvas, fromX, fromY, across, down, toX, toY, across, down);
    };
    if (dx === 0) {
      copy(0, 0, width, top, 0, 0);
      copy(0, top, width, height - top, 0, dy);
    } else if (dy === 0) {
      copy(0, 0, left, height, 0, 0);
      copy(left, 0, width - left, height, dx, 0);
    } else {
      copy(0, 0, left, top, 0, 0);
      copy(left, 0, width - left, top, dx, 0);
      copy(0, top, left, height - top, 0, dy);
      copy(left, top, width - left, height - top, dx, dy);
    }
    this.#back = front;
    return back;
  }

  /** Paints a part, grown to whole device pixels. */
  #paintWithin(context: Context, scene: Scene, rect: PixelRect): void {
    const { ratio } = scene.layout;
    const { canvas } = context;
    const [left, top] = [Math.max(0, Math.floor(rect.x * ratio)), Math.max(0, Math.floor(rect.y * ratio))];
    const right = Math.min(canvas.width, Math.ceil((rect.x + rect.width) * ratio));
    const bottom = Math.min(canvas.height, Math.ceil((rect.y + rect.height) * ratio));
    if (right <= left || bottom <= top) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    paintCells(context, scene, {
      x: left / ratio,
      y: top / ratio,
      width: (right - left) / ratio,
      height: (bottom - top) / ratio,
    });
    context.restore();
  }
}
