/** Arrows to what a cell reads and to what reads it: shown until what they stand on changes. */
import type { GridCore } from './core';
import type { Trace } from './handle';
import type * as Hands from './hands';
import { hands } from './later';

export class Tracing {
  readonly #core: GridCore;
  readonly #later: (work: () => Promise<void>) => void;
  readonly #say: (words: string) => void;
  /** What the arrows stand on. */
  #standing: Hands.Standing | null = null;

  constructor(core: GridCore, later: (work: () => Promise<void>) => void, say: (words: string) => void) {
    this.#core = core;
    this.#later = later;
    this.#say = say;
  }

  /** Something in the workbook changed. */
  follow(): void {
    if (this.shown && this.#standing?.still(this.#core.view) !== true) this.clear();
  }

  show(trace: Trace): void {
    const core = this.#core;
    if (hands.now === null) {
      this.#later(() => hands.load().then(() => this.show(trace)));
      return;
    }
    const { row, col } = trace.cell;
    const same = (each: Trace): boolean =>
      each.sheet === trace.sheet && each.way === trace.way && each.cell.row === row && each.cell.col === col;
    core.traces = [...core.traces.filter((each) => !same(each)), trace];
    this.#standing = new hands.now.Standing(core.view, core.traces);
    this.#say(hands.now.traceWords(trace));
    core.emit('overlay');
  }

  get shown(): boolean {
    return this.#core.traces.length > 0;
  }

  /** False when there was none. */
  clear(): boolean {
    if (this.#core.traces.length === 0) return false;
    this.#core.traces = [];
    this.#core.emit('overlay');
    return true;
  }
}
