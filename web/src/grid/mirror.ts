/** A real table of the visible cells, out of sight: screen readers and tests read the same as eyes do. */
import { cellName } from '../lib/a1';
import type { CellView } from '../model/view';
import { boxOf } from './cellButtons';
import type { GridCore } from './core';
import { mirrorTable } from './later';
import type { MirrorTable } from './mirrorTable';

const DELAY_MS = 80;
/** Between two turns of a wheel on a slow machine. */
const SCROLL_MS = 220;

export class Mirror {
  readonly element: HTMLTableElement;
  readonly #core: GridCore;
  readonly #id: string;
  readonly #onUpdate: () => void;
  #table: MirrorTable | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the window stood when it was last asked for. */
  #at = '';
  #scrolling = false;
  #open = false;
  #gone = false;

  constructor(core: GridCore, onUpdate: () => void) {
    this.#core = core;
    this.#onUpdate = onUpdate;
    this.#id = `dl-${Math.random().toString(36).slice(2, 8)}`;
    this.element = document.createElement('table');
    this.element.className = 'dl-mirror';
    this.element.setAttribute('role', 'grid');
    this.element.setAttribute('aria-label', 'Cells in view');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.element.dataset.testid = 'grid-mirror';
  }

  destroy(): void {
    this.#gone = true;
    clearTimeout(this.#timer);
  }

  /** Follows soon, not at once: while the window scrolls the table would cost more than the drawing. */
  request(): void {
    if (this.#gone) return;
    const { scrollX, scrollY } = this.#core;
    const at = `${String(scrollX)} ${String(scrollY)}`;
    if (this.#at !== '' && at !== this.#at) this.#scrolling = true;
    this.#at = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#update(), this.#scrolling ? SCROLL_MS : DELAY_MS);
  }

  /** Fetches what fills the table: the first cells are painted. */
  open(): void {
    this.#open = true;
    mirrorTable.load().then(
      () => this.request(),
      () => undefined,
    );
  }

  /** The element of the active cell; null until the table has it. */
  activeId(): string | null {
    const { row, col } = this.#core.selection.active;
    const id = `${this.#id}-${cellName(row, col)}`;
    return document.getElementById(id) === null ? null : id;
  }

  #update(): void {
    this.#scrolling = false;
    if (mirrorTable.now === null) {
      // What failed is fetched again.
      if (this.#open) this.open();
      return;
    }
    this.#table ??= new mirrorTable.now.MirrorTable(this.#core, this.element, this.#id);
    this.#table.update();
    this.#onUpdate();
  }
}

/** What a cell shows, a checkbox in words. */
export function shownText(view: CellView): string {
  const checked = boxOf(view);
  if (checked === null) return view.text;
  return checked ? 'checked' : 'not checked';
}
