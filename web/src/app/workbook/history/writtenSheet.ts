/** Asks who wrote the cells on screen, and a margin around them; again when something was changed. */
import { rangeName } from '../../../lib/a1';
import { areaCells } from '../../../lib/geometry';
import type { Area, SheetView, WorkbookView } from '../../../model/view';
import { lastWritings, MOST_CELLS } from '../../../net/writers';
import { WrittenCells } from '../../../panels/history/writers';

const MARGIN = { rows: 40, cols: 8 };
const WAIT = 120;

function inside(inner: Area, outer: Area): boolean {
  return (
    inner.top >= outer.top &&
    inner.left >= outer.left &&
    inner.bottom <= outer.bottom &&
    inner.right <= outer.right
  );
}

/** With a margin, as far as that many cells may be asked for. */
export function withMargin(area: Area, sheet: Pick<SheetView, 'rows' | 'cols'>): Area {
  const wide = {
    top: Math.max(0, area.top - MARGIN.rows),
    left: Math.max(0, area.left - MARGIN.cols),
    bottom: Math.min(sheet.rows.count - 1, area.bottom + MARGIN.rows),
    right: Math.min(sheet.cols.count - 1, area.right + MARGIN.cols),
  };
  if (areaCells(wide) <= MOST_CELLS) return wide;
  if (areaCells(area) <= MOST_CELLS) return area;
  const rows = Math.floor(MOST_CELLS / (area.right - area.left + 1));
  return { ...area, bottom: area.top + rows - 1 };
}

export class WrittenSheet {
  cells = new WrittenCells();
  readonly #view: WorkbookView;
  readonly #changed: () => void;
  readonly #failed: (cause: unknown) => void;
  #sheet = '';
  #known: Area[] = [];
  #wanted: Area[] = [];
  /** What is known is from before a change. */
  #old = false;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stop = new AbortController();

  /** `changed` hears when more is known, `failed` when it cannot be read. */
  constructor(view: WorkbookView, changed: () => void, failed: (cause: unknown) => void) {
    this.#view = view;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** A part of a sheet is on screen. */
  seen(sheet: string, area: Area): void {
    if (sheet !== this.#sheet) {
      this.#sheet = sheet;
      this.#forget();
      this.cells = new WrittenCells();
    }
    if (this.#known.some((known) => inside(area, known))) return;
    if (this.#wanted.some((wanted) => inside(area, wanted))) return;
    this.#wanted.push(area);
    this.#timer ??= setTimeout(() => void this.#ask(), WAIT);
  }

  /** Something was changed: what is on screen is asked for again, once it is drawn again. */
  stale(): void {
    this.#old = true;
    // What is on its way may come; it is asked for again after that.
    if (!this.#busy) this.#forget();
  }

  close(): void {
    this.#forget();
  }

  /** Something was changed while an answer was on its way. */
  get #outdated(): boolean {
    return this.#old;
  }

  #forget(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#busy = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#known = [];
    this.#wanted = [];
  }

  async #ask(): Promise<void> {
    this.#timer = null;
    const sheet = this.#view.sheet(this.#sheet);
    const { signal } = this.#stop;
    if (sheet === undefined) return;
    const asked: Area[] = [];
    for (const area of this.#wanted) {
      const wide = withMargin(area, sheet);
      if (!asked.some((other) => inside(wide, other))) asked.push(wide);
    }
    this.#wanted = [];
    this.#known.push(...asked);
    const before = this.#old;
    this.#old = false;
    this.#busy = true;
    try {
      const answers = await Promise.all(
        asked.map((area) =>
          lastWritings(this.#view.id, { sheet: sheet.name, range: rangeName(area) }, signal),
        ),
      );
      // An answer that came after another question says nothing any more.
      if (signal.aborted) return;
      this.#busy = false;
      if (before) this.cells = new WrittenCells();
      for (const answer of answers) this.cells.add(answer);
      if (this.#outdated) this.#forget();
      this.#changed();
    } catch (cause) {
      if (signal.aborted) return;
      this.#busy = false;
      this.#known = this.#known.filter((known) => !asked.includes(known));
      this.#failed(cause);
    }
  }
}
