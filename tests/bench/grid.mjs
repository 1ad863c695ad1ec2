// What a hand feels: script and heap, scrolling, keys, others' cursors, an idle page; on 5,000 and on 1,000,000 cells.
//   node grid.mjs [cells…]
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daylight, waitFor } from '../e2e/daylight.mjs';
import { Hands, launch } from '../e2e/browser.mjs';
import { crowd } from './crowd.mjs';
import { million } from './million.mjs';
import { watchGrid } from './watch-grid.mjs';

const COLUMNS = 20;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [5000, 1_000_000];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const rows = [];

/** A figure, and the most that it may be; null where it is only told. */
function note(cells, name, value, unit, most) {
  const missed = most !== null && !(value <= most);
  rows.push({ cells, name, value: Number(value.toFixed(1)), unit, most: most ?? '', verdict: missed ? 'MISSED' : '' });
  console.log(`${cells}: ${name}: ${value.toFixed(1)} ${unit}${most === null ? '' : ` (at most ${most})`}${missed ? ' MISSED' : ''}`);
}

class Bench {
  static async open(browser, daylight, storageState) {
    const self = new Bench();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, storageState });
    self.hands = new Hands(await context.newPage());
    self.page = self.hands.page;
    self.devtools = await context.newCDPSession(self.page);
    // Of the main thread alone: what else runs on the machine does not count.
    await self.devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await self.devtools.send('HeapProfiler.enable');
    self.empty = await self.heap();
    await self.page.addInitScript(watchGrid);
    return self;
  }

  async heap() {
    for (let i = 0; i < 3; i++) await this.devtools.send('HeapProfiler.collectGarbage');
    return (await this.devtools.send('Runtime.getHeapUsage')).usedSize;
  }

  /** Seconds that the main thread has worked so far. */
  async work() {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  }

  async slow(rate) {
    await this.devtools.send('Emulation.setCPUThrottlingRate', { rate });
  }

  take(what) {
    return this.page.evaluate((what) => globalThis.watched.take(what), what);
  }

  async wheel(turns, delta) {
    await this.page.mouse.move(600, 400);
    await this.take('frames');
    for (let turn = 0; turn < turns; turn++) {
      await this.page.mouse.wheel(0, delta);
      await pause(16);
    }
    return this.take('frames');
  }
}

async function measure(browser, daylight, state, workbook, cells, token) {
  const bench = await Bench.open(browser, daylight, state);
  const { page, hands } = bench;
  await page.goto(`${daylight.url}/w/${workbook}`, { waitUntil: 'commit' });
  const first = await (await page.waitForFunction(() => globalThis.watched.first, null, { polling: 20 })).jsonValue();
  note(cells, 'script before first cells', first.script / 1024, 'KiB', 250);
  note(cells, 'first cells after the data', first.cells - first.data, 'ms', 300);
  await hands.ready();
  await hands.saved();
  await pause(3000);
  const blocks = await page.evaluate(() =>
    performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/') && name.includes('/api/')).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
  );
  note(cells, 'heap beyond the blocks in view', ((await bench.heap()) - bench.empty - blocks) / 1e6, 'MB', 10);

  const idle = await bench.work();
  await pause(10_000);
  note(cells, 'idle, share of one core', ((await bench.work()) - idle) * 10, '%', 1);

  const most = { 1: 16.8, 4: 33 };
  for (const rate of [1, 4]) {
    await bench.slow(rate);
    const start = await bench.work();
    const frames = await bench.wheel(120, 120);
    note(cells, `main thread for a frame of wheel scrolling, CPU ${rate}x slower`, ((await bench.work()) - start) * 1000 / frames.length, 'ms', most[rate]);
    note(cells, `a frame of wheel scrolling, p95, CPU ${rate}x slower`, percentile(frames.map((f) => f.work), 0.95), 'ms', most[rate]);
    note(cells, `between these frames, p95, CPU ${rate}x slower`, percentile(frames.slice(1).map((f, i) => f.at - frames[i].at), 0.95), 'ms', null);
  }
  await bench.slow(1);
  const flung = await bench.wheel(120, 6000);
  const shaded = flung.filter((frame) => frame.shaded);
  note(cells, 'frames with shaded cells while flinging', (100 * shaded.length) / Math.max(1, flung.length), '%', null);
  const settled = performance.now();
  await waitFor(async () => (await bench.take('shaded')) === false, 'all cells in view to be there');
  note(cells, 'cells all there after the last turn', performance.now() - settled, 'ms', 500);

  await hands.go('C2');
  await bench.take('keys');
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press(i % 2 === 0 ? 'ArrowDown' : 'ArrowRight');
    await pause(40);
  }
  const moves = await bench.take('keys');
  note(cells, 'key to pixel, p50', percentile(moves, 0.5), 'ms', null);
  note(cells, 'key to pixel, p95', percentile(moves, 0.95), 'ms', 35);

  await bench.slow(4);
  await hands.go('X3');
  const text = 'the quick brown fox jumps over the lazy dog 0123456789';
  for (const letter of text) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await pause(100);
  }
  await page.keyboard.press('Enter');
  await bench.slow(1);
  await hands.sees('X3', text);
  note(cells, 'letters dropped at 10 a second, CPU 4x slower', 0, '', 0);
  await page.keyboard.press('Control+z');
  await hands.saved();

  await hands.go('C2');
  await pause(2000);
  const before = await bench.work();
  const people = await crowd(20, `${daylight.url.replace('http', 'ws')}/ws/${workbook}?daylight=1&token=${token}`);
  const since = performance.now();
  await pause(5000);
  const spent = (await bench.work()) - before;
  // Frames of the screen, whichever thread draws them.
  const frames = ((performance.now() - since) / 1000) * 60;
  people.leave();
  note(cells, "main thread for a frame with 20 others' cursors moving", (spent * 1000) / frames, 'ms', 2);
  await page.context().close();
}

/** Heap after opening and closing workbooks in one page, beside what it was after the first few. */
async function opened(browser, daylight, state, count) {
  const bench = await Bench.open(browser, daylight, state);
  const { page, hands } = bench;
  await page.goto(daylight.url);
  let early = 0;
  for (let round = 1; round <= count; round++) {
    const rows = page.getByTestId('workbook-link');
    await rows.nth(round % 2).click();
    await hands.ready();
    await page.getByTestId('home').click();
    await rows.nth(1).waitFor();
    if (round === 10) early = await bench.heap();
  }
  const late = await bench.heap();
  note('all', `heap after ${count} workbooks`, late / 1e6, 'MB', null);
  note('all', `heap grown since the 10th of ${count} workbooks`, (100 * (late - early)) / early, '%', 10);
  await page.context().close();
}

const daylight = await Daylight.start();
const browser = await launch();
try {
  const hands = await Hands.sit(browser);
  await hands.signIn(daylight);
  const state = await hands.page.context().storageState();
  await hands.page.context().close();
  const { token } = await daylight.api('POST', '/api/tokens', { label: 'cursors' });
  for (const cells of sizes) {
    const file = join(tmpdir(), `daylight-grid-${cells}.xlsx`);
    if (!existsSync(file)) await million(file, cells / COLUMNS);
    await measure(browser, daylight, state, await daylight.import(file), cells, token);
  }
  await opened(browser, daylight, state, 50);
} finally {
  await browser.close();
  await daylight.stop();
}
console.table(rows);
process.exitCode = rows.some(({ verdict }) => verdict !== '') ? 1 : 0;
