// The catalogue: new, rename, trash, restore, and files that cannot be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const row = (name) => mara.page.getByTestId('workbook-row').filter({ hasText: name });

test('a first start shows a sample workbook', async () => {
  await row('Operations budget 2027').waitFor({ timeout: 30_000 });
});

test('a new workbook opens, is renamed, trashed and restored', async () => {
  await mara.page.getByTestId('new-workbook').click();
  await mara.page.waitForURL(/\/w\/\w+/);
  await mara.ready();
  await mara.type('A1', 'first cell');
  await mara.saved();
  await mara.page.getByTestId('workbook-name').click();
  await mara.page.getByTestId('workbook-name-field').fill('Vehicle log');
  await mara.page.keyboard.press('Enter');
  await waitFor(async () => (await mara.page.getByTestId('workbook-name').textContent()) === 'Vehicle log', 'the new name');
  await mara.page.getByTestId('home').click();
  await row('Vehicle log').waitFor();
  await row('Vehicle log').getByTestId('row-menu').click();
  await mara.shot('10-row-menu');
  await mara.page.getByTestId('menu-trash').click();
  await row('Vehicle log').waitFor({ state: 'detached' });
  await mara.page.getByTestId('nav-deleted').click();
  await row('Vehicle log').waitFor();
  await mara.shot('11-deleted');
  await row('Vehicle log').getByTestId('restore').click();
  await mara.page.getByTestId('nav-all').click();
  await row('Vehicle log').waitFor();
  await row('Vehicle log').getByTestId('workbook-link').click();
  await mara.ready();
  await mara.sees('A1', 'first cell');
  await mara.page.getByTestId('home').click();
});

test('a file that is no workbook is refused in words, and leaves nothing', async () => {
  const before = (await daylight.api('GET', '/api/workbooks')).workbooks.length;
  await mara.page.getByTestId('import-input').setInputFiles({
    name: 'Quarter.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600, 7)]),
  });
  const failure = mara.page.getByTestId('import-failure');
  await failure.waitFor();
  await mara.shot('12-import-failed');
  assert.match(await failure.textContent(), /Quarter\.xlsx|file/);
  assert.equal((await daylight.api('GET', '/api/workbooks')).workbooks.length, before);
});

test('of files that came together those that failed are listed, with the way to the others', async () => {
  const broken = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600, 7)]);
  await mara.page.getByTestId('import-input').setInputFiles([
    { name: 'Payroll.xlsx', mimeType: '', buffer: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000)]) },
    { name: 'Forecast.xlsx', mimeType: '', buffer: broken },
    { name: 'Meters.csv', mimeType: '', buffer: Buffer.from('a,b\n1,2\n') },
  ]);
  await mara.page.getByTestId('nav-imports').click();
  await mara.page.getByText('2 of 3 files could not be imported').waitFor();
  const failure = mara.page.getByTestId('import-failure');
  await failure.getByRole('heading', { name: 'Payroll.xlsx' }).waitFor();
  await failure.getByRole('heading', { name: 'Forecast.xlsx' }).waitFor();
  await mara.shots('imports-failed');
  await failure.getByRole('button', { name: 'Copy this report' }).click();
  assert.match(await mara.page.evaluate(() => navigator.clipboard.readText()), /Payroll\.xlsx\n[^]*\n\nForecast\.xlsx\n/);
  await failure.getByRole('link', { name: 'Meters.csv' }).click();
  await mara.ready();
  await mara.page.getByTestId('home').click();
});

test('search narrows the list while it is typed, and is cleared', async () => {
  await mara.page.goto(daylight.url);
  await row('Operations budget 2027').waitFor();
  await mara.page.keyboard.press('/');
  await mara.page.keyboard.type('nothing like this');
  await row('Operations budget 2027').waitFor({ state: 'detached' });
  await mara.page.getByRole('button', { name: 'Clear the search' }).click();
  await row('Operations budget 2027').waitFor();
  assert.equal(await mara.page.getByTestId('search').inputValue(), '');
});

test('an address that was cut off leads to no workbook, in words', async () => {
  await mara.page.goto(`${daylight.url}/w/4kq2-Operations-bud`);
  await mara.page.getByTestId('page-not-found').waitFor();
  await mara.page.goto(daylight.url);
});

test('dropping a file anywhere imports it', async () => {
  await mara.page.getByTestId('nav-all').click();
  const drop = await mara.page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['Item;Amount\nRent;1.200,50\n007;3\n'], 'rent.csv', { type: 'text/csv' }));
    return transfer;
  });
  await mara.page.dispatchEvent('body', 'dragenter', { dataTransfer: drop });
  await mara.page.getByTestId('dropzone').waitFor();
  await mara.shot('13-drop');
  await mara.page.dispatchEvent('[data-testid="dropzone"]', 'dragover', { dataTransfer: drop });
  await mara.page.dispatchEvent('[data-testid="dropzone"]', 'drop', { dataTransfer: drop });
  await mara.page.waitForURL(/\/w\/\w+/, { timeout: 30_000 });
  await mara.ready();
  await mara.sees('A1', 'Item');
  await mara.sees('A3', '007');
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
