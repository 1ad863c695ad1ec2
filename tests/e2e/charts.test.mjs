// Charts, notes and links as people make and share them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let vera;
let workbook;

const chart = (hands) => hands.page.getByTestId('chart');
/** The numbers of the chart as its table for screen readers has them, row by row. */
const table = (hands) =>
  chart(hands)
    .first()
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
const shows = (hands, rows) =>
  waitFor(
    async () => JSON.stringify(await table(hands)) === JSON.stringify(rows),
    `the chart to show ${JSON.stringify(rows)}`,
    15,
  );
/** The picture itself: what its canvas holds. */
const picture = (hands) =>
  chart(hands)
    .first()
    .locator('canvas')
    .evaluate((canvas) => canvas.toDataURL());
const box = async (hands) => chart(hands).first().boundingBox();
const grab = async (from, dx, dy) => {
  await mara.page.mouse.move(from.x, from.y);
  await mara.page.mouse.down();
  await mara.page.mouse.move(from.x + dx / 2, from.y + dy / 2);
  await mara.page.mouse.move(from.x + dx, from.y + dy);
  await mara.page.mouse.up();
};
const middle = async (hands, address) => {
  await hands.go(address);
  const grid = await hands.page.getByTestId('grid').boundingBox();
  const editor = await hands.page.locator('.dl-editor').boundingBox();
  assert.ok(grid && editor);
  return { x: editor.x + 20, y: editor.y + 10 };
};

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Pictures' })).id;
  await mara.open(daylight, workbook);
  vera = await Hands.guest(browser, daylight, workbook, { name: 'Vera', label: 'Team' });
  await mara.go('A1');
  await mara.page.evaluate(() =>
    navigator.clipboard.writeText('Month\tSales\tDouble\nJan\t$1,200\t=B2*2\nFeb\t$1,900\t=B3*2\nMar\t$1,500\t=B4*2'),
  );
  await mara.press('Control+v');
  await mara.sees('C4', '3000');
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const ROWS = [
  ['Month', 'Sales', 'Double'],
  ['Jan', '$1,200', '2400'],
  ['Feb', '$1,900', '3800'],
  ['Mar', '$1,500', '3000'],
];

test('nothing of charts is loaded before there is one', async () => {
  const loaded = await mara.page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => /layer-/.test(name)),
  );
  assert.deepEqual(loaded, []);
});

test('a selection becomes a chart in two clicks, for everybody', async () => {
  await mara.go('A1:C4');
  await mara.page.getByTestId('tool-chart.insert').click();
  await shows(mara, ROWS);
  await shows(vera, ROWS);
  assert.match(await chart(mara).getAttribute('aria-label'), /^Column chart\. 2 series, 3 points\.$/);
  await mara.page.getByTestId('chart-panel').waitFor();
});

test('a number changed by another person changes the picture, computed ones too', async () => {
  const before = await picture(mara);
  await vera.type('B2', '2000');
  await shows(mara, [ROWS[0], ['Jan', '$2,000', '4000'], ...ROWS.slice(2)]);
  assert.notEqual(await picture(mara), before);
});

test('the panel changes kind and title, one step of undo each', async () => {
  await mara.page.getByTestId('chart-kind-line').click();
  await mara.page.getByTestId('chart-title').fill('First quarter');
  await mara.page.getByTestId('chart-title').press('Enter');
  await waitFor(
    async () => (await chart(vera).getAttribute('aria-label')) === 'Line chart: First quarter. 2 series, 3 points.',
    'the other person to see a titled line chart',
  );
});

test('an inserted row joins the range, and the chart stays with its cell', async () => {
  await mara.go('A3');
  await mara.press('Shift+ ');
  await mara.press('Control+Shift+=');
  await mara.type('A3', 'Late Jan');
  await mara.type('B3', '700');
  await shows(vera, [
    ROWS[0],
    ['Jan', '$2,000', '4000'],
    ['Late Jan', '$700', ''],
    ['Feb', '$1,900', '3800'],
    ['Mar', '$1,500', '3000'],
  ]);
  await mara.page.keyboard.press('Control+z');
  await mara.page.keyboard.press('Control+z');
});

test('its cells are cut and pasted elsewhere: the chart shows them there; one undo brings back both', async () => {
  const now = [ROWS[0], ['Jan', '$2,000', '4000'], ['', '', ''], ['Feb', '$1,900', '3800'], ['Mar', '$1,500', '3000']];
  await shows(mara, now);
  await mara.go('A1:C5');
  await mara.press('Control+x');
  await mara.go('L20');
  await mara.press('Control+v');
  await mara.sees('L20', 'Month');
  await shows(vera, now);
  await vera.type('M21', '2100');
  await shows(mara, [now[0], ['Jan', '$2,100', '4200'], ...now.slice(2)]);
  await vera.page.keyboard.press('Control+z');
  await shows(mara, now);
  await mara.press('Control+z');
  await mara.go('A1');
  await mara.sees('A1', 'Month');
  await shows(vera, now);
  await mara.type('B2', '2200');
  await shows(vera, [now[0], ['Jan', '$2,200', '4400'], ...now.slice(2)]);
  await mara.press('Control+z');
});

test('a copy of the sheet has the chart, of its own cells', async () => {
  await mara.page.getByTestId('tab').first().click({ button: 'right' });
  await mara.page.getByTestId('menu-duplicate').click();
  const copy = mara.page.getByTestId('tab').filter({ hasText: 'Copy of' });
  await copy.waitFor();
  await waitFor(async () => (await copy.getAttribute('aria-selected')) === 'true', 'the copy to show', 10);
  const now = [ROWS[0], ['Jan', '$2,000', '4000'], ['', '', ''], ['Feb', '$1,900', '3800'], ['Mar', '$1,500', '3000']];
  await shows(mara, now);
  await mara.type('B2', '50');
  await shows(mara, [now[0], ['Jan', '$50', '100'], ...now.slice(2)]);
  await mara.page.getByTestId('tab').first().click();
  await shows(mara, now);
});

test('a chart is moved and resized with the pointer and with keys, and seen so by others', async () => {
  const from = await box(mara);
  const there = await box(vera);
  await grab({ x: from.x + 60, y: from.y + 20 }, 90, 130);
  await waitFor(async () => Math.abs((await box(mara)).y - from.y - 130) < 2, 'the chart to have moved');
  await waitFor(async () => Math.abs((await box(vera)).y - there.y - 130) < 2, 'the other person to see it');
  const moved = await box(mara);
  await grab({ x: moved.x + moved.width - 1, y: moved.y + moved.height - 1 }, 60, 40);
  await waitFor(async () => Math.abs((await box(vera)).width - from.width - 60) < 2, 'the new width');
  await mara.press('ArrowRight');
  await waitFor(async () => Math.abs((await box(mara)).x - moved.x - 10) < 2, 'the key to move it');
  await mara.press('Control+z');
  await waitFor(async () => Math.abs((await box(mara)).x - moved.x) < 2, 'undo to bring it back');
});

test('copy and paste lay a second chart over the sheet; Delete takes it away', async () => {
  await mara.press('Control+c');
  await mara.press('Control+v');
  await waitFor(async () => (await chart(vera).count()) === 2, 'two charts');
  await mara.press('Delete');
  await waitFor(async () => (await chart(vera).count()) === 1, 'one chart');
});

test('a deleted chart comes back through the history', async () => {
  await chart(mara).first().click({ position: { x: 40, y: 20 } });
  await mara.press('Delete');
  await waitFor(async () => (await chart(vera).count()) === 0, 'no chart');
  await mara.saved();
  const { changes } = await daylight.api('GET', `/api/workbooks/${workbook}/changes`);
  await daylight.api('POST', `/api/workbooks/${workbook}/changes/${changes[0].seq}/revert`, {});
  await waitFor(async () => (await chart(mara).count()) === 1, 'the chart to be back');
  await waitFor(async () => (await table(vera)).length >= 4, 'its numbers');
});

test('a note is written with Shift+F2 and read by hovering', async () => {
  await mara.go('B3');
  await mara.press('Shift+F2');
  await mara.page.getByTestId('note-field').fill('Ask Kate.');
  await mara.page.getByTestId('save-note').click();
  await waitFor(
    async () => (await vera.cell('B3').getAttribute('aria-description')) === 'Note: Ask Kate.',
    'the note to arrive',
  );
  const at = await middle(vera, 'B3');
  await vera.page.mouse.move(at.x + 300, at.y + 300);
  await vera.page.mouse.move(at.x, at.y);
  await vera.page.getByTestId('note-text').waitFor();
  assert.equal(await vera.page.getByTestId('note-text').textContent(), 'Ask Kate.');
});

test('typed addresses become links; Ctrl+K makes one to a place, Ctrl+click follows it', async () => {
  await mara.type('A20', 'https://example.org/a');
  await waitFor(
    async () => (await vera.cell('A20').getAttribute('aria-description')) === 'Leads to https://example.org/a',
    'the link to arrive',
  );
  await mara.go('A21');
  await mara.press('Control+k');
  await mara.page.getByTestId('link-address').fill('javascript:alert(1)');
  await mara.page.getByTestId('save-link').click();
  await mara.page.getByRole('alert').first().waitFor();
  await mara.page.getByTestId('link-address').fill('Sheet1!C2');
  await mara.page.getByTestId('link-text').fill('Doubled');
  await mara.page.getByTestId('save-link').click();
  await mara.sees('A21', 'Doubled');
  const at = await middle(mara, 'A21');
  await mara.page.keyboard.down('Control');
  await mara.page.mouse.click(at.x, at.y);
  await mara.page.keyboard.up('Control');
  await waitFor(async () => (await mara.page.getByTestId('name-box').inputValue()) === 'C2', 'the place to be selected');
});

test('no page threw an error', () => assert.deepEqual([...mara.errors, ...vera.errors], []));
