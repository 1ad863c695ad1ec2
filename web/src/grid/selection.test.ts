import { describe, expect, test } from 'vitest';
import {
  addCell,
  currentArea,
  cycle,
  extendTo,
  isSingle,
  neighbourEnd,
  nextShown,
  region,
  rowsArea,
  selectArea,
  selectAreas,
  selectCell,
  step,
  type Selection,
} from './selection';
import { moveAfter, TabRun } from './context';
import { fillAreas } from './commands/editing';
import { borderParts, withDecimals } from './commands/formatting';
import { stretches } from './commands/structure';
import { fillTarget } from './pointer/drag';
import type { GridCore } from './core';
import { sheetOf } from './testing/scene';

const merged = () => {
  const sheet = sheetOf([['a', 'b', 'c']]);
  sheet.merges.push({ top: 2, left: 1, bottom: 3, right: 2 });
  return sheet;
};

describe('selection', () => {
  test('a cell inside a merged area selects all of it', () => {
    const selection = selectCell(merged(), { row: 3, col: 2 });
    expect(selection.active).toEqual({ row: 2, col: 1 });
    expect(selection.areas).toEqual([{ top: 2, left: 1, bottom: 3, right: 2 }]);
    expect(isSingle(merged(), selection)).toBe(true);
  });

  test('extending keeps the active cell and takes merged areas in', () => {
    const sheet = merged();
    const selection = extendTo(sheet, selectCell(sheet, { row: 0, col: 0 }), { row: 2, col: 1 });
    expect(selection.active).toEqual({ row: 0, col: 0 });
    expect(currentArea(selection)).toEqual({ top: 0, left: 0, bottom: 3, right: 2 });
    expect(currentArea(extendTo(sheet, selection, { row: 1, col: 0 }))).toEqual({
      top: 0,
      left: 0,
      bottom: 1,
      right: 0,
    });
  });

  test('whole rows are not widened by merged areas', () => {
    const sheet = merged();
    expect(selectArea(sheet, rowsArea(sheet, 2, 2)).areas).toEqual([
      { top: 2, left: 0, bottom: 2, right: 25 },
    ]);
  });

  test('areas are clamped to the sheet', () => {
    expect(selectArea(merged(), { top: -3, left: 0, bottom: 9999, right: 99 }).areas).toEqual([
      { top: 0, left: 0, bottom: 199, right: 25 },
    ]);
  });

  test('several areas: the last one is extended', () => {
    const sheet = sheetOf([['a']]);
    const two = addCell(sheet, selectCell(sheet, { row: 0, col: 0 }), { row: 5, col: 5 });
    expect(extendTo(sheet, two, { row: 6, col: 6 }).areas).toEqual([
      { top: 0, left: 0, bottom: 0, right: 0 },
      { top: 5, left: 5, bottom: 6, right: 6 },
    ]);
    expect(selectAreas(sheet, two.areas, { row: 5, col: 5 }).current).toBe(1);
  });

  test('steps jump over hidden lines and out of merged areas', () => {
    const sheet = merged();
    sheet.rows.hiddenIds.add(1);
    sheet.rows.touch();
    expect(step(sheet, { row: 0, col: 0 }, 1, 0)).toEqual({ row: 2, col: 0 });
    expect(step(sheet, { row: 2, col: 1 }, 0, 1)).toEqual({ row: 2, col: 3 });
    expect(step(sheet, { row: 2, col: 1 }, 1, 0)).toEqual({ row: 4, col: 1 });
    expect(nextShown(sheet.rows, 0, -1)).toBe(0);
  });

  test('Tab and Enter go round inside areas, over merged cells once', () => {
    const sheet = merged();
    let selection: Selection = selectArea(sheet, { top: 2, left: 0, bottom: 3, right: 2 });
    const seen: string[] = [];
    for (let n = 0; n < 4; n++) {
      seen.push(`${String(selection.active.row)},${String(selection.active.col)}`);
      selection = cycle(sheet, selection, true, true);
    }
    expect(seen).toEqual(['2,0', '2,1', '3,0', '2,0']);
  });

  test('cycling passes from one area to the next', () => {
    const sheet = sheetOf([['a']]);
    const selection = selectAreas(sheet, [
      { top: 0, left: 0, bottom: 0, right: 0 },
      { top: 5, left: 5, bottom: 5, right: 6 },
    ]);
    const next = cycle(sheet, cycle(sheet, selection, true, true), true, true);
    expect(next.active).toEqual({ row: 0, col: 0 });
    expect(cycle(sheet, next, false, true).active).toEqual({ row: 5, col: 6 });
  });

  test('the region around a cell grows over touching cells, corners too', () => {
    const sheet = sheetOf([
      ['a', 'b', null, 'x'],
      ['c', null, null, null],
      [null, 'd', null, null],
      [null, null, null, null],
      ['z', null, null, null],
    ]);
    expect(region(sheet, { row: 0, col: 0 })).toEqual({ top: 0, left: 0, bottom: 2, right: 1 });
  });
});

test('a run of Tabs sends Enter back to where it began', () => {
  const sheet = sheetOf([['a']]);
  const core: GridCore = {
    sheet,
    sheetId: 's',
    selection: selectCell(sheet, { row: 3, col: 2 }),
    setSelection: (selection: Selection) => {
      core.selection = selection;
    },
  } as unknown as GridCore;
  const tabs = new TabRun();
  moveAfter(core, tabs, 'right');
  moveAfter(core, tabs, 'right');
  moveAfter(core, tabs, 'down');
  expect(core.selection.active).toEqual({ row: 4, col: 2 });
  moveAfter(core, tabs, 'down');
  expect(core.selection.active).toEqual({ row: 5, col: 2 });
});

describe('commands', () => {
  test('fill down takes the first row, or the row above a single one', () => {
    expect(fillAreas({ top: 2, left: 1, bottom: 5, right: 2 }, 'rows').source).toEqual({
      top: 2,
      left: 1,
      bottom: 2,
      right: 2,
    });
    expect(fillAreas({ top: 2, left: 1, bottom: 2, right: 2 }, 'rows')).toEqual({
      source: { top: 1, left: 1, bottom: 1, right: 2 },
      target: { top: 1, left: 1, bottom: 2, right: 2 },
    });
    expect(fillAreas({ top: 0, left: 0, bottom: 0, right: 0 }, 'cols').target).toBeNull();
  });

  test('the fill handle goes along the longer way', () => {
    const source = { top: 2, left: 2, bottom: 3, right: 3 };
    expect(fillTarget(source, { row: 8, col: 4 })).toEqual({ ...source, bottom: 8 });
    expect(fillTarget(source, { row: 4, col: 9 })).toEqual({ ...source, right: 9 });
    expect(fillTarget(source, { row: 0, col: 2 })).toEqual({ ...source, top: 0 });
    expect(fillTarget(source, { row: 3, col: 3 })).toBeNull();
  });

  test('a double click on the handle fills as far as the column beside it', () => {
    const sheet = sheetOf([
      [1, 5],
      [2, null],
      [3, null],
      [null, null],
      [9, null],
    ]);
    expect(neighbourEnd(sheet, 0, 1, 1, 0)).toBe(2);
    expect(neighbourEnd(sheet, 0, 10, 10, 0)).toBe(0);
  });

  test.each([
    [undefined, 1, '0.0'],
    ['0.00', 1, '0.000'],
    ['0.0', -1, '0'],
    ['#,##0', 1, '#,##0.0'],
    ['0%', 1, '0.0%'],
    ['#,##0.00;[Red](#,##0.00)', -1, '#,##0.0;[Red](#,##0.0)'],
    ['"0 km" 0', 1, '"0 km" 0.0'],
    ['0.00E+00', -1, '0.0E+00'],
  ] as const)('decimals of %s by %s', (code, by, expected) => {
    if (code === '0.00E+00') expect(withDecimals(code, by).startsWith('0.0E')).toBe(true);
    else expect(withDecimals(code, by)).toBe(expected);
  });

  test('borders around an area go to its edges only', () => {
    const area = { top: 1, left: 1, bottom: 3, right: 3 };
    const edged = borderParts(area, 'outer', 'thin #000000').filter(
      ({ patch }) => !Object.values(patch).includes(null),
    );
    expect(edged).toHaveLength(4);
    expect(borderParts(area, 'top', 'thin #000000')).toEqual([
      { area: { ...area, bottom: 1 }, patch: { borderTop: 'thin #000000' } },
      // The neighbour's border at the same edge gives way.
      { area: { ...area, top: 0, bottom: 0 }, patch: { borderBottom: null } },
    ]);
    expect(borderParts(area, 'none', '')[0]?.patch).toMatchObject({ borderLeft: null });
  });

  test('stretches of lines are joined', () => {
    const area = (top: number, bottom: number) => ({ top, bottom, left: 0, right: 0 });
    expect(stretches([area(5, 6), area(1, 2), area(3, 3)], 'rows')).toEqual([
      [1, 3],
      [5, 6],
    ]);
  });
});
