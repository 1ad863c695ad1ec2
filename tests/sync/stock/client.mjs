// A Yjs client with nothing of ours in it: node client.mjs SERVER WORKBOOK TOKEN
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const [server, workbook, token] = process.argv.slice(2);
const doc = new Y.Doc();
const cells = doc.getMap('cells');
const provider = new WebsocketProvider(`${server}/ws`, workbook, doc, {
  WebSocketPolyfill: WebSocket,
  params: { token },
  disableBc: true,
});

provider.once('sync', () => {
  console.log(`sheet ${doc.getMap('sheets').get('1/name')}`);
  console.log(`1/0:0 ${cells.get('1/0:0')}`);
  cells.set('1/0:1', 'theirs');
  provider.awareness.setLocalStateField('cell', 'B1');
  cells.observe((event) => {
    for (const key of event.keysChanged) {
      if (!event.transaction.local) console.log(`${key} ${cells.get(key)}`);
    }
  });
  provider.once('status', ({ status }) => {
    console.log(status);
    cells.set('1/0:3', 'meanwhile');
  });
});

process.stdin.on('end', () => {
  provider.destroy();
  doc.destroy();
});
process.stdin.resume();
