import { describe, expect, test } from 'vitest';
import { cellArea } from '../lib/geometry';
import type { FilterView } from '../model/filter';
import type { Area } from '../model/view';
import { planPane } from './draw/plan';
import { buttonRect, filterNear, filterOfHeading, isChosenRow, showsButton } from './filterButtons';
import { hitTest } from './hit';
import { layoutOf, sceneOf, sheetOf } from './testing/scene';

const filter = (area: Area, more: Partial<FilterView> = {}): FilterView => ({
  sheet: 's',
  table: null,
  own: false,
  offered: false,
  area,
  criteria: new Map(),
  shown: 0,
  of: 0,
  ...more,
});

function filteredSheet(more: Partial<FilterView> = {}) {
  const sheet = sheetOf([
    ['Name', 'Net'],
    ['a', '1'],
    ['b', '2'],
  ]);
  sheet.filters = [filter({ top: 0, left: 0, bottom: 2, right: 1 }, more)];
  return sheet;
}

describe('buttons of filters', () => {
  test('stand at the right end of headings and are hit there', () => {
    const sheet = filteredSheet();
    const layout = layoutOf(sheet);
    const rect = buttonRect({ x: 44, y: 22, width: 84, height: 24 }, 1);
    expect(rect).toEqual({ x: 108, y: 26, width: 18, height: 18 });
    const headings = (cell: { row: number; col: number }) =>
      filterOfHeading(sheet, cell) === null ? null : cellArea(cell.row, cell.col);
    const at = (x: number, y: number) => hitTest(layout, x, y, { handle: null, headings });
    expect(at(rect.x + 9, rect.y + 9)).toEqual({ kind: 'filter', row: 0, col: 0 });
    expect(at(60, 34)).toEqual({ kind: 'cell', row: 0, col: 0 });
    expect(at(rect.x + 9, rect.y + 33)).toEqual({ kind: 'cell', row: 1, col: 0 });
    expect(at(44 + 2 * 84 + 75, 34)).toEqual({ kind: 'cell', row: 0, col: 2 });
  });

  test('headings of a table show theirs only to who is there', () => {
    const sheet = filteredSheet({ table: 't', offered: true });
    const [offered] = sheet.filters;
    const cell = { row: 0, col: 1 };
    expect(showsButton(offered!, cell, [null, { row: 1, col: 1 }])).toBe(false);
    expect(showsButton(offered!, cell, [cell, null])).toBe(true);
    expect(filterNear(sheet, cell)).toBeNull();
  });

  test('text gives way to them', () => {
    const width = (sheet: ReturnType<typeof sheetOf>) =>
      planPane(sceneOf(sheet), 'scrolled', 'scrolled')?.texts.find(({ lines }) =>
        lines[0]?.startsWith('Name'),
      )?.clip?.width;
    const long = () => {
      const sheet = filteredSheet();
      sheet.put(0, 0, { value: 'Name of the thing', format: {} });
      return sheet;
    };
    const without = long();
    without.filters = [];
    expect((width(without) ?? 0) - (width(long()) ?? 0)).toBe(20);
  });

  test('the filter that is meant: the one around, else the only one outside of tables', () => {
    const sheet = filteredSheet({ criteria: new Map([[0, ['above'] as const]]) });
    expect(filterNear(sheet, { row: 2, col: 1 })).toBe(sheet.filters[0]);
    expect(filterNear(sheet, { row: 9, col: 5 })).toBe(sheet.filters[0]);
    expect([0, 1, 2, 3].map((row) => isChosenRow(sheet, row))).toEqual([false, true, true, false]);
  });
});
