/**
 * The connection of one document to its room (server/src/sync/SPEC.md). It connects and reconnects, carries updates
 * and presence both ways, and knows which local edits are durable.
 */

import {
  applyAwarenessUpdate,
  type Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import { applyUpdate, decodeStateVector, type Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { decodeFrame, frames, type Notice, type Values, type Welcome, type WireView } from './protocol';

/** The part of a browser's WebSocket that is used. */
export type Socket = Pick<
  WebSocket,
  'binaryType' | 'readyState' | 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'
>;

/** Why the connection has ended for good. */
export type Ending =
  { readonly kind: 'epoch' } | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

export interface ProviderEvents {
  /** The room answered; may come again after a reconnect. */
  welcome(welcome: Welcome): void;
  /** The document is as the server has it. */
  synced(): void;
  /** What these clients wrote below these clocks is durable. */
  acked(seq: number, clocks: ReadonlyMap<number, number>): void;
  /** Updates that are not durable yet, each as it was made. */
  pending(): readonly Uint8Array[];
  values(values: Values): void;
  notice(notice: Notice): void;
  /** Connected or not has changed. */
  status(): void;
  /** No further attempt is made. */
  ended(ending: Ending): void;
}

export interface ProviderOptions {
  readonly address: (epoch: number | null) => string;
  readonly open: (address: string) => Socket;
  /**
   * Asked when a connection was refused before it opened, since a browser does not tell why: null to try again,
   * or the reason to give up.
   */
  readonly diagnose: () => Promise<Ending | null>;
  /** First pause before reconnecting, milliseconds. */
  readonly firstPause?: number;
  readonly longestPause?: number;
  /** Without any frame for so long the connection counts as dead, milliseconds. */
  readonly silence?: number;
}

const OPEN = 1;
/** Presence goes out at most this often, milliseconds. */
const PRESENCE_PAUSE = 60;

/** A larger answer goes out edit by edit: a frame may not be larger than the server takes. */
const LARGEST_ANSWER = 1 << 20;
/** An update that holds nothing. */
const NOTHING = new Uint8Array([0, 0]);

const REFUSALS: Readonly<Record<number, { code: string; detail: string }>> = {
  4400: { code: 'malformed', detail: 'The server did not understand this page. Reload it.' },
  4401: { code: 'signed-out', detail: 'You were signed out. Sign in again to go on.' },
  4403: { code: 'revoked', detail: 'Your access to this workbook has ended.' },
  4413: { code: 'too-large', detail: 'The last edit was too large to be sent as one change.' },
  4422: { code: 'refused', detail: 'The server refused the last edit.' },
};

export class Provider {
  /** The document has been brought up to date on the present connection. */
  synced = false;
  connected = false;
  /** When the connection was lost, milliseconds since 1970; null while it stands or was never tried. */
  lostAt: number | null = null;

  private socket: Socket | null = null;
  private epoch: number | null = null;
  private seq = 0;
  private role: Welcome['role'] = 'viewer';
  private ended = false;
  private opened = false;
  /** Our state is on its way, so that updates may follow as they happen. */
  private live = false;
  private attempts = 0;
  private heardAt = 0;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private watch: ReturnType<typeof setInterval> | null = null;
  private presence: ReturnType<typeof setTimeout> | null = null;
  private view: WireView | null = null;
  private readonly cleanups: (() => void)[] = [];

  constructor(
    private readonly doc: Doc,
    private readonly awareness: Awareness,
    private readonly events: ProviderEvents,
    private readonly options: ProviderOptions,
  ) {
    const onUpdate = (update: Uint8Array, origin: unknown): void => {
      // Before our step 2 went out it would be a gap; step 2 will contain it.
      if (origin !== this && this.live) this.send(frames.update(update));
    };
    const onPresence = (_: unknown, origin: unknown): void => {
      if (origin !== this) this.schedulePresence();
    };
    doc.on('update', onUpdate);
    awareness.on('update', onPresence);
    this.cleanups.push(
      () => doc.off('update', onUpdate),
      () => awareness.off('update', onPresence),
    );
    if (typeof globalThis.addEventListener === 'function') {
      const onOnline = (): void => this.reconnectNow();
      const onOffline = (): void => this.drop();
      globalThis.addEventListener('online', onOnline);
      globalThis.addEventListener('focus', onOnline);
      globalThis.addEventListener('offline', onOffline);
      this.cleanups.push(
        () => globalThis.removeEventListener('online', onOnline),
        () => globalThis.removeEventListener('focus', onOnline),
        () => globalThis.removeEventListener('offline', onOffline),
      );
    }
    this.connect();
  }

  /** Tells the server what is on screen; remembered across reconnects. */
  show(view: WireView | null): void {
    this.view = view;
    if (this.synced) this.send(frames.view(view));
  }

  /** Tries again at once, after the network or the person came back. */
  reconnectNow(): void {
    if (this.ended || this.socket !== null) return;
    this.attempts = 0;
    this.connect();
  }

  /** Begins the connection anew. */
  renew(): void {
    this.drop();
    this.reconnectNow();
  }

  /** Ends the connection and lets go of the document. */
  close(): void {
    this.finish();
    removeAwarenessStates(this.awareness, [this.doc.clientID], 'closed');
    this.socket?.close(1000);
    this.socket = null;
  }

  private finish(): void {
    this.ended = true;
    this.connected = false;
    this.synced = false;
    if (this.retry !== null) clearTimeout(this.retry);
    if (this.presence !== null) clearTimeout(this.presence);
    this.stopWatch();
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }

  private end(ending: Ending): void {
    this.finish();
    this.socket = null;
    this.events.ended(ending);
  }

  private connect(): void {
    if (this.ended) return;
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    this.opened = false;
    this.live = false;
    const socket = this.options.open(this.options.address(this.epoch));
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.opened = true;
      this.connected = true;
      this.lostAt = null;
      this.heardAt = Date.now();
      this.startWatch();
      this.send(frames.step1(encodeStateVector(this.doc)));
      this.sendPresence();
      this.events.status();
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      if (this.socket !== socket || !(data instanceof ArrayBuffer)) return;
      this.heardAt = Date.now();
      this.receive(new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (this.socket === socket) this.closed(code, reason);
    };
  }

  private receive(frame: Uint8Array): void {
    const message = decodeFrame(frame);
    switch (message.kind) {
      case 'step1': {
        // It names what is durable, and so confirms edits whose acknowledgement was lost with the last connection.
        this.events.acked(this.seq, decodeStateVector(message.stateVector));
        if (this.role !== 'viewer') this.answer(message.stateVector);
        break;
      }
      case 'update':
        applyUpdate(this.doc, message.update, this);
        if (message.answer) this.becomeSynced();
        break;
      case 'awareness':
        applyAwarenessUpdate(this.awareness, message.update, this);
        break;
      case 'query-awareness':
        this.sendPresence();
        break;
      case 'denied':
        this.events.notice({ code: 'read-only', detail: message.reason });
        break;
      case 'welcome':
        this.epoch = message.welcome.epoch;
        this.seq = message.welcome.seq;
        this.role = message.welcome.role;
        this.events.welcome(message.welcome);
        break;
      case 'ack': {
        this.events.acked(message.ack.seq, new Map(message.ack.clocks));
        break;
      }
      case 'values':
        this.events.values(message.values);
        break;
      case 'notice':
        this.events.notice(message.notice);
        this.changeRole(message.notice.role ?? this.role);
        break;
      case 'unknown':
        // A newer server may say more than this page knows.
        break;
    }
  }

  private changeRole(role: Welcome['role']): void {
    const promoted = this.role === 'viewer' && role !== 'viewer';
    this.role = role;
    // What was edited before is sent when the connection begins.
    if (promoted) this.renew();
  }

  /** Sends what the server does not have: what was edited while offline, in one update unless that would be large. */
  private answer(stateVector: Uint8Array): void {
    const missing = encodeStateAsUpdate(this.doc, stateVector);
    const parts = missing.length > LARGEST_ANSWER ? this.events.pending() : [];
    this.send(frames.step2(parts.length === 0 ? missing : NOTHING));
    this.live = true;
    for (const part of parts) this.send(frames.update(part));
  }

  private becomeSynced(): void {
    this.attempts = 0;
    this.synced = true;
    if (this.view !== null) this.send(frames.view(this.view));
    this.events.synced();
    this.events.status();
  }

  private closed(code: number, reason: string): void {
    this.socket = null;
    this.connected = false;
    this.synced = false;
    this.stopWatch();
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    if (code === 4409) {
      this.end({ kind: 'epoch' });
      return;
    }
    const refusal = REFUSALS[code];
    if (refusal !== undefined) {
      const known = code === 4422 && reason !== '' ? { ...refusal, code: reason } : refusal;
      this.end({ kind: 'refused', ...known });
      return;
    }
    this.lostAt ??= Date.now();
    this.events.status();
    if (this.opened) this.scheduleRetry();
    else void this.diagnose();
  }

  private async diagnose(): Promise<void> {
    const ending = await this.options.diagnose();
    if (this.ended || this.socket !== null) return;
    if (ending === null) this.scheduleRetry();
    else this.end(ending);
  }

  private scheduleRetry(): void {
    const first = this.options.firstPause ?? 300;
    const longest = Math.min(first * 2 ** this.attempts, this.options.longestPause ?? 15_000);
    this.attempts++;
    // Jitter, so that the clients of a restarted server do not all come back in the same moment.
    this.retry = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
  }

  /** Gives up the present connection as lost. */
  private drop(): void {
    const socket = this.socket;
    if (socket === null || this.ended) return;
    this.opened = true;
    this.closed(4408, 'silence');
    socket.onclose = null;
    socket.close();
  }

  private startWatch(): void {
    this.stopWatch();
    // The server echoes presence, which is renewed every 15 s: a connection that lives is never silent for long.
    const silence = this.options.silence ?? 40_000;
    this.watch = setInterval(() => {
      if (Date.now() - this.heardAt > silence) this.drop();
    }, silence / 4);
  }

  private stopWatch(): void {
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = null;
  }

  private schedulePresence(): void {
    this.presence ??= setTimeout(() => this.sendPresence(), PRESENCE_PAUSE);
  }

  private sendPresence(): void {
    if (this.presence !== null) clearTimeout(this.presence);
    this.presence = null;
    if (this.awareness.getLocalState() === null) return;
    this.send(frames.awareness(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
  }

  private send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.socket?.readyState === OPEN) this.socket.send(frame);
  }
}
