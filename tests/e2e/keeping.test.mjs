// How long the history is kept: the policy, folding what is older, and where that is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const { clean, found } = auditor();
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
  // Hers: a workbook belongs to who makes it.
  await page.getByTestId('new-workbook').click();
  await page.waitForURL(/\/w\/\w+/);
  workbook = /\/w\/(\w+)/.exec(page.url())[1];
  await mara.ready();
  await mara.type('A1', '1');
  await mara.saved();
  await mara.type('A1', '2');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const open = async () => {
  await part('history-menu').click();
  await part('menu-keep').click();
  await part('foldable').waitFor();
};

test('everything is kept until its owner says otherwise', async () => {
  await part('history-open').click();
  await open();
  assert.equal(await part('keep-forever').isChecked(), true);
  assert.match(await part('foldable').textContent(), /Everything is kept/);
  await part('keep-days').fill('5');
  await part('keep-save').click();
  await page.getByRole('alert').filter({ hasText: 'Between 30 and 36,500 days' }).waitFor();
  await part('keep-days').fill('90');
  await part('keep-save').click();
  await waitFor(async () => /older than 90 days/.test(await part('foldable').textContent()), 'the policy to be saved');
  assert.equal(await part('keep-limited').isChecked(), true);
  await part('fold-open').click();
  await part('fold-word').waitFor();
  await clean('keep', page);
  await mara.shots('keep');
});

test('folding wants the word, says where there is nothing, and cannot be done by accident', async () => {
  assert.equal(await part('fold').isDisabled(), true);
  await part('fold-day').fill('2020-01-01');
  await part('fold-word').fill('fold');
  await part('fold').click();
  await part('fold-form').getByText('Nothing was folded').waitFor();
});

test('what is folded is no longer told, and it says so: in the list, in a story, for a proof, for a comparison', async () => {
  const day = await page.evaluate(() => {
    const tomorrow = new Date(Date.now() + 86_400_000);
    return `${tomorrow.getFullYear()}-${String(tomorrow.getMonth() + 1).padStart(2, '0')}-${String(tomorrow.getDate()).padStart(2, '0')}`;
  });
  await part('fold-day').fill(day);
  await part('fold').click();
  await part('keep-folded').waitFor();
  await page.getByTestId('keep-dialog').getByRole('button', { name: 'Close' }).last().click();
  await part('history-folded').waitFor();
  assert.match(await part('history-folded').textContent(), /Folded today.*no longer told/);
  // The last change may stand by itself: what it left is what the workbook is.
  assert.equal(await part('change').filter({ hasText: 'Made the workbook' }).count(), 0);
  const left = await part('change').count();
  await clean('folded history', page);
  await mara.shots('folded');
  await mara.sees('A1', '2');
  await mara.type('A1', '3');
  await mara.saved();
  await waitFor(async () => (await part('change').count()) === left + 1, 'what came after it');
  await mara.go('A1');
  await page.keyboard.press('Alt+h');
  await part('story-folded').waitFor();
  await page.keyboard.press('Escape');
  // Addresses of folded changes may stand in mails.
  const refused = await page.evaluate(async (id) => (await fetch(`/api/workbooks/${id}/changes/2`)).status, workbook);
  assert.equal(refused, 410);
});

test('why a cell changed goes back to the checkpoint', async () => {
  await mara.go('A1');
  await page.keyboard.press('Alt+/');
  await part('palette-field').fill('Why did');
  await page.keyboard.press('Enter');
  await part('why-step').first().waitFor();
  assert.match(await part('why-difference').textContent(), /^\+[12]$/);
  await page.keyboard.press('Escape');
});

test('who is not the owner may not', async () => {
  const { url } = await page.evaluate(
    async (id) => (await fetch(`/api/workbooks/${id}/links`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"role":"editor"}' })).json(),
    workbook,
  );
  const guest = await Hands.sit(browser);
  await guest.enter(url, 'Aisha');
  await guest.page.getByTestId('history-open').click();
  await guest.page.getByTestId('history-menu').click();
  assert.equal(await guest.page.getByTestId('menu-keep').getAttribute('aria-disabled'), 'true');
  assert.deepEqual(guest.errors, []);
  await guest.page.context().close();
});

test('nothing hinders those who cannot see or cannot use a mouse', () => assert.deepEqual(found, []));
test('no page threw an error', () => assert.deepEqual(mara.errors, []));
