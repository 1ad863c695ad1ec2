// What may be entered: lists, checkboxes, numbers, dates and formulas, as somebody sets and meets them, and what others see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

let daylight;
let browser;
let mara;
let oskar;
let workbook;

const by = (id) => mara.page.getByTestId(id);
/** Opens the panel for a range, picks what it may hold and saves. */
const rule = async (range, criterion, fill = async () => {}) => {
  await mara.go(range);
  await mara.press('Alt+/');
  await by('palette-field').fill('data validation…');
  await mara.press('Enter');
  await by('check-form').waitFor();
  assert.equal(await by('check-range').inputValue(), range);
  await by('check-criterion').click();
  await by(`menu-${criterion}`).click();
  await fill();
  await by('check-save').click();
  await by('check-form').waitFor({ state: 'detached' });
};
const op = async (name) => {
  await by('check-op').click();
  await by(`menu-${name}`).click();
};
/** A point in a cell, from its right or left edge. */
const point = async (hands, address, from = 'middle') => {
  await hands.go(address);
  const editor = await hands.page.locator('.dl-editor').boundingBox();
  const grid = await hands.page.getByTestId('grid').boundingBox();
  assert.ok(editor && grid);
  // Columns are 84 pixels wide unless somebody has changed them; the editor waits at the left edge.
  const x = from === 'right' ? editor.x + 84 - 8 : editor.x + 42;
  return { x, y: editor.y + editor.height / 2 };
};
const refusal = (text) =>
  waitFor(async () => (await by('refusal').textContent()) === text && (await by('refusal').isVisible()), `the words ${text}`);
const choices = () => mara.page.locator('.dl-choice').allTextContents();
const at = () => by('name-box').inputValue();

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  mara.page.setDefaultTimeout(10_000);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Orders' })).id;
  await mara.open(daylight, workbook);
  oskar = await Hands.guest(browser, daylight, workbook, { name: 'Oskar', label: 'Team' });
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('a list of items: completed while typing, chosen from the arrow, everything else refused', async () => {
  await rule('B2:B9', 'items', () => by('check-items').fill('North\nSouth\nNordic'));
  await mara.go('B2');
  await mara.page.keyboard.type('no');
  await waitFor(async () => JSON.stringify(await choices()) === '["North","Nordic"]', 'what goes with “no”');
  await mara.press('Enter');
  await mara.sees('B2', 'North');
  assert.equal(await at(), 'B3');
  await mara.page.keyboard.type('East');
  await mara.press('Enter');
  await refusal('This cell takes one of: North, South, Nordic.');
  await mara.shot('check-refused');
  assert.equal(await at(), 'B3');
  await mara.press('Escape');
  await mara.sees('B3', '');
  const arrow = await point(mara, 'B3', 'right');
  await mara.page.mouse.click(arrow.x, arrow.y);
  await mara.page.getByRole('option', { name: 'South' }).click();
  await mara.sees('B3', 'South');
  await oskar.sees('B3', 'South');
  await mara.go('B4');
  await mara.press('Alt+ArrowDown', 'ArrowDown', 'Enter');
  await mara.sees('B4', 'North');
  assert.equal(await at(), 'B4');
});

test('another person meets the same rule at once', async () => {
  await oskar.type('B5', 'West');
  await waitFor(
    async () => (await oskar.page.getByTestId('refusal').textContent()).startsWith('This cell takes one of'),
    'Oskar to be refused',
  );
  await oskar.page.keyboard.press('Escape');
  await oskar.type('B5', 'south');
  await oskar.sees('B5', 'South');
});

test('numbers are refused with the words of the rule, or taken and marked', async () => {
  await rule('C2:C9', 'whole', async () => {
    await op('between');
    await by('check-a').fill('1');
    await by('check-b').fill('10');
    await by('check-hint').fill('One to ten pieces');
  });
  await mara.go('C2');
  await waitFor(async () => (await by('cell-hint').textContent()) === 'One to ten pieces', 'the hint');
  await mara.page.keyboard.type('11');
  await mara.press('Tab');
  await refusal('This cell takes a whole number between 1 and 10.');
  await mara.press('Backspace', 'Enter');
  await mara.sees('C2', '1');
  await rule('C2:C9', 'whole', async () => {
    await mara.page.getByRole('radio', { name: 'Is marked' }).click();
  });
  await mara.type('C3', '11');
  await mara.sees('C3', '11');
});

test('checkboxes are toggled by mouse and by the space bar, all selected ones at once', async () => {
  await mara.go('D2:D5');
  await mara.press('Alt+/');
  await by('palette-field').fill('insert checkbox');
  await mara.press('Enter');
  await mara.sees('D2', 'not checked');
  const box = await point(mara, 'D3');
  await mara.page.mouse.click(box.x, box.y);
  await mara.sees('D3', 'checked');
  await oskar.sees('D3', 'checked');
  await mara.go('D2:D5');
  await mara.press('Space');
  for (const cell of ['D2', 'D3', 'D4', 'D5']) await mara.sees(cell, 'checked');
  await mara.shot('checks');
  await mara.press('Control+z');
  await mara.sees('D2', 'not checked');
  await mara.sees('D3', 'checked');
  await mara.type('D4', 'maybe');
  await refusal('This cell takes TRUE or FALSE.');
  await mara.press('Escape');
  await mara.type('E2', '=COUNTIF(D2:D5,TRUE)');
  await mara.sees('E2', '1');
});

test('a date is picked from a calendar, and days outside of the rule are not offered', async () => {
  await rule('F2:F9', 'date', async () => {
    await op('>=');
    await by('check-a').fill('2026-02-10');
  });
  await mara.go('F2');
  await mara.type('F2', '2026-02-20');
  await mara.sees('F2', '2026-02-20');
  await mara.go('F2');
  await mara.press('Alt+ArrowDown');
  await by('date-card').waitFor();
  assert.equal(await mara.page.locator('[data-day="2026-02-09"]').getAttribute('aria-disabled'), 'true');
  await mara.shot('calendar');
  await mara.press('ArrowDown', 'Enter');
  await mara.sees('F2', '2026-02-27');
  await by('date-card').waitFor({ state: 'detached' });
  await mara.type('F3', '2026-01-01');
  await refusal('This cell takes a date from 2026-02-10.');
  await mara.press('Escape');
});

test('pasted texts that do not fit stay out; pasted cells bring their rule, and one undo takes it back', async () => {
  await mara.go('B6');
  await mara.page.evaluate(() => navigator.clipboard.writeText('North\nEast\nSouth'));
  await mara.press('Control+v');
  await mara.sees('B8', 'South');
  await mara.sees('B7', '');
  await mara.page.getByText('B7 stays as it is. This cell takes one of: North, South, Nordic.').waitFor();
  await mara.go('B2');
  await mara.press('Control+c');
  await mara.go('H2');
  await mara.press('Control+v');
  await mara.sees('H2', 'North');
  await mara.type('H2', 'East');
  await refusal('This cell takes one of: North, South, Nordic.');
  await mara.press('Escape', 'Control+z');
  await mara.sees('H2', '');
  await mara.type('H2', 'East');
  await mara.sees('H2', 'East');
});

test('the panel lists the rules of the sheet; one is changed, and removed', async () => {
  await mara.go('A20');
  await mara.press('Alt+/');
  await by('palette-field').fill('data validation…');
  await mara.press('Enter');
  await mara.page.getByRole('button', { name: 'All rules of the sheet' }).click();
  await waitFor(async () => (await by('check-item').count()) === 4, 'four rules');
  await mara.shot('check-panel');
  await by('check-item').filter({ hasText: 'B2:B9' }).click();
  await by('check-items').fill('East\nWest');
  await by('check-save').click();
  await mara.type('B9', 'east');
  await mara.sees('B9', 'East');
  await by('check-item').filter({ hasText: 'B2:B9' }).click();
  await by('check-remove').click();
  await mara.type('B9', 'anything');
  await mara.sees('B9', 'anything');
  await by('close-checks').click();
});

test('rows inserted within the range are asked the same', async () => {
  await mara.go('C4');
  await mara.press('Shift+ ', 'Control+Shift+=');
  await rule('C2:C10', 'whole', async () => {
    await mara.page.getByRole('radio', { name: 'Is not taken' }).click();
  });
  await mara.type('C4', '99');
  await refusal('This cell takes a whole number between 1 and 10.');
  await mara.press('Escape');
});

test('a list from cells offers what stands there, and the server judges the rest', async () => {
  await mara.go('A30');
  await mara.page.evaluate(() => navigator.clipboard.writeText('Pump\nPipe\nValve'));
  await mara.press('Control+v');
  await mara.sees('A32', 'Valve');
  await mara.saved();
  await rule('A2:A9', 'range', () => by('check-a').fill('A30:A32'));
  await mara.saved();
  await mara.go('A2');
  await mara.press('Alt+ArrowDown');
  await waitFor(async () => JSON.stringify(await choices()) === '["Pump","Pipe","Valve"]', 'what stands in the cells');
  await mara.page.keyboard.type('va');
  await mara.press('Enter');
  await mara.sees('A2', 'Valve');
  await mara.type('A3', 'Hose');
  await refusal('This cell takes a value of A30:A32.');
  await mara.press('Escape');
});

test('a custom formula is asked of the server while the editor waits; keys typed meanwhile are not lost', async () => {
  await rule('G2:G9', 'custom', async () => {
    await by('check-a').fill('=G2>C2');
    await by('check-say').fill('More than the pieces');
  });
  await mara.saved();
  await mara.go('G2');
  await mara.page.keyboard.type('50');
  await mara.press('Enter');
  await mara.page.keyboard.type('60');
  await mara.press('Enter');
  await mara.sees('G2', '50');
  await mara.sees('G3', '60');
  await mara.type('G2', '0');
  await refusal('More than the pieces');
  await mara.press('Escape');
  await mara.sees('G2', '50');
});

test('what does not fit is marked, and the mark goes with the reason', async () => {
  const wrong = (hands, cell) => hands.cell(cell).getAttribute('aria-invalid');
  await mara.type('I2', '5');
  await mara.type('I3', '50');
  await mara.saved();
  await rule('I2:I9', 'number', async () => {
    await op('<');
    await by('check-a').fill('10');
  });
  await waitFor(async () => (await wrong(mara, 'I3')) === 'true', 'the mark of I3');
  await waitFor(async () => (await wrong(oskar, 'I3')) === 'true', 'the mark of I3 for Oskar');
  assert.equal(await wrong(mara, 'I2'), null);
  await mara.shot('check-marks');
  const place = await point(mara, 'I3');
  await mara.page.mouse.move(place.x, place.y);
  await mara.page.getByTestId('cell-card').getByText('This cell takes a number less than 10.').waitFor();
  await mara.type('I3', '6');
  await waitFor(async () => (await wrong(mara, 'I3')) === null, 'the mark to go');
});

test('nothing went wrong in either browser', () => {
  assert.deepEqual([...mara.errors, ...oskar.errors], []);
});
