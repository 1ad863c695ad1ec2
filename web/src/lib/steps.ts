/**
 * Long work in steps: a generator that yields, now and then, the share that is done (0 to 1). Run at once, or in slices
 * between which the page draws and answers.
 */

export type Steps<T> = Generator<number, T, void>;

/** Longest slice, milliseconds: half a frame. */
const SLICE = 8;

/** Runs to the end. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Resolves in a task of its own, however hidden the page is. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Runs in slices. Rejects with what the work throws, or with the reason of the signal. */
export async function inSlices<T>(
  work: Steps<T>,
  signal: AbortSignal,
  onShare: (share: number) => void = () => undefined,
): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE;
    let step = work.next();
    while (step.done !== true && performance.now() < until) step = work.next();
    if (step.done === true) return step.value;
    onShare(step.value);
    await breath();
    signal.throwIfAborted();
  }
}
