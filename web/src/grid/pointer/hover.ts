/** Cells under a resting pointer. */
import type { GridCore } from '../core';
import type { CellPosition, HoverTarget } from '../handle';
import { cellRect } from '../layout';
import { footprint } from '../selection';

export interface HoverHooks {
  hover(target: HoverTarget | null): void;
  /** The cell under the pointer, at once; null when there is none. */
  hoverPerson(cell: CellPosition | null): void;
}

const REST_MS = 300;

export class Hover {
  readonly #core: GridCore;
  readonly #hooks: HoverHooks;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(core: GridCore, hooks: HoverHooks) {
    this.#core = core;
    this.#hooks = hooks;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  over(cell: CellPosition | null): void {
    this.stop();
    this.#hooks.hoverPerson(cell);
    if (cell === null) {
      this.#hooks.hover(null);
      return;
    }
    this.#timer = setTimeout(() => {
      const area = footprint(this.#core.sheet, cell);
      this.#hooks.hover({
        cell: { row: area.top, col: area.left },
        rect: cellRect(this.#core.layout, area),
      });
    }, REST_MS);
  }
}
