import { describe, expect, test } from 'vitest';
import { handleAt, hitTest } from './hit';
import {
  areaRect,
  cellRect,
  headWidthFor,
  lineAt,
  scrollFor,
  scrolledArea,
  shownArea,
  thickness,
} from './layout';
import { FakeSheet } from './testing/fakeSheet';
import { layoutOf, sheetOf } from './testing/scene';

function frozenSheet(): FakeSheet {
  const sheet = sheetOf([['a']]);
  sheet.rows.frozen = 2;
  sheet.cols.frozen = 1;
  return sheet;
}

describe('layout', () => {
  test('begins after the headers and ends with the window', () => {
    const { rows, cols } = layoutOf(sheetOf([['a']]));
    expect(rows.scrolled[0]).toEqual({ index: 0, start: 22, end: 46 });
    expect(cols.scrolled[0]).toEqual({ index: 0, start: 44, end: 128 });
    expect(rows.scrolled.at(-1)?.end).toBeGreaterThanOrEqual(400);
    expect(rows.end).toBe(400);
  });

  test('frozen lines stay while the others scroll', () => {
    const { rows, cols } = layoutOf(frozenSheet(), { scrollX: 100, scrollY: 240 });
    expect(rows.frozen.map((line) => line.start)).toEqual([22, 46]);
    expect(rows.edge).toBe(70);
    expect(rows.scrolled[0]).toEqual({ index: 12, start: 70, end: 94 });
    expect(cols.scrolled[0]).toEqual({ index: 2, start: 112, end: 196 });
  });

  test('hidden lines take no room and are no lines', () => {
    const sheet = sheetOf([['a']]);
    sheet.rows.hiddenIds.add(1);
    sheet.rows.touch();
    const { rows } = layoutOf(sheet);
    expect(rows.scrolled.map((line) => line.index).slice(0, 3)).toEqual([0, 2, 3]);
    expect(rows.scrolled[1]?.start).toBe(46);
  });

  test.each([1, 1.25, 1.5, 2, 2.625])('edges lie on device pixels at ratio %s', (ratio) => {
    const sheet = sheetOf([['a']]);
    for (let row = 0; row < 20; row++) sheet.rows.sizes.set(row, 17.3 + row / 7);
    sheet.rows.touch();
    const { rows } = layoutOf(sheet, { ratio, zoom: 1.1, scrollY: 33.37 });
    for (const line of rows.scrolled) {
      expect(Math.abs(line.end * ratio - Math.round(line.end * ratio))).toBeLessThan(1e-6);
    }
    rows.scrolled
      .slice(1)
      .forEach((line, n) => expect(line.start).toBeCloseTo(rows.scrolled[n]?.end ?? 0, 9));
  });

  test('lines are never thinner than a device pixel', () => {
    expect([thickness(1, 1), thickness(1, 1.5), thickness(2, 1.5), thickness(0.3, 1)]).toEqual([
      1,
      1 / 1.5,
      2,
      1,
    ]);
  });

  test('a million rows: the last one is where it should be', () => {
    const sheet = new FakeSheet('l', 'Large', 1_048_576, 26);
    const total = sheet.rows.offset(1_048_576);
    const { rows } = layoutOf(sheet, { scrollY: total - 378 });
    expect(rows.scrolled.at(-1)).toEqual({ index: 1_048_575, start: 376, end: 400 });
    expect(layoutOf(sheet, { zoom: 4, scrollY: total * 4 - 378 }).rows.scrolled.at(-1)?.index).toBe(
      1_048_575,
    );
  });

  test('row numbers above 9999 widen their header', () => {
    expect([9999, 10_000, 1_000_000].map((row) => headWidthFor(row, 44))).toEqual([44, 52, 68]);
  });

  test('what is on screen', () => {
    const layout = layoutOf(frozenSheet(), { scrollY: 240 });
    expect(shownArea(layout)).toMatchObject({ top: 0, left: 0 });
    expect(scrolledArea(layout)).toMatchObject({ top: 12, left: 1 });
  });

  test('scrolling shows a line with as little movement as needed', () => {
    const { rows } = layoutOf(frozenSheet(), { scrollY: 240 });
    expect(scrollFor(rows, 1, 1, false)).toBe(240);
    expect(scrollFor(rows, 14, 14, false)).toBe(240);
    expect(scrollFor(rows, 5, 5, false)).toBe(72);
    expect(scrollFor(rows, 60, 60, false)).toBe((61 - 2) * 24 - 330);
    expect(scrollFor(rows, 100, 100, true)).toBe(98 * 24 - 153);
  });

  test('an area over the frozen edge begins out of sight in the scrolled band', () => {
    const layout = layoutOf(frozenSheet(), { scrollY: 240 });
    const area = { top: 0, left: 0, bottom: 20, right: 3 };
    expect(areaRect(layout, area, 'frozen', 'frozen')).toMatchObject({ x: 44, y: 22 });
    expect(areaRect(layout, area, 'scrolled', 'frozen').y).toBe(22 - 240);
    expect(cellRect(layout, { top: 14, left: 2, bottom: 14, right: 2 })).toEqual({
      x: 212,
      y: 118,
      width: 84,
      height: 24,
    });
  });
});

describe('hit test', () => {
  const none = { handle: null };

  test('cells, headers, corner, edges, outside', () => {
    const layout = layoutOf(frozenSheet(), { scrollY: 240, scrollX: 84 });
    expect(hitTest(layout, 10, 10, none)).toEqual({ kind: 'corner' });
    expect(hitTest(layout, 80, 10, none)).toEqual({ kind: 'column', col: 0 });
    expect(hitTest(layout, 150, 10, none)).toEqual({ kind: 'column', col: 2 });
    expect(hitTest(layout, 211, 10, none)).toEqual({ kind: 'columnEdge', col: 2 });
    expect(hitTest(layout, 214, 10, none)).toEqual({ kind: 'columnEdge', col: 2 });
    expect(hitTest(layout, 10, 82, none)).toEqual({ kind: 'row', row: 12 });
    expect(hitTest(layout, 10, 93, none)).toEqual({ kind: 'rowEdge', row: 12 });
    expect(hitTest(layout, 60, 30, none)).toEqual({ kind: 'cell', row: 0, col: 0 });
    expect(hitTest(layout, 150, 80, none)).toEqual({ kind: 'cell', row: 12, col: 2 });
    expect(hitTest(layout, 700, 80, none)).toEqual({ kind: 'outside' });
  });

  test('the fill handle is caught around its corner, and only where it is seen', () => {
    const layout = layoutOf(sheetOf([['a']]));
    const area = { top: 1, left: 1, bottom: 2, right: 2 };
    expect(handleAt(layout, area)).toEqual({ x: 296, y: 94 });
    expect(hitTest(layout, 299, 91, { handle: area }).kind).toBe('handle');
    expect(hitTest(layout, 299, 80, { handle: area }).kind).toBe('border');
    expect(hitTest(layout, 310, 80, { handle: area }).kind).toBe('cell');
    expect(hitTest(layout, 280, 80, { handle: area }).kind).toBe('cell');
    expect(handleAt(layoutOf(sheetOf([['a']]), { scrollY: 500 }), area)).toBeNull();
  });

  test('beyond the sheet nothing is hit, and drags are clamped', () => {
    const sheet = new FakeSheet('t', 'Tiny', 3, 2);
    const layout = layoutOf(sheet);
    expect(hitTest(layout, 300, 40, none)).toEqual({ kind: 'outside' });
    expect(lineAt(layout.rows, 5000)).toBe(2);
    expect(lineAt(layout.cols, -50)).toBe(0);
  });
});
