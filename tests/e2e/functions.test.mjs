// The page about all functions, and the ways to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let reader;
const rows = () => reader.page.getByTestId('function');
const search = (text) => reader.page.getByTestId('function-search').fill(text);

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  reader = await Hands.sit(browser);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('anybody may read it, and an address opens one function', async () => {
  await reader.page.goto(`${daylight.url}/functions#SUMIFS`);
  await rows().first().waitFor();
  assert.ok((await rows().count()) > 400);
  const open = reader.page.locator('#SUMIFS');
  assert.ok(await open.isVisible());
  assert.match(await open.textContent(), /criterion2/);
  assert.equal(await reader.page.locator('dl').count(), 1);
});

test('search finds names first and what they do, and says so when nothing fits', async () => {
  await search('lookup');
  await waitFor(async () => (await rows().first().getAttribute('id')) === 'LOOKUP', 'the name to come first');
  await search('working days');
  await waitFor(async () => (await rows().count()) < 10, 'few to be found');
  assert.ok(await reader.page.locator('#NETWORKDAYS').isVisible());
  await search('zebra');
  await reader.page.getByTestId('no-functions').getByRole('button').click();
  await waitFor(async () => (await rows().count()) > 400, 'all to be shown again');
});

test('groups narrow the list; an old name leads to its successor', async () => {
  await reader.page.getByRole('button', { name: /^Compatibility/ }).click();
  await reader.page.locator('#NORMDIST').getByRole('link', { name: 'NORM.DIST' }).click();
  await waitFor(async () => reader.page.url().endsWith('/functions#NORM.DIST'), 'the address to name it');
  assert.ok(await reader.page.locator('[id="NORM.DIST"] dl').isVisible());
});

test('a workbook leads there', async () => {
  await reader.signIn(daylight);
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Functions' });
  await reader.open(daylight, id);
  await reader.go('A1');
  const [page] = await Promise.all([
    reader.page.context().waitForEvent('page'),
    reader.page.keyboard.press('Shift+F3'),
  ]);
  await page.getByTestId('function').first().waitFor();
  await page.close();
  await reader.page.keyboard.type('=sumif');
  await reader.page.getByRole('option', { name: /^SUMIFS/ }).click();
  await waitFor(
    async () =>
      (await reader.page.getByRole('link', { name: 'All functions' }).getAttribute('href')) === '/functions#SUMIFS',
    'the hint to lead to its function',
  );
  await reader.page.keyboard.press('Escape');
});

test('no page threw an error', () => assert.deepEqual(reader.errors, []));
