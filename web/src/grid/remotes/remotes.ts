/** Others' cursors in a frame: where they are, and who draws them. */
import type { Scene } from '../draw/scene';
import { samePlaces, type Layout } from '../layout';
import type { Presence } from '../../model/view';
import { RemoteCursors } from './cursors';
import { Labels } from './labels';
import { RemoteLayer } from './layer';
import { paintRemotes } from './paint';
import { planRemotes, type RemotePlan } from './plan';

/** Cells rest when they have stood still for so long, milliseconds. */
const REST_MS = 150;

export interface RemoteFrame {
  /** What the page draws; null while the layer does that. */
  readonly plan: RemotePlan | null;
  /** Something that the page draws glides: another frame is needed. */
  readonly moving: boolean;
  /** When the next flag shrinks, in ms of the same clock. */
  readonly wake: number | null;
}

export class Remotes {
  readonly #cursors = new RemoteCursors();
  readonly #labels = new Labels();
  readonly #layer: RemoteLayer;
  #layout: Layout | null = null;
  #movedAt = 0;

  /** `redraw` asks for a frame of the page when it hands the cursors over, or takes them back. */
  constructor(redraw: () => void) {
    this.#layer = new RemoteLayer(this.#labels, redraw);
  }

  /** Lies on the canvas of the cells. */
  get canvas(): HTMLCanvasElement {
    return this.#layer.canvas;
  }

  /** Cursors move without a frame of the page. */
  get apart(): boolean {
    return this.#layer.state === 'layer';
  }

  /** The person whose cursor stands on a cell, for hover. */
  hover(client: number | null): boolean {
    return this.#cursors.hover(client);
  }

  frame(scene: Scene, people: readonly Presence[], now: number): RemoteFrame {
    const { layout } = scene;
    const { cursors, moving, wake } = this.#cursors.frame(people, scene.sheet, scene.theme, now);
    const plan = planRemotes(scene, cursors, this.#labels);
    const layer = this.#layer;
    // Without motion they jump, as often.
    const walking = moving || scene.theme.reducedMotion;
    if (this.#layout === null || !samePlaces(this.#layout, layout)) {
      this.#movedAt = now;
      layer.hide();
    }
    this.#layout = layout;
    if (plan.panes.length === 0) layer.hide();
    else if (layer.state !== 'page' || (walking && now - this.#movedAt > REST_MS)) layer.post(plan);
    if (layer.state === 'ready') layer.show(layout.width, layout.height);
    return this.apart ? { plan: null, moving: false, wake } : { plan, moving, wake };
  }

  paint(context: CanvasRenderingContext2D, plan: RemotePlan | null): void {
    if (plan !== null) paintRemotes(context, plan, this.#labels.all, 0);
  }

  destroy(): void {
    this.#layer.destroy();
  }
}
