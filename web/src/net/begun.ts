/** The connection that public/begin.js opened before the app was there. */

import type { Socket } from './provider';

interface Begun {
  readonly address: string;
  readonly socket: Socket;
  /** What has arrived. */
  readonly frames: readonly unknown[];
}

declare global {
  var daylightBegun: Begun | undefined;
}

const OPEN = 1;
/** `begin.js` has said it already. */
const EMPTY_STEP_1 = [0, 0, 1, 0];

/** A connection to an address: the one that has begun, if it goes there and still stands; it can be had once. */
export function openSocket(address: string): Socket {
  const begun = globalThis.daylightBegun;
  globalThis.daylightBegun = undefined;
  if (begun?.address === address && begun.socket.readyState <= OPEN) return new BegunSocket(begun);
  begun?.socket.close();
  return new WebSocket(address);
}

class BegunSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  private readonly socket: Socket;
  private asked: boolean;

  constructor({ socket, frames }: Begun) {
    this.socket = socket;
    this.asked = socket.readyState === OPEN;
    const told = (event: Event): void => void this.onopen?.call(this as never, event);
    socket.onopen = told;
    socket.onclose = (event) => void this.onclose?.call(this as never, event);
    // Whoever opens a connection listens only afterwards.
    queueMicrotask(() => {
      if (socket.readyState === OPEN) {
        if (this.asked) told(new Event('open'));
        for (const data of frames) this.hear(data);
      }
      socket.onmessage = ({ data }) => this.hear(data);
    });
  }

  private hear(data: unknown): void {
    this.onmessage?.call(this as never, new MessageEvent('message', { data }));
  }

  get readyState(): Socket['readyState'] {
    return this.socket.readyState;
  }

  get binaryType(): BinaryType {
    return this.socket.binaryType;
  }

  set binaryType(type: BinaryType) {
    this.socket.binaryType = type;
  }

  send(frame: Parameters<Socket['send']>[0]): void {
    if (this.asked && frame instanceof Uint8Array && EMPTY_STEP_1.every((byte, at) => frame[at] === byte)) {
      this.asked = false;
      if (frame.length === EMPTY_STEP_1.length) return;
    }
    this.socket.send(frame);
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }
}
