/** Cells and lines carried to another place by the mouse, in a real browser on the fake workbook. */
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

/** The upper edge of a cell. */
const edge = async (row: number, col: number) => {
  const { x, y, width } = await hands.rect(row, col);
  return { x: x + width / 2, y };
};
const block = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right });

test('the edge of the selection carries it elsewhere, as one step', async () => {
  await hands.select(3, 2, 4, 3);
  const before = await hands.values(block(3, 2, 4, 3));
  const from = await edge(3, 2);
  await hands.page.mouse.move(from.x, from.y);
  expect(await hands.cursor()).toBe('grab');
  await hands.drag(from, await hands.middle(24, 5));
  await expect.poll(() => hands.values(block(24, 5, 25, 6))).toEqual(before);
  expect(await hands.values(block(3, 2, 4, 3))).toEqual([
    [null, null],
    [null, null],
  ]);
  await expect.poll(() => hands.areas()).toEqual([block(24, 5, 25, 6)]);
  await hands.press('Control+z');
  expect(await hands.values(block(3, 2, 4, 3))).toEqual(before);
  expect(await hands.areas()).toEqual([block(3, 2, 4, 3)]);
});

test('it keeps its distance to the pointer, and filled cells that it covers can be brought back', async () => {
  await hands.select(3, 2, 5, 2);
  const covered = await hands.value(9, 3);
  const { x, y, height } = await hands.rect(5, 2);
  const to = await hands.middle(10, 3);
  await hands.drag({ x: x + 2, y: y + height / 2 }, { x: to.x - 20, y: to.y });
  await expect.poll(() => hands.areas()).toEqual([block(8, 3, 10, 3)]);
  await expect
    .poll(() => hands.page.evaluate(() => window.messages))
    .toEqual(['2 filled cells were replaced at D9:D11.']);
  expect(await hands.page.evaluate(() => window.offers)).toBe(1);
  await hands.press('Control+z');
  expect(await hands.value(9, 3)).toBe(covered);
});

test('with Ctrl at the drop it is copied; formulas come along', async () => {
  await hands.select(3, 6);
  const formula = (await hands.raw(3, 6))?.formula;
  await hands.hold(await edge(3, 6), await hands.middle(24, 6));
  await hands.page.keyboard.down('Control');
  await hands.page.mouse.up();
  await hands.page.keyboard.up('Control');
  await expect.poll(async () => (await hands.raw(24, 6))?.formula).toBe(formula);
  expect((await hands.raw(3, 6))?.formula).toBe(formula);
});

test('Esc calls the drag off; a click on the edge is a click', async () => {
  await hands.select(3, 2, 4, 3);
  await hands.hold(await edge(3, 2), await hands.middle(24, 5));
  await hands.press('Escape');
  await hands.page.mouse.up();
  expect(await hands.log()).toEqual([]);
  expect(await hands.areas()).toEqual([block(3, 2, 4, 3)]);
  const { x, y } = await edge(3, 2);
  await hands.page.mouse.click(x, y + 2);
  expect(await hands.areas()).toEqual([block(3, 2)]);
});

test('held beyond the edge of the window it scrolls', async () => {
  await hands.select(20, 2);
  const box = await hands.box();
  const from = await edge(20, 2);
  await hands.hold(from, { x: from.x, y: box.y + box.height + 60 });
  await hands.page.waitForFunction(() => window.grid.cellRect({ row: 60, col: 2 }) !== null);
  const to = await hands.middle(60, 2);
  await hands.page.mouse.move(to.x, to.y);
  await hands.page.mouse.up();
  await expect.poll(async () => (await hands.areas())[0]?.top).toBeGreaterThan(45);
});

test('merged cells are carried along', async () => {
  await hands.select(0, 0);
  expect(await hands.areas()).toEqual([block(0, 0, 0, 6)]);
  await hands.drag(
    await hands.rect(0, 0).then(({ x, y, height }) => ({ x: x + 40, y: y + height })),
    await hands.middle(24, 0),
  );
  await expect
    .poll(() => hands.page.evaluate(() => window.workbook.sheet('plan')?.merges))
    .toContainEqual(block(24, 0, 24, 6));
});

test('a viewer carries nothing', async () => {
  await hands.page.evaluate(() => {
    window.workbook.readOnly = true;
  });
  await hands.select(3, 2);
  const from = await edge(3, 2);
  await hands.page.mouse.move(from.x, from.y);
  expect(await hands.cursor()).toBe('cell');
  await hands.drag(from, await hands.middle(24, 5));
  expect(await hands.log()).toEqual([]);
});

test('whole columns are carried by their letters, with a line where they would go', async () => {
  const box = await hands.box();
  const head = async (col: number, share = 0.5) => {
    const { x, width } = await hands.rect(3, col);
    return { x: x + width * share, y: box.y + 8 };
  };
  const [c, d] = [await hands.value(2, 2), await hands.value(2, 3)];
  const first = await head(2);
  await hands.page.mouse.click(first.x, first.y);
  await hands.page.mouse.move(first.x + 1, first.y);
  expect(await hands.cursor()).toBe('grab');
  await hands.drag(first, await head(4, 0.8));
  expect(await hands.log()).toEqual(['moveCols']);
  expect([await hands.value(2, 2), await hands.value(2, 4)]).toEqual([d, c]);
});
