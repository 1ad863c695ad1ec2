// Others in the same workbook: where they are, what they type, how to get to them, and whose steps undo takes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';
import { cellPicture } from './screen.mjs';

let daylight;
let browser;
let mara;
let oskar;
let workbook;

const at = (hands, address) =>
  waitFor(async () => (await hands.page.getByTestId('name-box').inputValue()) === address, `the selection to be ${address}`, 10);
const white = '#ffffff';

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'People' })).id;
  await mara.open(daylight, workbook);
  oskar = await Hands.guest(browser, daylight, workbook, { name: 'Oskar Nyberg', label: 'Team' }, { reducedMotion: 'reduce' });
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('a cursor, a range and what is being typed are seen by the other', async () => {
  await mara.go('A1');
  await oskar.go('D5');
  await waitFor(async () => (await cellPicture(mara.page, 'D5')).pixels.some((color) => color !== white), 'the cursor to be drawn', 10);
  await oskar.go('D5:E7');
  await waitFor(async () => !(await cellPicture(mara.page, 'E7')).same(await cellPicture(mara.page, 'H7')), 'the range to be drawn', 10);
  await oskar.page.keyboard.type('Harbour');
  await waitFor(async () => (await cellPicture(mara.page, 'D5')).ink() !== null, 'what is typed to be seen', 10);
  assert.equal((await daylight.cells(workbook, 'Sheet1', 'D5')).cells[0]?.value ?? null, null, 'nothing of it is stored yet');
  await oskar.page.keyboard.press('Escape');
});

test('each has an avatar; a click on it leads to where the other is, on another sheet too', async () => {
  const avatar = mara.page.getByTestId('people').getByRole('button', { name: /Oskar/ });
  await avatar.waitFor();
  await oskar.page.getByTestId('add-sheet').click();
  await oskar.go('C60');
  await mara.go('A1');
  await mara.page.getByTestId('tab').filter({ hasText: 'Sheet2' }).locator('.av').waitFor();
  await avatar.click();
  await mara.cell('C60').waitFor({ state: 'attached' });
  await waitFor(
    async () => (await mara.page.locator('[role="tab"][aria-selected="true"]').textContent())?.includes('Sheet2'),
    'the other sheet to be shown',
    10,
  );
  // One’s own selection stays where one has it; who steps onto the cell of another hears of it.
  await mara.go('C60');
  await waitFor(
    async () => (await mara.page.locator('[aria-live]').allTextContents()).some((text) => /Oskar.* is here/.test(text)),
    'to hear that somebody is there',
    10,
  );
});

test('undo takes back one’s own steps alone, and leaves what others have written over them', async () => {
  for (const hands of [mara, oskar]) await hands.page.getByTestId('tab').filter({ hasText: 'Sheet1' }).click();
  await mara.type('A1', 'mine');
  await mara.type('A2', 'mine as well');
  await oskar.sees('A2', 'mine as well');
  await oskar.type('B1', 'his');
  await oskar.type('A2', 'his now');
  await mara.sees('A2', 'his now');
  await mara.page.keyboard.press('Control+z');
  await mara.sees('A1', '');
  await mara.sees('A2', 'his now');
  await mara.sees('B1', 'his');
  await mara.page.keyboard.press('Control+y');
  await oskar.sees('A1', 'mine');
  await at(mara, 'A1');
  await oskar.page.keyboard.press('Control+z');
  await mara.sees('A2', 'mine as well');
  await mara.sees('A1', 'mine');
});

test('who leaves is gone from the grid and from the bar', async () => {
  await oskar.page.context().close();
  await mara.page.getByTestId('people').getByRole('button', { name: /Oskar/ }).waitFor({ state: 'detached', timeout: 60_000 });
});

test('no page threw an error', () => assert.deepEqual([...mara.errors, ...oskar.errors], []));
