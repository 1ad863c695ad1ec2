/** Tables in a real browser: how they look, what pointing writes, and how they grow under the hands. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

let bench: Bench;
let page: Page;
const PATH = 'src/grid/testing/tables.html';

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const context of bench.browser.contexts()) await context.close();
  page = await bench.open('theme=light', { path: PATH });
});

const active = () => page.evaluate(() => window.grid.activeCell);
const select = (row: number, col: number) =>
  page.evaluate((cell) => window.grid.select({ ...cell, bottom: cell.top, right: cell.left }), {
    top: row,
    left: col,
  });
const text = () => page.evaluate(() => window.grid.editor.state?.text ?? null);
const table = () => page.evaluate(() => window.tabled.tables()[0] ?? null);
const formula = (row: number, col: number) =>
  page.evaluate(([r, c]) => window.tabled.sheet('1')?.cell(r ?? 0, c ?? 0).formula, [row, col]);
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const rectOf = async (row: number, col: number) => {
  const rect = await page.evaluate(
    ([r, c]) => window.grid.cellRect({ row: r ?? 0, col: c ?? 0 }),
    [row, col],
  );
  const box = await page.locator('#grid').boundingBox();
  if (rect === null || box === null) throw new Error('The cell is out of sight.');
  return { x: box.x + rect.x, y: box.y + rect.y, width: rect.width, height: rect.height };
};
const middle = async (row: number, col: number) => {
  const rect = await rectOf(row, col);
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
};
const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
  const [a, b] = [await middle(...from), await middle(...to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 4 });
  await page.mouse.up();
};
/** Colours near the upper left corner of a cell, beside the handle of the cell before. */
const pixel = async (row: number, col: number, dx = 9, dy = 3) => {
  const rect = await page.evaluate(
    ([r, c]) => window.grid.cellRect({ row: r ?? 0, col: c ?? 0 }),
    [row, col],
  );
  return page.evaluate(
    ([x, y]) => {
      const canvas = document.querySelector('canvas');
      const data = canvas?.getContext('2d')?.getImageData(x ?? 0, y ?? 0, 1, 1).data;
      return [...(data ?? [])];
    },
    [(rect?.x ?? 0) + dx, (rect?.y ?? 0) + dy],
  );
};
const drawn = (condition: () => Promise<boolean>) => expect.poll(condition).toBe(true);

test('headings and bands are filled below the fills of cells, in the dark as well', async () => {
  const [r = 0, g = 0, b = 0] = await pixel(1, 1);
  expect([r, g, b]).toEqual([0x44, 0x72, 0xc4]);
  expect((await pixel(2, 2)).slice(0, 3)).toEqual([0xda, 0xe3, 0xf3]);
  expect((await pixel(3, 2)).slice(0, 3)).toEqual([255, 255, 255]);
  await page.evaluate(() => {
    window.tabled.commands.format('1', [{ top: 2, left: 2, bottom: 2, right: 2 }], { fill: '#ffff00' });
  });
  await drawn(async () => (await pixel(2, 2)).slice(0, 3).join() === '255,255,0');
  await page.evaluate(() => window.tabled.commands.table.style(window.tabled.tables()[0]?.id ?? '', ''));
  await drawn(async () => (await pixel(1, 1)).slice(0, 3).join() === '255,255,255');
  const dark = await bench.open('theme=dark', { path: PATH, dark: true });
  page = dark;
  const head = (await pixel(1, 1)).slice(0, 3);
  const band = (await pixel(2, 2)).slice(0, 3);
  expect(head.join()).not.toBe(band.join());
  expect(Math.max(...band)).toBeLessThan(100);
});

test('pointing writes columns, the body, headings and the own row by name', async () => {
  await select(8, 6);
  await page.keyboard.type('=SUM(');
  await drag([2, 2], [4, 2]);
  expect(await text()).toBe('=SUM(Sales[Net]');
  await drag([2, 1], [4, 3]);
  expect(await text()).toBe('=SUM(Sales');
  await drag([2, 2], [3, 2]);
  expect(await text()).toBe('=SUM(C3:C4');
  await drag([1, 2], [4, 3]);
  expect(await text()).toBe('=SUM(Sales[[#All],[Net]:[Gross value]]');
  await press('Escape');
  await select(3, 2);
  await page.keyboard.type('=');
  const gross = await middle(3, 3);
  await page.mouse.click(gross.x, gross.y);
  expect(await text()).toBe('=[@[Gross value]]');
  await press('Enter');
  expect(await formula(3, 2)).toBe('=Sales[@[Gross value]]');
});

test('what a part of a table means is outlined while it is typed', async () => {
  await select(8, 6);
  const before = await pixel(3, 2, 30, 2);
  await page.keyboard.type('=SUM(Sales[Net])');
  await drawn(async () => (await pixel(3, 2, 30, 2)).join() !== before.join());
  expect(await page.locator('.dl-editing .dl-ref-1').textContent()).toBe('Sales[Net]');
});

test('tables and their columns are offered, and taken with Tab', async () => {
  await select(8, 6);
  await page.keyboard.type('=SUM(sal');
  await page.getByRole('option', { name: /^Sales/ }).waitFor();
  await press('Tab');
  expect(await text()).toBe('=SUM(Sales');
  await page.keyboard.type('[');
  expect(await page.getByRole('option').locator('.dl-name').allTextContents()).toEqual([
    'Region',
    'Net',
    'Gross value',
    '#All',
    '#Data',
    '#Headers',
    '#Totals',
  ]);
  await page.keyboard.type('#h');
  await press('Enter');
  expect(await text()).toBe('=SUM(Sales[#Headers]');
  await press('Escape');
  await select(2, 3);
  await page.keyboard.type('=[');
  await page.getByRole('option', { name: /^@/ }).waitFor();
  await page.keyboard.type('@g');
  await press('Tab');
  expect(await text()).toBe('=[@[Gross value]]');
});

test('typing below and beside grows it, and one undo shrinks it again', async () => {
  await select(5, 1);
  await page.keyboard.type('East');
  await press('Enter');
  expect((await table())?.area.bottom).toBe(5);
  await press('Control+z');
  expect((await table())?.area.bottom).toBe(4);
  expect(await page.evaluate(() => window.tabled.sheet('1')?.cell(5, 1).text)).toBe('East');
  await press('Control+z');
  expect(await page.evaluate(() => window.tabled.sheet('1')?.cell(5, 1).text)).toBe('');
  await select(1, 4);
  await page.keyboard.type('Tax');
  await press('Enter');
  expect((await table())?.columns).toEqual(['Region', 'Net', 'Gross value', 'Tax']);
  await page.keyboard.type('=[@Net]*2');
  await press('Enter');
  expect(await Promise.all([2, 3, 4].map((row) => formula(row, 4)))).toEqual(
    Array.from({ length: 3 }, () => '=Sales[@Net]*2'),
  );
  await press('Control+z');
  expect(await Promise.all([2, 3, 4].map((row) => formula(row, 4)))).toEqual([
    '=Sales[@Net]*2',
    undefined,
    undefined,
  ]);
});

test('Tab in the last cell goes on in a new row', async () => {
  await select(4, 3);
  await page.keyboard.type('9');
  await press('Tab');
  expect(await active()).toEqual({ row: 5, col: 1 });
  expect((await table())?.data?.bottom).toBe(5);
  await press('Control+z');
  expect((await table())?.data?.bottom).toBe(4);
});

test('a filled formula goes on to the next column, a copied one stays', async () => {
  await select(8, 1);
  await page.keyboard.type('=SUM(Sales[Region])');
  await press('Enter');
  await page.evaluate(() => {
    window.tabled.commands.fill(
      '1',
      { top: 8, left: 1, bottom: 8, right: 1 },
      { top: 8, left: 1, bottom: 8, right: 3 },
    );
  });
  expect(await formula(8, 2)).toBe('=SUM(Sales[Net])');
  expect(await formula(8, 3)).toBe('=SUM(Sales[Gross value])');
  await select(8, 1);
  await press('Control+c');
  await select(8, 6);
  await press('Control+v');
  await expect.poll(() => formula(8, 6)).toBe('=SUM(Sales[Region])');
});
