// A workbook and everything that opens in it, in every theme, held against the rules of axe.
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
  workbook = await daylight.import(SAMPLE);
  await mara.signIn(daylight);
});

after(async () => {
  await browser?.close();
  await daylight?.stop();
});

const part = (id) => page.getByTestId(id);

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

test('nothing was found', () => {
  assert.equal(found.length, 0, found.join('\n'));
});
