// Two moments compared: what is different in the grid and beside it, and the ways into it and out of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;
let daylight;
let browser;
let mara;
let page;
let workbook;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  workbook = await daylight.import(SAMPLE);
  await mara.open(daylight, workbook);
  await mara.type('C4', '2000');
  await mara.type('B9', 'new');
  await mara.go('B12');
  await page.keyboard.press('Delete');
  await mara.go('A14');
  await page.keyboard.press('Control+Alt+=');
  await mara.sees('A14', '');
  await mara.type('A14', 'Road patching');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const line = (cell) => page.locator(`[data-testid="difference"][data-cell="${cell}"]`);
const shown = () => page.locator('[data-testid="difference"]').evaluateAll((all) => all.map(({ dataset }) => [dataset.cell ?? null, dataset.sign]));
const menu = async (entry, item) => {
  await entry.click();
  await entry.getByTestId('change-menu').click();
  await part(`menu-${item}`).click();
};
test('a change is compared with now: counts, and a list by sheet', async () => {
  await part('history-open').click();
  await menu(part('change').last(), 'compare-now');
  await line('C4').waitFor();
  assert.match(await line('C4').textContent(), /1,240.*2,000/);
  assert.equal(await line('C4').getAttribute('data-sign'), 'changed');
  assert.equal(await line('B9').getAttribute('data-sign'), 'added');
  assert.equal(await line('B12').getAttribute('data-sign'), 'removed');
  assert.equal(await line('G4').getAttribute('data-sign'), 'result');
  const all = await shown();
  assert.match(await part('compare-title').textContent(), new RegExp(`^${all.length} differences$`));
  assert.match(await part('compare-legend').textContent(), /1 changed.*added.*1 removed.*only the result changed/s);
  await mara.shot('compare');
});

test('where only the result changed can be left out', async () => {
  await part('compare-results').uncheck();
  await line('G4').waitFor({ state: 'detached' });
  assert.ok((await shown()).every(([, sign]) => sign !== 'result'));
  await part('compare-results').check();
  await line('G4').waitFor();
});

test('a line leads to its cell, by hand and by the keyboard, and so do the arrows of the bar', async () => {
  const box = part('name-box');
  await line('C4').click();
  await waitFor(async () => (await box.inputValue()) === 'C4', 'C4 to be selected');
  await page.keyboard.press('ArrowDown');
  await waitFor(async () => (await box.inputValue()) !== 'C4', 'the next difference to be selected');
  const there = await page.locator('.diff[aria-current="true"]').getAttribute('data-cell');
  assert.equal(await box.inputValue(), there);
  await line('C4').click();
  await part('compare-next').click();
  await waitFor(async () => (await box.inputValue()) === there, 'the bar to go to the same');
});

test('what is changed meanwhile is different at once', async () => {
  await daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, { sheet: 'Plan', cells: [{ cell: 'C5', input: '7' }] });
  await line('C5').waitFor();
});

test('Esc ends it, and the history is as it was', async () => {
  await line('C4').focus();
  await page.keyboard.press('Escape');
  await part('compare').waitFor({ state: 'detached' });
  await part('compare-bar').waitFor({ state: 'detached' });
  await part('history').waitFor();
});

test('two changes are compared; the grid shows the later one, and a picker leads to now', async () => {
  await menu(part('change').filter({ hasText: 'Set C4' }), 'compare-with');
  await part('pairing').waitFor();
  await part('change').filter({ hasText: 'Cleared B12' }).click();
  await line('B12').waitFor();
  await mara.sees('A14', 'Road reinstatement');
  assert.equal(await line('C4').count(), 0, 'the first of them is before both');
  await line('B9').waitFor();
  assert.equal(await line('A14').count(), 0, 'what came later is not there');
  await part('compare-to').click();
  await part('menu-now').click();
  await mara.sees('A14', 'Road patching');
  await line('A14').waitFor();
  await part('compare-close').click();
  await part('compare').waitFor({ state: 'detached' });
});

test('an earlier moment is compared with now', async () => {
  await part('change').last().click();
  await part('change').last().getByTestId('look-at-moment').click();
  await part('banner-past').waitFor();
  await part('moment-compare').click();
  await part('banner-past').waitFor({ state: 'detached' });
  await line('C4').waitFor();
  await part('compare-close').click();
});

test('who may only view may compare', async () => {
  const guest = await Hands.guest(browser, daylight, workbook, { name: 'Aisha', role: 'viewer' });
  await guest.page.getByTestId('history-open').click();
  const first = guest.page.getByTestId('change').last();
  await first.click();
  await first.getByTestId('change-menu').click();
  await guest.page.getByTestId('menu-compare-now').click();
  await guest.page.locator('[data-testid="difference"][data-cell="C4"]').waitFor();
  assert.equal(await guest.page.getByTestId('compare-bring').count(), 0);
  await guest.page.getByTestId('compare-close').click();
  assert.equal(await guest.page.getByTestId('tick-change').count(), 0);
  const later = guest.page.getByTestId('change').first();
  await later.click();
  assert.equal(await later.getByTestId('undo-change').isDisabled(), true);
  assert.deepEqual(guest.errors, []);
  await guest.page.context().close();
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
