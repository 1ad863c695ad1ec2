// What two people wrote between two moments, side by side and in the grid.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const { clean, found } = auditor();
let daylight;
let browser;
let mara;
let kate;
let page;
let workbook;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Plan' })).id;
  kate = await Hands.guest(browser, daylight, workbook, { name: 'Kate', label: 'Finance' });
  await mara.open(daylight, workbook);
  await mara.type('A1', '1');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const line = (cell) => page.locator(`[data-testid="two-versions"][data-cell="${cell}"]`);

test('the comparison of moments leads to that of people', async () => {
  await part('history-open').click();
  const first = part('change').last();
  await first.click();
  await first.getByTestId('change-menu').click();
  await part('menu-compare-now').click();
  await part('compare-bar').waitFor();
  await part('sides-head').waitFor();
  await page.getByRole('radio', { name: 'Two people' }).click();
  await part('two-people').waitFor();
  // Who made the workbook was a program; it counts as one of the two.
  await waitFor(async () => /Owner wrote 1 cell/.test(await part('people-counts').textContent()), 'what she wrote');
});

test('where both wrote comes first, with both values side by side and what was before', async () => {
  await kate.sees('A1', '1');
  await kate.type('A1', '10');
  await kate.type('B2', 'hers');
  await kate.saved();
  await mara.sees('B2', 'hers');
  await mara.type('C3', 'mine');
  await mara.saved();
  await part('people-right').click();
  await page.getByRole('menuitemradio', { name: 'Kate' }).click();
  await part('people-left').click();
  await page.getByRole('menuitemradio', { name: /Owner/ }).click();
  await line('A1').waitFor();
  const cells = await part('two-versions').evaluateAll((all) => all.map(({ dataset }) => [dataset.cell, dataset.both]));
  assert.deepEqual(cells, [
    ['A1', 'true'],
    ['B2', 'false'],
    ['C3', 'false'],
  ]);
  assert.match(await line('A1').textContent(), /1, 10before: empty/);
  assert.match(await line('B2').textContent(), /—, hers/);
  assert.match(await part('people-title').textContent(), /1 cell differs/);
  assert.match(await part('people-counts').textContent(), /Owner wrote 2 cells, Kate wrote 2 cells/);
  await clean('two people', page);
  await mara.shots('two-people');
});

test('a line leads to its cell, and the arrows of the bar go on', async () => {
  const box = part('name-box');
  await line('C3').click();
  await waitFor(async () => (await box.inputValue()) === 'C3', 'C3 to be selected');
  await part('compare-next').click();
  await waitFor(async () => (await box.inputValue()) === 'A1', 'the first one after the last');
});

test('the two change places, and what is written meanwhile is there at once', async () => {
  await part('people-left').click();
  await page.getByRole('menuitemradio', { name: 'Kate' }).click();
  await waitFor(async () => /10, 1before/.test(await line('A1').textContent()), 'hers to stand at the left');
  await kate.type('D4', '4');
  await line('D4').waitFor();
});

test('back to the moments, and Esc ends it', async () => {
  await page.getByRole('radio', { name: 'Two moments' }).click();
  await part('compare').waitFor();
  await page.getByRole('radio', { name: 'Two people' }).click();
  await line('A1').waitFor();
  await line('A1').focus();
  await page.keyboard.press('Escape');
  await part('compare-bar').waitFor({ state: 'detached' });
});

test('nothing hinders those who cannot see or cannot use a mouse', () => assert.deepEqual(found, []));
test('no page threw an error', () => assert.deepEqual([...mara.errors, ...kate.errors], []));
