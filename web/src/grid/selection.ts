/** What is selected, as values: every function returns a new selection. */
import { cellArea, unionArea } from '../lib/geometry';
import type { Area, AxisView, SheetView } from '../model/view';
import { nextShown as nextOf } from '../model/edges';
import type { CellPosition } from './handle';

export interface Selection {
  /** The cell that typing goes to; the top left one of its merged area. */
  readonly active: CellPosition;
  /** The corner of the current area that stays when Shift extends it. */
  readonly anchor: CellPosition;
  /** The corner that moves. */
  readonly head: CellPosition;
  /** Never empty. */
  readonly areas: readonly Area[];
  /** Index of the area that Shift extends. */
  readonly current: number;
}

export function currentArea(selection: Selection): Area {
  return selection.areas[selection.current] ?? cellArea(selection.active.row, selection.active.col);
}

/** The merged area of a cell, or the cell alone. */
export function footprint(sheet: SheetView, cell: CellPosition): Area {
  return sheet.mergeAt(cell.row, cell.col) ?? cellArea(cell.row, cell.col);
}

/** Grows an area until it cuts no merged area. Whole rows and columns stay what they are. */
export function withMerges(sheet: SheetView, area: Area): Area {
  if (isWholeRows(sheet, area) || isWholeCols(sheet, area)) return area;
  let whole = area;
  for (;;) {
    let next = whole;
    for (const merge of sheet.mergesIn(whole)) next = unionArea(next, merge);
    if (sameArea(next, whole)) return whole;
    whole = next;
  }
}

export function sameArea(a: Area, b: Area): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}

export function sameCell(a: CellPosition, b: CellPosition): boolean {
  return a.row === b.row && a.col === b.col;
}

/** True when the selection is a single cell or one merged area. */
export function isSingle(sheet: SheetView, selection: Selection): boolean {
  return (
    selection.areas.length === 1 &&
    sameArea(currentArea(selection), footprint(sheet, topLeft(currentArea(selection))))
  );
}

export function topLeft(area: Area): CellPosition {
  return { row: area.top, col: area.left };
}

/** Keeps a cell inside the sheet. */
export function clampCell(sheet: SheetView, cell: CellPosition): CellPosition {
  return {
    row: Math.max(0, Math.min(sheet.rows.count - 1, cell.row)),
    col: Math.max(0, Math.min(sheet.cols.count - 1, cell.col)),
  };
}

export function clampArea(sheet: SheetView, area: Area): Area {
  const from = clampCell(sheet, topLeft(area));
  const to = clampCell(sheet, { row: area.bottom, col: area.right });
  return { top: from.row, left: from.col, bottom: to.row, right: to.col };
}

export function selectCell(sheet: SheetView, cell: CellPosition): Selection {
  const inside = clampCell(sheet, cell);
  const area = footprint(sheet, inside);
  return { active: topLeft(area), anchor: inside, head: inside, areas: [area], current: 0 };
}

export function selectArea(sheet: SheetView, area: Area, active?: CellPosition): Selection {
  const whole = withMerges(sheet, clampArea(sheet, area));
  const wanted = active ?? topLeft(whole);
  return {
    active: topLeft(footprint(sheet, clampCell(sheet, wanted))),
    anchor: topLeft(whole),
    head: { row: whole.bottom, col: whole.right },
    areas: [whole],
    current: 0,
  };
}

export function selectAreas(sheet: SheetView, areas: readonly Area[], active?: CellPosition): Selection {
  const last = areas.at(-1);
  if (last === undefined) return selectCell(sheet, active ?? { row: 0, col: 0 });
  const selection = selectArea(sheet, last, active);
  const earlier = areas.slice(0, -1).map((area) => withMerges(sheet, clampArea(sheet, area)));
  return { ...selection, areas: [...earlier, ...selection.areas], current: areas.length - 1 };
}

/** The selection as merged areas and the sheet's size now have it; the same object when nothing differs. */
export function refitted(sheet: SheetView, selection: Selection): Selection {
  const areas = selection.areas.map((area) => withMerges(sheet, clampArea(sheet, area)));
  const active = topLeft(footprint(sheet, clampCell(sheet, selection.active)));
  const same =
    sameCell(active, selection.active) &&
    areas.every((area, index) => sameArea(area, selection.areas[index] ?? area));
  return same ? selection : { ...selection, active, areas };
}

/** Moves the free corner of the current area; the active cell stays. */
export function extendTo(sheet: SheetView, selection: Selection, to: CellPosition): Selection {
  const head = clampCell(sheet, to);
  const area = withMerges(sheet, unionArea(footprint(sheet, selection.anchor), cellArea(head.row, head.col)));
  return {
    ...selection,
    head,
    areas: selection.areas.map((each, index) => (index === selection.current ? area : each)),
  };
}

/** Begins one more area (Ctrl+click). */
export function addCell(sheet: SheetView, selection: Selection, cell: CellPosition): Selection {
  const next = selectCell(sheet, cell);
  return { ...next, areas: [...selection.areas, ...next.areas], current: selection.areas.length };
}

/** Replaces the current area, keeping the other ones. */
export function replaceCurrent(selection: Selection, next: Selection): Selection {
  return {
    ...next,
    areas: selection.areas.map((each, index) => (index === selection.current ? currentArea(next) : each)),
    current: selection.current,
  };
}

export function rowsArea(sheet: SheetView, first: number, last: number): Area {
  return {
    top: Math.min(first, last),
    left: 0,
    bottom: Math.max(first, last),
    right: sheet.cols.count - 1,
  };
}

export function colsArea(sheet: SheetView, first: number, last: number): Area {
  return {
    top: 0,
    left: Math.min(first, last),
    bottom: sheet.rows.count - 1,
    right: Math.max(first, last),
  };
}

export function isWholeRows(sheet: SheetView, area: Area): boolean {
  return area.left === 0 && area.right >= sheet.cols.count - 1;
}

export function isWholeCols(sheet: SheetView, area: Area): boolean {
  return area.top === 0 && area.bottom >= sheet.rows.count - 1;
}

/** Next line in a direction that is not hidden; the line itself when there is none. */
export function nextShown(axis: AxisView, from: number, step: 1 | -1): number {
  const index = nextOf(axis, from, step);
  return index >= 0 && index < axis.count ? index : from;
}

/** First shown line at or after `index` (or before, at the end). */
export function shownAt(axis: AxisView, index: number): number {
  if (!axis.hidden(index)) return index;
  const after = nextShown(axis, index, 1);
  return after === index ? nextShown(axis, index, -1) : after;
}

/** One step from a cell, over hidden lines and out of its merged area. */
export function step(sheet: SheetView, cell: CellPosition, dRow: -1 | 0 | 1, dCol: -1 | 0 | 1): CellPosition {
  const area = footprint(sheet, cell);
  const row = dRow === 0 ? cell.row : nextShown(sheet.rows, dRow > 0 ? area.bottom : area.top, dRow);
  const col = dCol === 0 ? cell.col : nextShown(sheet.cols, dCol > 0 ? area.right : area.left, dCol);
  return { row, col };
}

/** Where the active cell goes with Tab (`byRow`) or Enter inside what is selected. */
export function cycle(sheet: SheetView, selection: Selection, forward: boolean, byRow: boolean): Selection {
  const position = { ...selection.active };
  let index = selection.areas.findIndex(
    (area) =>
      position.row >= area.top &&
      position.row <= area.bottom &&
      position.col >= area.left &&
      position.col <= area.right,
  );
  if (index < 0) index = selection.current;
  const budget = 4096;
  for (let tries = 0; tries < budget; tries++) {
    const area = selection.areas[index] ?? currentArea(selection);
    if (!advance(position, area, forward, byRow)) {
      index = (index + (forward ? 1 : selection.areas.length - 1)) % selection.areas.length;
      const next = selection.areas[index] ?? area;
      position.row = forward ? next.top : next.bottom;
      position.col = forward ? next.left : next.right;
    }
    const hidden = sheet.rows.hidden(position.row) || sheet.cols.hidden(position.col);
    const here = selection.areas[index] ?? area;
    if (sheet.rows.hidden(position.row)) overHidden(sheet.rows, position, here, forward, byRow);
    const merge = sheet.mergeAt(position.row, position.col);
    const covered = merge !== null && (merge.top !== position.row || merge.left !== position.col);
    if (!hidden && !covered) return { ...selection, active: position, current: index };
  }
  return selection;
}

/** Goes to the far end of hidden rows, so that the next step leaves them. */
function overHidden(
  rows: AxisView,
  position: { row: number; col: number },
  area: Area,
  forward: boolean,
  byRow: boolean,
): void {
  position.row = forward
    ? Math.min(area.bottom, rows.sameUntil(position.row) - 1)
    : Math.max(area.top, rows.sameFrom(position.row));
  if (byRow) position.col = forward ? area.right : area.left;
}

function advance(
  position: { row: number; col: number },
  area: Area,
  forward: boolean,
  byRow: boolean,
): boolean {
  const delta = forward ? 1 : -1;
  if (byRow) {
    position.col += delta;
    if (position.col >= area.left && position.col <= area.right) return true;
    position.col = forward ? area.left : area.right;
    position.row += delta;
    return position.row >= area.top && position.row <= area.bottom;
  }
  position.row += delta;
  if (position.row >= area.top && position.row <= area.bottom) return true;
  position.row = forward ? area.top : area.bottom;
  position.col += delta;
  return position.col >= area.left && position.col <= area.right;
}

/** The block of filled cells around a cell, as Ctrl+A finds it first. */
export function region(sheet: SheetView, cell: CellPosition): Area {
  let { top, left, bottom, right } = footprint(sheet, cell);
  const rows = Math.min(sheet.rows.count, Math.max(sheet.rows.used, bottom + 1));
  const cols = Math.min(sheet.cols.count, Math.max(sheet.cols.used, right + 1));
  const rowHas = (row: number): boolean => {
    for (let col = Math.max(0, left - 1); col <= Math.min(cols - 1, right + 1); col++) {
      if (sheet.filled(row, col)) return true;
    }
    return false;
  };
  const colHas = (col: number): boolean => {
    for (let row = Math.max(0, top - 1); row <= Math.min(rows - 1, bottom + 1); row++) {
      if (sheet.filled(row, col)) return true;
    }
    return false;
  };
  for (let grown = true; grown;) {
    grown = false;
    while (bottom + 1 < rows && rowHas(bottom + 1)) {
      bottom++;
      grown = true;
    }
    while (top > 0 && rowHas(top - 1)) {
      top--;
      grown = true;
    }
    while (right + 1 < cols && colHas(right + 1)) {
      right++;
      grown = true;
    }
    while (left > 0 && colHas(left - 1)) {
      left--;
      grown = true;
    }
  }
  return withMerges(sheet, { top, left, bottom, right });
}

/** Last row of the filled block at the left or right of an area, as a double click on the handle fills. */
export function neighbourEnd(
  sheet: SheetView,
  top: number,
  left: number,
  right: number,
  bottom: number,
): number {
  for (const col of [left - 1, right + 1]) {
    if (col < 0 || col >= sheet.cols.count || !sheet.filled(top, col)) continue;
    const block = region(sheet, { row: top, col });
    let end = bottom;
    while (end < block.bottom && sheet.filled(end + 1, col)) end++;
    if (end > bottom) return end;
  }
  return bottom;
}
