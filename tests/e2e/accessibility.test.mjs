// Every page and dialog, in every theme, held against the rules of axe; and the grid as assistive technology sees it.
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

test('a workbook and everything that opens in it', async (t) => {
  await mara.open(daylight, workbook);
  await mara.sees('A4', 'Salaries');
  await t.test('the grid', () => clean('workbook'));
  await t.test('toolbar menus', async () => {
    for (const id of ['tool-number', 'tool-align', 'tool-borders', 'tool-font', 'tool-size', 'tool-freeze', 'tool-sum']) {
      // What does not fit has moved into the menu at the end.
      if (!(await part(id).isVisible())) continue;
      await part(id).click();
      // Borders are picked in a small dialog.
      const opened = page.locator('[role=menu], [role=dialog]').first();
      await opened.waitFor();
      await clean(id);
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
    }
  });
  await t.test('the context menu', async () => {
    await mara.go('C4');
    await page.keyboard.press('Shift+F10');
    await part('grid-menu').waitFor();
    await clean('context menu');
    await page.keyboard.press('Escape');
  });
  await t.test('filters', async () => {
    await mara.go('A3:D9');
    await page.keyboard.press('Control+Shift+L');
    await waitFor(async () => (await part('tool-filter.toggle').getAttribute('aria-pressed')) === 'true', 'the filter to be there');
    await mara.go('A3');
    await page.keyboard.press('Alt+ArrowDown');
    await part('filter-value').first().waitFor();
    await clean('filter values');
    await page.getByRole('radio', { name: 'Condition' }).click();
    await part('filter-input').fill('Sal');
    await clean('filter condition');
    await part('filter-own').check();
    await page.keyboard.press('Enter');
    await part('own-filter').waitFor();
    await clean('a filter of one’s own');
    await part('own-close').click();
    await part('own-filter').waitFor({ state: 'detached' });
    await mara.go('A3');
    await page.keyboard.press('Control+Shift+L');
    await waitFor(async () => (await part('tool-filter.toggle').getAttribute('aria-pressed')) === 'false', 'the filter to be gone');
  });
  await t.test('data validation', async () => {
    await mara.go('N2:N6');
    await part('more-tools').click();
    await part('menu-check.rules').click();
    await part('check-form').waitFor();
    await part('check-items').fill('North\nSouth');
    await part('check-hint').fill('The region of the customer');
    await clean('form of a rule');
    await part('check-save').click();
    await part('check-item').first().waitFor();
    await clean('rules of the sheet');
    await mara.go('N2');
    await part('cell-hint').waitFor();
    await clean('hint of a cell');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('listbox').waitFor();
    await clean('list of a cell');
    await page.keyboard.press('Escape');
    await page.keyboard.type('East');
    await page.keyboard.press('Enter');
    await part('refusal').waitFor();
    await clean('a text that is refused');
    await page.keyboard.press('Escape');
    await part('check-item').first().click();
    await part('check-criterion').click();
    await part('menu-date').click();
    await part('check-save').click();
    await mara.go('N2');
    await page.keyboard.press('Alt+ArrowDown');
    await part('date-card').waitFor();
    await clean('calendar');
    await page.keyboard.press('Escape');
    await part('close-checks').click();
  });
  await t.test('the menu of a sheet', async () => {
    await part('tab').first().click({ button: 'right' });
    await part('tab-menu').waitFor();
    await clean('tab menu');
    await page.keyboard.press('Escape');
  });
  await t.test('the palette', async () => {
    await page.keyboard.press('Alt+/');
    await part('palette').waitFor();
    await clean('palette');
    await page.keyboard.press('Escape');
    await part('palette').waitFor({ state: 'detached' });
  });
  await t.test('conditional formatting', async () => {
    await mara.go('C4:F9');
    await part('more-tools').click();
    await part('rule-gallery').waitFor();
    await clean('the gallery of rules');
    await part('rule-quick-between').click();
    await part('rule-value-0').waitFor();
    await clean('a rule, when a condition holds');
    for (const kind of ['Colour scale', 'Data bar', 'Icons']) {
      await page.getByRole('radio', { name: kind }).click();
      await clean(`a rule, ${kind}`);
    }
    await part('save-rule').click();
    await part('rule').first().waitFor();
    await clean('the list of rules');
    await part('delete-rule').first().click();
    await part('close-rules').click();
    await part('rules-panel').waitFor({ state: 'detached' });
  });
  await t.test('completion', async () => {
    await mara.go('M4');
    await page.keyboard.type('=SU');
    await page.getByRole('listbox').waitFor();
    await clean('completion');
    await page.keyboard.type('M(C4');
    await clean('hint of arguments');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
  await t.test('an error card', async () => {
    await mara.type('M5', '=1/0');
    await mara.sees('M5', '#DIV/0!');
    await mara.go('M5');
    await page.keyboard.press('Alt+F1');
    await part('error-text').waitFor();
    await clean('error card');
    await page.keyboard.press('Escape');
  });
  await t.test('history, a story, an undo', async () => {
    await part('history-open').click();
    await part('change').first().click();
    await clean('history');
    await part('undo-change').first().click();
    await part('undo-dialog').waitFor();
    await clean('undo');
    await page.keyboard.press('Escape');
    await part('undo-dialog').waitFor({ state: 'detached' });
    await part('tick-change').first().check();
    await part('change-menu').first().click();
    await part('menu-compare-now').waitFor();
    await clean('menu of a change');
    await part('menu-prove').click();
    await part('proof-command').waitFor();
    await clean('a proof');
    await page.keyboard.press('Escape');
    await part('proof-dialog').waitFor({ state: 'detached' });
    await part('history-menu').click();
    await part('menu-verify').click();
    await part('verify-whole').waitFor();
    await clean('the record');
    await page.keyboard.press('Escape');
    await part('verify-dialog').waitFor({ state: 'detached' });
    await part('history-menu').click();
    await part('menu-name-now').click();
    await part('version-name').fill('Checked');
    await clean('naming a version');
    await part('save-version').click();
    await part('version-mark').waitFor();
    await part('history-menu').click();
    await part('menu-named-only').click();
    await part('version').waitFor();
    await clean('named versions');
    await part('all-changes').click();
    await part('change').last().click();
    await part('change-menu').click();
    await part('menu-compare-now').click();
    await part('difference').first().click();
    await clean('comparing');
    await part('compare-close').click();
    await part('change').last().click();
    await part('look-at-moment').first().click();
    await part('banner-past').waitFor();
    await clean('an earlier moment');
    await part('return-to-now').click();
    await part('close-history').click();
    await mara.go('M5');
    await page.keyboard.press('Alt+h');
    await part('story').waitFor();
    await clean('story');
    await page.keyboard.press('Escape');
  });
  await t.test('sharing', async () => {
    await part('share-open').click();
    await part('share-dialog').waitFor();
    await clean('share');
    await part('new-link').click();
    await part('link-label').fill('Everybody');
    await clean('a new link');
    await part('make-link').click();
    await part('link').first().waitFor();
    await clean('a link');
    await page.keyboard.press('Escape');
  });
  await t.test('without a connection', async () => {
    await page.context().setOffline(true);
    await part('banner-offline').waitFor({ timeout: 20_000 });
    await clean('offline');
    await page.context().setOffline(false);
    await mara.saved();
  });
  await t.test('narrow', async () => {
    for (const width of [768, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await clean(`workbook ${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
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
  await guest.page.getByTestId('guest-name').fill('Tomás');
  await guest.page.getByTestId('guest-enter').click();
  await guest.ready();
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
