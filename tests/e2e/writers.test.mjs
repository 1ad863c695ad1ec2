// Cells coloured by who wrote them, and by how long ago; who wrote one is told where the pointer rests.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, waitFor } from './daylight.mjs';

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
  workbook = (await daylight.api('POST', '/api/workbooks', { name: 'Plan' })).id;
  kate = await Hands.guest(browser, daylight, workbook, { name: 'Kate', label: 'Finance' });
  await kate.type('A2', '20');
  await kate.saved();
  await mara.open(daylight, workbook);
  await mara.type('A1', '10');
  await mara.type('C900', 'far');
  await mara.saved();
  await mara.go('E9');
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);
const HEAD = { width: 44, height: 22, row: 24 };
/** A point of a cell in the first column, beside what it shows. */
const spot = async (row) => {
  const box = await part('grid').boundingBox();
  return { x: box.x + HEAD.width + 12, y: box.y + HEAD.height + (row - 0.5) * HEAD.row - 7 };
};
const colour = async (row) => {
  const at = await spot(row);
  const image = await page.screenshot({ clip: { x: at.x, y: at.y, width: 1, height: 1 } });
  return image.toString('base64');
};
const run = async (words) => {
  await page.keyboard.press('Alt+/');
  await part('palette-field').fill(words);
  await page.keyboard.press('Enter');
};
const legend = () => part('colour-legend').locator('li').evaluateAll((all) => all.map(({ dataset, textContent }) => dataset.author ?? textContent));
const hover = async (row, words) => {
  const { x, y } = await spot(row);
  await page.mouse.move(x + 3, y);
  await page.mouse.move(x, y);
  await part('writer-tip').filter({ hasText: words }).waitFor();
};

test('by author: cells and legend have their colours, and empty cells none', async () => {
  const plain = await colour(1);
  await run('Colour by author');
  await part('colour-bar').waitFor();
  await waitFor(async () => (await legend()).length === 2, 'both authors in the legend');
  assert.deepEqual((await legend()).sort(), ['Kate', 'Owner']);
  const [own, hers, none] = [await colour(1), await colour(2), await colour(3)];
  assert.notEqual(own, plain);
  assert.notEqual(hers, own);
  assert.equal(none, plain);
  await mara.shots('writers');
});

test('where the pointer rests it says who, when and by which link; it leads to the story', async () => {
  await hover(2, /^K?Kate, just now|min ago/);
  assert.match(await part('writer-tip').textContent(), /by the link “Finance”/);
  await clean('colours by author', page);
  await part('writer-tip').click();
  await part('story').waitFor();
  assert.match(await part('story').textContent(), /Story of A2/);
  assert.match(await part('colour-cell').textContent(), /^A2: Kate/);
  await page.keyboard.press('Escape');
  await part('story').waitFor({ state: 'detached' });
});

test('what is written meanwhile is coloured at once', async () => {
  const before = await colour(3);
  await kate.type('A3', '30');
  await waitFor(async () => (await colour(3)) !== before, 'A3 to be coloured');
  assert.equal(await colour(3), await colour(2));
});

test('only what is on screen is asked for, and the rest as one goes there', async () => {
  const asked = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/cells/last')) asked.push(url.searchParams.get('range'));
  });
  await mara.go('C900');
  await waitFor(() => asked.length > 0, 'more to be asked for');
  const rows = asked.map((range) => range.match(/\d+/g).map(Number));
  assert.ok(rows.every(([first, last]) => first > 700 && last - first < 300), `ranges around C900: ${asked}`);
  await waitFor(async () => /Owner \(you\)/.test(await part('colour-cell').textContent()), 'its author');
  await mara.go('A1');
});

test('by age, as a scale that grows paler', async () => {
  await page.getByRole('radio', { name: 'By age' }).click();
  assert.deepEqual(await legend(), ['Today', 'This week', 'This month', 'Older']);
  await mara.go('E9');
  const today = await colour(2);
  await page.clock.setFixedTime(new Date(Date.now() + 3 * 86_400_000));
  await page.getByRole('radio', { name: 'By author' }).click();
  await page.getByRole('radio', { name: 'By age' }).click();
  await waitFor(async () => (await colour(2)) !== today, 'a paler colour three days later');
  await hover(2, 'Kate, 3 days ago, by the link “Finance”');
  await clean('colours by age', page);
  await mara.shots('ages');
});

test('Esc takes the colours off, and so does the menu of the history', async () => {
  await mara.go('E9');
  await page.keyboard.press('Escape');
  await part('colour-bar').waitFor({ state: 'detached' });
  await part('history-open').click();
  await part('history-menu').click();
  await part('menu-colour-age').click();
  await part('colour-bar').waitFor();
  await part('colour-close').click();
  await part('colour-bar').waitFor({ state: 'detached' });
});

test('nothing hinders those who cannot see or cannot use a mouse', () => assert.deepEqual(found, []));
test('no page threw an error', () => assert.deepEqual([...mara.errors, ...kate.errors], []));
