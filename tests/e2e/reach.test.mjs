// A hundred thousand rows, of which few are ever loaded: keys, selections and sums reach all of them.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const ROWS = 100_000;
/** A gap in column B that the edge of the data stops at. */
const GAP = 60_000;

let daylight;
let browser;
let folder;
let mara;

const box = () => mara.page.getByTestId('name-box').inputValue();
const at = (address) => waitFor(async () => (await box()) === address, `the selection to be ${address}`, 15);
const stat = (id, text) =>
  waitFor(async () => ((await mara.page.getByTestId(`stat-${id}`).textContent()) ?? '').includes(text), `${id} to be ${text}`, 20);

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'daylight-reach-'));
  const file = join(folder, 'rows.csv');
  const line = (n) => `${n},${n === GAP ? '' : 2},${n % 10}`;
  await writeFile(file, `Number,Two,Digit\n${Array.from({ length: ROWS }, (_, n) => line(n + 1)).join('\n')}\n`);
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  await mara.open(daylight, await daylight.import(file));
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('Ctrl+End, Ctrl+Home and Ctrl+arrows go to edges that were never loaded', async () => {
  await mara.go('A1');
  await mara.press('Control+End');
  await at(`C${ROWS + 1}`);
  await mara.sees(`A${ROWS + 1}`, String(ROWS));
  await mara.press('Control+Home');
  await at('A1');
  await mara.go('B2');
  await mara.press('Control+ArrowDown');
  await at(`B${GAP}`);
  await mara.press('Control+ArrowDown');
  await at(`B${GAP + 2}`);
  await mara.press('Control+ArrowDown');
  await at(`B${ROWS + 1}`);
  await mara.press('Control+ArrowRight', 'Home');
  await at(`A${ROWS + 1}`);
});

test('Page Down and Page Up go a window further, with Shift the selection does', async () => {
  await mara.go('A50000');
  await mara.press('PageDown');
  const down = await waitFor(async () => {
    const row = Number((await box()).slice(1));
    return row > 50_000 ? row : null;
  }, 'the next window');
  assert.ok(down - 50_000 > 15 && down - 50_000 < 40, `a window has ${down - 50_000} rows`);
  await mara.press('PageUp');
  const up = await waitFor(async () => {
    const row = Number((await box()).slice(1));
    return row < down ? row : null;
  }, 'the window before');
  assert.ok(Math.abs(up - 50_000) <= 1, `back at ${up}`);
  await mara.go('A50000');
  await mara.press('Shift+PageDown');
  await waitFor(async () => /^A50000:A500[1-4]\d$/.test(await box()), 'the selection to grow by a window', 10);
  await mara.press('Shift+End');
  await waitFor(async () => /^A50000:C500[1-4]\d$/.test(await box()), 'the selection to reach the last column', 10);
});

test('Shift with Ctrl+arrows selects to the edge, and the status bar tells of all of it', async () => {
  await mara.go('A2');
  await mara.press('Control+Shift+ArrowDown');
  await at(`A2:A${ROWS + 1}`);
  await stat('sum', '5,000,050,000');
  await stat('average', '50,000.5');
  await stat('count', '100,000');
  await stat('min', '1');
  await stat('max', '100,000');
  await mara.press('Control+Shift+End');
  await at(`A2:C${ROWS + 1}`);
  await stat('count', '299,999');
});

test('a formula under the hand reads rows that are not loaded, and Ctrl+D goes on from there', async () => {
  await mara.type('E1', `=SUM(A2:A${ROWS + 1})`);
  await mara.sees('E1', '5000050000');
  await mara.go(`D${ROWS}:D${ROWS + 1}`);
  await mara.page.keyboard.type(`=A${ROWS}*2`);
  await mara.press('Control+Enter');
  await mara.sees(`D${ROWS + 1}`, String(ROWS * 2));
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
