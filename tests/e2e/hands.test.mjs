// What hands expect of the grid, in a real browser against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let workbook;
const typed = (text) => mara.page.keyboard.type(text);
const at = async (address) =>
  waitFor(async () => (await mara.page.getByTestId('name-box').inputValue()) === address, `the selection to be ${address}`, 5);

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Hands' })).id;
  await mara.open(daylight, workbook);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('typing, Enter, Tab and the way back to the first column', async () => {
  await mara.go('B2');
  await typed('one');
  await mara.press('Tab');
  await typed('two');
  await mara.press('Tab');
  await typed('3');
  await mara.press('Enter');
  await at('B3');
  await mara.press('Shift+Enter');
  await at('B2');
  await mara.sees('B2', 'one');
  await mara.sees('D2', '3');
});

test('F2 edits, Escape cancels, Backspace empties, Delete clears', async () => {
  await mara.go('B2');
  await mara.press('F2');
  await typed(' more');
  await mara.press('Enter');
  await mara.sees('B2', 'one more');
  await mara.go('B2');
  await typed('never');
  await mara.press('Escape');
  await mara.sees('B2', 'one more');
  await mara.go('C2');
  await mara.press('Backspace');
  await typed('2');
  await mara.press('Enter');
  await mara.sees('C2', '2');
  await mara.go('B2');
  await mara.press('Delete');
  await mara.sees('B2', '');
});

test('arrows, Ctrl+arrows, Home, End and Shift', async () => {
  await mara.go('C2');
  await mara.press('ArrowRight');
  await at('D2');
  await mara.press('ArrowDown', 'Home');
  await at('A3');
  await mara.press('Control+End');
  await at('D2');
  await mara.press('Control+Home');
  await at('A1');
  await mara.go('C2');
  await mara.press('Shift+ArrowRight');
  await waitFor(async () => (await mara.page.getByTestId('stat-sum').textContent())?.includes('5'), 'the sum of the selection');
});

test('undo and redo of one’s own', async () => {
  await mara.type('A10', 'first');
  await mara.type('A10', 'second');
  await mara.press('Control+z');
  await mara.sees('A10', 'first');
  await mara.press('Control+z');
  await mara.sees('A10', '');
  await mara.press('Control+y');
  await mara.sees('A10', 'first');
});

test('copy and paste of a block; formulas move with it', async () => {
  await mara.type('A20', '10');
  await mara.type('A21', '20');
  await mara.type('B20', '=A20*2');
  await mara.type('B21', '=A21*2');
  await mara.go('A20:B21');
  await mara.press('Control+c');
  await mara.go('D20');
  await mara.press('Control+v');
  await mara.sees('D20', '10');
  await mara.sees('E21', '40');
  const { cells } = await daylight.cells(workbook, 'Sheet1', 'E21');
  assert.equal(cells[0].formula, '=D21*2');
});

test('text from elsewhere is pasted as typed', async () => {
  await mara.go('G20');
  await mara.page.evaluate(() => navigator.clipboard.writeText('Rent\t1,200.50\n"two\nlines"\t=1+1\n'));
  await mara.press('Control+v');
  await mara.sees('G20', 'Rent');
  await mara.sees('H20', '1,200.50');
  await mara.sees('H21', '2');
  assert.equal((await daylight.cells(workbook, 'Sheet1', 'G21')).cells[0].value, 'two\nlines');
});

test('rows and columns are inserted and deleted, formulas follow', async () => {
  await mara.type('A30', '1');
  await mara.type('A31', '2');
  await mara.type('A32', '=SUM(A30:A31)');
  await mara.go('A31');
  await mara.press('Shift+ ');
  await mara.press('Control+Shift+=');
  await mara.sees('A32', '2');
  await mara.type('A31', '10');
  await mara.sees('A33', '13');
  await mara.go('A30');
  await mara.press('Shift+ ');
  await mara.press('Control+-');
  await mara.sees('A32', '12');
  await mara.press('Control+z');
  await mara.sees('A33', '13');
});

test('formats are kept', async () => {
  await mara.go('A20');
  await mara.press('Control+b');
  await mara.page.getByTestId('tool-format.percent').click().catch(() => mara.press('Control+Shift+5'));
  await mara.sees('A20', '1000%');
  await mara.saved();
  await mara.page.reload();
  await mara.ready();
  await mara.sees('A20', '1000%');
});

test('sheets are added and renamed, formulas across sheets follow the name', async () => {
  await mara.page.getByTestId('add-sheet').click();
  await waitFor(async () => (await mara.page.getByTestId('tab').count()) === 2, 'the second tab');
  await mara.type('A1', '5');
  await mara.type('A2', '=Sheet1!A21+A1');
  await mara.sees('A2', '25');
  await mara.page.getByTestId('tab').filter({ hasText: 'Sheet1' }).dblclick();
  await mara.page.getByTestId('tab-name').fill('Base data');
  await mara.press('Enter');
  await mara.page.getByTestId('tab').filter({ hasText: 'Sheet2' }).click();
  await waitFor(async () => (await daylight.cells(workbook, 'Sheet2', 'A2')).cells[0].formula === "='Base data'!A21+A1", 'the formula to follow');
});

test('errors show as such, cycles end', async () => {
  await mara.type('C1', '=1/0');
  await mara.sees('C1', '#DIV/0!');
  await mara.type('D1', '=E1');
  await mara.type('E1', '=D1');
  await mara.sees('E1', '#CIRC!');
  await mara.type('E1', '7');
  await mara.sees('D1', '7');
});

test('a viewer sees everything live and can change nothing', async () => {
  const viewer = await Hands.guest(browser, daylight, workbook, { name: 'Vera', role: 'viewer', label: 'Audit' });
  await viewer.page.getByTestId('read-only').waitFor();
  await viewer.go('A20');
  await viewer.page.keyboard.type('mine');
  await viewer.page.keyboard.press('Enter');
  await mara.page.getByTestId('tab').first().click();
  await mara.type('A19', 'live');
  await viewer.sees('A19', 'live');
  const { cells } = await daylight.cells(workbook, 'Base data', 'A20');
  assert.equal(cells[0].value, 10);
  await viewer.page.context().close();
});

test('what is done before all of the page has come waits for it, in order', async () => {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Early' });
  const early = await Hands.sit(browser, { storageState: await mara.page.context().storageState() });
  const { page } = early;
  const held = [];
  await page.route(/assets\/(hands|commands)-/, (route) => held.push(route));
  await early.open(daylight, id);
  await waitFor(() => held.length === 2, 'both files to be asked for');
  await early.type('B2', 'one');
  await early.type('B3', '=1+1');
  await early.go('B2');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', 'pasted\tbeside');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('last');
  await page.keyboard.press('Enter');
  for (const route of held) await route.continue();
  for (const [address, text] of Object.entries({ B2: 'one', B3: '2', C2: 'pasted', D2: 'beside', C3: 'last' })) {
    await early.sees(address, text);
  }
  await early.saved();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'one');
  assert.deepEqual(early.errors, []);
  await page.context().close();
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
