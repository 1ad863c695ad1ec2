/**
 * Draws others' cursors beside the page: with many people they move in every frame, and a canvas that changes is handed to the
 * screen as a whole each time, by the thread that draws it.
 */
import type { Label } from './labels';
import { paintRemotes } from './paint';
import type { RemotePlan } from './plan';

/** What the page tells. */
export interface RemoteOrder {
  /** The canvas on screen, at first. */
  readonly canvas?: OffscreenCanvas;
  readonly plan: RemotePlan;
  /** Pictures of texts that the plan may need and that have not been sent before. */
  readonly labels: readonly (readonly [key: string, label: Label])[];
  /** All pictures sent before are of no use any more. */
  readonly afresh: boolean;
  /** Answered with the same number once the plan is on screen; null when nobody waits for that. */
  readonly ask: number | null;
}

declare const self: {
  onmessage: ((event: MessageEvent<RemoteOrder>) => void) | null;
  postMessage(answer: number): void;
};

const labels = new Map<string, Label>();
let context: OffscreenCanvasRenderingContext2D | null = null;
let plan: RemotePlan | null = null;
let since = 0;
let asked: number | null = null;
let frame = 0;

self.onmessage = ({ data }) => {
  if (data.canvas !== undefined) context = data.canvas.getContext('2d');
  if (data.afresh) labels.clear();
  for (const [key, label] of data.labels) labels.set(key, label);
  plan = data.plan;
  since = performance.now();
  asked = data.ask ?? asked;
  if (frame === 0) frame = requestAnimationFrame(draw);
};

function draw(): void {
  frame = 0;
  if (context === null || plan === null) return;
  const { canvas } = context;
  if (canvas.width !== plan.width || canvas.height !== plan.height) {
    canvas.width = plan.width;
    canvas.height = plan.height;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, plan.width, plan.height);
  if (paintRemotes(context, plan, labels, performance.now() - since)) frame = requestAnimationFrame(draw);
  const answer = asked;
  asked = null;
  // What is drawn now is on screen when the next frame begins.
  if (answer !== null) requestAnimationFrame(() => self.postMessage(answer));
}
