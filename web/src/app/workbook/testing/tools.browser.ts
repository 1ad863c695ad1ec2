/** Format painter, borders, colours, zoom, keys and menus, on the whole desk. */
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

const go = async (text: string) => {
  await page.getByTestId('name-box').click();
  await page.getByTestId('name-box').fill(text);
  await page.getByTestId('name-box').press('Enter');
};
/** Formats of the cells of the first sheet, by row and column. */
const format = (row: number, col: number) =>
  page.evaluate(([r, c]) => window.book.sheet('plan')?.raw(r ?? 0, c ?? 0)?.format ?? {}, [row, col]);
/** Cells are 84 wide and 24 high, beside headers of 44 and 22. */
const point = async (row: number, col: number) => {
  const box = await page.getByTestId('grid').boundingBox();
  return { x: (box?.x ?? 0) + 44 + 84 * col + 40, y: (box?.y ?? 0) + 22 + 24 * row + 12 };
};
const click = async (row: number, col: number) => {
  const { x, y } = await point(row, col);
  await page.mouse.click(x, y);
};

test('the format painter works once, or stays after a double click until Esc', async () => {
  await go('B2');
  await page.keyboard.press('Control+b');
  const brush = page.getByTestId('tool-format.painter');
  await brush.click();
  await expect.poll(() => brush.getAttribute('aria-pressed')).toBe('true');
  await click(2, 1);
  await expect.poll(() => format(2, 1)).toEqual({ bold: true });
  await expect.poll(() => brush.getAttribute('aria-pressed')).toBe('false');
  await click(3, 1);
  expect(await format(3, 1)).toEqual({});
  await go('B2');
  await brush.dblclick();
  await expect.poll(() => brush.getAttribute('aria-pressed')).toBe('true');
  await click(3, 1);
  await click(4, 1);
  await expect.poll(() => format(4, 1)).toEqual({ bold: true });
  await page.keyboard.press('Escape');
  await click(5, 1);
  expect(await format(5, 1)).toEqual({});
  expect(await format(3, 1)).toEqual({ bold: true });
});

test('Ctrl+Alt+C takes a format up, Ctrl+Alt+V lays it over the selection', async () => {
  await go('B2');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Control+Alt+c');
  await go('B4:B5');
  await page.keyboard.press('Control+Alt+v');
  await expect.poll(() => format(4, 1)).toEqual({ bold: true });
});

test('borders of every kind, style and colour', async () => {
  await go('B2:C3');
  await page.getByTestId('tool-borders').click();
  await page.getByTestId('border-style').click();
  await page.getByTestId('menu-dashed').click();
  await page.getByTestId('border-colour').click();
  await page.getByTestId('colour-number').fill('#c00');
  await page.getByTestId('colour-use').click();
  await page.getByTestId('borders-horizontal').click();
  await expect.poll(() => format(1, 1)).toEqual({ borderBottom: 'dashed #cc0000' });
  expect(await format(2, 1)).toEqual({});
  await page.getByTestId('borders-outer').click();
  await expect
    .poll(() => format(2, 2))
    .toEqual({
      borderRight: 'dashed #cc0000',
      borderBottom: 'dashed #cc0000',
    });
  await page.getByTestId('borders-none').click();
  await expect.poll(() => format(2, 2)).toEqual({});
});

test('a colour of one’s own is used and offered again', async () => {
  await go('B2');
  await page.getByTestId('tool-fill').click();
  await page.getByTestId('colour-number').fill('12ab9f');
  await page.getByTestId('colour-use').click();
  await expect.poll(() => format(1, 1)).toEqual({ fill: '#12ab9f' });
  await go('B3');
  await page.getByTestId('tool-fill').click();
  await page.getByRole('group', { name: 'Colours used lately' }).getByRole('button').click();
  await expect.poll(() => format(2, 1)).toEqual({ fill: '#12ab9f' });
});

test('the zoom: wheel, status bar; remembered', async () => {
  const zoom = page.getByTestId('zoom');
  const shows = (text: string) => expect.poll(() => zoom.textContent()).toBe(text);
  await go('B2');
  // Where nothing stands that a resting pointer would be told about.
  const { x, y } = await point(15, 8);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  // One turn at a time: the browser makes one of those that come together.
  for (const text of ['90%', '80%', '70%', '60%', '50%']) {
    await page.mouse.wheel(0, 120);
    await shows(text);
  }
  await page.keyboard.up('Control');
  await zoom.click();
  await page.getByTestId('menu-zoom-1.5').click();
  await shows('150%');
  await page.reload();
  await shows('150%');
  await go('B2');
  await page.keyboard.press('Control+Alt+0');
  await shows('100%');
});

test('the sheet of keys is built from the commands and can be searched', async () => {
  await go('B2');
  await page.keyboard.press('Control+/');
  const sheet = page.getByTestId('shortcut-sheet');
  await sheet.getByText('Select columns', { exact: true }).waitFor();
  await page.getByTestId('shortcut-search').fill('painter ctrl');
  await sheet.getByText('No key does that.').waitFor();
  await page.getByTestId('shortcut-search').fill('copy format');
  await expect.poll(() => sheet.locator('dt').allTextContents()).toEqual(['Copy the format']);
  expect(await sheet.locator('kbd').textContent()).toBe('Ctrl Alt C');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
});

test('menus of cells and lines lead to paste special, names and sizes', async () => {
  await go('B2');
  const cell = await point(1, 1);
  await page.mouse.click(cell.x, cell.y, { button: 'right' });
  await page.getByTestId('menu-paste-special').click();
  await page.getByTestId('paste-dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('paste-dialog').waitFor({ state: 'detached' });
  await page.mouse.click(cell.x, cell.y, { button: 'right' });
  await page.getByTestId('menu-insertions').click();
  await page.getByTestId('menu-define-name').click();
  await page.getByTestId('name-text').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('names-dialog').waitFor({ state: 'detached' });
  await page.mouse.click(cell.x, cell.y - 48, { button: 'right' });
  await page.getByTestId('menu-colSize').click();
  await page.getByTestId('size-field').fill('120');
  await page.getByTestId('set-size').click();
  await expect.poll(() => page.evaluate(() => window.book.sheet('plan')?.cols.size(1))).toBe(120);
});

test('the palette finds every command and its choices', async () => {
  await go('B2:C3');
  await page.keyboard.press('Alt+/');
  await page.getByTestId('palette-field').fill('borders around');
  await page.keyboard.press('Enter');
  await expect.poll(() => format(1, 1)).toMatchObject({ borderTop: 'thin #182033' });
  for (const query of [
    'paste transposed',
    'zoom in',
    'names',
    'all keys',
    'row height',
    'go to an address',
  ]) {
    await page.keyboard.press('Alt+/');
    await page.getByTestId('palette-field').fill(query);
    await page.locator('#act-0').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('palette').waitFor({ state: 'detached' });
  }
});
