/** A small room for tests: one document behind a socket, speaking the sync protocol. */

import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { applyUpdate, decodeUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { Socket } from '../net/provider';

interface Session {
  readonly socket: WebSocket;
  readonly address: string;
}

function frame(write: (out: encoding.Encoder) => void): Uint8Array {
  return encoding.encode(write);
}

function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data) ? Buffer.concat(data) : data;
}

export class TestRoom {
  doc = new Doc();
  epoch = 1;
  seq = 0;
  role = 'editor';
  /** While false, updates are taken but neither acknowledged nor passed on. */
  acknowledging = true;
  readonly views: unknown[] = [];
  readonly addresses: string[] = [];
  /** Why updates are refused, null while they are taken. */
  refusal: number | null = null;
  private readonly sessions = new Set<Session>();
  private held: (() => void)[] = [];

  private constructor(
    private readonly server: WebSocketServer,
    readonly port: number,
  ) {
    server.on('connection', (socket, request) => this.join(socket, request.url ?? ''));
  }

  static async open(): Promise<TestRoom> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    return new TestRoom(server, (server.address() as AddressInfo).port);
  }

  get present(): number {
    return this.sessions.size;
  }

  readonly connect = (address: string): Socket => {
    const socket = new WebSocket(address);
    // A browser's socket does not throw when nobody answers; the close that follows is what counts.
    socket.on('error', () => undefined);
    return socket as unknown as Socket;
  };

  readonly address = (epoch: number | null): string =>
    `ws://127.0.0.1:${this.port}/ws/w?daylight=1${epoch === null ? '' : `&epoch=${epoch}`}`;

  /** Ends all sessions with a code. */
  endAll(code: number, reason = ''): void {
    for (const { socket } of this.sessions) socket.close(code, reason);
  }

  /** Acknowledges what was held back. */
  release(): void {
    this.acknowledging = true;
    for (const call of this.held.splice(0)) call();
  }

  /** Sends an update to everybody. */
  broadcast(update: Uint8Array): void {
    for (const { socket } of this.sessions) {
      socket.send(
        frame((out) => {
          encoding.writeVarUint(out, 0);
          encoding.writeVarUint(out, 2);
          encoding.writeVarUint8Array(out, update);
        }),
      );
    }
  }

  sendAll(type: number, body: unknown): void {
    for (const { socket } of this.sessions) this.json(socket, type, body);
  }

  async close(): Promise<void> {
    for (const { socket } of this.sessions) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private json(socket: WebSocket, type: number, body: unknown): void {
    socket.send(Buffer.concat([Buffer.from([type]), Buffer.from(JSON.stringify(body))]));
  }

  private join(socket: WebSocket, address: string): void {
    this.addresses.push(address);
    const epoch = new URL(address, 'ws://room').searchParams.get('epoch');
    if (epoch !== null && Number(epoch) !== this.epoch) {
      socket.close(4409, 'epoch');
      return;
    }
    const session = { socket, address };
    this.sessions.add(session);
    socket.on('close', () => this.sessions.delete(session));
    socket.on('message', (data) => this.receive(session, bytesOf(data)));
    const user = { id: 'u1', name: 'Ada', kind: 'person', color: 3 };
    this.json(socket, 100, {
      workbook: 'w',
      epoch: this.epoch,
      seq: this.seq,
      role: this.role,
      user,
      clients: 1,
    });
    socket.send(
      frame((out) => {
        encoding.writeVarUint(out, 0);
        encoding.writeVarUint(out, 0);
        encoding.writeVarUint8Array(out, encodeStateVector(this.doc));
      }),
    );
  }

  private receive(session: Session, bytes: Uint8Array): void {
    const input = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(input);
    if (type === 104) this.views.push(JSON.parse(Buffer.from(bytes.subarray(input.pos)).toString('utf8')));
    else if (type === 1) for (const { socket } of this.sessions) socket.send(bytes);
    if (type !== 0) return;
    const step = decoding.readVarUint(input);
    const payload = decoding.readVarUint8Array(input);
    if (step === 0) {
      session.socket.send(
        frame((out) => {
          encoding.writeVarUint(out, 0);
          encoding.writeVarUint(out, 1);
          encoding.writeVarUint8Array(out, encodeStateAsUpdate(this.doc, payload));
        }),
      );
    } else this.update(session, payload);
  }

  private update(session: Session, update: Uint8Array): void {
    const { structs } = decodeUpdate(update);
    if (structs.length > 0 && this.refusal !== null) {
      session.socket.close(this.refusal, 'key-form');
      return;
    }
    for (const { id } of structs) {
      const known = this.doc.store.clients.get(id.client)?.at(-1);
      const next = known === undefined ? 0 : known.id.clock + known.length;
      if (id.clock > next) {
        session.socket.close(4422, 'gap');
        return;
      }
      applyUpdate(this.doc, update);
    }
    if (structs.length === 0) return;
    const seq = ++this.seq;
    const clocks = new Map<number, number>();
    for (const { id, length } of structs) clocks.set(id.client, id.clock + length);
    const tell = (): void => {
      this.broadcast(update);
      this.json(session.socket, 101, { seq, clocks: [...clocks] });
    };
    if (this.acknowledging) tell();
    else this.held.push(tell);
  }
}
