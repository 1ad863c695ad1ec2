// Every page, in every theme, held against the rules of axe; and the grid as assistive technology sees it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditor } from './axe.mjs';
import { Hands, launch } from './browser.mjs';
import { Daylight, root, waitFor } from './daylight.mjs';

const SAMPLE = `${root}server/src/catalogue/sample/operations-budget-2027.xlsx`;
let daylight;
let browser;
let mara;
let workbook;
let page;
const { clean: cleanOn, found } = auditor();
const clean = (what, on = page) => cleanOn(what, on);

before(async () => {
  daylight = await Daylight.start();
  browser = await launch();
  mara = await Hands.sit(browser, { reducedMotion: 'reduce' });
  page = mara.page;
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);

test('the catalogue, filled', async () => {
  await mara.signIn(daylight);
  await part('workbook-row').first().waitFor({ timeout: 30_000 });
  await clean('catalogue');
});

test('menus and search in the catalogue', async () => {
  await part('row-menu').first().click();
  await page.getByRole('menu').waitFor();
  await clean('row menu');
  await page.keyboard.press('Escape');
  await part('search').fill('Salaries');
  await part('nothing-found').or(part('workbook-row')).first().waitFor();
  await clean('search');
  await part('search').fill('nothing has this name');
  await part('nothing-found').waitFor();
  await clean('nothing found');
  await part('search').fill('');
});

test('an empty catalogue, the trash, imports, settings, functions', async () => {
  for (const [path, there] of [
    ['/shared', 'catalogue'],
    ['/deleted', 'catalogue'],
    ['/imports', 'imports-title'],
    ['/settings', 'settings'],
    ['/admin', 'anchoring'],
    ['/functions', 'functions'],
  ]) {
    await page.goto(daylight.url + path);
    await part(there).first().waitFor();
    await clean(path);
  }
  await page.goto(`${daylight.url}/functions#XLOOKUP`);
  await part('function').first().waitFor();
  await clean('one function');
  await part('function-search').fill('no function has this name');
  await part('no-functions').waitFor();
  await clean('no functions');
});

test('an import and its report', async () => {
  await page.goto(daylight.url);
  await part('import-input').setInputFiles(SAMPLE);
  await page.waitForURL(/\/w\/\w+/);
  workbook = /\/w\/(\w+)/.exec(page.url())[1];
  await mara.ready();
  await part('home').click();
  await part('nav-imports').click();
  await part('import-report').waitFor();
  await clean('import report');
});

test('pages that say why not, and where a link leads', async () => {
  const link = await daylight.api('POST', `/api/workbooks/${workbook}/links`, { role: 'viewer', label: 'Readers' });
  const guest = await Hands.sit(browser, { reducedMotion: 'reduce' });
  const visit = async (path, there) => {
    await guest.page.goto(path.startsWith('http') ? path : daylight.url + path);
    await guest.page.getByTestId(there).waitFor();
    await clean(there, guest.page);
  };
  await visit('/', 'page-signed-out');
  await visit(daylight.signin, 'page-signin-refused');
  await visit(link.url, 'guest');
  await guest.enter(link.url, 'Tomás');
  await clean('read only', guest.page);
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Not shared' });
  await visit(`/w/${id}`, 'page-not-found');
  await visit('/no/such/page', 'page-not-found');
  await visit('/s/no-such-link', 'page-link-ended');
  await guest.page.context().close();
});

test('the grid is a grid to assistive technology, and says what moves and changes', async () => {
  await mara.open(daylight, workbook);
  await mara.sees('A4', 'Salaries');
  await mara.go('C4');
  const cdp = await page.context().newCDPSession(page);
  const tree = async () => {
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    return nodes.filter((node) => !node.ignored).map((node) => ({
      role: node.role?.value,
      name: node.name?.value,
      ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
      id: node.nodeId,
      dom: node.backendDOMNodeId,
    }));
  };
  const nodes = await tree();
  const count = (role) => nodes.filter((node) => node.role === role).length;
  const grids = nodes.filter((node) => node.role === 'grid');
  assert.equal(grids.length, 1);
  assert.equal(grids[0].multiselectable, true);
  assert.ok(count('row') > 20 && count('gridcell') > 200 && count('columnheader') > 8 && count('rowheader') > 20);
  const counts = await page.getByTestId('grid-mirror').evaluate((grid) => [grid.ariaRowCount, grid.ariaColCount].map(Number));
  assert.ok(counts[0] > 100 && counts[1] > 20, `rows and columns are counted: ${counts}`);
  await waitFor(async () => (await mara.cell('C4').getAttribute('aria-selected')) === 'true', 'C4 to be selected');
  const selected = (await tree()).filter((node) => node.role === 'gridcell' && node.selected === true);
  assert.deepEqual(selected.map((node) => node.name), ['1,240']);
  // The field that has the keyboard stands for the active cell.
  const focus = (await tree()).find((node) => node.focused === true && node.role !== 'RootWebArea');
  assert.ok(focus?.editable ?? focus?.role === 'grid', `the keyboard is in the grid: ${JSON.stringify(focus)}`);
  const active = await page.evaluate(() => document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '')?.dataset.cell);
  assert.equal(active, 'C4');
  const live = page.locator('[aria-live]');
  const hears = (words) => waitFor(async () => (await live.allTextContents()).some((text) => words.test(text)), `to hear ${words}`);
  await page.keyboard.press('ArrowRight');
  await hears(/D4/);
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await hears(/D5/);
  await daylight.api('PATCH', `/api/workbooks/${workbook}/cells`, { sheet: 'Plan', cells: [{ cell: 'E4', input: '5' }] });
  await hears(/changed/i);
});

test('nothing was found', () => {
  assert.equal(found.length, 0, found.join('\n'));
});
