import { expect, test } from 'vitest';
import type { Trace } from '../handle';
import { LIGHT, fixedMeasure, layoutOf, sheetOf } from '../testing/scene';
import { arrow, entering, planTraces } from './traces';

const CELL = { x: 0, y: 0, width: 80, height: 24 };
const right = (n: number) => ({ ...CELL, x: 80 * n });
const below = (n: number) => ({ ...CELL, y: 24 * n });

test('an arrow runs from inside its source to the edge of its target', () => {
  expect(arrow(CELL, right(3))).toEqual({ from: { x: 44, y: 12 }, to: { x: 240, y: 12 } });
  expect(arrow(right(3), CELL)).toEqual({ from: { x: 276, y: 12 }, to: { x: 80, y: 12 } });
  expect(arrow(CELL, below(4))).toEqual({ from: { x: 40, y: 12 }, to: { x: 40, y: 96 } });
});

test('from a long range it starts at the nearest of its cells', () => {
  const range = { x: 0, y: 0, width: 80, height: 2400 };
  expect(arrow(range, { ...CELL, x: 240, y: 480 })?.from).toEqual({ x: 44, y: 492 });
});

test('what lies on itself has no arrow', () => {
  expect(arrow({ x: 0, y: 0, width: 80, height: 240 }, below(2))).toBeNull();
});

test('what is far out of sight gives a direction, not a coordinate', () => {
  const far = arrow({ ...CELL, y: 24_000_000 }, CELL);
  expect(Math.hypot((far?.from.x ?? 0) - 40, (far?.from.y ?? 0) - 24)).toBeLessThanOrEqual(20_001);
});

test('the way into a rectangle ends at the side it comes from', () => {
  expect(entering(CELL, { x: 40, y: -100 }, { x: 40, y: 12 })).toEqual({ x: 40, y: 0 });
  expect(entering(CELL, { x: 140, y: 12 }, { x: 40, y: 12 })).toEqual({ x: 80, y: 12 });
});

const TRACE: Trace = {
  sheet: 's',
  cell: { row: 4, col: 3 },
  way: 'precedents',
  areas: [{ area: { top: 0, left: 0, bottom: 3, right: 0 }, wrong: false }],
  elsewhere: Array.from({ length: 6 }, (_, n) => ({
    sheet: 'd',
    area: { top: n, left: 0, bottom: n, right: 0 },
    text: `Data!A${String(n + 1)}`,
    cells: 1,
    wrong: n === 0,
  })),
  more: 10,
};

function plan(traces: readonly Trace[]) {
  const sheet = sheetOf([['x']]);
  return planTraces(layoutOf(sheet), sheet, traces, fixedMeasure, LIGHT.fontUi);
}

test('places on other sheets are tags, four at most, the rest a number', () => {
  const { outlines, lines, tags } = plan([TRACE]);
  expect(outlines).toEqual(TRACE.areas);
  expect(tags.map((tag) => tag.text)).toEqual(['Data!A1', 'Data!A2', 'Data!A3', 'Data!A4', '12 more']);
  expect(lines).toHaveLength(6);
  expect(lines.filter((line) => line.wrong)).toHaveLength(1);
  tags.forEach((tag) => {
    expect(tag.x).toBeGreaterThan(44);
    expect(tag.y).toBeGreaterThan(22);
  });
  const overlaps = tags.some((a, n) => tags.slice(n + 1).some((b) => Math.abs(a.y - b.y) < a.height));
  expect(overlaps).toBe(false);
});

test('arrows belong to their sheet, tags to a cell in sight', () => {
  expect(plan([{ ...TRACE, sheet: 'other' }])).toEqual({ outlines: [], lines: [], tags: [] });
  expect(plan([{ ...TRACE, cell: { row: 150, col: 3 } }]).tags).toEqual([]);
});
