// The workbook under a finger, on a screen as narrow as a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;
const HEAD = { width: 32, height: 22 };
const COLUMN = 84;
const ROW = 24;

let daylight;
let browser;
let mara;
let page;
let finger;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  page = mara.page;
  finger = await page.context().newCDPSession(page);
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
/** A point of the grid, from its upper left corner. */
const point = async (x, y) => {
  const grid = await part('grid').boundingBox();
  return { x: grid.x + x, y: grid.y + y };
};
const cell = (col, row) => point(HEAD.width + COLUMN * (col + 0.5), HEAD.height + ROW * (row + 0.5));
const tap = async (at) => {
  const { x, y } = await at;
  await page.touchscreen.tap(x, y);
};
const drag = async (from, to) => {
  const [a, b] = [await from, await to];
  const send = (type, touchPoints) => finger.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [a]);
  for (const share of [0.3, 0.7, 1]) {
    await send('touchMove', [{ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }]);
  }
  await send('touchEnd', []);
  await mara.drawn();
};
/** What the sheet below the grid tells about. */
const tells = (words) =>
  waitFor(async () => (await part('cell-sheet').textContent())?.includes(words), `the cell’s sheet to say ${words}`, 15);
const selected = () =>
  part('grid-mirror')
    .locator('[aria-selected="true"]')
    .evaluateAll((cells) => cells.map((each) => each.dataset.cell));
const becomes = (...cells) =>
  waitFor(async () => (await selected()).join() === cells.join(), `the selection to be ${cells.join(' ')}`, 10);

test('a tapped cell tells of its value, its formula and who wrote it', async () => {
  const workbook = await daylight.import(SAMPLE);
  await daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, { sheet: 'Plan', cells: [{ cell: 'B10', input: '=C10*2' }] });
  await mara.open(daylight, workbook);
  await tap(cell(0.3, 3.5));
  await tells('A4');
  await tells('imported it');
  // Column A is as wide as the file says.
  await tap(point(HEAD.width + 212 + 40, 247));
  await tells('B10');
  await tells('Pump maintenance, Cost centre');
  await waitFor(async () => (await part('cell-author').textContent())?.includes('changed it today'), 'who changed it', 10);
  await waitFor(
    async () => (await part('cell-sheet').locator('.dl-ref-1').textContent()) === 'C10',
    'the reference to be coloured',
    10,
  );
  await mara.shot('phone-cell');
});

test('headers are tapped, edges dragged to another size, and the selection by its corners', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Fingers' });
  const cells = ['A1', 'B1', 'C1', 'A2', 'B2', 'C2'].map((address, n) => ({ cell: address, input: String(n + 1) }));
  await daylight.api('PATCH', `/api/workbooks/${id}/cells`, { sheet: 'Sheet1', cells });
  await mara.open(daylight, id);
  await mara.sees('C2', '6');
  await tap(cell(1, 1));
  await tells('B2');
  await becomes('B2');
  // By the lower right corner to D4, by the upper left one to A1.
  await drag(
    point(HEAD.width + COLUMN * 2, HEAD.height + ROW * 2),
    point(HEAD.width + COLUMN * 3.5, HEAD.height + ROW * 3.5),
  );
  await becomes('B2', 'C2', 'D2', 'B3', 'C3', 'D3', 'B4', 'C4', 'D4');
  await mara.shot('phone-corners');
  await drag(point(HEAD.width + COLUMN, HEAD.height + ROW), cell(2, 2));
  await becomes('C3', 'D3', 'C4', 'D4');
  await tap(cell(0, 5));
  await becomes('A6');
  // The edge of column B: 40 pixels more.
  await drag(point(HEAD.width + COLUMN * 2, 11), point(HEAD.width + COLUMN * 2 + 40, 11));
  await tap(point(HEAD.width + COLUMN * 2 + 30, HEAD.height + ROW * 1.5));
  await tells('B2');
  await drag(point(10, HEAD.height + ROW), point(10, HEAD.height + ROW + 30));
  await tap(point(HEAD.width + 20, HEAD.height + ROW + 20));
  await tells('A1');
  await mara.saved();
  await tap(point(HEAD.width + 42, 11));
  await waitFor(async () => (await selected()).includes('A9') && !(await selected()).includes('B1'), 'column A', 10);
  await tap(point(10, 11));
  await waitFor(async () => (await selected()).includes('C9'), 'everything to be selected', 10);
});

test('who may only read is told so', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Read' });
  const { url } = await daylight.api('POST', `/api/workbooks/${id}/links`, { role: 'viewer' });
  const guest = await Hands.sit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await guest.enter(url, 'Ruth Adeyemi', () => guest.shot('phone-guest'));
  await guest.page.getByTestId('save-state').getByLabel('View only.').waitFor();
  await guest.page.context().close();
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
