/** What scrolling keeps of the picture is, pixel by pixel, what painting all of it anew would show. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBench, type Bench } from './browser';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** Fills the sheet with one of everything that reaches beyond its cell or stands at a fraction of a pixel. */
async function fill(page: Page, frozen: boolean): Promise<void> {
  await page.evaluate((keeps) => {
    const sheet = window.workbook.sheet('plan');
    if (sheet === undefined) return;
    if (!keeps) {
      sheet.merges.length = 0;
      sheet.rows.frozen = 0;
      sheet.cols.frozen = 0;
    }
    const edges = ['thin', 'medium', 'thick', 'double', 'dashed', 'dotted', 'hair'];
    for (let row = 36; row < 120; row++) {
      const edge = `${edges[row % 7] ?? 'thin'} #3a5f8a`;
      sheet.put(row, 1, {
        value: row * 1.37,
        format: { borderTop: edge, borderLeft: edge, fill: '#fdeadf' },
      });
      sheet.put(row, 2, { value: `Text ${String(row)} that flows over its neighbours`, format: {} });
      sheet.put(row, 6, { value: `from the right ${String(row)}`, format: { align: 'right', italic: true } });
      sheet.put(row, 7, { value: row, stale: true, format: { borderBottom: edge } });
      sheet.put(row, 8, { value: 'note', note: 'Said', format: { align: 'center', underline: true } });
      sheet.put(row, 9, {
        value: row,
        format: {},
        look: {
          bar: { from: 0.3, to: (row % 10) / 10, zero: 0.3, color: '#149ac4', solid: row % 2 === 0 },
          icon: { set: '3Arrows', index: row % 3 },
        },
      });
      sheet.put(row, 12, {
        value: 'A centred text much wider than its column is',
        format: { align: 'center' },
      });
      if (row % 5 === 0) sheet.put(row, 14, { value: { error: '#N/A' }, format: { bold: true } });
      if (row % 9 === 0) sheet.rows.sizes.set(row, 41);
    }
    sheet.merges.push(
      { top: 40, left: 3, bottom: 46, right: 5 },
      { top: 60, left: 13, bottom: 61, right: 16 },
    );
    sheet.put(40, 3, { value: 'Merged', format: { align: 'center', valign: 'middle', fill: '#e2f0f4' } });
    sheet.rows.touch();
    sheet.cols.touch();
    sheet.version++;
    window.workbook.tell('cells');
  }, frozen);
  await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
}

/** Slanted edges and gradients that are cut at another place differ by a shade that nobody sees. */
const SHADE = 10;

/** At the very edge of the canvas the browser may leave out the topmost pixels of digits. */
const FEW = 150;

/** Does something, and counts the colour values that painting everything anew then changes. -1 when it changed none itself. */
async function differing(page: Page, act: () => Promise<unknown>): Promise<number> {
  const take = (name: 'before' | 'kept' | 'anew') =>
    page.evaluate(async (picture) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const canvas = document.querySelector<HTMLCanvasElement>('#grid canvas');
      const { width = 0, height = 0 } = canvas ?? {};
      const data = canvas?.getContext('2d')?.getImageData(0, 0, width, height).data;
      Object.assign(window, { [picture]: data });
    }, name);
  await take('before');
  await act();
  await take('kept');
  await page.evaluate(() => window.grid.refreshTheme());
  await take('anew');
  return page.evaluate((shade) => {
    const { before, kept, anew } = window as unknown as Record<string, Uint8ClampedArray>;
    if (!before || !kept || !anew) return -1;
    const [old, now, next] = [before, kept, anew].map(({ buffer }) => new Uint32Array(buffer));
    if (!old || !now || !next) return -1;
    let moved = old.length !== now.length;
    let count = 0;
    for (let n = 0; n < now.length; n++) {
      moved ||= old[n] !== now[n];
      if (now[n] === next[n]) continue;
      for (let at = 4 * n; at < 4 * n + 4; at++)
        if (Math.abs((kept[at] ?? 0) - (anew[at] ?? 0)) >= shade) count++;
    }
    return moved ? count : -1;
  }, SHADE);
}

const MOVES: readonly (readonly [number, number])[] = [
  [0, 700],
  [0, 1],
  [0, 24],
  [0, 120],
  [0, 333],
  [0, -7],
  [0, -24],
  [0, -250],
  [1, 0],
  [30, 0],
  [84, 0],
  [200, 0],
  [-13, 0],
  [-84, 0],
  [37, 53],
  [-20, 61],
  [15, -80],
  [-11, -3],
  [0, 2000],
  [-400, 0],
  [0, -4000],
];

for (const frozen of [true, false]) {
  for (const [ratio, zoom] of [
    [1, 1],
    [1.25, 1],
    [1.5, 1],
    [2, 1],
    [1, 1.6],
    [1.5, 0.8],
    [2, 1.1],
  ] as const) {
    const panes = frozen ? 'frozen panes' : 'no frozen panes';
    test(`scrolled as if painted anew, ${panes}, ${String(ratio)} device pixels, zoom ${String(zoom)}`, async () => {
      const page = await bench.open(`theme=light&zoom=${String(zoom)}`, { ratio, width: 901, height: 603 });
      await fill(page, frozen);
      const differences: number[] = [];
      for (const move of MOVES) {
        const scroll = () =>
          page.evaluate(([x, y]) => document.querySelector('.dl-scroller')?.scrollBy(x, y), move);
        differences.push(await differing(page, scroll));
      }
      expect(differences.filter((count) => count < 0 || count > FEW)).toEqual([]);
      await page.context().close();
    });
  }
}

test('a selection that goes on, and a cell opened for editing, leave what painting anew would show', async () => {
  const page = await bench.open('theme=light');
  await fill(page, true);
  await page.evaluate(() => window.grid.select({ top: 37, left: 2, bottom: 37, right: 2 }));
  const keys = [
    'ArrowDown',
    'ArrowRight',
    'F2',
    'Escape',
    'Shift+ArrowDown',
    'Shift+ArrowRight',
    'ArrowUp',
    'PageDown',
  ];
  for (const key of keys) {
    const different = await differing(page, () => page.keyboard.press(key));
    expect([key, different]).toEqual([key, 0]);
  }
});

test('changes of others leave what painting anew would show', async () => {
  const page = await bench.open('theme=light');
  await fill(page, true);
  await page.evaluate(() => window.grid.scrollTo({ row: 70, col: 3 }));
  const changes: readonly ((sheet: NonNullable<ReturnType<typeof window.workbook.sheet>>) => void)[] = [
    (sheet) => sheet.put(66, 2, { value: 'short', format: { fill: '#fad3bd' } }),
    (sheet) => sheet.put(67, 3, { value: 'in the way', format: {} }),
    (sheet) => sheet.put(68, 1, { value: 5, format: { borderBottom: 'thick #b3261e' } }),
    (sheet) => sheet.put(69, 2, null),
    (sheet) => sheet.rows.sizes.set(65, 60),
    (sheet) => sheet.cols.sizes.set(3, 130),
    (sheet) => sheet.merges.push({ top: 64, left: 4, bottom: 65, right: 5 }),
    (sheet) => sheet.put(64, 4, { value: 'Merged as well', format: { fill: '#e2f0f4', valign: 'middle' } }),
    (sheet) => (sheet.gridLines = false),
    (sheet) => (sheet.rows.frozen = 1),
  ];
  for (const change of changes) {
    const act = () =>
      page.evaluate(`{
        const sheet = window.workbook.sheet('plan');
        (${change.toString()})(sheet);
        sheet.rows.touch();
        sheet.cols.touch();
        sheet.version++;
        window.workbook.tell('cells');
      }`);
    const different = await differing(page, act);
    expect([change.toString(), different]).toEqual([change.toString(), 0]);
  }
});
