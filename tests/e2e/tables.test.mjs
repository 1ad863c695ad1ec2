// Tables: imported ones, growing and renaming by typing, the dialog, formulas by name, and what somebody else sees.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, fixture, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let oskar;
let workbook;
const formula = async (sheet, cell) => (await daylight.cells(workbook, sheet, cell)).cells[0]?.formula;
const content = (hands) => hands.page.getByTestId('formula-bar').locator('textarea').inputValue();
const show = async (hands, sheet) => hands.page.getByRole('tab', { name: sheet }).click();
const menu = async (cell, entry) => {
  await mara.go(cell);
  await mara.press('Shift+F10');
  await mara.page.getByTestId(`menu-${entry}`).click();
};

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = await daylight.import(fixture('tables.xlsx'));
  await mara.open(daylight, workbook);
  oskar = await Hands.guest(browser, daylight, workbook, { name: 'Oskar', label: 'Oskar' });
  await show(oskar, 'Sums');
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('an imported table computes by name, and shows as Excel would', async () => {
  await mara.sees('E4', '120');
  await oskar.sees('A1', '1000');
  await oskar.sees('A2', '1200');
  await oskar.sees('A4', 'Net');
  await mara.go('E4');
  assert.equal(await content(mara), '=Sales[@Net]*1.2');
});

test('a column is offered while it is typed, and summed', async () => {
  await mara.go('G3');
  await mara.page.keyboard.type('=SUM(Sal');
  await mara.page.getByRole('option', { name: /^Sales/ }).waitFor();
  await mara.press('Tab');
  await mara.page.keyboard.type('[n');
  await mara.page.getByRole('option', { name: /^Net/ }).waitFor();
  await mara.press('Tab');
  await mara.page.keyboard.type(')');
  await mara.press('Enter');
  await mara.sees('G3', '1000');
  assert.equal(await formula('Orders', 'G3'), '=SUM(Sales[Net])');
});

test('rows inserted in the middle and at the top', async () => {
  await mara.go('A5');
  await mara.press('Shift+ ');
  await mara.press('Control+Shift+=');
  await mara.sees('B6', 'South');
  await mara.type('D5', '50');
  await mara.sees('E5', '60');
  await oskar.sees('A1', '1050');
  await oskar.sees('A3', '5');
  await mara.go('A1');
  await mara.press('Shift+ ');
  await mara.press('Control+Shift+=');
  await mara.sees('B4', 'Region');
  await oskar.sees('A1', '1050');
});

test('a renamed heading is renamed in formulas, and nothing is called the same twice', async () => {
  await mara.type('D4', 'Amount');
  await oskar.sees('A4', 'Amount');
  await oskar.go('A1');
  await waitFor(async () => (await content(oskar)) === '=SUM(Sales[Amount])', 'the formula to follow');
  await mara.type('D4', 'region');
  await mara.sees('D4', 'region2');
  await mara.press('Control+z');
  await mara.sees('D4', 'Amount');
});

test('what is typed below joins the table; one undo shrinks it and keeps the value', async () => {
  await mara.type('B10', 'Centre');
  await mara.sees('E10', '0');
  await mara.type('D10', '1000');
  await mara.sees('E10', '1200');
  await oskar.sees('A1', '2050');
  await mara.saved();
  await mara.go('D10');
  await mara.press('Delete');
  await oskar.sees('A1', '1050');
  await mara.type('D11', '7');
  await oskar.sees('A1', '1057');
  await mara.press('Control+z');
  await oskar.sees('A1', '1050');
  await mara.sees('D11', '7');
  await mara.press('Control+z');
  await mara.sees('D11', '');
});

test('Tab in the last cell adds a row', async () => {
  await mara.go('E10');
  await mara.press('Tab');
  await waitFor(async () => (await mara.page.getByTestId('name-box').inputValue()) === 'B11', 'the first cell of the new row');
  await oskar.sees('A3', '7');
  await mara.press('Control+z');
  await oskar.sees('A3', '6');
});

test('totals, a look and a name in the menu and the dialog', async () => {
  await menu('B6', 'table-totals');
  await mara.sees('B11', 'Total');
  await mara.sees('E11', '1260');
  await menu('D11', 'total-average');
  await mara.sees('D11', '210');
  await menu('B6', 'table-change');
  await mara.page.getByTestId('table-name').fill('A1');
  assert.ok(await mara.page.getByTestId('table-save').isDisabled());
  await mara.page.getByTestId('table-name').fill('Orders');
  await mara.page.getByLabel('Dark 3, orange').check({ force: true });
  await mara.page.getByTestId('table-save').click();
  await mara.page.getByTestId('table-dialog').waitFor({ state: 'detached' });
  await oskar.go('A2');
  await waitFor(async () => (await content(oskar)) === '=SUM(Orders[Gross])', 'the new name in formulas');
  await mara.shot('tables');
  await mara.press('Control+z');
  await waitFor(async () => (await content(oskar)) === '=SUM(Sales[Gross])', 'the old name');
});

test('a table is made of what stands there, and pointing writes its columns', async () => {
  await mara.page.getByTestId('add-sheet').click();
  await mara.go('A1');
  await mara.page.evaluate(() => navigator.clipboard.writeText('Item\tPrice\nPump\t10\nPipe\t20\n'));
  await mara.press('Control+v');
  await mara.sees('B3', '20');
  await mara.go('A2');
  await mara.press('Control+l');
  await mara.page.getByTestId('table-dialog').waitFor();
  assert.equal(await mara.page.getByTestId('table-range').inputValue(), 'A1:B3');
  assert.ok(await mara.page.getByTestId('table-headings').isChecked());
  await mara.page.getByTestId('table-name').fill('Items');
  await mara.page.getByTestId('table-make').click();
  await mara.page.getByTestId('table-dialog').waitFor({ state: 'detached' });
  await mara.go('C2');
  await mara.page.keyboard.type('=');
  await mara.press('ArrowLeft');
  await mara.page.keyboard.type('*2');
  await mara.press('Enter');
  await mara.sees('C3', '40');
  await mara.sees('C1', 'Column1');
  await mara.go('E2');
  await mara.page.keyboard.type('=SUM(Items[Price])');
  await mara.press('Enter');
  await mara.sees('E2', '30');
});

test('somebody’s formula over a table that is taken back says why, and the table can be brought back', async () => {
  // Oskar’s formula is not his neighbour’s to rewrite: she only takes back that there is a table.
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Taken back' });
  await mara.open(daylight, id);
  const other = await Hands.guest(browser, daylight, id, { name: 'Aisha', label: 'Aisha' });
  await mara.page.evaluate(() => navigator.clipboard.writeText('Item\tPrice\nPump\t10\nPipe\t20\n'));
  await mara.go('A1');
  await mara.press('Control+v');
  await mara.sees('B3', '20');
  await mara.go('A1');
  await mara.press('Control+l');
  await mara.page.getByTestId('table-make').click();
  await mara.page.getByTestId('table-dialog').waitFor({ state: 'detached' });
  await other.type('D5', '=SUM(Table1[Price])');
  await other.sees('D5', '30');
  await mara.sees('D5', '30');
  await mara.press('Control+z');
  await other.sees('D5', '#REF!');
  await other.go('D5');
  await other.page.keyboard.press('Alt+F1');
  await other.page.getByTestId('error-card').waitFor();
  assert.match(await other.page.getByTestId('error-text').textContent(), /table/i);
  await other.page.getByTestId('bring-back').click();
  await other.sees('D5', '30');
});

test('nothing went wrong on the pages', () => {
  assert.deepEqual([...mara.errors, ...oskar.errors], []);
});
