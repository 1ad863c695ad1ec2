// Why a total changed: who moved it, by how much, since when, and the way to where it can be taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;
const { clean, found } = auditor();
let daylight;
let browser;
let mara;
let kate;
let page;
let workbook;

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
  await mara.signIn(daylight);
  workbook = await daylight.import(SAMPLE);
  kate = await Hands.guest(browser, daylight, workbook, { name: 'Kate', label: 'Finance' });
  await kate.type('C4', '2000');
  await kate.saved();
  await mara.open(daylight, workbook);
  await mara.sees('C4', '2,000');
  await mara.type('D4', '100');
  await mara.saved();
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const step = (name) => part('why-step').filter({ hasText: name });
const pick = async (id, text) => {
  await part(id).click();
  await page.getByRole('menuitemradio', { name: text }).click();
};

test('the menu of a cell asks why it changed: before, after, and each contribution with its author', async () => {
  await mara.go('G4');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Why did G4 change?' }).click();
  await part('why-sum').waitFor();
  await waitFor(async () => (await part('why-step').count()) === 2, 'both edits to be told');
  assert.match(await step('Kate').textContent(), /by the link “Finance”.*C4.*1,240.*2,000/s);
  assert.match(await step('Kate').getByTestId('contribution').textContent(), /^\+[\d,]+$/);
  assert.match(await step('(you)').getByTestId('contribution').textContent(), /^−[\d,]+$/);
  assert.equal(await part('why-method').getAttribute('data-method'), 'independent');
  const number = (text) => Number(text.replaceAll(',', '').replace('−', '-'));
  const all = await part('contribution').allTextContents();
  const sum = all.map(number).reduce((sum, each) => sum + each, 0);
  // The cell shows whole numbers.
  assert.ok(Math.abs(number(await part('why-difference').textContent()) - sum) <= 1, `they add up: ${all}`);
  await clean('why', page);
  await mara.shots('why');
});

test('the largest comes first, or they stand as they were made', async () => {
  const order = () => part('why-step').evaluateAll((all) => all.map(({ dataset }) => Number(dataset.seq)));
  const [first, second] = await order();
  assert.ok(first > second, 'her edit was made before, and moved less');
  await page.getByRole('radio', { name: 'As made' }).click();
  await waitFor(async () => (await order())[0] === second, 'the first edit to come first');
});

test('a line leads to its cell, and a button to the change in the history', async () => {
  await step('Kate').getByTestId('why-cell').click();
  await waitFor(async () => (await part('name-box').inputValue()) === 'C4', 'C4 to be selected');
  await step('Kate').getByTestId('why-show').click();
  await part('why').waitFor({ state: 'detached' });
  const entry = page.locator('[data-testid="change"][aria-current="true"]');
  await entry.waitFor();
  assert.match(await entry.textContent(), /Kate.*C4/s);
  await entry.getByTestId('undo-change').waitFor();
});

test('the change that is pointed out is where it begins; another beginning can be chosen', async () => {
  await mara.go('G4');
  await page.keyboard.press('Alt+h');
  await part('story-why').click();
  await waitFor(async () => (await part('why-step').count()) === 1, 'what came after her change alone');
  assert.match(await part('why-step').textContent(), /\(you\)/);
  await pick('why-since', 'the beginning');
  await waitFor(async () => (await part('why-step').count()) === 2, 'both again');
});

test('what is changed meanwhile counts at once, and Esc ends it', async () => {
  await daylight.api('POST', `/api/workbooks/${workbook}/versions`, { name: 'Before the review' });
  await kate.type('E4', '5');
  await waitFor(async () => (await part('why-step').count()) === 3, 'the third edit to be told');
  await pick('why-until', '“Before the review”');
  await waitFor(async () => (await part('why-step').count()) === 2, 'what came before the review alone');
  await pick('why-since', '“Before the review”');
  await waitFor(async () => /has to come after/.test(await part('why').textContent()), 'to be told of the order');
  await pick('why-until', 'now');
  await waitFor(async () => (await part('why-step').count()) === 1, 'what came after the review');
  await mara.shots('why-since');
  await part('why-since').focus();
  await page.keyboard.press('Escape');
  await part('why').waitFor({ state: 'detached' });
});

test('where nothing moved a cell, it says so; the palette asks as well', async () => {
  await mara.go('A4');
  await page.keyboard.press('Alt+/');
  await part('palette-field').fill('Why did');
  await page.keyboard.press('Enter');
  await part('why-nothing').waitFor();
  assert.match(await part('why-nothing').textContent(), /Nothing moved A4/);
});

test('nothing hinders those who cannot see or cannot use a mouse', () => assert.deepEqual(found, []));
test('no page threw an error', () => assert.deepEqual([...mara.errors, ...kate.errors], []));
