/** The way to the charts, which are loaded only when a sheet has one or one is made. */
import { editing } from '../model/later';
import type { ChartHooks, ChartLayer } from './charts/layer';
import type { GridCore } from './core';

export class ChartDoor {
  readonly #core: GridCore;
  readonly #host: HTMLElement;
  readonly #hooks: ChartHooks;
  #layer: ChartLayer | null = null;
  #loading: Promise<ChartLayer> | null = null;
  #gone = false;

  /** Charts go into `host` before `before`. */
  constructor(core: GridCore, host: HTMLElement, hooks: ChartHooks) {
    this.#core = core;
    this.#host = host;
    this.#hooks = hooks;
  }

  #load(): Promise<ChartLayer> {
    this.#loading ??= Promise.all([import('./charts/layer'), editing.load()]).then(
      ([{ ChartLayer: Layer }]) => {
        const layer = new Layer(this.#core, this.#hooks);
        if (this.#gone) return layer;
        this.#layer = layer;
        this.#host.querySelector('.dl-scroller')?.after(layer.element);
        layer.place();
        return layer;
      },
      (cause: unknown) => {
        this.#loading = null;
        throw cause;
      },
    );
    return this.#loading;
  }

  /** After each frame of the grid. */
  painted(): void {
    if (this.#layer !== null) this.#layer.place();
    else if (this.#core.sheet.charts.length > 0) this.#load().catch(() => undefined);
  }

  recolour(): void {
    this.#layer?.redrawAll();
  }

  #with(work: (layer: ChartLayer) => void | Promise<void>): void {
    this.#load()
      .then(work)
      .catch(() => this.#core.options.onMessage?.('The chart could not be made. Try again once connected.'));
  }

  insert(): void {
    this.#with((layer) => layer.insert());
  }

  select(id: string | null, open = false): void {
    if (id === null) this.#layer?.select(null);
    else
      this.#with((layer) => {
        layer.reveal(id);
        layer.select(id, open);
      });
  }

  next(): void {
    this.#with((layer) => {
      if (!layer.next(1)) this.#core.options.onMessage?.('There is no chart on this sheet.');
    });
  }

  remove(id: string): void {
    this.#layer?.remove(id);
  }

  /** True when a chart was pasted. */
  paste(event: ClipboardEvent): boolean {
    const mayBe = event.clipboardData?.types.includes('application/x-daylight-chart+json') === true;
    if (!mayBe) return false;
    if (this.#layer !== null) return this.#layer.paste(event);
    this.#core.options.onMessage?.('The charts are still being loaded. Paste again in a moment.');
    void this.#load();
    return true;
  }

  destroy(): void {
    this.#gone = true;
    this.#layer?.destroy();
  }
}
