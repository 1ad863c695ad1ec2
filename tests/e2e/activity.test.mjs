// What happened over all workbooks: the list and its filters, the way to each change, and the record taken away.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const { clean, found } = auditor();
let daylight;
let browser;
let mara;
let page;
let plan;
let diary;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  plan = (await daylight.api('POST', '/api/workbooks', { name: 'Plan' })).id;
  diary = (await daylight.api('POST', '/api/workbooks', { name: 'Diary' })).id;
  // More than a page of them.
  for (let n = 1; n <= 70; n++)
    await daylight.api('PATCH', `/api/workbooks/${diary}/cells`, { sheet: 'Sheet1', cells: [{ cell: `A${n}`, input: String(n) }] });
  await daylight.api('PATCH', `/api/workbooks/${diary}`, { name: 'Log book' });
  await mara.open(daylight, plan);
  await mara.type('B2', '12');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const lines = part.bind(null, 'happened');
const pick = async (id, text) => {
  await part(id).click();
  await page.getByRole('menuitemradio', { name: text, exact: true }).click();
};
/** What the browser would keep as a file. */
const taken = async (form) => {
  const [file] = await Promise.all([page.waitForEvent('download'), part(`menu-export-${form}`).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
};

test('the rail leads there, and all that happened stands in it, the newest first', async () => {
  await part('home').click();
  await part('nav-activity').click();
  await lines().first().waitFor();
  assert.match(await lines().first().textContent(), /B2.*Plan/s);
  assert.equal(await lines().filter({ hasText: 'Renamed it, from “Diary” to “Log book”' }).count(), 1);
  assert.equal(await part('nav-activity').getAttribute('aria-current'), 'page');
  await clean('activity', page);
  await mara.shots('activity');
});

test('more comes as one scrolls', async () => {
  const before = await lines().count();
  await waitFor(async () => {
    await lines().last().scrollIntoViewIfNeeded();
    return (await lines().count()) > before;
  }, 'the next page');
});

test('filters: workbook, person, what it was, the way in, and when', async () => {
  await pick('filter-workbook', 'Plan');
  await waitFor(async () => (await lines().filter({ hasNotText: 'Plan' }).count()) === 0, 'one workbook alone');
  await pick('filter-kind', 'Opened');
  await waitFor(async () => (await lines().count()) === 1, 'who opened it');
  assert.match(await lines().textContent(), /Opened it/);
  await pick('filter-kind', 'Shared');
  await part('no-activity').waitFor();
  await clean('no activity', page);
  await part('no-activity').getByRole('button').click();
  await waitFor(async () => (await lines().count()) > 40, 'everything again');
  await pick('filter-way', 'By hand');
  await waitFor(async () => (await lines().count()) === 1, 'what was done by hand');
  await pick('filter-when', 'Between…');
  await part('filter-to').fill('2020-01-01T00:00');
  await part('no-activity').waitFor();
  await pick('filter-when', 'Today');
  await lines().first().waitFor();
});

test('what is filtered is taken away as CSV, JSON Lines and Parquet', async () => {
  await part('export-activity').click();
  await part('menu-export-csv').waitFor();
  await clean('export', page);
  const csv = await taken('csv');
  assert.equal(csv.name, 'daylight-activity.csv');
  const [head, line, rest] = csv.bytes.toString('utf8').trim().split('\n');
  assert.match(head, /workbook_name.*author_name/);
  assert.match(line, /Plan.*B2/);
  assert.equal(rest, undefined, 'nothing but what was done by hand');
  await part('export-activity').click();
  const json = await taken('jsonl');
  assert.equal(JSON.parse(json.bytes.toString('utf8').trim()).cell, 'B2');
  await part('export-activity').click();
  const parquet = await taken('parquet');
  assert.equal(parquet.bytes.subarray(0, 4).toString(), 'PAR1');
});

test('a line leads to the workbook at that change', async () => {
  await lines().first().click();
  await page.waitForURL(new RegExp(`/w/${plan}`));
  const entry = page.locator('[data-testid="change"][aria-current="true"]');
  await entry.waitFor();
  assert.match(await entry.textContent(), /B2/);
  await entry.getByTestId('undo-change').waitFor();
});

test('the history of a workbook is taken away with its filters', async () => {
  await pick('filter-way', 'Imported');
  await part('history-menu').click();
  await part('menu-export').hover();
  await part('menu-export-csv').waitFor();
  const csv = await taken('csv');
  assert.equal(csv.bytes.toString('utf8').trim().split('\n').length, 1, 'nothing but the headings');
});

test('without the server it says so, and can be tried again', async () => {
  await page.goto(`${daylight.url}/activity`);
  await lines().first().waitFor();
  await page.route('**/api/activity?*', (route) => route.abort());
  await pick('filter-kind', 'Changes');
  await part('activity-problem').waitFor();
  await clean('activity without the server', page);
  await page.unroute('**/api/activity?*');
  await part('activity-problem').getByRole('button').click();
  await lines().first().waitFor();
  assert.equal(await part('activity-problem').count(), 0);
});

test('nothing hinders those who cannot see or cannot use a mouse', () => assert.deepEqual(found, []));
test('no page threw an error', () => assert.deepEqual(mara.errors, []));
