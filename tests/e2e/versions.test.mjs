// Named versions, proofs, the check of the record, and what administrators see of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';

const binary = process.env.DAYLIGHT_BIN ?? `${root}target/debug/daylight`;
let daylight;
let browser;
let mara;
let page;
let workbook;

before(async () => {
  daylight = await Daylight.start({ env: { TZ: 'UTC' } });
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce', acceptDownloads: true });
  page = mara.page;
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Plan' })).id;
  await mara.open(daylight, workbook);
  await mara.type('A1', '1');
  await mara.type('A2', '2');
  await mara.saved();
  await part('history-open').click();
  await part('change').first().waitFor();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const fromMenu = async (item) => {
  await part('history-menu').click();
  await part(`menu-${item}`).click();
};

test('the workbook as it is now gets a name and a note', async () => {
  await fromMenu('name-now');
  await part('save-version').click();
  await page.getByText('A name has at least one letter.').waitFor();
  await part('version-name').fill('Sent to the council');
  await part('version-note').fill('With the numbers of November');
  await page.keyboard.press('Tab');
  await part('version-name').press('Enter');
  await part('name-version-dialog').waitFor({ state: 'detached' });
  await part('version-mark').getByText('Sent to the council').waitFor();
});

test('so does an earlier change, and only the named ones are listed', async () => {
  const early = part('change').filter({ hasText: 'Set A1' });
  await early.click();
  await early.getByTestId('change-menu').click();
  await part('menu-name-version').click();
  await part('version-name').fill('First draft');
  await part('save-version').click();
  await early.getByTestId('version-mark').waitFor();
  await fromMenu('named-only');
  await waitFor(async () => (await part('version').count()) === 2, 'two versions');
  assert.match(await part('version').first().textContent(), /Sent to the council.*With the numbers of November.*Named by you/s);
  await mara.shot('versions');
});

test('a version is looked at, compared with now, and with another one', async () => {
  const draft = part('version').filter({ hasText: 'First draft' });
  await draft.getByTestId('version-look').click();
  await part('banner-past').waitFor();
  await mara.sees('A2', '');
  await part('return-to-now').click();
  await mara.sees('A2', '2');
  await draft.getByTestId('version-compare').click();
  await page.locator('[data-testid="difference"][data-cell="A2"]').waitFor();
  await part('compare-to').click();
  await page.getByRole('menuitemradio', { name: 'Sent to the council' }).click();
  await waitFor(async () => /Sent to the council/.test(await part('compare-to').textContent()), 'the other end');
  await page.locator('[data-testid="difference"][data-cell="A2"]').waitFor();
  await part('compare-close').click();
  await part('compare').waitFor({ state: 'detached' });
});

test('a version is renamed and deleted, which can be undone', async () => {
  const draft = part('version').filter({ hasText: 'First draft' });
  await draft.getByTestId('version-menu').click();
  await part('menu-rename').click();
  await part('version-name').fill('Second thoughts');
  await part('save-version').click();
  const renamed = part('version').filter({ hasText: 'Second thoughts' });
  await renamed.waitFor();
  await renamed.getByTestId('version-menu').click();
  await part('menu-delete').click();
  await renamed.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await renamed.waitFor();
  await part('all-changes').click();
  await part('change').first().waitFor();
});

/** Downloads the proof that is offered and lets the program check it. */
async function proven() {
  const command = await part('proof-command').textContent();
  const key = /--key ([0-9a-f]{64})/.exec(command)[1];
  const [download] = await Promise.all([page.waitForEvent('download'), part('download-proof').click()]);
  assert.ok(command.includes(download.suggestedFilename()), 'the command names the file');
  const { stdout } = await promisify(execFile)(binary, ['verify-proof', await download.path(), '--key', key]);
  await page.keyboard.press('Escape');
  await part('proof-dialog').waitFor({ state: 'detached' });
  return stdout;
}

test('a change and what a cell holds can be proven to others', async () => {
  const change = part('change').filter({ hasText: 'Set A2' });
  await change.click();
  await change.getByTestId('change-menu').click();
  await part('menu-prove').click();
  assert.match(await proven(), /Plan/);
  await mara.go('A1');
  await page.keyboard.press('Alt+h');
  await part('story-proof').click();
  assert.match(await proven(), /A1/);
});

test('the owner checks the record', async () => {
  await fromMenu('verify');
  await part('verify-whole').waitFor();
  assert.match(await part('verify-whole').textContent(), /Everything is whole\. \d+ changes were checked/);
  const { key } = await daylight.api('GET', '/api/custody/key');
  assert.equal(await part('custody-key').textContent(), key);
  await page.keyboard.press('Escape');
});

test('administrators see what the checks found, others nothing of it', async () => {
  await page.goto(daylight.url);
  await part('nav-admin').click();
  await part('no-checks').or(part('check')).first().waitFor();
  await part('anchoring').getByText('Off.').waitFor();
  assert.match(await part('custody-key').textContent(), /^[0-9a-f]{64}$/);
  await mara.shot('admin');
  const guest = await Hands.guest(browser, daylight, workbook, { name: 'Aisha', role: 'viewer' });
  await guest.page.goto(`${daylight.url}/admin`);
  await guest.page.getByTestId('admin-refused').waitFor();
  assert.equal(await guest.page.getByTestId('nav-admin').count(), 0);
  await guest.page.context().close();
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
