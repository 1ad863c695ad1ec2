/** Parts of the clipboard, pasted from keys and menus, in a real browser on the fake workbook. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';
import { GridHands } from './hands';

let bench: Bench;
let hands: GridHands;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const context of bench.browser.contexts()) await context.close();
  hands = new GridHands(await bench.open('theme=light'));
});

const area = (top: number, left: number, bottom: number, right: number) => ({ top, left, bottom, right });

test('Ctrl+Shift+V brings values without formulas and formats', async () => {
  await hands.select(3, 6);
  await hands.press('Control+c');
  await hands.select(40, 6);
  await hands.press('Control+Shift+v');
  await expect.poll(() => hands.raw(40, 6)).toEqual({ value: 5110, format: {} });
});

test('formulas, formats and number formats by themselves, from a menu', async () => {
  await hands.select(3, 6);
  const from = await hands.raw(3, 6);
  await hands.press('Control+c');
  await hands.select(40, 6);
  await hands.run('edit.pasteFormulas');
  await expect.poll(() => hands.raw(40, 6)).toMatchObject({ formula: from?.formula, format: {} });
  await hands.select(41, 6);
  await hands.run('edit.pasteFormats');
  await expect.poll(() => hands.raw(41, 6)).toEqual({ value: null, format: from?.format });
  await hands.select(42, 6);
  await hands.run('edit.pasteNumbers');
  await expect.poll(() => hands.raw(42, 6)).toEqual({ value: 5110, format: { format: from?.format.format } });
});

test('transposed, and over what is there where blanks are skipped', async () => {
  await hands.select(3, 2, 4, 3);
  const [[a, b], [c, d]] = (await hands.values(area(3, 2, 4, 3))) as [[number, number], [number, number]];
  await hands.press('Control+c');
  await hands.select(40, 2);
  await hands.run('edit.pasteTransposed');
  await expect
    .poll(() => hands.values(area(40, 2, 41, 3)))
    .toEqual([
      [a, c],
      [b, d],
    ]);
  await hands.select(50, 2, 50, 4);
  await hands.press('Control+c');
  await hands.select(40, 2);
  await hands.run('edit.pasteSpecial', 'values skipBlanks');
  expect(await hands.value(40, 2)).toBe(a);
});

test('added to what is there; text of another program too', async () => {
  await hands.select(3, 2, 3, 3);
  const [[a, b]] = (await hands.values(area(3, 2, 3, 3))) as [[number, number]];
  await hands.page.evaluate(() => navigator.clipboard.writeText('10\t20'));
  await hands.run('edit.pasteSpecial', 'all add');
  await expect.poll(() => hands.values(area(3, 2, 3, 3))).toEqual([[a + 10, b + 20]]);
  await hands.press('Control+z');
  expect(await hands.values(area(3, 2, 3, 3))).toEqual([[a, b]]);
});

test('column widths', async () => {
  const width = (col: number) => hands.page.evaluate((c) => window.workbook.sheet('plan')?.cols.size(c), col);
  await hands.select(3, 0, 3, 1);
  await hands.press('Control+c');
  await hands.select(3, 8);
  await hands.run('edit.pasteWidths');
  await expect.poll(() => width(8)).toBe(await width(0));
});
