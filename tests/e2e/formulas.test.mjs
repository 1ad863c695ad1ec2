// Formulas that fill several cells, errors that explain themselves, and what was deleted brought back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let workbook;
const card = () => mara.page.getByTestId('error-card');
const at = async (address) =>
  waitFor(async () => (await mara.page.getByTestId('name-box').inputValue()) === address, `the selection to be ${address}`, 5);
const says = async (part, text) =>
  waitFor(async () => ((await mara.page.getByTestId(part).textContent({ timeout: 2000 })) ?? '').match(text), `${part} to say ${text}`, 10);

/** Asks why a cell shows an error. */
async function ask(address) {
  await mara.go(address);
  await mara.press('Alt+F1');
  await mara.page.getByTestId('error-text').waitFor();
}

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Formulas' })).id;
  await mara.open(daylight, workbook);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('a formula fills the cells below it, which tell whose formula it is', async () => {
  await mara.type('B2', '=SEQUENCE(3)');
  await mara.sees('B2', '1');
  await mara.sees('B3', '2');
  await mara.sees('B4', '3');
  await mara.go('B3');
  const bar = mara.page.getByTestId('formula').locator('textarea');
  await waitFor(async () => (await bar.getAttribute('placeholder')) === '=SEQUENCE(3)', 'the bar to show the formula');
  assert.equal(await bar.inputValue(), '');
  await mara.press('Delete');
  await mara.sees('B3', '2');
});

test('what stands in its way is named, selected and cleared', async () => {
  await mara.type('B4', 'note');
  await mara.sees('B2', '#SPILL!');
  await mara.sees('B3', '');
  await ask('B2');
  await says('error-blocker', /B4 is in the way/);
  await mara.page.getByRole('button', { name: 'Select what is in the way' }).click();
  await at('B4');
  await mara.press('Delete');
  await mara.sees('B2', '1');
  await mara.sees('B4', '3');
});

test('a loop is told cell by cell', async () => {
  await mara.type('D2', '=E2');
  await mara.type('E2', '=F2');
  await mara.type('F2', '=D2');
  await mara.sees('D2', '#CIRC!');
  await ask('D2');
  await says('error-loop', /^D2 → (E2 → F2|F2 → E2) → D2$/);
  await mara.page.getByTestId('error-loop').getByRole('button', { name: 'F2' }).click();
  await at('F2');
  await mara.type('F2', '5');
  await mara.sees('D2', '5');
});

test('an error far from its cause leads to it', async () => {
  await mara.type('H2', '0');
  await mara.type('H3', '=1/H2');
  await mara.type('H4', '=H3+1');
  await mara.sees('H4', '#DIV/0!');
  await ask('H4');
  await says('error-origin', /H3/);
  await mara.page.getByTestId('error-origin').getByRole('button', { name: 'H3' }).click();
  await at('H3');
});

test('a deleted row that a formula points at: who did it, and the way back', async () => {
  await mara.type('A10', '7');
  await mara.type('A12', '=A10*2');
  await mara.sees('A12', '14');
  await mara.go('A10');
  await mara.press('Shift+ ', 'Control+-');
  await mara.sees('A11', '#REF!');
  await mara.saved();
  await ask('A11');
  await says('error-text', /deleted/);
  const me = await mara.page.getByTestId('error-change').textContent();
  assert.match(me, /, today at \d\d:\d\d/);
  await mara.page.getByTestId('bring-back').click();
  await mara.sees('A10', '7');
  await mara.sees('A12', '14');
  await card().waitFor({ state: 'detached' });
});

test('arrows to what a cell reads, and by key to what reads it', async () => {
  await mara.go('A12');
  await mara.press('Control+[');
  await at('A10');
  await mara.press('Control+]');
  await at('A12');
  await mara.type('C20', '=H2+A10');
  await mara.go('A10');
  await mara.press('Control+]');
  await waitFor(
    async () => (await mara.page.getByTestId('grid-mirror').locator('[aria-selected="true"]').allTextContents()).length === 2,
    'both cells to be selected',
  );
});

test('through several sheets', async () => {
  await mara.page.getByTestId('add-sheet').click();
  await mara.page.getByRole('tab', { name: 'Sheet2', selected: true }).waitFor();
  await mara.type('A10', '3');
  await mara.type('C1', '=SUM(Sheet1:Sheet2!A10)');
  await mara.sees('C1', '10');
  const { cells } = await daylight.cells(workbook, 'Sheet2', 'C1');
  assert.equal(cells[0].formula, '=SUM(Sheet1:Sheet2!A10)');
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));

test('cells that are cut and pasted take along what refers to them', async () => {
  await mara.type('K2', '4');
  await mara.type('L2', '=K2*10');
  await mara.type('L3', '=SUM($K$2:K2)');
  await mara.sees('L2', '40');
  await mara.go('K2');
  await mara.press('Control+x');
  await mara.go('N9');
  await mara.press('Control+v');
  await mara.sees('N9', '4');
  await mara.sees('K2', '');
  await mara.go('L2');
  const bar = mara.page.getByTestId('formula').locator('textarea');
  await waitFor(async () => (await bar.inputValue()) === '=N9*10', 'the formula to follow');
  await mara.go('L3');
  await waitFor(async () => (await bar.inputValue()) === '=SUM($N$9:N9)', 'the range to follow');
  await mara.type('N9', '5');
  await mara.sees('L2', '50');
  await mara.go('A1');
  await mara.press('Control+z', 'Control+z');
  await mara.sees('K2', '4');
  await mara.sees('L2', '40');
});
