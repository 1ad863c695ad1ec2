import { beforeEach, expect, it, vi } from 'vitest';
import { openSocket } from './begun';
import type { Socket } from './provider';

const HERE = 'ws://localhost/ws/x?daylight=1';

class Line implements Socket {
  binaryType: BinaryType = 'arraybuffer';
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly sent: unknown[] = [];
  closed = false;

  constructor(public readyState: Socket['readyState']) {}

  send(frame: unknown): void {
    this.sent.push(frame);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }
}

function listen(socket: Socket): string[] {
  const heard: string[] = [];
  socket.onopen = () => heard.push('open');
  socket.onmessage = ({ data }) => heard.push(`frame ${String(data)}`);
  socket.onclose = ({ code }) => heard.push(`close ${code}`);
  return heard;
}

beforeEach(() => {
  vi.stubGlobal(
    'WebSocket',
    class extends Line {
      constructor(readonly address: string) {
        super(0);
      }
    },
  );
});

it('what has arrived before is heard first, and what was asked is not asked again', async () => {
  const line = new Line(1);
  globalThis.daylightBegun = { address: HERE, socket: line, frames: ['a', 'b'] };
  const socket = openSocket(HERE);
  const heard = listen(socket);
  await Promise.resolve();
  line.onmessage?.call(line as never, new MessageEvent('message', { data: 'c' }));
  expect(heard).toEqual(['open', 'frame a', 'frame b', 'frame c']);
  socket.send(new Uint8Array([0, 0, 1, 0]));
  socket.send(new Uint8Array([0, 0, 1, 0]));
  expect(line.sent).toHaveLength(1);
});

it('one that is still connecting is asked when it stands', async () => {
  const line = new Line(0);
  globalThis.daylightBegun = { address: HERE, socket: line, frames: [] };
  const socket = openSocket(HERE);
  const heard = listen(socket);
  await Promise.resolve();
  line.readyState = 1;
  line.onopen?.call(line as never, new Event('open'));
  expect(heard).toEqual(['open']);
  socket.send(new Uint8Array([0, 0, 1, 0]));
  expect(line.sent).toHaveLength(1);
});

it('it can be had once, and only for where it goes', () => {
  const line = new Line(1);
  globalThis.daylightBegun = { address: HERE, socket: line, frames: [] };
  expect(openSocket('ws://localhost/ws/y?daylight=1')).toHaveProperty(
    'address',
    'ws://localhost/ws/y?daylight=1',
  );
  expect(line.closed).toBe(true);
  expect(openSocket(HERE)).toHaveProperty('address', HERE);
});

it('one that has ended is opened anew', () => {
  globalThis.daylightBegun = { address: HERE, socket: new Line(3), frames: [] };
  expect(openSocket(HERE)).toHaveProperty('address', HERE);
});
