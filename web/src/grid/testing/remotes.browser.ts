/** Others' cursors: while the cells rest they move on a canvas of their own, and with the cells they are drawn by the page. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

declare global {
  interface Window {
    /** Somebody walks down column D and up again until told to stop at a row. */
    walk: () => void;
    stopAt: (row: number) => void;
    framesAsked: number;
  }
}

async function open(): Promise<Page> {
  const page = await bench.open('theme=light');
  await page.evaluate(() => {
    const { workbook } = window;
    const stand = (row: number): void => {
      workbook.people = [
        {
          client: 5,
          person: { id: 'cleo', name: 'Cleo', kind: 'member', color: 3 },
          sheet: 'plan',
          cell: { row, col: 3 },
          selection: null,
          typing: null,
        },
      ];
      workbook.tell('people');
    };
    let timer = 0;
    window.walk = () => {
      let step = 0;
      timer = window.setInterval(() => stand(4 + (step++ % 6)), 30);
    };
    window.stopAt = (row) => {
      clearInterval(timer);
      stand(row);
    };
    window.framesAsked = 0;
    const real = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      window.framesAsked++;
      return real(callback);
    };
  });
  return page;
}

/** Does the left edge of a cell have the colour of the person, on screen? */
async function edged(page: Page, row: number): Promise<boolean> {
  const at = await page.evaluate((row) => {
    const rect = window.grid.cellRect({ row, col: 3 });
    const host = document.querySelector('#grid')?.getBoundingClientRect();
    return rect === null || host === undefined
      ? null
      : { x: host.x + rect.x, y: host.y + rect.y + Math.round(rect.height / 2) };
  }, row);
  if (at === null) return false;
  const shot = await page.screenshot({ clip: { ...at, width: 1, height: 1 } });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (context === null) throw new Error('This browser cannot draw on a canvas.');
    context.drawImage(image, 0, 0);
    const shown = context.getImageData(0, 0, 1, 1).data.join();
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--p3').trim();
    context.fillRect(0, 0, 1, 1);
    return shown === context.getImageData(0, 0, 1, 1).data.join();
  }, shot.toString('base64'));
}

const apart = (page: Page) =>
  page.evaluate(() => {
    const [, layer] = document.querySelectorAll<HTMLElement>('#grid > canvas');
    return layer?.style.visibility === '';
  });

test('who walks about costs the page no frame, and is seen where they stop', async () => {
  const page = await open();
  await page.evaluate(() => window.walk());
  await expect.poll(() => apart(page)).toBe(true);
  const frames = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = window.framesAsked;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return window.framesAsked - before;
  });
  expect(frames).toBe(0);
  await page.evaluate(() => window.stopAt(7));
  await expect.poll(() => edged(page, 7)).toBe(true);
  expect(await edged(page, 5)).toBe(false);
  await page.context().close();
});

test('a cursor scrolls with its cell, in the frame of the cells', async () => {
  const page = await open();
  await page.evaluate(() => window.walk());
  await expect.poll(() => apart(page)).toBe(true);
  await page.evaluate(() => window.stopAt(9));
  await expect.poll(() => edged(page, 9)).toBe(true);
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, 48);
  await expect.poll(() => apart(page)).toBe(false);
  expect(await edged(page, 9)).toBe(true);
  // Once they walk on, the page leaves them again.
  await page.evaluate(() => window.walk());
  await expect.poll(() => apart(page)).toBe(true);
  await page.evaluate(() => window.stopAt(8));
  await expect.poll(() => edged(page, 8)).toBe(true);
  await page.context().close();
});

test('when they leave, nothing of them stays', async () => {
  const page = await open();
  await page.evaluate(() => window.walk());
  await expect.poll(() => apart(page)).toBe(true);
  await page.evaluate(() => {
    window.stopAt(7);
    window.workbook.people = [];
    window.workbook.tell('people');
  });
  await expect.poll(() => apart(page)).toBe(false);
  for (const row of [4, 5, 6, 7, 8, 9]) expect(await edged(page, row)).toBe(false);
  await page.context().close();
});
