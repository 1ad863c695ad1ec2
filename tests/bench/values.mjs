// How long after an edit its consequences are in another browser, on a workbook of 1,000,000 numbers and 100,000 formulas.
//   node values.mjs [edits]
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daylight } from '../e2e/daylight.mjs';
import { Hands, launch } from '../e2e/browser.mjs';
import { totals } from './million.mjs';

const [edits = 41] = process.argv.slice(2).map(Number);
const ROWS = 50_000;
const daylight = await Daylight.start();
const browser = await launch();
// The clock that both processes share.
const now = () => Date.now();
const middle = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

try {
  const id = await daylight.import(await totals(join(tmpdir(), 'daylight-totals.xlsx'), ROWS));
  const hands = await Hands.sit(browser);
  await hands.signIn(daylight);
  const { page } = hands;
  // What another screen shows: the last rows, as its socket hears of them.
  await page.evaluate(
    ({ id, rows }) => {
      window.heard = [];
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/${id}?daylight=1`);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }) => {
        const bytes = new Uint8Array(data);
        if (bytes[0] !== 102) return;
        const at = Date.now();
        const { seq, cells } = JSON.parse(new TextDecoder().decode(bytes.subarray(1)));
        window.heard.push({ at, seq, cells: cells.length });
      };
      const view = { sheet: '1', rows: [rows - 40, rows - 1], cols: [0, 25] };
      socket.onopen = () => socket.send(new Uint8Array([104, ...new TextEncoder().encode(JSON.stringify(view))]));
    },
    { id, rows: ROWS },
  );
  await page.waitForFunction(() => window.heard.length > 0, null, { timeout: 60_000 });
  const measure = async (cell) => {
    const times = [];
    for (let i = 0; i < edits; i++) {
      const start = now();
      const { seq } = await daylight.api('PATCH', `/api/workbooks/${id}/cells`, { sheet: 'Ledger', cells: [{ cell, input: String(1000 + i) }] });
      const done = await page.waitForFunction((seq) => window.heard.find((h) => h.seq >= seq && h.cells > 0)?.at, seq, { timeout: 10_000, polling: 5 });
      times.push((await done.jsonValue()) - start);
    }
    return middle(times);
  };
  console.log(`an edit with 2 dependents, in another browser: ${(await measure(`A${ROWS}`)).toFixed(1)} ms (at most 20)`);
  console.log(`an edit with 50,000 dependents, in another browser: ${(await measure('A1')).toFixed(1)} ms (at most 100)`);
} finally {
  await browser.close();
  await daylight.stop();
}
