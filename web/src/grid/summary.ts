/** Count, sum, average, min and max of a selection, in slices so that nothing waits for it. */
import type { Area, SheetView } from '../model/view';
import type { GridCore } from './core';
import type { SelectionSummary } from './handle';

const CHUNK_ROWS = 4096;
const SLICE_MS = 8;
const DELAY_MS = 80;
const TELL_MS = 200;

export class Tally {
  count = 0;
  numbers = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  /** Number format of the first number: the figures are shown in it. */
  format: string | null = null;
  /** What rounding lost so far, so that a million cents add up. */
  #lost = 0;

  add(value: unknown): void {
    if (value === null) return;
    this.count++;
    if (typeof value !== 'number') return;
    this.numbers++;
    const total = this.sum + value;
    this.#lost += Math.abs(this.sum) >= Math.abs(value) ? this.sum - total + value : value - total + this.sum;
    this.sum = total;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  summary(complete: boolean): SelectionSummary {
    const { count, numbers } = this;
    const sum = this.sum + this.#lost;
    return {
      count,
      numbers,
      sum,
      average: numbers === 0 ? null : sum / numbers,
      min: numbers === 0 ? null : this.min,
      max: numbers === 0 ? null : this.max,
      format: this.format,
      complete,
    };
  }
}

/** Areas cut at what is in use, without cells counted twice. */
export function countedAreas(sheet: SheetView, areas: readonly Area[]): Area[] {
  const counted: Area[] = [];
  for (const area of areas) {
    const within = {
      ...area,
      bottom: Math.min(area.bottom, sheet.rows.used - 1),
      right: Math.min(area.right, sheet.cols.used - 1),
    };
    if (within.bottom < within.top || within.right < within.left) continue;
    let parts: Area[] = [within];
    for (const before of counted) parts = parts.flatMap((part) => without(part, before));
    counted.push(...parts);
  }
  return counted;
}

/** What of an area another one does not cover. */
function without(area: Area, other: Area): Area[] {
  const top = Math.max(area.top, other.top);
  const bottom = Math.min(area.bottom, other.bottom);
  const left = Math.max(area.left, other.left);
  const right = Math.min(area.right, other.right);
  if (top > bottom || left > right) return [area];
  const parts: Area[] = [];
  if (area.top < top) parts.push({ ...area, bottom: top - 1 });
  if (area.bottom > bottom) parts.push({ ...area, top: bottom + 1 });
  if (area.left < left) parts.push({ top, bottom, left: area.left, right: left - 1 });
  if (area.right > right) parts.push({ top, bottom, left: right + 1, right: area.right });
  return parts;
}

export class SummaryWatch {
  readonly #core: GridCore;
  readonly #listeners = new Set<(summary: SelectionSummary) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  #last: SelectionSummary | null = null;
  #counting = false;
  #fetching = false;
  #again = false;

  constructor(core: GridCore) {
    this.#core = core;
  }

  watch(listener: (summary: SelectionSummary) => void): () => void {
    this.#listeners.add(listener);
    if (this.#last !== null) listener(this.#last);
    this.request();
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    this.#run++;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  /** The selection is another one: counting starts over. */
  request(): void {
    if (this.#listeners.size === 0) return;
    this.#run++;
    this.#counting = false;
    this.#start();
  }

  /**
   * Cells changed. What is being counted is counted to its end first: the blocks fetched for it announce themselves as changes,
   * too, and would have it start over for ever.
   */
  changed(): void {
    if (this.#listeners.size === 0) return;
    if (!this.#counting) this.#start();
    else if (!this.#fetching) this.#again = true;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#again = false;
      this.#counting = true;
      const run = ++this.#run;
      this.#count(run)
        // Blocks that cannot be fetched leave the figures incomplete; the next change asks again.
        .catch(() => undefined)
        .finally(() => {
          if (run !== this.#run) return;
          this.#counting = false;
          if (this.#again) this.#start();
        });
    }, DELAY_MS);
  }

  #tell(summary: SelectionSummary): void {
    this.#last = summary;
    for (const listener of this.#listeners) listener(summary);
  }

  async #count(run: number): Promise<void> {
    const { sheet, selection } = this.#core;
    const tally = new Tally();
    let started = performance.now();
    let told = started;
    for (const area of countedAreas(sheet, selection.areas)) {
      for (let top = area.top; top <= area.bottom; top += CHUNK_ROWS) {
        // What is hidden does not count, and is not fetched.
        if (sheet.rows.hidden(top)) {
          top = sheet.rows.sameUntil(top) - CHUNK_ROWS;
          continue;
        }
        const chunk = { ...area, top, bottom: Math.min(area.bottom, top + CHUNK_ROWS - 1) };
        this.#fetching = true;
        await sheet.load(chunk).finally(() => (this.#fetching = false));
        if (run !== this.#run) return;
        for (let row = chunk.top; row <= chunk.bottom; row++) {
          if (sheet.rows.hidden(row)) {
            row = Math.max(row, sheet.rows.sameUntil(row) - 1);
            continue;
          }
          for (let col = chunk.left; col <= chunk.right; col++) {
            const value = sheet.value(row, col);
            tally.add(value);
            if (tally.numbers === 1 && typeof value === 'number') {
              tally.format = sheet.cell(row, col).format.format ?? null;
            }
          }
          if (performance.now() - started < SLICE_MS) continue;
          if (performance.now() - told > TELL_MS) {
            told = performance.now();
            this.#tell(tally.summary(false));
          }
          await new Promise((resolve) => setTimeout(resolve));
          if (run !== this.#run) return;
          started = performance.now();
        }
      }
    }
    this.#tell(tally.summary(true));
  }
}
