// People who move their cursors about a workbook.
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc } from 'yjs';

const EVERY = 50;

/** So many people join a workbook, and move until they leave. */
export async function crowd(count, address) {
  const people = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const socket = new WebSocket(address);
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = reject;
      });
      const awareness = new Awareness(new Doc());
      let step = number * 7;
      const move = setInterval(() => {
        step++;
        const row = (step + number * 3) % 25;
        const col = Math.floor(step / 5 + number) % 8;
        awareness.setLocalState({ sheet: '1', cell: [row, col], selection: [row, row + (step % 3), col, col], typing: null });
        const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
        const frame = encoding.encode((out) => {
          encoding.writeVarUint(out, 1);
          encoding.writeVarUint8Array(out, update);
        });
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      }, EVERY);
      return { socket, awareness, move };
    }),
  );
  return {
    leave() {
      for (const { socket, awareness, move } of people) {
        clearInterval(move);
        awareness.destroy();
        socket.close();
      }
    },
  };
}
