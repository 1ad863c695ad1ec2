/** Charts over the cells, tried in a real browser on the fake workbook. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

let bench: Bench;
let page: Page;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  for (const context of bench.browser.contexts()) await context.close();
  page = await bench.open('theme=light');
  await page.evaluate(() => {
    const view = window.workbook;
    view.type('plan', 60, 1, [
      ['Month', 'Sales', 'Costs'],
      ['Jan', '12', '8'],
      ['Feb', '19', '11'],
      ['Mar', '15', '9'],
    ]);
    window.grid.select({ top: 60, left: 1, bottom: 63, right: 3 });
    window.grid.run('chart.insert');
  });
  await page.locator('.dl-chart canvas').waitFor();
});

const chart = () => page.locator('.dl-chart').first();
const box = async () => {
  const found = await chart().boundingBox();
  if (found === null) throw new Error('The chart is out of sight.');
  return found;
};
const place = () => page.evaluate(() => window.workbook.sheet('plan')?.charts[0]?.place);
const drag = async (x: number, y: number, dx: number, dy: number, end = true) => {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  if (end) await page.mouse.up();
};

test('a chart of the selection appears, drawn and in words', async () => {
  expect(await chart().getAttribute('aria-label')).toBe('Column chart. 2 series, 3 points.');
  const cells = await chart().locator('td').allTextContents();
  expect(cells).toEqual(['12', '8', '19', '11', '15', '9']);
  const painted = await chart()
    .locator('canvas')
    .evaluate((canvas) => {
      const { data } = (canvas as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(0, 0, (canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height);
      return data.some((each) => each > 0);
    });
  expect(painted).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('dl-chart-chosen');
});

test('it follows its numbers, other changes leave its picture alone', async () => {
  await page.evaluate(() => window.workbook.remote('plan', 61, 2, '120'));
  await expect.poll(() => chart().locator('td').first().textContent()).toBe('120');
  const canvas = chart().locator('canvas');
  const before = await canvas.evaluate((each) => (each as HTMLCanvasElement).toDataURL());
  await page.evaluate(() => window.workbook.remote('plan', 90, 2, '7'));
  await page.evaluate(() => window.workbook.remote('plan', 62, 2, '90'));
  await expect.poll(() => chart().locator('td').nth(2).textContent()).toBe('90');
  expect(await canvas.evaluate((each) => (each as HTMLCanvasElement).toDataURL())).not.toBe(before);
});

test('pointer and keys move and resize it; Esc calls a drag off; undo takes one step back', async () => {
  const from = await box();
  await drag(from.x + 80, from.y + 30, 50, -60);
  expect(await box()).toMatchObject({ x: from.x + 50, y: from.y - 60 });
  await drag(from.x + 130, from.y - 30, 40, 40, false);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await box()).toMatchObject({ x: from.x + 50, y: from.y - 60 });
  const now = await box();
  await drag(now.x, now.y + now.height / 2, -30, 0);
  expect((await box()).width).toBeCloseTo(now.width + 30, 0);
  await page.keyboard.press('Shift+ArrowDown');
  expect((await box()).height).toBeCloseTo(now.height + 10, 0);
  await page.keyboard.press('Control+ArrowUp');
  expect((await box()).y).toBeCloseTo(now.y - 1, 0);
  for (let n = 0; n < 4; n++) await page.keyboard.press('Control+z');
  expect(await box()).toMatchObject({ x: from.x, y: from.y, width: from.width });
});

test('it moves with inserted rows, scrolls and zooms with the cells', async () => {
  const before = await place();
  const from = await box();
  await page.evaluate(() => window.workbook.insertRows('plan', 0, 1));
  expect((await place())?.row).toBe((before?.row ?? 0) + 1);
  await page.evaluate(() => window.workbook.undo());
  await expect.poll(async () => (await box()).y).toBeCloseTo(from.y, 0);
  await page.mouse.move(from.x + 100, from.y + 100);
  await page.mouse.wheel(0, 48);
  await expect.poll(async () => (await box()).y).toBeCloseTo(from.y - 48, 0);
  await page.evaluate(() => (window.grid.zoom = 0.5));
  await expect.poll(async () => (await box()).width).toBeCloseTo(from.width / 2, 0);
});

test('Delete takes it away, Esc and a click on a cell go back to the cells', async () => {
  await page.keyboard.press('Escape');
  expect(await chart().getAttribute('class')).not.toContain('dl-chart-chosen');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => window.grid.activeCell)).toEqual({ row: 61, col: 1 });
  await page.keyboard.press('Control+Alt+5');
  await expect.poll(() => chart().getAttribute('class')).toContain('dl-chart-chosen');
  await page.keyboard.press('Delete');
  expect(await page.locator('.dl-chart').count()).toBe(0);
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => window.grid.activeCell)).toEqual({ row: 62, col: 1 });
});

test('who may only look hovers and selects, and changes nothing', async () => {
  await page.evaluate(() => {
    window.workbook.readOnly = true;
    window.workbook.tell('cells');
  });
  const from = await box();
  await drag(from.x + 80, from.y + 30, 50, 60);
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowRight');
  expect(await box()).toEqual(from);
  expect(await chart().locator('.dl-chart-edge').first().isVisible()).toBe(false);
});

test('with ten charts scrolling only moves them, within the frame', async () => {
  await page.evaluate(() => {
    const view = window.workbook;
    const source = { sheet: 'plan', area: { top: 60, left: 1, bottom: 63, right: 3 } };
    for (let n = 0; n < 9; n++)
      view.addChart('plan', { kind: n % 2 === 0 ? 'line' : 'pie', heads: true, labels: true }, source, {
        row: 50 + n * 3,
        col: 1 + (n % 3),
        dx: 0,
        dy: 0,
        width: 300,
        height: 200,
      });
  });
  await expect.poll(() => page.locator('.dl-chart:not(.dl-chart-out) canvas').count()).toBeGreaterThan(3);
  const work = await page.evaluate(async () => {
    const drawn = { pictures: 0 };
    const clear = Reflect.get(CanvasRenderingContext2D.prototype, 'clearRect');
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      if (this.canvas.closest('.dl-chart') !== null) drawn.pictures++;
      Reflect.apply(clear, this, args);
    };
    const scroller = document.querySelector('.dl-scroller')!;
    const times: number[] = [];
    for (let n = 0; n < 60; n++) {
      scroller.scrollTop += n % 20 < 10 ? 9 : -9;
      const start = performance.now();
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - start);
    }
    CanvasRenderingContext2D.prototype.clearRect = clear;
    times.sort((a, b) => a - b);
    return { pictures: drawn.pictures, median: times[30] ?? 0 };
  });
  // Those that come into sight are drawn once; scrolling draws none again.
  expect(work.pictures).toBeLessThanOrEqual(10);
  expect(work.median).toBeLessThan(34);
});
