/** Moving and resizing a chart with the pointer. */
import type { PixelRect } from '../handle';
import type { ChartBox } from './box';
import type { ChartLayer } from './layer';
import { EDGES, rectOf, resized, type Edge } from './place';

/** Pixels the pointer may move and still count as resting. */
const SLOP = 3;

interface Drag {
  readonly box: ChartBox;
  readonly pointer: number;
  readonly edge: Edge | null;
  readonly x: number;
  readonly y: number;
  readonly from: PixelRect;
  rect: PixelRect | null;
}

export class ChartGesture {
  #drag: Drag | null = null;

  constructor(private readonly layer: ChartLayer) {
    const { element } = layer;
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#end(event, true));
    element.addEventListener('pointercancel', (event) => this.#end(event, false));
  }

  /** Where a chart is while it is dragged. */
  draft(box: ChartBox): PixelRect | null {
    return this.#drag?.box === box ? this.#drag.rect : null;
  }

  press(event: PointerEvent, box: ChartBox): void {
    const { core } = this.layer;
    if (!core.editable || this.#drag !== null) return;
    const named = event.target instanceof HTMLElement ? event.target.dataset.edge : undefined;
    const edge = EDGES.find((each) => each === named) ?? null;
    // A handle is left with the first movement; the picture keeps its own pointer until it is dragged.
    if (edge !== null) box.element.setPointerCapture(event.pointerId);
    const from = rectOf(core.layout, box.chart.place);
    this.#drag = {
      box,
      pointer: event.pointerId,
      edge,
      x: event.clientX,
      y: event.clientY,
      from,
      rect: null,
    };
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (drag.rect === null) {
      if (Math.abs(dx) <= SLOP && Math.abs(dy) <= SLOP) return;
      drag.box.element.setPointerCapture(event.pointerId);
      drag.box.element.classList.add('dl-chart-dragged');
    }
    const { core } = this.layer;
    const { rows, cols, zoom } = core.layout;
    const { from } = drag;
    drag.rect =
      drag.edge === null
        ? { ...from, x: Math.max(cols.head, from.x + dx), y: Math.max(rows.head, from.y + dy) }
        : resized(from, drag.edge, Math.max(dx, cols.head - from.x - from.width), dy, zoom);
    this.layer.place();
  }

  #end(event: PointerEvent, kept: boolean): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) return;
    this.#drag = null;
    drag.box.element.classList.remove('dl-chart-dragged');
    if (drag.rect !== null && kept) this.layer.moveTo(drag.box.chart, drag.rect);
    else this.layer.place();
  }

  /** Esc calls a drag off. */
  key(event: KeyboardEvent): boolean {
    if (event.key !== 'Escape' || this.#drag === null) return false;
    this.#drag.box.element.classList.remove('dl-chart-dragged');
    this.#drag = null;
    this.layer.place();
    return true;
  }
}
