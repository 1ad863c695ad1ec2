// Sharing: a link for somebody, who has come in, and who opened what.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let page;
let workbook;
const part = (testId) => page.getByTestId(testId);
const people = async () => (await part('shared-with').allTextContents()).map((text) => text.trim());

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  page = mara.page;
  await mara.signIn(daylight);
  await page.evaluate(async () => {
    const body = JSON.stringify({ name: 'Mara Lindqvist' });
    await fetch('/api/session', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body });
  });
  workbook = await page.evaluate(async () => {
    const body = JSON.stringify({ name: 'Operations budget' });
    const answer = await fetch('/api/workbooks', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await answer.json()).id;
  });
  await mara.open(daylight, workbook);
  await part('share-open').click();
  await part('share-dialog').waitFor();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('the line at the top has the keyboard and offers to view first', async () => {
  await waitFor(() => part('link-label').evaluate((field) => field === document.activeElement), 'the field to have the keyboard');
  assert.equal((await part('link-role').textContent()).trim(), 'May view');
  await part('link-role').click();
  await part('menu-editor').waitFor();
  assert.deepEqual(await page.getByRole('menuitemradio').allTextContents(), ['May view', 'May edit']);
  await mara.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await waitFor(() => part('link-role').evaluate((pick) => pick === document.activeElement), 'the keyboard to be back where it was');
  await mara.shots('share-empty');
});

test('a name and Enter make a link that is copied; the field is ready for the next', async () => {
  await part('link-label').fill('For the auditors');
  await mara.press('Enter');
  await part('link').filter({ hasText: 'For the auditors' }).filter({ hasText: 'May view' }).waitFor();
  const viewing = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await part('link-label').inputValue(), '');

  await part('link-role').click();
  await part('menu-editor').click();
  await part('link-end').click();
  await part('menu-never').click();
  await part('link-label').fill('Tomás');
  await part('make-link').click();
  const made = part('link').filter({ hasText: 'Tomás' });
  await made.filter({ hasText: 'never ends' }).filter({ hasText: 'May edit' }).waitFor();
  // Both addresses can still be copied.
  assert.equal(await part('link-url').count(), 2);
  assert.equal((await part('link-url').last().textContent()).trim(), viewing);
});

test('the owner stands there once as the owner, guests with what their links allow', async () => {
  const url = (await part('link-url').first().textContent()).trim();
  await mara.press('Escape');
  const tomas = await Hands.sit(browser);
  await tomas.enter(url, 'Tomás Ferreira');
  await part('share-open').click();
  await waitFor(async () => (await people()).length === 2, 'both to be listed');
  const [owner, guest] = await people();
  assert.match(owner, /you.*In the workbook now.*Owner/);
  assert.equal(owner.match(/Owner/g).length, 1);
  assert.match(guest, /Tomás Ferreira.*guest.*In the workbook now, by “Tomás”.*May edit/);
  await mara.shots('share');
  await tomas.page.context().close();

  await page.goto(`${daylight.url}/`);
  await page.getByRole('button', { name: 'Actions for Operations budget', exact: true }).click();
  await page.getByRole('menuitem', { name: /share/i }).click();
  await waitFor(async () => /Made it on.*Owner/.test((await people())[0]), 'the owner to be away');
});

test('from there to who opened it', async () => {
  await part('who-opened').click();
  await page.waitForURL(new RegExp(`/activity#${workbook}$`));
  await part('happened').filter({ hasText: 'Tomás Ferreira' }).first().waitFor();
  assert.equal((await part('filter-workbook').textContent()).trim(), 'Operations budget');
  assert.equal((await part('filter-kind').textContent()).trim(), 'Opened');
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
