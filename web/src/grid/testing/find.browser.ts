/** The bar for finding and what it lights in the grid, on the whole desk; the script answers for the server. */
import type { Page, Route } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench, type Bench, type OpenOptions } from './browser';

const pictures = process.env.GRID_PICTURES ?? '';
let bench: Bench;

beforeAll(async () => {
  if (pictures !== '') await mkdir(pictures, { recursive: true });
  bench = await startBench();
});
afterAll(async () => bench.close());

interface Match {
  readonly sheet: string;
  readonly cell: string;
  readonly text: string;
}

const match = (cell: string, text: string, sheet = 'Plan'): Match => ({ sheet, cell, text });
const ITEMS = [match('A2', 'Salaries'), match('A3', 'Overtime'), match('A12', 'far away', 'Data')];

/** The desk, with a server that answers questions about text from a list. */
async function open(
  find: (query: URLSearchParams, route: Route) => Promise<void>,
  options: OpenOptions & { readonly query?: string } = {},
): Promise<Page> {
  const page = await bench.open(options.query ?? 'theme=light', {
    ...options,
    path: 'src/app/workbook/testing/index.html',
    before: async (page) => {
      await page.route('**/api/workbooks/fake/**', (route) => {
        const url = new URL(route.request().url());
        if (url.pathname.endsWith('/find')) return find(url.searchParams, route);
        return route.fulfill({ status: 404, json: { code: 'not-found', detail: 'Nobody asked for that.' } });
      });
    },
  });
  // The bars come after the first cells, and with them the keys of the page.
  await page.getByTestId('toolbar').waitFor();
  return page;
}

const answer = (route: Route, matches: readonly Match[], next: string | null = null) =>
  route.fulfill({ json: { seq: 1, matches, next, scanned: 100 } });
const found = (page: Page, words: string) =>
  page.waitForFunction(
    (text) => document.querySelector('[data-testid=find-count]')?.textContent === text,
    words,
  );
/** Opens the bar and types into it. */
const look = async (page: Page, text: string, keys = 'Control+f') => {
  await page.keyboard.press(keys);
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'find-text');
  await page.keyboard.type(text);
};
const selected = (page: Page) => page.getByTestId('name-box').inputValue();
const shot = async (page: Page, name: string) => {
  if (pictures !== '') await page.screenshot({ path: join(pictures, `${name}.png`) });
};

/** Colour of a cell just inside its upper right corner, where no text is. */
const pixel = (page: Page, cell: string) =>
  page.evaluate((address) => {
    const rows = Number(address.slice(1)) - 1;
    const cols = address.charCodeAt(0) - 65;
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=grid] canvas');
    const context = canvas?.getContext('2d');
    const [x, y] = [44 + 84 * (cols + 1) - 6, 22 + 24 * rows + 5];
    const data = context?.getImageData(x, y, 1, 1).data;
    return data === undefined ? '' : [...data.slice(0, 3)].join(' ');
  }, cell);

test('Ctrl+F finds, Enter goes on, all matches are lit and the current one more, Esc leaves the cell selected', async () => {
  const page = await open((query, route) =>
    answer(route, query.get('sheet') === null ? ITEMS : ITEMS.slice(0, 2)),
  );
  const plain = await pixel(page, 'A2');
  await look(page, 'a', 'Control+f');
  await found(page, '1 of 2');
  expect(await selected(page)).toBe('A2');
  await expect.poll(() => pixel(page, 'A3')).not.toBe(plain);
  expect(await pixel(page, 'A2')).not.toBe(await pixel(page, 'A3'));
  await page.keyboard.press('Enter');
  await found(page, '2 of 2');
  expect(await selected(page)).toBe('A3');
  await page.keyboard.press('F3');
  await found(page, '1 of 2');
  await page.keyboard.press('Shift+Enter');
  await found(page, '2 of 2');
  await page.getByTestId('find-where').click();
  await page.locator('.menu-item', { hasText: 'All sheets' }).click();
  await found(page, '2 of 3');
  await shot(page, 'find-bar');
  await page.getByTestId('find-next').click();
  await found(page, '3 of 3');
  await expect.poll(() => page.locator('[role=tab][aria-selected=true]').textContent()).toContain('Data');
  expect(await selected(page)).toBe('A12');
  await page.getByTestId('find-text').press('Escape');
  expect(await page.getByTestId('find-bar').count()).toBe(0);
  expect(await selected(page)).toBe('A12');
  await expect.poll(() => pixel(page, 'A3')).toBe(plain);
  await page.keyboard.press('F3');
  await page.getByTestId('find-bar').waitFor();
  expect(await page.getByTestId('find-text').inputValue()).toBe('a');
}, 60_000);

test('the count grows while the server looks on', async () => {
  const held: Route[] = [];
  const page = await open((query, route) => {
    if (query.get('from') === null) return answer(route, ITEMS.slice(0, 1), 'on');
    held.push(route);
    return Promise.resolve();
  });
  await look(page, 'a', 'Control+f');
  await found(page, '1 of 1+');
  await expect.poll(() => held.length).toBe(1);
  await answer(held[0]!, ITEMS.slice(1, 2));
  await found(page, '1 of 2');
}, 60_000);

test('a pattern that cannot be read is explained under the field', async () => {
  const page = await open((query, route) =>
    query.get('regex') === 'true'
      ? route.fulfill({
          status: 422,
          json: { code: 'bad-pattern', detail: 'The expression cannot be read: unclosed group.' },
        })
      : answer(route, []),
  );
  await look(page, '(', 'Control+f');
  await found(page, 'Nothing found');
  await page.getByTestId('find-regex').click();
  await page.getByTestId('find-problem').getByText('unclosed group').waitFor();
  expect(await page.getByTestId('find-text').getAttribute('aria-invalid')).toBe('true');
  await shot(page, 'find-problem');
}, 60_000);

test('replaces one, then all; the keyboard stays in the bar', async () => {
  const page = await open((_, route) => answer(route, ITEMS.slice(0, 2)));
  await look(page, 'e', 'Control+h');
  await found(page, '1 of 2');
  await page.getByTestId('find-with').fill('E');
  await page.getByTestId('find-replace').click();
  await expect.poll(() => page.evaluate(() => window.book.sheet('plan')?.cell(1, 0).text)).toBe('SalariEs');
  expect(await selected(page)).toBe('A3');
  await page.getByTestId('find-replace-all').click();
  await page.getByTestId('toasts').getByText('Replaced').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('find-with');
  await shot(page, 'find-replaced');
  await page.getByTestId('toasts').getByText('Undo').click();
  await expect.poll(() => page.evaluate(() => window.book.sheet('plan')?.cell(2, 0).text)).toBe('Overtime');
}, 60_000);

test('the bar steps aside for a match that it would cover', async () => {
  const page = await open((_, route) => answer(route, [match('A2', 'Salaries'), match('L3', 'beneath')]));
  await look(page, 'a', 'Control+f');
  await found(page, '1 of 2');
  await page.keyboard.press('Enter');
  await found(page, '2 of 2');
  await page.locator('.findbar.low').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.findbar:not(.low)').waitFor();
}, 60_000);

test('sorting: the block around the cell, its headings, one column alone, the dialog', async () => {
  const page = await open((_, route) => answer(route, []));
  const log = () => page.evaluate(() => window.book.log.filter((each) => each.startsWith('sort')));
  const name = async (address: string) => {
    await page.getByTestId('name-box').fill(address);
    await page.getByTestId('name-box').press('Enter');
  };
  const tool = async (entry: string) => {
    await page.getByTestId('tool-sort').click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await name('B3');
  await tool('Sort largest to smallest');
  await expect.poll(log).toEqual(['sort A1:D8 below headings by B down']);
  await page.getByTestId('toasts').getByText('Sorted 7 rows by Q1. Row 1 stayed as headings.').waitFor();
  await shot(page, 'sort-toast');
  await page.getByTestId('toasts').getByText('Sort row 1 too').click();
  await expect.poll(log).toHaveLength(2);
  expect((await log())[1]).toBe('sort A1:D8 by B down');
  await name('C2:C5');
  await tool('Sort smallest to largest');
  await page.getByTestId('sort-wider').getByText('Sort A2:D5').waitFor();
  await shot(page, 'sort-wider');
  await page.getByTestId('sort-selected').click();
  await expect.poll(log).toHaveLength(3);
  expect((await log())[2]).toBe('sort C2:C5 by C');
  await name('A2');
  await tool('Sort range…');
  await page.getByTestId('sort-add').click();
  await shot(page, 'sort-dialog');
  await page.getByTestId('sort-order').nth(1).click();
  await page.locator('.menu-item', { hasText: 'Largest to smallest' }).click();
  await page.getByTestId('sort-run').click();
  await expect.poll(log).toHaveLength(4);
  expect((await log())[3]).toBe('sort A1:D8 below headings by A, B down');
}, 60_000);

test('in the dark', async () => {
  if (pictures === '') return;
  const page = await open((_, route) => answer(route, ITEMS), { query: 'theme=dark', dark: true });
  await look(page, 'e', 'Control+h');
  await found(page, '1 of 3');
  await shot(page, 'find-bar-dark');
  await page.keyboard.press('Escape');
  await page.getByTestId('tool-sort').click();
  await page.getByRole('menuitem', { name: 'Sort range…' }).click();
  await page.getByTestId('sort-add').click();
  await shot(page, 'sort-dialog-dark');
}, 60_000);
