// Opening a workbook of a million cells: script before first cells, time to first cells, heap, size of the document.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_TOKEN, Daylight } from '../e2e/daylight.mjs';
import { Hands, launch } from '../e2e/browser.mjs';
import { million } from './million.mjs';

/** Notes in the page when the first cell is drawn, milliseconds after the navigation began. */
function noteFirstCells() {
  const { prototype } = CanvasRenderingContext2D;
  const draw = prototype.fillText;
  prototype.fillText = function (text, ...place) {
    draw.call(this, text, ...place);
    if (text !== 'Line item 2') return;
    prototype.fillText = draw;
    requestAnimationFrame(() => {
      const first = performance.now();
      const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
      globalThis.firstCells = { first, script: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) };
    });
  };
}

async function firstCells(page) {
  return (await page.waitForFunction(() => globalThis.firstCells, null, { polling: 20 })).jsonValue();
}

const file = join(tmpdir(), 'daylight-million.xlsx');
if (!existsSync(file)) await million(file);
const daylight = await Daylight.start();
const browser = await launch();
try {
  const start = performance.now();
  const id = await daylight.import(file);
  console.log(`import: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const state = await fetch(`${daylight.url}/api/workbooks/${id}/state`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  console.log(`document: ${(await state.arrayBuffer()).byteLength} bytes (at most 65,536)`);
  const warm = await Hands.sit(browser);
  await warm.signIn(daylight);
  await warm.open(daylight, id);
  await warm.page.close();
  const figures = [];
  for (let round = 0; round < 5; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, storageState: await warm.page.context().storageState() });
    const hands = new Hands(await context.newPage());
    await hands.page.addInitScript(noteFirstCells);
    await hands.page.goto(`${daylight.url}/w/${id}`, { waitUntil: 'commit' });
    const { first, script } = await firstCells(hands.page);
    // The server's pages are in the browser's cache now, as after a look at the catalogue.
    await hands.page.goto(`${daylight.url}/w/${id}`, { waitUntil: 'commit' });
    const again = (await firstCells(hands.page)).first;
    const devtools = await context.newCDPSession(hands.page);
    await devtools.send('HeapProfiler.enable');
    await devtools.send('HeapProfiler.collectGarbage');
    const heap = (await devtools.send('Runtime.getHeapUsage')).usedSize;
    figures.push({ first, again, script, heap });
    await context.close();
  }
  const median = (key) => figures.map((f) => f[key]).toSorted((a, b) => a - b)[2];
  console.log(`first cells, nothing in the browser's cache: ${median('first').toFixed(0)} ms (at most 500)`);
  console.log(`first cells, the app in its cache: ${median('again').toFixed(0)} ms (at most 500)`);
  console.log(`script before first cells: ${(median('script') / 1024).toFixed(0)} KiB (at most 250)`);
  console.log(`heap: ${(median('heap') / 1e6).toFixed(1)} MB (at most 20 and the blocks)`);
} finally {
  await browser.close();
  await daylight.stop();
}
