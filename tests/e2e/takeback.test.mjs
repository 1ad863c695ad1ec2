// Taking back: several changes, somebody's, those that filters show; with a look before, choices, and parts of a moment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let page;
let kate;
let workbook;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Plan' })).id;
  kate = await Hands.guest(browser, daylight, workbook, { name: 'Kate', label: 'Temps' });
  await mara.open(daylight, workbook);
  await mara.type('A1', '1');
  await mara.type('B1', '2');
  await mara.type('C1', '3');
  await mara.saved();
  await kate.sees('C1', '3');
  await kate.type('A1', '10');
  await kate.type('B1', '20');
  await kate.type('C1', '30');
  await kate.saved();
  await mara.sees('C1', '30');
  await mara.type('B1', '200');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const entry = (words) => part('change').filter({ hasText: words });
const sums = (words) => waitFor(async () => words.test((await part('undo-sums').textContent()) ?? ''), `the sums to say ${words}`);
const values = async (...expected) => {
  for (const [at, cell] of ['A1', 'B1', 'C1'].entries()) await mara.sees(cell, expected[at]);
};

test('everything by Kate since a change: what goes back, what was changed again, and a choice', async () => {
  await part('history-open').click();
  const hers = entry('Kate').last();
  await hers.click();
  await hers.getByTestId('change-menu').click();
  await part('menu-undo-since').click();
  await sums(/2 cells go back.*1 cell was changed again/s);
  assert.match(await part('undo-dialog').getAttribute('aria-label'), /everything by Kate/);
  assert.deepEqual(await part('going').evaluateAll((all) => all.map((one) => one.textContent).sort()), ['A1101', 'C1303']);
  assert.match(await part('confirm-undo').textContent(), /Undo 2 cells/);
  // Nothing is written while it is looked at.
  await values('10', '200', '30');
  await mara.shot('take-back');
  await part('go-back').getByRole('radio').check();
  await waitFor(async () => /Undo 3 cells/.test(await part('confirm-undo').textContent()), 'the button to count');
  await part('keep-now').getByRole('radio').check();
  await part('confirm-undo').click();
  await values('1', '200', '3');
  await part('undo-dialog').waitFor({ state: 'detached' });
});

test('afterwards it can be undone in one step', async () => {
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await values('10', '200', '30');
});

test('some changes are ticked, a run of them with Shift, and taken back with the choice to overwrite', async () => {
  const hers = entry('Temps');
  await waitFor(async () => (await hers.count()) === 3, 'her changes to be listed');
  const ticks = entry('Set A1').filter({ hasText: 'Kate' }).getByTestId('tick-change');
  await ticks.focus();
  await page.keyboard.press('Space');
  await entry('Set C1').filter({ hasText: 'Kate' }).getByTestId('tick-change').click({ modifiers: ['Shift'] });
  await waitFor(async () => /3 changes chosen/.test(await part('ticked').textContent()), 'three to be chosen');
  await part('take-ticked').click();
  await sums(/1 cell was changed again/);
  await part('go-back').getByRole('radio').check();
  await part('confirm-undo').click();
  await values('1', '2', '3');
  await part('undo-dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await values('10', '200', '30');
});

test('Esc leaves everything as it is', async () => {
  await part('take-ticked').click();
  await sums(/changed again/);
  await part('cancel-undo').focus();
  await page.keyboard.press('Escape');
  await part('undo-dialog').waitFor({ state: 'detached' });
  await part('ticked').getByText('Clear').click();
  await part('ticked').waitFor({ state: 'detached' });
  await values('10', '200', '30');
});

test('what came through a link is shown alone, and taken back', async () => {
  await part('filter-link').click();
  await page.getByRole('menuitemradio', { name: /Temps/ }).click();
  await waitFor(async () => (await part('change').count()) === 3, 'her three changes alone');
  await part('take-filtered').click();
  await sums(/changed again/);
  assert.match(await part('undo-dialog').getAttribute('aria-label'), /through “Temps”/);
  await part('cancel-undo').click();
  await part('undo-dialog').waitFor({ state: 'detached' });
  // The list is as it was left.
  assert.equal(await part('change').count(), 3);
  await part('filter-link').click();
  await page.getByRole('menuitemradio', { name: 'Any link' }).click();
  await waitFor(async () => (await part('change').count()) > 3, 'all changes');
});

test('one change is undone after the same look, and what others change meanwhile shows in it', async () => {
  const own = entry('Set C1').filter({ hasText: 'Kate' });
  await own.click();
  await own.getByTestId('undo-change').click();
  await sums(/1 cell goes back/);
  await kate.type('C1', '31');
  await sums(/2 changes|Nothing|changed again|goes back/);
  await part('cancel-undo').click();
  await part('undo-dialog').waitFor({ state: 'detached' });
});

test('of an earlier moment the selected cells are brought back, or the sheet', async () => {
  const early = entry('Set C1').last();
  await early.click();
  await early.getByTestId('look-at-moment').click();
  await part('banner-past').waitFor();
  await mara.sees('A1', '1');
  await mara.go('A1:B1');
  await part('restore-open').click();
  await part('restore-cells').check();
  await part('restore-list').waitFor();
  await waitFor(async () => /2 cells/.test(await part('restore-sum').textContent()), 'two cells to differ');
  await part('confirm-restore').click();
  await part('banner-past').waitFor({ state: 'detached' });
  await values('1', '2', '31');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await values('10', '200', '31');
  await early.click();
  await early.getByTestId('look-at-moment').click();
  await part('banner-past').waitFor();
  await part('restore-open').click();
  await part('restore-sheet').check();
  await waitFor(async () => /3 cells/.test(await part('restore-sum').textContent()), 'three cells to differ');
  await part('confirm-restore').click();
  await values('1', '2', '3');
});

test('more conflicts than are told at once: a hundred more at a time, and a choice for all of them', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Many' });
  const write = (from, to, input) =>
    daylight.api('PATCH', `/api/workbooks/${id}/cells`, { sheet: 'Sheet1', cells: Array.from({ length: to - from + 1 }, (_, n) => ({ cell: `A${from + n}`, input })) });
  await write(1, 230, '1');
  await write(1, 230, '2');
  await write(1, 230, '3');
  await mara.open(daylight, id);
  await part('history-open').click();
  const second = page.locator('[data-testid="change"][data-seq="3"]');
  await second.click();
  await second.getByTestId('undo-change').click();
  const shown = (n) => waitFor(async () => (await part('conflict').count()) === n, `${n} conflicts to be shown`);
  await shown(100);
  assert.match(await part('undo-sums').textContent(), /100 cells or more/);
  await part('more-conflicts').click();
  await shown(200);
  await part('conflict').nth(150).getByRole('radio').last().check();
  await part('more-conflicts').click();
  await shown(230);
  assert.equal(await part('more-conflicts').count(), 0);
  assert.match(await part('undo-sums').textContent(), /230 cells.*were changed again/);
  assert.match(await part('confirm-undo').textContent(), /Undo 1 cell$/);
  await part('all-back').click();
  assert.match(await part('confirm-undo').textContent(), /Undo 230 cells$/);
  await part('confirm-undo').click();
  await mara.sees('A1', '1');
  await part('undo-dialog').waitFor({ state: 'detached' });
});

test('what a workbook began with is not offered to be undone', async () => {
  const first = page.locator('[data-testid="change"][data-seq="1"]');
  await first.click();
  await first.getByTestId('look-at-moment').waitFor();
  assert.equal(await first.getByTestId('undo-change').count(), 0);
  await first.getByTestId('tick-change').check();
  assert.equal(await part('take-ticked').isDisabled(), true);
  await part('ticked').getByText('Clear').click();
});

test('no page threw an error', () => assert.deepEqual([...mara.errors, ...kate.errors], []));
