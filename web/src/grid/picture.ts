/** The picture of the cells, kept out of sight: what lies over the cells changes without painting them again. */
import { paintCells } from './draw/cells';
import type { Scene } from './draw/scene';
import type { PictureUpdate } from './pictureUpdate';

type Context = CanvasRenderingContext2D;

/** A canvas is opaque: the cells cover it. */
export function canvasContext(canvas: HTMLCanvasElement): Context {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser cannot draw on a canvas.');
  return context;
}

export class CellsPicture {
  #context: Context = canvasContext(document.createElement('canvas'));
  /** Null until it has been fetched, after the first cells: so long all is painted each time. */
  update: PictureUpdate | null = null;

  get canvas(): HTMLCanvasElement {
    return this.#context.canvas;
  }

  /** Brings the picture up to a scene. */
  paint(scene: Scene, width: number, height: number): void {
    const fits = fit(this.#context.canvas, width, height);
    const updated = this.update?.bring(fits ? this.#context : null, scene) ?? null;
    if (updated === null) paintCells(this.#context, scene, null);
    else this.#context = updated;
  }
}

/** True when the canvas had that size already, and so keeps what is on it. */
export function fit(canvas: HTMLCanvasElement, width: number, height: number): boolean {
  if (canvas.width === width && canvas.height === height) return true;
  canvas.width = width;
  canvas.height = height;
  return false;
}
