/** The canvas of its own that others' cursors move on while the cells rest, so that they cost the page next to nothing. */
import type { Labels } from './labels';
import type { RemotePlan } from './plan';
import type { RemoteOrder } from './worker';

export class RemoteLayer {
  readonly canvas = document.createElement('canvas');
  /**
   * Who shows the cursors. `page` draws them with the cells, as long as these move: two threads are never at the same frame.
   * `asked` has the layer draw them as well; `ready` says that it did, and `layer` leaves them to it.
   */
  state: 'page' | 'asked' | 'ready' | 'layer' = 'page';
  readonly #labels: Labels;
  readonly #ready: () => void;
  /** How many pictures of which epoch have been sent. */
  #sent = 0;
  #epoch = 0;
  #worker: Worker | null = null;
  #failed = false;
  #ask = 0;

  constructor(labels: Labels, ready: () => void) {
    this.#labels = labels;
    this.#ready = ready;
    this.canvas.style.visibility = 'hidden';
  }

  /** Has the layer draw a plan; called again until it is ready, and then for every change. */
  post(plan: RemotePlan): void {
    if (this.#failed) return;
    const asks = this.state === 'page';
    if (asks) this.state = 'asked';
    this.#send(plan, asks ? ++this.#ask : null);
  }

  /** Lets the layer be seen instead of what the page draws, in the same frame. */
  show(width: number, height: number): void {
    this.state = 'layer';
    const { style } = this.canvas;
    style.width = `${String(width)}px`;
    style.height = `${String(height)}px`;
    style.visibility = '';
  }

  /** The page draws the cursors from now on. */
  hide(): void {
    if (this.state === 'page') return;
    this.state = 'page';
    this.#ask++;
    this.canvas.style.visibility = 'hidden';
  }

  destroy(): void {
    this.#failed = true;
    this.#worker?.terminate();
  }

  #send(plan: RemotePlan, ask: number | null): void {
    const { all, epoch } = this.#labels;
    const afresh = epoch !== this.#epoch;
    if (afresh) this.#sent = 0;
    const labels = all.size === this.#sent ? [] : [...all].slice(this.#sent);
    this.#sent = all.size;
    this.#epoch = epoch;
    const order: RemoteOrder = { plan, labels, afresh, ask };
    if (this.#worker !== null) {
      this.#worker.postMessage(order);
      return;
    }
    const worker = (this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      if (data !== this.#ask || this.state !== 'asked') return;
      this.state = 'ready';
      this.#ready();
    };
    // Without it the page goes on drawing them.
    worker.onerror = () => {
      this.#failed = true;
      this.hide();
      this.#ready();
    };
    const canvas = this.canvas.transferControlToOffscreen();
    worker.postMessage({ ...order, canvas }, [canvas]);
  }
}
