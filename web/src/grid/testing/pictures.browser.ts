/** Pictures of the grid to lay beside the mock pages, into the folder GRID_PICTURES. Left out when that is not set. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

const folder = process.env.GRID_PICTURES ?? '';
let bench: Bench;

beforeAll(async () => {
  if (folder === '') return;
  await mkdir(folder, { recursive: true });
  bench = await startBench();
});

afterAll(async () => {
  if (folder !== '') await bench.close();
});

test.runIf(folder !== '')('pictures', async () => {
  for (const theme of ['light', 'dark']) {
    const page = await bench.open(`theme=${theme}`, { dark: theme === 'dark' });
    await page.evaluate(() => {
      window.people();
      window.grid.select({ top: 3, left: 6, bottom: 6, right: 6 });
    });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `budget-${theme}.png`) });
    await page.evaluate(() => window.grid.select({ top: 11, left: 6, bottom: 11, right: 6 }));
    await page.keyboard.type('=ROUND(SUM(C4:F4)*Assumptions!B3+C8,B2:C2');
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `formula-${theme}.png`) });
    await page.keyboard.press('Escape');
    await page.keyboard.type('=ROUND(SUM');
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `complete-${theme}.png`) });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      window.grid.highlight([{ top: 9, left: 3, bottom: 9, right: 5 }], 'changed');
      window.grid.select({ top: 9, left: 3, bottom: 9, right: 3 });
    });
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `history-${theme}.png`) });
    await page.evaluate(() => {
      window.grid.clearHighlights();
      window.grid.highlight([{ area: { top: 9, left: 3, bottom: 9, right: 3 }, old: '318' }], 'changed');
      window.grid.highlight([{ top: 12, left: 0, bottom: 12, right: 16383 }], 'removed');
      window.grid.highlight([{ top: 13, left: 0, bottom: 13, right: 16383 }], 'added');
      window.grid.highlight([{ top: 14, left: 2, bottom: 14, right: 2 }], 'result');
      window.grid.scrollTo({ row: 34, col: 0 });
    });
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `compare-${theme}.png`) });
    await page.context().close();
  }
  const large = await bench.open('sheet=large&theme=light');
  await large.evaluate(() => {
    const sheet = window.workbook.sheet('large');
    if (sheet !== undefined) sheet.latency = 3000;
  });
  await large.keyboard.press('Control+End');
  await large.waitForTimeout(200);
  await large.screenshot({ path: join(folder, 'large-loading.png') });
  const fine = await bench.open('theme=light', { ratio: 1.5, width: 800, height: 500 });
  await fine.screenshot({ path: join(folder, 'ratio.png') });
  const zoomed = await bench.open('theme=light&zoom=1.6');
  await zoomed.evaluate(() => window.grid.select({ top: 5, left: 2, bottom: 8, right: 4 }));
  await zoomed.waitForTimeout(200);
  await zoomed.screenshot({ path: join(folder, 'zoom.png') });
  const strong = await bench.open('theme=dark');
  await strong.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
  await strong.evaluate(() => {
    window.people();
    window.grid.select([
      { top: 4, left: 2, bottom: 6, right: 3 },
      { top: 9, left: 4, bottom: 12, right: 6 },
    ]);
  });
  await strong.waitForTimeout(300);
  await strong.screenshot({ path: join(folder, 'contrast.png') });
  expect(folder).not.toBe('');
});
