/** The name box and the list of names, on the whole desk. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBench, type Bench } from '../../../grid/testing/browser';

let bench: Bench;
let page: Page;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const context of bench.browser.contexts()) await context.close();
  page = await bench.open('', { path: 'src/app/workbook/testing/index.html' });
  await page.getByTestId('name-box').waitFor();
});

const box = () => page.getByTestId('name-box');
const shows = (text: string) => expect.poll(() => box().inputValue()).toBe(text);
const go = async (text: string) => {
  await box().click();
  await box().fill(text);
  await box().press('Enter');
};

test('the box goes to addresses, several ranges, other sheets, whole columns', async () => {
  await go('b3');
  await shows('B3');
  await go('Data!A2:A4');
  await shows('A2:A4');
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Data');
  await go('Plan!C:C');
  await shows('C:C');
  await go('A1:B2, D4');
  await expect.poll(() => page.locator('[data-testid=grid-mirror] td[aria-selected=true]').count()).toBe(5);
  await go('nowhere 1');
  await page.getByText('is no place in this workbook').waitFor();
});

test('F5 and Ctrl+G lead into it, Esc back', async () => {
  await go('B3');
  for (const key of ['F5', 'Control+g']) {
    await page.keyboard.press(key);
    await expect.poll(() => box().evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => box().evaluate((field) => field === document.activeElement)).toBe(false);
  }
});

test('the size is shown while a selection is drawn up', async () => {
  const canvas = await page.getByTestId('grid').boundingBox();
  const [x, y] = [(canvas?.x ?? 0) + 100, (canvas?.y ?? 0) + 60];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 72, { steps: 4 });
  await shows('4R × 2C');
  await page.mouse.up();
  await shows('A2:B5');
});

test('a new word names the selection, and goes there from then on', async () => {
  await go('B2:C4');
  await go('Rates');
  await shows('Rates');
  await go('A1');
  await go('rates');
  await shows('Rates');
  await page.getByTestId('places').click();
  await page.getByTestId('menu-name-rates').waitFor();
  await page.keyboard.press('Escape');
});

test('names are added, refused, changed and deleted in their list', async () => {
  await go('B2:C4');
  await page.keyboard.press('Control+F3');
  await page.getByTestId('new-name').click();
  expect(await page.getByTestId('name-refers').inputValue()).toBe('=Plan!B2:C4');
  await page.getByTestId('name-text').fill('A1');
  await page.getByTestId('save-name').click();
  await page.getByText('is the address of a cell').waitFor();
  await page.getByTestId('name-text').fill('Costs');
  await page.getByTestId('save-name').click();
  const row = page.getByTestId('name-row');
  await row.waitFor();
  expect(await row.textContent()).toContain('Costs=Plan!B2:C4Workbook');
  await row.getByRole('button', { name: 'Change Costs' }).click();
  await page.getByTestId('name-refers').fill('=Plan!B2');
  await page.getByTestId('save-name').click();
  await expect.poll(() => row.textContent()).toContain('1240');
  await row.getByRole('button', { name: 'Delete Costs' }).click();
  await row.waitFor({ state: 'detached' });
});

test('a viewer looks at names and defines none', async () => {
  await page.context().close();
  page = await bench.open('role=viewer', { path: 'src/app/workbook/testing/index.html' });
  await go('B2:C4');
  await go('Rates');
  await page.getByText('is no place in this workbook').waitFor();
  expect(await page.evaluate(() => window.book.names.length)).toBe(0);
});
