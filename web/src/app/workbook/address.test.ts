import { describe, expect, it } from 'vitest';
import type { Area, AxisView, NameView, SheetView, WorkbookView } from '../../model/view';
import { nameOf, placeOf, selectionName, sizeName } from './address';

const axis = (count: number): AxisView => ({
  count,
  used: 10,
  frozen: 0,
  size: () => 24,
  sized: () => false,
  hidden: () => false,
  offset: (index) => index * 24,
  at: (offset) => Math.floor(offset / 24),
  sameUntil: (index) => index + 1,
  sameFrom: (index) => index,
  id: (index) => index,
  indexOf: (id) => id,
});

const sheetNamed = (name: string): SheetView => ({
  id: name,
  name,
  color: null,
  state: 'visible',
  gridLines: true,
  rows: axis(1000),
  cols: axis(100),
  version: 1,
  value: () => null,
  cell: () => ({ value: null, text: '', format: {}, stale: false, loaded: true }),
  filled: () => false,
  mergeAt: (row, col) =>
    row <= 1 && col <= 1 && name === 'Merged' ? { top: 0, left: 0, bottom: 1, right: 1 } : null,
  mergesIn: () => [],
  tables: [],
  filters: [],
  show: () => undefined,
  edge: (row, col) => Promise.resolve({ row, col }),
  load: () => Promise.resolve(),
  live: () => true,
  charts: [],
  rules: [],
  checks: [],
});

const plan = sheetNamed('Plan');
const mine = sheetNamed("It's mine");
const name = (text: string, sheet: string, area: Area, scope: string | null = null): NameView => ({
  id: text,
  name: text,
  scope,
  refersTo: '=…',
  target: { sheet, area },
});
const B2 = { top: 1, left: 1, bottom: 1, right: 1 };
const C3 = { top: 2, left: 2, bottom: 2, right: 2 };
const view = {
  names: [name('Rate', 'Plan', B2), name('Own', 'Plan', B2), name('Own', "It's mine", C3, "It's mine")],
  sheet: (id: string) => [plan, mine].find((sheet) => sheet.id === id),
  sheetByName: (name: string) => [plan, mine].find((sheet) => sheet.name === name),
} as Partial<WorkbookView> as WorkbookView;

describe('selectionName', () => {
  const cell = { row: 3, col: 6 };
  it('names cells, ranges, rows and columns', () => {
    expect(selectionName([{ top: 3, left: 6, bottom: 3, right: 6 }], cell, plan)).toBe('G4');
    expect(selectionName([{ top: 3, left: 6, bottom: 6, right: 6 }], cell, plan)).toBe('G4:G7');
    expect(selectionName([{ top: 3, left: 0, bottom: 5, right: 99 }], cell, plan)).toBe('4:6');
    expect(selectionName([{ top: 0, left: 2, bottom: 999, right: 5 }], cell, plan)).toBe('C:F');
  });

  it('takes a merged cell for one cell, and several ranges for the active cell', () => {
    const merged = sheetNamed('Merged');
    expect(selectionName([{ top: 0, left: 0, bottom: 1, right: 1 }], { row: 0, col: 0 }, merged)).toBe('A1');
    const areas = [
      { top: 0, left: 0, bottom: 1, right: 1 },
      { top: 3, left: 6, bottom: 9, right: 6 },
    ];
    expect(selectionName(areas, cell, plan)).toBe('G4');
  });
});

describe('sizeName', () => {
  it('counts rows and columns', () => {
    expect(sizeName({ top: 2, left: 1, bottom: 5, right: 2 })).toBe('4R × 2C');
  });
});

describe('placeOf', () => {
  it('finds cells and ranges, here and on other sheets', () => {
    expect(placeOf(' d11 ', view, plan)).toEqual({
      sheet: plan,
      areas: [{ top: 10, left: 3, bottom: 10, right: 3 }],
    });
    expect(placeOf("'It''s mine'!A1:B2", view, plan)?.sheet).toBe(mine);
    expect(placeOf('B:C', view, plan)?.areas).toEqual([{ top: 0, left: 1, bottom: 999, right: 2 }]);
  });

  it('takes several ranges, of one sheet', () => {
    const place = placeOf("'It''s mine'!A1, B2; C3:C4", view, plan);
    expect(place?.sheet).toBe(mine);
    expect(place?.areas).toHaveLength(3);
    expect(placeOf("A1,'It''s mine'!A1", view, plan)).toBeNull();
    expect(placeOf('A1,,nothing', view, plan)).toBeNull();
  });

  it('knows defined names, those of the sheet first', () => {
    expect(placeOf('rate', view, mine)).toEqual({ sheet: plan, areas: [B2] });
    expect(placeOf('Own', view, mine)?.areas).toEqual([C3]);
    expect(placeOf('Own', view, plan)?.areas).toEqual([B2]);
    expect(nameOf(B2, plan, view)).toBe('Rate');
    expect(nameOf(C3, plan, view)).toBeNull();
  });

  it('refuses what is no place', () => {
    expect(placeOf('Nowhere!A1', view, plan)).toBeNull();
    expect(placeOf('A0', view, plan)).toBeNull();
    expect(placeOf('A5000', view, plan)).toBeNull();
    expect(placeOf('total', view, plan)).toBeNull();
  });
});
