/** What hands expect first of all, as far as no other file beside tries it. */
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

const area = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right });

test('inside of several ranges Enter and Tab go from one to the next and round', async () => {
  await hands.page.evaluate(() =>
    window.grid.select(
      [
        { top: 40, left: 2, bottom: 41, right: 2 },
        { top: 44, left: 5, bottom: 44, right: 6 },
      ],
      { row: 40, col: 2 },
    ),
  );
  const seen: string[] = [];
  for (const key of ['Enter', 'Enter', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Enter']) {
    await hands.press(key);
    const { row, col } = await hands.active();
    seen.push(`${row}:${col}`);
  }
  expect(seen).toEqual(['41:2', '44:5', '44:6', '40:2', '44:6', '44:5']);
  await hands.type('9');
  await hands.press('Enter');
  expect(await hands.value(44, 5)).toBe(9);
  expect(await hands.areas()).toHaveLength(2);
});

test('Ctrl with a drag adds ranges, also whole columns; each of them is cleared', async () => {
  await hands.select(3, 2);
  await hands.page.keyboard.down('Control');
  await hands.drag(await hands.middle(7, 3), await hands.middle(9, 4));
  await hands.drag(await hands.middle(12, 5), await hands.middle(12, 6));
  await hands.page.keyboard.up('Control');
  expect(await hands.areas()).toEqual([area(3, 2), area(7, 3, 9, 4), area(12, 5, 12, 6)]);
  await hands.press('Delete');
  expect([await hands.value(3, 2), await hands.value(9, 4), await hands.value(12, 5)]).toEqual([
    null,
    null,
    null,
  ]);
  await hands.press('Control+z');
  expect(await hands.value(9, 4)).not.toBeNull();
});

test('undo and redo of several steps bring each selection back', async () => {
  await hands.select(40, 2, 41, 3);
  await hands.type('1');
  await hands.press('Control+Enter');
  await hands.select(50, 4);
  await hands.type('2');
  await hands.press('Enter');
  await hands.select(0, 7);
  await hands.press('Control+z');
  expect(await hands.areas()).toEqual([area(50, 4)]);
  await hands.press('Control+z');
  expect(await hands.areas()).toEqual([area(40, 2, 41, 3)]);
  expect(await hands.value(41, 3)).toBeNull();
  await hands.press('Control+y');
  expect(await hands.value(41, 3)).toBe(1);
});

test('merged cells are passed over by arrows from all sides and grow a drag', async () => {
  await hands.select(24, 2, 25, 3);
  await hands.run('format.merge');
  for (const [row, col, key] of [
    [23, 3, 'ArrowDown'],
    [26, 2, 'ArrowUp'],
    [25, 1, 'ArrowRight'],
    [24, 4, 'ArrowLeft'],
  ] as const) {
    await hands.select(row, col);
    await hands.press(key);
    expect(await hands.active()).toEqual({ row: 24, col: 2 });
  }
  await hands.press('ArrowRight');
  expect((await hands.active()).col).toBe(4);
  await hands.drag(await hands.middle(26, 1), await hands.middle(25, 3));
  expect(await hands.areas()).toEqual([area(24, 1, 26, 3)]);
});

test('frozen lines stay while the rest scrolls, and are hit where they are seen', async () => {
  await hands.select(3, 2);
  await hands.run('freeze.here');
  await hands.page.evaluate(() => window.grid.scrollTo({ row: 400, col: 2 }, 'centre'));
  await hands.page.waitForFunction(() => window.grid.cellRect({ row: 400, col: 2 }) !== null);
  await hands.click(1, 0);
  expect(await hands.active()).toEqual({ row: 1, col: 0 });
  await hands.click(400, 2);
  expect(await hands.active()).toEqual({ row: 400, col: 2 });
  await hands.press('Control+Home');
  expect(await hands.active()).toEqual({ row: 3, col: 2 });
  await hands.run('freeze.none');
  await hands.press('Control+Home');
  expect(await hands.active()).toEqual({ row: 0, col: 0 });
});

test('several columns take one width from one drag, and fit at a double click', async () => {
  const box = await hands.box();
  const y = box.y + 8;
  const edge = async (col: number) => {
    const { x, width } = await hands.rect(3, col);
    return x + width;
  };
  const sizes = () =>
    hands.page.evaluate(() => [2, 3, 4].map((col) => window.workbook.sheet('plan')?.cols.size(col)));
  const first = await hands.middle(3, 2);
  const last = await hands.middle(3, 4);
  await hands.drag({ x: first.x, y }, { x: last.x, y });
  const from = await edge(3);
  await hands.drag({ x: from, y }, { x: from + 36, y });
  expect(await sizes()).toEqual([120, 120, 120]);
  await hands.press('Control+z');
  expect(await sizes()).toEqual([84, 84, 84]);
  await hands.page.mouse.dblclick(await edge(3), y);
  for (const size of await sizes()) expect(size).not.toBe(84);
});

test('the fill handle goes on past the window while it is held there', async () => {
  await hands.select(40, 2);
  await hands.type('5');
  await hands.press('Enter');
  await hands.select(40, 2);
  const { x, y, width, height } = await hands.rect(40, 2).catch(async () => {
    await hands.page.evaluate(() => window.grid.scrollTo({ row: 40, col: 2 }, 'centre'));
    return hands.rect(40, 2);
  });
  const box = await hands.box();
  await hands.hold({ x: x + width, y: y + height }, { x: x + width, y: box.y + box.height + 60 });
  await hands.page.waitForFunction(() => window.grid.cellRect({ row: 90, col: 2 }) !== null);
  const to = await hands.middle(90, 2);
  await hands.page.mouse.move(to.x, to.y);
  await hands.page.mouse.up();
  const bottom = (await hands.areas())[0]?.bottom ?? 0;
  expect(bottom).toBeGreaterThan(80);
  expect(await hands.value(bottom, 2)).toBe(5);
});

test('today and the time are typed by their keys', async () => {
  await hands.select(40, 2);
  await hands.press('Control+;');
  const text = () => hands.page.evaluate(() => window.grid.editor.state?.text);
  const now = await hands.page.evaluate(() => {
    const date = new Date();
    const two = (n: number) => String(n).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  });
  expect(await text()).toBe(now);
  await hands.press('Enter', 'Control+Shift+;');
  expect(await text()).toMatch(/^\d\d:\d\d$/);
  await hands.press('Enter');
});

test('a million rows: the last one is reached, shown and typed into at every zoom', async () => {
  await hands.page.evaluate(() => window.grid.setSheet('large'));
  for (const zoom of [0.5, 1, 2]) {
    await hands.page.evaluate((z) => {
      window.grid.zoom = z;
    }, zoom);
    await hands.page.evaluate(() => window.grid.select({ top: 0, left: 1, bottom: 0, right: 1 }));
    await hands.press('Control+ArrowDown');
    await expect.poll(async () => (await hands.active()).row).toBeGreaterThan(900_000);
    const { row } = await hands.active();
    await hands.page.waitForSelector(`[data-testid=grid-mirror] td[data-cell="B${row + 1}"]`, {
      state: 'attached',
    });
    const { y, height } = await hands.rect(row, 1);
    const box = await hands.box();
    expect(y).toBeGreaterThan(box.y);
    expect(y + height).toBeLessThanOrEqual(box.y + box.height + 1);
    expect(height).toBeCloseTo(24 * zoom, 0);
  }
});

test.each([1, 1.25, 1.5, 2, 3])(
  'at %d device pixels to one, grid lines are whole and sharp',
  async (ratio) => {
    await hands.page.context().close();
    hands = new GridHands(await bench.open('theme=light', { ratio, width: 800, height: 500 }));
    await hands.page.evaluate(() => {
      window.grid.select({ top: 0, left: 0, bottom: 0, right: 0 });
      window.grid.scrollTo({ row: 80, col: 22 }, 'centre');
    });
    await hands.page.waitForFunction(() => window.grid.cellRect({ row: 80, col: 22 }) !== null);
    const shades = await hands.page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const canvas = document.querySelector('canvas');
      const context = canvas?.getContext('2d');
      const rect = window.grid.cellRect({ row: 80, col: 22 });
      if (!canvas || !context || rect === null) return null;
      // A row of pixels through the middle of empty cells: nothing but lines and their ground.
      const at = Math.round((rect.y + rect.height / 2) * devicePixelRatio);
      const from = Math.round((rect.x - 100) * devicePixelRatio);
      const { data } = context.getImageData(from, at, Math.round(200 * devicePixelRatio), 1);
      const seen = new Set<string>();
      for (let i = 0; i < data.length; i += 4)
        seen.add(`${data[i] ?? 0},${data[i + 1] ?? 0},${data[i + 2] ?? 0}`);
      return { shades: seen.size, width: canvas.width, css: canvas.clientWidth * devicePixelRatio };
    });
    expect(shades?.width).toBe(Math.round(shades?.css ?? 0));
    expect(shades?.shades).toBe(2);
  },
);
