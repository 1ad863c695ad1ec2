// What hands do by habit, from years with other spreadsheets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';
import { look, placeOf } from './screen.mjs';

let daylight;
let browser;
let mara;
let workbook;
const typed = (text) => mara.page.keyboard.type(text);
const part = (testId) => mara.page.getByTestId(testId);

/** Rows of texts, typed as hands do: Tab along the row, Enter at its end. */
async function typeRows(address, rows) {
  await mara.go(address);
  for (const row of rows) {
    for (const [at, text] of row.entries()) {
      await typed(text);
      await mara.press(at === row.length - 1 ? 'Enter' : 'Tab');
    }
  }
}

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Habits' })).id;
  await mara.open(daylight, workbook);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('Enter after a new name of a sheet or of the workbook leaves the cell as it was, and the keyboard in the grid', async () => {
  await mara.type('A2', 'kept');
  await mara.go('A2');
  for (const key of ['Enter', 'Escape']) {
    await part('tab').first().dblclick();
    await part('tab-name').fill('Budget');
    await mara.press(key, 'ArrowRight', 'ArrowLeft');
    await waitFor(async () => (await part('tab').first().textContent()) === 'Budget', 'the new name of the sheet');
    await part('workbook-name').click();
    await part('workbook-name-field').fill('Household');
    await mara.press(key, 'ArrowRight', 'ArrowLeft');
    await waitFor(async () => (await part('workbook-name').textContent()) === 'Household', 'the new name of the workbook');
    await mara.sees('A2', 'kept');
    assert.equal(await part('name-box').inputValue(), 'A2');
  }
  await typed('typed on');
  await mara.press('Enter');
  await mara.sees('A2', 'typed on');
});

test('a defined name is offered in a formula, and Tab takes it', async () => {
  await typeRows('A10', [['4'], ['6']]);
  await mara.go('A10:A11');
  await mara.go('totals');
  await mara.go('A12');
  await typed('=SUM(tot');
  await mara.page.getByRole('option', { name: 'totals' }).waitFor();
  await mara.press('Tab');
  await typed(')');
  await mara.press('Enter');
  await mara.sees('A12', '10');
});

test('Tab goes from what is looked for to what takes its place', async () => {
  await mara.type('A14', 'Rent');
  await mara.go('A1');
  await mara.press('Control+h');
  await part('find-bar').waitFor();
  await typed('Rent');
  await waitFor(async () => (await part('find-count').textContent()) === '1 of 1', 'the cell to be found');
  await mara.press('Tab');
  await typed('Housing');
  await mara.press('Control+Enter');
  await mara.sees('A14', 'Housing');
  await mara.press('Shift+Tab');
  assert.equal(await mara.page.evaluate(() => document.activeElement.getAttribute('data-testid')), 'find-text');
  await mara.press('Escape');
});

test('Alt and = adds up: one cell, a range with room for its totals, an empty column beside numbers', async () => {
  await typeRows('D1', [
    ['Jan', 'Feb', 'Total'],
    ['1', '2'],
    ['3', '4'],
  ]);
  await mara.go('D4');
  await mara.press('Alt+=');
  await waitFor(async () => (await part('formula').locator('textarea').inputValue()) === '=SUM(D2:D3)', 'the sum to be offered');
  await mara.press('Enter');
  await mara.sees('D4', '4');
  await mara.go('F2:F3');
  await mara.press('Alt+=');
  await mara.sees('F2', '3');
  await mara.sees('F3', '7');
  await mara.press('Control+z');
  await mara.sees('F3', '');
  await mara.go('D4');
  await mara.press('Delete');
  await mara.go('D2:F4');
  await mara.press('Alt+=');
  await mara.sees('F2', '3');
  await mara.sees('E4', '6');
  await mara.sees('F4', '10');
  await mara.press('Control+z');
  await mara.sees('F4', '');
  await mara.sees('F2', '');
});

test('a number format of one’s own: by its code, with what it shows', async () => {
  await mara.type('G10', '1234.5');
  await mara.go('G10');
  await part('tool-number').click();
  await mara.page.getByText('Custom format…').click();
  const code = part('format-code');
  await waitFor(() => code.evaluate((field) => field === document.activeElement), 'the code to have the keyboard');
  await code.fill('0.0 "open');
  await mara.page.getByText('This code cannot be read').waitFor();
  assert.equal(await part('use-format').isDisabled(), true);
  await code.fill('#,##0.0" kg";[Red]-#,##0.0" kg"');
  await waitFor(async () => (await part('format-samples').textContent()).includes('-1,234.5 kg'), 'the samples');
  await code.press('Enter');
  await mara.sees('G10', '1,234.5 kg');
  await part('tool-number').click();
  await mara.page.getByRole('menu').getByText('[Red]').waitFor();
  await mara.press('Escape');
  await mara.page.getByRole('menu').waitFor({ state: 'detached' });
  await mara.press('Control+z');
  await mara.sees('G10', '1234.5');
});

test('All names… gives its dialog the keyboard, not the sheet behind it', async () => {
  await mara.type('A20', 'untouched');
  await mara.go('A20');
  await part('places').click();
  await mara.page.getByText('All names…').click();
  await mara.page.getByRole('dialog').waitFor();
  await mara.page.getByRole('menu').waitFor({ state: 'detached' });
  await mara.drawn();
  assert.equal(await mara.page.evaluate(() => document.activeElement.closest('[role="dialog"]') !== null), true);
  await mara.press('Escape');
  await mara.page.getByRole('dialog').waitFor({ state: 'detached' });
  await mara.sees('A20', 'untouched');
});

test('merging full cells says what was emptied and offers to take it back', async () => {
  await typeRows('A22', [
    ['one', 'two'],
    ['three', ''],
  ]);
  await mara.go('A22:B23');
  await part('tool-format.merge').click();
  const said = mara.page.getByText('Merged cells keep the first content. 2 other cells were emptied.');
  await said.waitFor();
  await mara.sees('A22', 'one');
  await mara.page.getByRole('button', { name: 'Undo' }).last().click();
  await mara.sees('B22', 'two');
  await mara.go('C22:D22');
  await part('tool-format.merge').click();
  await waitFor(async () => (await part('name-box').inputValue()) === 'C22', 'the cells to be one');
  assert.equal(await said.count(), 0);
  await mara.press('Control+z');
});

test('panes: the first row at any cell; what would freeze nothing is off', async () => {
  const entry = (id) => mara.page.getByTestId(`menu-${id}`);
  const off = (id) => entry(id).evaluate((item) => item.getAttribute('aria-disabled') === 'true');
  await mara.go('A1');
  await part('tool-freeze').click();
  for (const id of ['freeze.rows', 'freeze.cols', 'freeze.here', 'freeze.none']) assert.equal(await off(id), true, id);
  await entry('freeze.firstRow').click();
  await mara.go('A60');
  await mara.sees('D1', 'Jan');
  assert.equal(await part('name-box').inputValue(), 'A60');
  await part('tool-freeze').click();
  assert.equal(await off('freeze.rows'), false);
  await entry('freeze.none').click();
});

test('a key pressed while a menu fades is for the cell', async () => {
  await mara.go('A61');
  await part('tool-freeze').click();
  await part('menu-freeze.firstRow').waitFor();
  await mara.press('Escape', '7', 'Enter');
  await mara.sees('A61', '7');
  await mara.go('A62');
  await part('tool-borders').click();
  await mara.page.getByTestId('borders-bottom').waitFor();
  await mara.press('Escape', '8', 'Enter');
  await mara.sees('A62', '8');
});

test('sorting is called after what the column holds', async () => {
  const words = async (address) => {
    await mara.go(address);
    await part('tool-sort').click();
    const texts = [await part('menu-sort.ascending').textContent(), await part('menu-sort.descending').textContent()];
    await mara.press('Escape');
    return texts;
  };
  await freshSheet();
  await typeRows('A1', [
    ['Item', 'Net', 'Day'],
    ['Rent', '12', '2026-11-20'],
    ['Fuel', '7', '2026-11-22'],
  ]);
  assert.deepEqual(await words('A2'), ['Sort A to Z', 'Sort Z to A']);
  assert.deepEqual(await words('B2'), ['Sort smallest to largest', 'Sort largest to smallest']);
  assert.deepEqual(await words('C2'), ['Sort oldest to newest', 'Sort newest to oldest']);
  const head = await placeOf(mara.page, 'B1');
  await mara.page.mouse.click(head.x + 30, head.y - 10, { button: 'right' });
  await part('grid-menu').getByRole('menuitem', { name: 'Sort smallest to largest' }).waitFor();
  await mara.press('Escape');
});

test('Enter pastes what is marked, once; Escape takes the mark away and pastes nothing', async () => {
  await freshSheet();
  await typeRows('A1', [['1', '=A1*2'], ['3', '=A2*2']]);
  await mara.go('A1:B2');
  await mara.press('Control+c');
  await mara.go('D1');
  await mara.press('Enter');
  await mara.sees('E2', '6');
  // The mark is gone: Enter goes on.
  await mara.go('D5');
  await mara.press('Enter');
  await waitFor(async () => (await part('name-box').inputValue()) === 'D6', 'Enter to go on');
  await mara.sees('D5', '');
  await mara.press('Control+v');
  await mara.sees('E7', '6');

  await mara.go('A1');
  await mara.press('Control+c', 'Escape');
  await mara.go('A8');
  await mara.press('Enter');
  await waitFor(async () => (await part('name-box').inputValue()) === 'A9', 'Enter to go on');
  await mara.sees('A8', '');

  await mara.go('A1:B1');
  await mara.press('Control+x');
  await mara.go('A10');
  await mara.press('Enter');
  await mara.sees('B10', '2');
  await mara.sees('A1', '');
});

test('a date and time typed into a column that nobody has sized is seen whole', async () => {
  await freshSheet();
  const second = await placeOf(mara.page, 'B1');
  await mara.type('A1', '2026-11-22 14:30:15');
  await mara.sees('A1', '2026-11-22 14:30');
  const column = async () => {
    await mara.page.mouse.click(second.x + 6, second.y + 60);
    return (await part('name-box').inputValue()).charAt(0);
  };
  await waitFor(async () => (await column()) === 'A', 'the column to be wider');
  await mara.press('Control+z');
  await waitFor(async () => (await column()) === 'B', 'one step back for both');
  await mara.sees('A1', '');

  // A width that somebody has set stays.
  const head = { x: second.x, y: second.y - 10 };
  await mara.page.mouse.move(head.x, head.y);
  await mara.page.mouse.down();
  await mara.page.mouse.move(head.x - 4, head.y, { steps: 4 });
  await mara.page.mouse.up();
  await mara.type('A1', '2026-11-22 14:30');
  await mara.sees('A1', '2026-11-22 14:30');
  await mara.drawn();
  assert.equal(await column(), 'B');
});

test('the fill handle tells what the last cell would get', async () => {
  await freshSheet();
  await typeRows('A1', [['2', 'Item 1', '2026-11-29'], ['4', 'Item 2', '2026-11-30']]);
  const tip = part('fill-tip');
  const drag = async (from, to, told) => {
    await mara.go(from);
    const [last] = from.split(':').slice(-1);
    const [corner, end] = [await placeOf(mara.page, last), await placeOf(mara.page, to)];
    await mara.page.mouse.move(corner.x + corner.width - 1, corner.y + corner.height - 1);
    await mara.page.mouse.down();
    await mara.page.mouse.move(end.x + 20, end.y + 10, { steps: 5 });
    await waitFor(async () => (await tip.textContent()) === told, `${told} to be told`);
    return { end: () => mara.page.mouse.up() };
  };
  const numbers = await drag('A1:A2', 'A5', '10');
  await mara.shot('fill-tip');
  await numbers.end();
  await mara.sees('A5', '10');
  assert.equal(await tip.count(), 0);
  await (await drag('B1:B2', 'B4', 'Item 4')).end();
  await mara.sees('B4', 'Item 4');
  await (await drag('C2', 'C3', '2026-12-01')).end();
  await mara.sees('C3', '2026-12-01');
});

/** A sheet with nothing in it, whose lines have their own sizes. */
async function freshSheet() {
  const tabs = await part('tab').count();
  await part('add-sheet').click();
  await waitFor(async () => (await part('tab').count()) === tabs + 1, 'the new sheet');
}

test('hidden rows leave a mark; a double click on it or a command beside it shows them', async () => {
  await freshSheet();
  await typeRows('A2', [['above'], ['hidden'], ['below']]);
  const hide = async () => {
    await mara.go('A3');
    await mara.press('Control+9');
    // The active cell stays in the tree of assistive technology, hidden or not.
    await mara.go('D1');
    await mara.cell('A3').waitFor({ state: 'detached' });
  };
  const edge = await placeOf(mara.page, 'A2').then(({ x, y, height }) => ({ x: x - 22, y: y + height }));
  const plain = await look(mara.page, { x: edge.x - 20, y: edge.y - 4, width: 8, height: 8 });
  await hide();
  const marked = await look(mara.page, { x: edge.x - 20, y: edge.y - 4, width: 8, height: 8 });
  assert.equal(plain.same(marked), false);
  await mara.page.mouse.dblclick(edge.x, edge.y);
  await mara.sees('A3', 'hidden');
  await hide();
  await mara.go('A4');
  await mara.press('Control+Shift+9');
  await mara.sees('A3', 'hidden');
});

test('a row that grew with its text is as high as before once that is deleted', async () => {
  await freshSheet();
  await mara.go('A2');
  await typed('one');
  await mara.press('Alt+Enter');
  await typed('two');
  await mara.press('Alt+Enter');
  await typed('three');
  await mara.press('Enter');
  const fourth = await placeOf(mara.page, 'C4');
  const clicked = async () => {
    await mara.page.mouse.click(fourth.x + 20, fourth.y + 12);
    return part('name-box').inputValue();
  };
  await waitFor(async () => (await clicked()) === 'C2', 'the second row to be higher');
  await mara.go('A2');
  await mara.press('Delete');
  await waitFor(async () => (await clicked()) === 'C4', 'the second row to be as high as before');
});

test('a cell’s menu shows the keys that insert and delete rows', async () => {
  await mara.go('A40');
  await mara.press('Shift+F10');
  const menu = part('grid-menu');
  await menu.getByRole('menuitem', { name: /Insert row above.*Ctrl \+/ }).waitFor();
  await menu.getByRole('menuitem', { name: /Delete row 40.*Ctrl/ }).waitFor();
  await mara.press('Escape');
});

test('a tooltip comes where the pointer goes, not where the page moves under it', async () => {
  const tip = mara.page.locator('.tip');
  const italic = part('tool-format.italic');
  const move = (by) => part('toolbar').evaluate((bar, by) => (bar.style.marginLeft = `${-by}px`), by);
  const [from, to] = await Promise.all([part('tool-format.bold').boundingBox(), italic.boundingBox()]);
  const rest = () => mara.page.mouse.move(Math.round(from.x + 10), Math.round(from.y + 10));
  await rest();
  await tip.getByText('Bold').waitFor();
  await move(to.x - from.x);
  // Browsers tell of a pointer at rest once more when the page has moved, sooner or later.
  await rest();
  await waitFor(() => italic.evaluate((tool) => tool.matches(':hover')), 'the next tool to be under the pointer');
  await mara.drawn();
  await mara.drawn();
  assert.equal(await tip.count(), 0);
  await move(0);
  await italic.hover();
  await tip.getByText('Italic').waitFor();
});
