// Conditional formats as people make, see and share them: written in the panel, computed by the server, drawn in the grid.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

const RED = '#ffc7ce';
const WHITE = '#ffffff';
/** A cell's size when nobody has changed it. */
const WIDTH = 84;
const HEIGHT = 24;

let daylight;
let browser;
let mara;
let vera;
let workbook;

const write = (entries, sheet = 'Sheet1') =>
  daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, {
    sheet,
    cells: Object.entries(entries).map(([cell, input]) => ({ cell, input: String(input) })),
  });
const column = (letter, from, values) =>
  Object.fromEntries(values.map((value, n) => [`${letter}${from + n}`, value]));

/** The colour that the grid shows in a cell, at a part of its width and height. */
const pixel = async (hands, address, across = 0.5, down = 0.15) => {
  await hands.go(address);
  const cell = await hands.page.locator('.dl-editor').boundingBox();
  assert.ok(cell);
  return hands.page.evaluate(
    ({ x, y }) => {
      const canvas = document.querySelector('[data-testid="grid"] canvas');
      const box = canvas.getBoundingClientRect();
      const ratio = canvas.width / box.width;
      const { data } = canvas.getContext('2d').getImageData((x - box.x) * ratio, (y - box.y) * ratio, 1, 1);
      return `#${[...data]
        .slice(0, 3)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}`;
    },
    { x: cell.x + WIDTH * across, y: cell.y + HEIGHT * down },
  );
};
const shows = (hands, address, color, across, down) =>
  waitFor(async () => (await pixel(hands, address, across, down)) === color, `${address} to be ${color}`, 15);

const panel = (hands) => hands.page.getByTestId('rules-panel');
const rules = (hands) => panel(hands).getByTestId('rule');
const field = (name) => mara.page.getByTestId(name);

/** Picks one of the gallery for a selection: two clicks. */
const quick = async (range, id) => {
  await mara.go(range);
  await field('more-tools').click();
  await field(`rule-quick-${id}`).click();
};
/** Picks an action of the palette. */
const act = async (text) => {
  await mara.press('Alt+/');
  await field('palette-field').fill(text);
  await mara.page.getByRole('option', { name: text }).first().waitFor();
  await mara.press('Enter');
};
const pick = async (testId, text) => {
  await field(testId).click();
  // The menu's texts are cut where they are long; the whole entry is what counts.
  await mara.page
    .getByRole('menuitemradio')
    .filter({ hasText: new RegExp(`^${text}$`) })
    .click();
};
/** A sheet of its own for a test, which begins without rules. */
const freshSheet = async () => {
  await field('add-sheet').click();
  const name = await mara.page.locator('[role="tab"][aria-selected="true"]').textContent();
  await mara.saved();
  return name.trim();
};
const closePanel = async () => {
  if (await panel(mara).isVisible()) await field('close-rules').click();
};

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser);
  mara.page.setDefaultTimeout(10_000);
  await mara.signIn(daylight);
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Rules' })).id;
  await mara.open(daylight, workbook);
  vera = await Hands.guest(browser, daylight, workbook, { name: 'Vera', label: 'Team' });
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

test('a rule by value: the gallery asks for the number, and the cells that are larger get the look, live', async () => {
  await write(column('B', 2, [5, 15, 8, 25]));
  await quick('B2:B5', 'greater');
  await field('rule-value-0').waitFor();
  assert.equal(await field('rule-range').inputValue(), 'B2:B5');
  assert.equal(await field('rule-value-0').evaluate((input) => input === document.activeElement), true);
  // Without a number it says what is missing.
  await field('save-rule').click();
  await panel(mara).getByText('Say what to compare with.').waitFor();
  await field('rule-value-0').fill('10');
  await mara.shot('rules-editor');
  await mara.press('Enter');
  await rules(mara).first().waitFor();
  assert.match(await rules(mara).first().textContent(), /Value is greater than 10.*B2:B5/);
  await shows(mara, 'B3', RED);
  assert.equal(await pixel(mara, 'B2'), WHITE);
  await shows(vera, 'B5', RED);
  await vera.type('B2', '40');
  await shows(mara, 'B2', RED);
  await mara.type('B2', '1');
  await shows(vera, 'B2', WHITE);
  // A value of a formula counts as any other.
  await mara.type('B4', '=B5*2');
  await shows(mara, 'B4', RED);
  await mara.type('B5', '3');
  await shows(mara, 'B4', WHITE);
});

test('undo takes the rule away and redo brings it back; deleting offers to undo', async () => {
  await mara.page.getByTestId('grid').focus();
  await rules(mara).first().getByTestId('delete-rule').click();
  await shows(mara, 'B3', WHITE);
  await mara.page.getByTestId('toasts').getByRole('button', { name: 'Undo' }).last().click();
  await shows(vera, 'B3', RED);
  await mara.go('A1');
  await mara.press('Control+z', 'Control+z', 'Control+z', 'Control+z');
  await waitFor(async () => (await rules(mara).count()) === 0, 'the rule to be gone');
  await shows(mara, 'B3', WHITE);
  await mara.press('Control+y');
  await shows(mara, 'B3', RED);
  await closePanel();
});

test('the grid shows a rule while it is written, and as before when it is called off', async () => {
  const name = await freshSheet();
  await write({ ...column('B', 1, [0, 50, 100, 25]), C1: '=B2*2' }, name);
  await mara.go('B1:C4');
  const { seq } = (await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`)).changes[0];
  await act('Conditional formatting');
  await shows(mara, 'B1', RED);
  assert.equal(await pixel(mara, 'C2'), WHITE, 'an empty cell');
  await pick('rule-condition', 'Value is greater than');
  await shows(mara, 'B1', WHITE);
  await field('rule-value-0').fill('40');
  await shows(mara, 'B2', RED);
  await shows(mara, 'C1', RED);
  await field('rule-value-0').fill('60');
  await shows(mara, 'B2', WHITE);
  await panel(mara).getByRole('button', { name: 'Green' }).click();
  await shows(mara, 'B3', '#c6efce');
  await pick('rule-condition', 'Among the smallest');
  await shows(mara, 'B1', '#c6efce');
  await mara.shot('rules-preview');
  await panel(mara).getByRole('radio', { name: 'Colour scale' }).click();
  await waitFor(async () => ![WHITE, '#c6efce'].includes(await pixel(mara, 'B3')), 'the scale to show', 10);
  await panel(mara).getByRole('radio', { name: 'Single colour' }).click();
  // A formula is computed by the server alone: it shows once the rule holds.
  await pick('rule-condition', 'Custom formula is true');
  await field('rule-value-0').fill('=B1>60');
  await shows(mara, 'B3', WHITE);
  await pick('rule-condition', 'Cell is not empty');
  await shows(mara, 'B4', '#c6efce');
  await panel(mara).getByRole('button', { name: 'Cancel' }).click();
  await shows(mara, 'B4', WHITE);
  assert.equal((await daylight.api('GET', `/api/workbooks/${workbook}/changes?limit=1`)).changes[0].seq, seq);
  await closePanel();
});

test('a formula is that of the first cell, and other cells read it as if it were copied there', async () => {
  const name = await freshSheet();
  await write({ A2: 'late', A3: 'done', A4: 'late', B2: 1, B3: 2, B4: 3, C4: 'x' }, name);
  await mara.go('A2:C4');
  await act('Conditional formatting');
  await pick('rule-condition', 'Custom formula is true');
  await field('rule-value-0').fill('=$A2="late"');
  await panel(mara).getByRole('button', { name: 'Green' }).click();
  await field('save-rule').click();
  for (const address of ['A2', 'C2', 'B4', 'C4']) await shows(mara, address, '#c6efce');
  for (const address of ['A3', 'C3', 'A5', 'D4']) assert.equal(await pixel(mara, address), WHITE);
  // Rows above move the formula along with its cells.
  await mara.go('A1');
  await act('Insert rows above');
  await shows(mara, 'C3', '#c6efce');
  await rules(mara).first().locator('.rule-main').click();
  assert.equal(await field('rule-value-0').inputValue(), '=$A3="late"');
  assert.equal(await field('rule-range').inputValue(), 'A3:C5');
  await closePanel();
});

test('cells are picked in the grid while the field for them is in hand', async () => {
  const name = await freshSheet();
  await write(column('D', 1, [7, 7, 9]), name);
  await mara.go('A1');
  await act('Conditional formatting');
  await field('rule-range').click();
  await mara.go('D1:D3');
  assert.equal(await field('rule-range').inputValue(), 'D1:D3');
  await field('rule-range').fill('D1:D3, Nowhere!A1');
  await field('save-rule').click();
  await panel(mara).getByText('This is no range of this sheet').waitFor();
  await field('rule-range').fill('D1:D2, D3');
  await pick('rule-condition', 'Stands more than once');
  await field('save-rule').click();
  await shows(mara, 'D2', RED);
  assert.equal(await pixel(mara, 'D3'), WHITE);
  await mara.type('D3', '7');
  await shows(mara, 'D3', RED);
  await closePanel();
});

test('a colour scale in two clicks: the ends and the middle have their colours', async () => {
  const name = await freshSheet();
  await write(column('B', 1, [0, 50, 100, 25]), name);
  await quick('B1:B4', 'scale-white-green');
  await shows(mara, 'B3', '#57bb8a');
  assert.equal(await pixel(mara, 'B1'), WHITE);
  const half = await pixel(mara, 'B2');
  assert.match(half, /^#a[a-c]d[c-e]c[4-6]$/);
  await mara.shot('rules-scale');
  await write({ B3: 200 }, name);
  await waitFor(async () => (await pixel(mara, 'B2')) !== half, 'the middle to become paler');
});

test('data bars: as long as the number, negative ones to the left of zero', async () => {
  const name = await freshSheet();
  await write(column('C', 1, [100, 50, -50]), name);
  await quick('C1:C3', 'bar-blue');
  await act('Conditional formatting');
  await rules(mara).first().locator('.rule-main').click();
  await panel(mara).getByRole('radio', { name: 'Solid' }).click();
  await field('save-rule').click();
  // Zero is at a third: the longest bar reaches the right edge, half of it the middle of what is right of zero.
  await shows(mara, 'C1', '#638ec6', 0.9);
  await shows(mara, 'C2', '#638ec6', 0.5);
  assert.equal(await pixel(mara, 'C2', 0.85), WHITE);
  assert.equal(await pixel(mara, 'C1', 0.2), WHITE);
  await shows(mara, 'C3', '#e5484d', 0.15);
  assert.equal(await pixel(mara, 'C3', 0.6), WHITE);
  await mara.shot('rules-bars');
  await closePanel();
});

test('icons say themselves to screen readers, and the number can be left out', async () => {
  const name = await freshSheet();
  await write(column('A', 1, [10, 50, 90]), name);
  await quick('A1:A3', 'icons-3arrows');
  const icon = (address) => mara.cell(address).getAttribute('aria-description');
  await waitFor(async () => (await icon('A3')) === 'Icon 3 of 3', 'the highest to have the third icon');
  assert.equal(await icon('A1'), 'Icon 1 of 3');
  assert.equal(await icon('A2'), 'Icon 2 of 3');
  await mara.page.getByTestId('toasts').getByRole('button', { name: 'Change' }).last().click();
  await panel(mara).getByLabel('The other way round').check();
  await field('rule-set-5quarters').click();
  await field('save-rule').click();
  await waitFor(async () => (await icon('A1')) === 'Icon 5 of 5', 'the smallest to have the fullest quarter');
  await mara.shot('rules-icons');
  await closePanel();
});

test('of two rules that meet the upper one counts; keys and others change their order', async () => {
  const name = await freshSheet();
  await write(column('B', 1, [1, 2, 3]), name);
  await quick('B1:B3', 'above');
  await shows(mara, 'B3', RED);
  await quick('B1:B3', 'scale-white-green');
  await shows(mara, 'B3', '#57bb8a');
  await act('Conditional formatting');
  await waitFor(async () => (await rules(mara).count()) === 2, 'both rules to be listed');
  await rules(mara).nth(1).locator('.rule-main').focus();
  await mara.press('Alt+ArrowUp');
  await waitFor(
    async () => /Above average/.test(await rules(mara).first().textContent()),
    'the rule to stand first',
  );
  assert.equal(
    await rules(mara)
      .first()
      .locator('.rule-main')
      .evaluate((button) => button === document.activeElement),
    true,
  );
  await shows(mara, 'B3', RED);
  await vera.page.getByRole('tab', { name }).click();
  await shows(vera, 'B3', RED);
  await closePanel();
});

test('copied cells take their rules along, cleared ones leave them', async () => {
  const name = await freshSheet();
  await write({ ...column('A', 1, [1, 9]), ...column('D', 1, [2, 8]) }, name);
  await quick('A1:A2', 'greater');
  await field('rule-value-0').fill('5');
  await mara.press('Enter');
  await shows(mara, 'A2', RED);
  await mara.go('A1:A2');
  await act('Copy the format');
  await mara.page.getByTestId('grid').focus();
  await mara.go('D1');
  const box = await mara.page.locator('.dl-editor').boundingBox();
  await mara.page.mouse.click(box.x + 20, box.y + 10);
  await shows(mara, 'D2', RED);
  assert.match(await rules(mara).first().textContent(), /A1:A2, D1:D2/);
  await mara.go('A1:A2');
  await mara.press('Control+c');
  await mara.go('F1');
  await mara.press('Control+v');
  await shows(mara, 'F2', RED);
  await mara.go('A1:D9');
  await act('Clear rules from the selection');
  await shows(mara, 'A2', WHITE);
  await shows(mara, 'D2', WHITE);
  await shows(mara, 'F2', RED);
  assert.match(await rules(mara).first().textContent(), /F1:F2/);
  await closePanel();
});

test('a rule over rows that are not loaded knows all of them', async () => {
  const name = await freshSheet();
  await write({ ...column('B', 1, [5, 6, 7]), B4900: 5, B4901: 1000 }, name);
  await quick('B:B', 'duplicates');
  await shows(mara, 'B1', RED);
  assert.equal(await pixel(mara, 'B2'), WHITE);
  await shows(mara, 'B4900', RED);
  assert.equal(await pixel(mara, 'B4901'), WHITE);
  await write({ B4901: 6 }, name);
  await shows(mara, 'B4901', RED);
  await shows(mara, 'B2', RED);
});

test('the look reaches other programs and a viewer sees it, but changes nothing', async () => {
  const name = await freshSheet();
  await write(column('A', 1, [1, 99]), name);
  await quick('A1:A2', 'above');
  await shows(mara, 'A2', RED);
  await mara.go('A1:A2');
  await mara.press('Control+c');
  const html = await waitFor(async () => {
    const [item] = await mara.page.evaluate(async () => {
      const items = await navigator.clipboard.read();
      return Promise.all(items.map(async (each) => (await each.getType('text/html')).text()));
    });
    return item;
  }, 'the copied cells to be on the clipboard');
  assert.match(html, /background-color:#ffc7ce/);
  const vito = await Hands.guest(browser, daylight, workbook, { name: 'Vito', role: 'viewer', label: 'Look' });
  await vito.page.getByRole('tab', { name }).click();
  await shows(vito, 'A2', RED);
  await vito.page.keyboard.press('Alt+/');
  await vito.page.getByTestId('palette-field').fill('Conditional formatting');
  await vito.page.keyboard.press('Enter');
  await rules(vito).first().waitFor();
  assert.equal(await panel(vito).getByTestId('new-rule').count(), 0);
  assert.equal(await panel(vito).getByTestId('delete-rule').count(), 0);
  await vito.page.context().close();
});

test('nothing went wrong in the pages', () => {
  assert.deepEqual([...mara.errors, ...vera.errors], []);
});
