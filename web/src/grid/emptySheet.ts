/** Stands in while a workbook has no sheet to show, so that the grid needs no second way of being. */
import type { AxisView, CellView, SheetView } from '../model/view';

function axis(count: number, size: number): AxisView {
  return {
    count,
    used: 0,
    frozen: 0,
    size: () => size,
    sized: () => false,
    hidden: () => false,
    offset: (index) => index * size,
    at: (offset) => Math.max(0, Math.min(count - 1, Math.floor(offset / size))),
    sameUntil: () => count,
    sameFrom: () => 0,
    id: (index) => index,
    indexOf: (id) => (id >= 0 && id < count ? id : -1),
  };
}

const NOTHING: CellView = { value: null, text: '', format: {}, stale: false, loaded: true };

export const EMPTY_SHEET: SheetView = {
  id: '',
  name: '',
  color: null,
  state: 'visible',
  gridLines: true,
  rows: axis(1000, 24),
  cols: axis(26, 84),
  version: 0,
  cell: () => NOTHING,
  value: () => null,
  filled: () => false,
  mergeAt: () => null,
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
};
