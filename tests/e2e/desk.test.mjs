// Cells carried by their edge, names and parts of the clipboard, in a real browser against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let workbook;
const box = () => mara.page.getByTestId('name-box');
const at = (address) => waitFor(async () => (await box().inputValue()) === address, `the selection to be ${address}`, 5);
const formula = async (address) => (await daylight.cells(workbook, 'Sheet1', address)).cells[0]?.formula;
const becomes = (address, text) => waitFor(async () => (await formula(address)) === text, `${address} to be ${text}`, 10);

/** A cell's place on the page: rows are 24 high and columns 84 wide below and right of the headers. */
async function place(col, row) {
  const canvas = await mara.page.getByTestId('grid').boundingBox();
  return { x: canvas.x + 44 + 84 * col, y: canvas.y + 22 + 24 * row };
}

/** Takes the upper edge of the selection that begins at a cell and drops it on another. */
async function carry(from, to, key) {
  const start = await place(...from);
  const end = await place(...to);
  await mara.page.mouse.move(start.x + 30, start.y);
  await mara.page.mouse.down();
  await mara.page.mouse.move(end.x + 30, end.y + 6, { steps: 6 });
  if (key) await mara.page.keyboard.down(key);
  await mara.page.mouse.up();
  if (key) await mara.page.keyboard.up(key);
}

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Desk' })).id;
  await mara.open(daylight, workbook);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('cells are carried by their edge; formulas that read them follow, and one undo brings all back', async () => {
  await mara.type('A1', '10');
  await mara.type('A2', '20');
  await mara.type('C1', '=SUM(A1:A2)');
  await mara.type('C2', '=A1*3');
  await mara.sees('C1', '30');
  await mara.go('A1:A2');
  await carry([0, 0], [4, 5]);
  await at('E6:E7');
  await mara.sees('E7', '20');
  await becomes('C1', '=SUM(E6:E7)');
  await becomes('C2', '=E6*3');
  await mara.sees('C1', '30');
  await mara.press('Control+z');
  await mara.sees('A1', '10');
  await mara.sees('E6', '');
  await becomes('C1', '=SUM(A1:A2)');
  await at('A1:A2');
});

test('what is covered is counted, and the message takes it back', async () => {
  await mara.type('G4', 'covered');
  await mara.go('A1:A2');
  await carry([0, 0], [6, 2]);
  await mara.page.getByText('1 filled cell was replaced at G3:G4.').waitFor();
  await mara.sees('G4', '20');
  await mara.page.getByTestId('toasts').getByRole('button', { name: 'Undo' }).click();
  await mara.sees('G4', 'covered');
  await mara.sees('A2', '20');
});

test('the message is gone once another step is made: it takes back nothing else', async () => {
  await mara.go('A1:A2');
  await carry([0, 0], [6, 2]);
  const message = mara.page.getByText('1 filled cell was replaced at G3:G4.');
  await message.waitFor();
  await mara.type('J1', 'another step');
  await message.waitFor({ state: 'detached', timeout: 3000 });
  await mara.press('Control+z', 'Control+z');
  await mara.sees('G4', 'covered');
  await mara.sees('J1', '');
});

test('with Ctrl they are copied, and formulas adjust as copies do', async () => {
  await mara.go('C2');
  await carry([2, 1], [2, 8], 'Control');
  await becomes('C9', '=A8*3');
  await becomes('C2', '=A1*3');
});

test('a name is defined in the box, used, follows its cells, is renamed and deleted', async () => {
  await mara.go('A1:A2');
  await mara.go('Costs');
  await at('Costs');
  await mara.type('B1', '=SUM(Costs)');
  await mara.sees('B1', '30');
  await mara.go('A1');
  await mara.press('Shift+ ', 'Control+Shift+=');
  await mara.go('costs');
  await at('Costs');
  await mara.press('Control+F3');
  const row = mara.page.getByTestId('name-row');
  await row.waitFor();
  assert.match(await row.textContent(), /Costs=Sheet1!\$A\$2:\$A\$3Workbook/);
  await row.getByRole('button', { name: 'Change Costs' }).click();
  await mara.page.getByTestId('name-text').fill('B7');
  await mara.page.getByTestId('save-name').click();
  await mara.page.getByText('is the address of a cell').waitFor();
  await mara.page.getByTestId('name-text').fill('Spending');
  await mara.page.getByTestId('name-refers').fill('=Sheet1!A2');
  await mara.page.getByTestId('save-name').click();
  await mara.page.getByTestId('name-text').waitFor({ state: 'detached' });
  await mara.press('Escape');
  await becomes('B2', '=SUM(Spending)');
  await mara.sees('B2', '10');
  await mara.press('Control+F3');
  await row.getByRole('button', { name: 'Delete Spending' }).click();
  await row.waitFor({ state: 'detached' });
  await mara.press('Escape');
  await mara.sees('B2', '#NAME?');
  await mara.press('Control+z');
  await mara.sees('B2', '10');
});

test('parts of the clipboard are pasted from the dialog', async () => {
  await mara.type('A20', '1.239');
  await mara.type('B20', '=A20*2');
  await mara.go('A20');
  await mara.press('Control+Shift+1');
  await mara.sees('A20', '1.24');
  await mara.go('A20:B20');
  await mara.press('Control+c');
  await mara.go('D20');
  await mara.press('Control+Shift+v');
  await waitFor(async () => (await daylight.cells(workbook, 'Sheet1', 'D20')).cells[0]?.value === 1.239, 'the whole value', 10);
  assert.equal(await formula('E20'), undefined);
  await mara.go('D22');
  await mara.press('Control+Alt+v');
  await mara.page.getByTestId('paste-transpose').check();
  await mara.page.getByTestId('paste-now').click();
  await becomes('D23', '=D22*2');
  await mara.sees('D22', '1.24');
  await mara.go('D22');
  await mara.press('Control+Alt+v');
  await mara.page.getByTestId('paste-values').check();
  await mara.page.getByTestId('paste-multiply').check();
  await mara.page.getByTestId('paste-now').click();
  await waitFor(async () => Math.abs((await daylight.cells(workbook, 'Sheet1', 'D22')).cells[0]?.value - 1.239 * 1.239) < 1e-9, 'the product', 10);
});

test('the menu of a cell fits the window; its groups open beside it, by pointer and by keys', async () => {
  await mara.type('A40', 'below');
  await mara.go('A40');
  await mara.press('Shift+F10');
  const menu = mara.page.getByTestId('grid-menu');
  await menu.waitFor();
  assert.ok(await menu.evaluate((list) => list.scrollHeight <= list.clientHeight), 'nothing of it is scrolled away');
  await mara.page.getByTestId('menu-lines').click();
  await mara.page.getByTestId('menu-rows.insertBelow').click();
  await menu.waitFor({ state: 'detached' });
  await mara.go('A40');
  await mara.press('Shift+F10');
  await menu.waitFor();
  await mara.page.getByTestId('menu-sorting').hover();
  await mara.press('ArrowRight');
  await mara.page.getByTestId('menu-sort.range').waitFor();
  await mara.press('ArrowLeft');
  await mara.page.getByTestId('menu-sort.range').waitFor({ state: 'detached' });
  await mara.press('Escape');
  await menu.waitFor({ state: 'detached' });
  await mara.press('Control+z');
});

test('a command that is refused says why', async () => {
  await mara.go('A1:Z2000');
  await mara.page.keyboard.type('7');
  await mara.press('Control+Enter');
  await mara.page.getByText('cells are too many for one step').waitFor();
});

test('sheets are duplicated, coloured, moved by drag, hidden, shown again, deleted and brought back', async () => {
  const tabs = () => mara.page.getByTestId('tab').allTextContents();
  const becomeTabs = (...names) => waitFor(async () => (await tabs()).join() === names.join(), `the tabs to be ${names}`, 10);
  const tab = (name) => mara.page.getByTestId('tab').filter({ hasText: new RegExp(`^${name}$`) });
  const choose = async (name, entry) => {
    await tab(name).click({ button: 'right' });
    await mara.page.getByTestId(`menu-${entry}`).click();
  };
  await choose('Sheet1', 'duplicate');
  await becomeTabs('Sheet1', 'Copy of Sheet1');
  await mara.saved();
  await mara.go('A2');
  await mara.sees('A2', '10');
  assert.equal((await daylight.cells(workbook, 'Copy of Sheet1', 'B20')).cells[0]?.formula ?? null, (await daylight.cells(workbook, 'Sheet1', 'B20')).cells[0]?.formula ?? null);
  await tab('Copy of Sheet1').click({ button: 'right' });
  await mara.page.getByTestId('colour-number').fill('#c00000');
  await mara.page.getByTestId('colour-use').click();
  await tab('Copy of Sheet1').locator('.tint').waitFor();
  await tab('Copy of Sheet1').dragTo(tab('Sheet1'), { targetPosition: { x: 4, y: 10 } });
  await becomeTabs('Copy of Sheet1', 'Sheet1');
  await choose('Copy of Sheet1', 'hide');
  await becomeTabs('Sheet1');
  await mara.page.getByRole('button', { name: 'All sheets' }).click();
  await mara.page.getByRole('menuitem', { name: 'Copy of Sheet1' }).click();
  await becomeTabs('Copy of Sheet1', 'Sheet1');
  await choose('Copy of Sheet1', 'delete');
  await becomeTabs('Sheet1');
  await mara.page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await becomeTabs('Copy of Sheet1', 'Sheet1');
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
