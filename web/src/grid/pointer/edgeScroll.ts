/** While a drag is held beyond the edge, the window moves, the faster the farther. */
import type { GridCore } from '../core';
import type { AxisLayout } from '../layout';
import type { Drag } from './drag';

interface Point {
  readonly x: number;
  readonly y: number;
}

function pull(at: number, low: number, high: number): number {
  const over = at < low ? at - low : at > high ? at - high : 0;
  return over === 0 ? 0 : Math.sign(over) * Math.min(120, Math.abs(over) * 0.6 + 4);
}

/** Where scrolling back begins: not for a drag that began in the frozen lines, which may stay there. */
function low(axis: AxisLayout, from: number): number {
  return from >= axis.edge ? axis.edge : -Infinity;
}

export class EdgeScroll {
  readonly #core: GridCore;
  #frame = 0;
  #drag: Drag | null = null;
  #from: Point = { x: 0, y: 0 };
  #at: Point = { x: 0, y: 0 };

  constructor(core: GridCore) {
    this.#core = core;
  }

  pull(drag: Drag, from: Point, at: Point): void {
    this.#drag = drag;
    this.#from = from;
    this.#at = at;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#tick());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#drag = null;
  }

  #tick(): void {
    this.#frame = 0;
    const drag = this.#drag;
    if (drag === null || drag.scrolls === 'none') return;
    const { rows, cols } = this.#core.layout;
    const dx = drag.scrolls === 'rows' ? 0 : pull(this.#at.x, low(cols, this.#from.x), cols.view - 1);
    const dy = drag.scrolls === 'cols' ? 0 : pull(this.#at.y, low(rows, this.#from.y), rows.view - 1);
    if (dx === 0 && dy === 0) return;
    this.#core.scrollBy(dx, dy);
    drag.move(
      Math.max(cols.head, Math.min(cols.view - 1, this.#at.x)),
      Math.max(rows.head, Math.min(rows.view - 1, this.#at.y)),
    );
    this.#frame = requestAnimationFrame(() => this.#tick());
  }
}
