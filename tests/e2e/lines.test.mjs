// Rows and columns: hidden, shown again, moved, sized and frozen; and series that the fill handle goes on with.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';
import { placeOf } from './screen.mjs';

let daylight;
let browser;
let mara;
let page;
let workbook;

const part = (id) => page.getByTestId(id);
const at = (address) =>
  waitFor(async () => (await part('name-box').inputValue()) === address, `the selection to be ${address}`, 5);
const fresh = async (entries = {}) => {
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Lines' })).id;
  const cells = Object.entries(entries).map(([cell, input]) => ({ cell, input }));
  if (cells.length > 0) await daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, { sheet: 'Sheet1', cells });
  await mara.open(daylight, workbook);
};
/** Drags from the lower right corner of a cell, or of a selection, into another cell. */
const fill = async (range, to) => {
  await mara.go(range);
  const from = await placeOf(page, ...range.split(':'));
  const end = await placeOf(page, to);
  await page.mouse.move(from.x + from.width, from.y + from.height);
  await page.mouse.down();
  await page.mouse.move(end.x + 40, end.y + 12, { steps: 6 });
  await page.mouse.up();
};
/** Where a cell's picture is in the window: the one below or beside tells sizes. */
const shownLines = () =>
  part('grid-mirror')
    .locator('tbody tr')
    .evaluateAll((rows) => rows.slice(0, 6).map((row) => row.cells[0].textContent));

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('rows and columns are hidden, passed over, shown again; undo brings them back', async () => {
  await fresh({ A1: '1', A2: '2', A3: '3', B1: 'b', C1: 'c' });
  await mara.go('A2');
  await mara.press('Control+9');
  // The active cell stays in the tree of assistive technology, hidden or not.
  await mara.go('A6');
  await waitFor(async () => (await shownLines()).join() === '1,3,4,5,6,7', 'row 2 to be hidden', 5);
  await mara.go('A1');
  await mara.press('ArrowDown');
  await at('A3');
  await mara.press('Control+z');
  await at('A2');
  await waitFor(async () => (await shownLines()).join() === '1,2,3,4,5,6', 'row 2 to be back', 5);
  await mara.press('Control+y');
  await mara.go('A1:A3');
  await mara.press('Control+Shift+9');
  await waitFor(async () => (await shownLines()).join() === '1,2,3,4,5,6', 'row 2 to be shown', 5);
  await mara.go('B1');
  await mara.press('Control+0');
  await mara.go('A1');
  await mara.press('ArrowRight');
  await at('C1');
  const head = await placeOf(page, 'A1');
  await mara.go('A1:C1');
  await mara.press('Control+Space');
  await page.mouse.click(head.x + 20, head.y - 10, { button: 'right' });
  await part('menu-cols.unhide').click();
  await mara.go('A1');
  await mara.press('ArrowRight');
  await at('B1');
});

test('rows and columns move by key, and formulas follow', async () => {
  await fresh({ A1: 'first', A2: 'second', B1: '=A1', C1: 'beside' });
  await mara.go('A1');
  await mara.press('Shift+ ', 'Alt+Shift+ArrowDown');
  await mara.sees('A1', 'second');
  await mara.sees('A2', 'first');
  await mara.sees('B2', 'first');
  await mara.go('C1');
  await mara.press('Control+ ', 'Alt+Shift+ArrowLeft');
  await mara.sees('B2', 'beside');
  await waitFor(async () => (await daylight.cells(workbook, 'Sheet1', 'C2')).cells[0]?.formula === '=A2', 'the formula to follow', 10);
});

test('columns are inserted and deleted, several at once', async () => {
  await fresh({ A1: '1', B1: '2', C1: '=A1+B1' });
  await mara.go('B1:C1');
  await mara.press('Control+ ', 'Control+Shift+=');
  await mara.sees('E1', '3');
  await mara.go('B1:C1');
  await mara.press('Control+ ', 'Control+-');
  await mara.sees('C1', '3');
});

test('rows take a size from one drag, and the height of their cells from a double click', async () => {
  await fresh({ A1: 'one', A2: 'two', A3: 'three', A4: 'four' });
  const number = (row) => placeOf(page, `A${row}`).then(({ x, y }) => ({ x: x - 20, y: y + 12 }));
  const [first, third] = [await number(1), await number(3)];
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  await page.mouse.move(third.x, third.y, { steps: 4 });
  await page.mouse.up();
  await at('1:3');
  const edge = { x: third.x, y: third.y + 12 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x, edge.y + 30, { steps: 4 });
  await page.mouse.up();
  // Three rows of 54 stand where two were before: the click meets the second one.
  await page.mouse.click(edge.x + 60, first.y + 54);
  await at('A2');
  await mara.go('A1:A3');
  await mara.press('Shift+ ');
  await page.mouse.dblclick(edge.x, first.y - 12 + 3 * 54);
  await page.mouse.click(edge.x + 60, first.y + 3 * 24);
  await at('A4');
});

test('frozen rows and columns stay when the rest scrolls', async () => {
  await fresh({ A1: 'corner', B2: 'from here', A400: 'far' });
  await mara.go('B2');
  await part('tool-freeze').click();
  await part('menu-freeze.here').click();
  await mara.go('Z400');
  await mara.sees('A1', 'corner');
  const grid = await part('grid').boundingBox();
  await page.mouse.click(grid.x + 60, grid.y + 30);
  await at('A1');
});

test('the handle goes on with numbers, dates, months, weekdays and numbered texts', async () => {
  await fresh({
    A1: '1', A2: '3', B1: '2026-01-30', C1: 'Jan', D1: 'Monday', E1: 'Item 1', F1: '7', G1: '=F1*2',
  });
  await fill('A1:A2', 'A5');
  for (const [row, text] of [[3, '5'], [4, '7'], [5, '9']]) await mara.sees(`A${row}`, text);
  await fill('B1', 'B4');
  await mara.sees('B2', '2026-01-31');
  await mara.sees('B4', '2026-02-02');
  await fill('C1', 'C4');
  await mara.sees('C4', 'Apr');
  await fill('D1', 'D8');
  await mara.sees('D3', 'Wednesday');
  await mara.sees('D8', 'Monday');
  await fill('E1', 'E3');
  await mara.sees('E3', 'Item 3');
  await fill('F1', 'F3');
  await mara.sees('F3', '7');
  await fill('G1', 'G3');
  await mara.sees('G3', '14');
  assert.equal((await daylight.cells(workbook, 'Sheet1', 'G3')).cells[0].formula, '=F3*2');
  await mara.press('Control+z');
  await mara.sees('G3', '');
});

test('no page threw an error', () => assert.deepEqual(mara.errors, []));
