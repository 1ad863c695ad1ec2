/** Drags: what the pointer does between down and up, as small objects. */
import { unionArea } from '../../lib/geometry';
import type { Area } from '../../model/view';
import { fitLines } from '../commands/structure';
import type { CommandContext } from '../commands/definition';
import type { GridCore } from '../core';
import type { CellEditor } from '../editor/editor';
import type { CellPosition } from '../handle';
import { hands } from '../later';
import { hiddenAfter } from '../hiddenLines';
import { cellAt } from '../hit';
import { lineAt, startOf, bandOf } from '../layout';
import type { Gesture } from '../painter';
import {
  colsArea,
  currentArea,
  extendTo,
  isWholeCols,
  isWholeRows,
  rowsArea,
  sameArea,
  sameCell,
  selectArea,
  type Selection,
} from '../selection';

export interface Drag {
  /** Pointer position in the host. */
  move(x: number, y: number): void;
  /** `copy`: the key that copies is held. */
  end(copy: boolean): void;
  cancel(): void;
  /** The key that copies went down or up. */
  hold?(copy: boolean): void;
  /** It draws a selection up. */
  readonly selects?: boolean;
  /** The pointer's shape meanwhile. */
  readonly cursor?: string;
  /** Scrolls when the pointer leaves the window along these axes. */
  readonly scrolls: 'both' | 'rows' | 'cols' | 'none';
}

export interface DragParts {
  readonly core: GridCore;
  readonly editor: CellEditor;
  readonly gesture: Gesture;
  readonly redraw: () => void;
  readonly context: () => CommandContext;
  /** What hangs over the cells is put there. */
  readonly host: HTMLElement;
}

export function selectDrag({ core }: DragParts): Drag {
  return {
    selects: true,
    scrolls: 'both',
    move: (x, y) => {
      const to = cellAt(core.layout, x, y);
      if (sameCell(to, core.selection.head)) return;
      core.setSelection(extendTo(core.sheet, core.selection, to), 'none');
      core.dragged = true;
    },
    end: () => undefined,
    cancel: () => undefined,
  };
}

export function linesDrag({ core }: DragParts, axis: 'rows' | 'cols', first: number): Drag {
  return {
    selects: true,
    scrolls: axis,
    move: (x, y) => {
      const to = axis === 'rows' ? lineAt(core.layout.rows, y) : lineAt(core.layout.cols, x);
      core.setSelection(linesSelection(core, axis, first, to, core.selection), 'none');
      core.dragged = true;
    },
    end: () => undefined,
    cancel: () => undefined,
  };
}

/** Takes the selection by one of its corners; the other one stays. */
export function endDrag(parts: DragParts, last: boolean): Drag {
  const { core } = parts;
  const { top, left, bottom, right } = currentArea(core.selection);
  const [first, end] = [
    { row: top, col: left },
    { row: bottom, col: right },
  ];
  const anchor = last ? first : end;
  core.setSelection({ ...core.selection, active: anchor, anchor, head: last ? end : first }, 'none');
  return selectDrag(parts);
}

/** Whole rows or columns from `first` to `to` as the current area. */
export function linesSelection(
  core: GridCore,
  axis: 'rows' | 'cols',
  first: number,
  to: number,
  before: Selection | null,
): Selection {
  const { sheet } = core;
  const area = axis === 'rows' ? rowsArea(sheet, first, to) : colsArea(sheet, first, to);
  const shown = core.layout;
  const active =
    axis === 'rows'
      ? { row: first, col: shown.cols.scrolled[0]?.index ?? 0 }
      : { row: shown.rows.scrolled[0]?.index ?? 0, col: first };
  const start =
    axis === 'rows'
      ? { row: first, col: shown.cols.frozen.length > 0 ? 0 : active.col }
      : { row: shown.rows.frozen.length > 0 ? 0 : active.row, col: first };
  const next: Selection = {
    ...selectArea(sheet, area, start),
    anchor: axis === 'rows' ? { row: first, col: 0 } : { row: 0, col: first },
    head: axis === 'rows' ? { row: to, col: area.right } : { row: area.bottom, col: to },
  };
  if (before === null) return next;
  return {
    ...next,
    areas: before.areas.map((each, index) => (index === before.current ? currentArea(next) : each)),
    current: before.current,
  };
}

export function pointDrag({ core, editor }: DragParts, anchor: CellPosition): Drag {
  return {
    scrolls: 'both',
    move: (x, y) => editor.point(anchor, cellAt(core.layout, x, y)),
    end: () => undefined,
    cancel: () => undefined,
  };
}

/** Pointing at whole rows or columns in their headers. */
export function pointLinesDrag({ core, editor }: DragParts, axis: 'rows' | 'cols', first: number): Drag {
  return {
    scrolls: axis,
    move: (x, y) => {
      const to = axis === 'rows' ? lineAt(core.layout.rows, y) : lineAt(core.layout.cols, x);
      const area = axis === 'rows' ? rowsArea(core.sheet, first, to) : colsArea(core.sheet, first, to);
      const cell = { row: area.top, col: area.left };
      editor.point(cell, cell, area);
    },
    end: () => undefined,
    cancel: () => undefined,
  };
}

/** What the fill handle covers when it is dragged to a cell: along the axis on which it went farther. */
export function fillTarget(source: Area, to: CellPosition): Area | null {
  const down =
    to.row > source.bottom ? to.row - source.bottom : to.row < source.top ? to.row - source.top : 0;
  const right =
    to.col > source.right ? to.col - source.right : to.col < source.left ? to.col - source.left : 0;
  if (down === 0 && right === 0) return null;
  return Math.abs(down) >= Math.abs(right)
    ? { ...source, top: Math.min(source.top, to.row), bottom: Math.max(source.bottom, to.row) }
    : { ...source, left: Math.min(source.left, to.col), right: Math.max(source.right, to.col) };
}

export function fillDrag({ core, gesture, redraw, host }: DragParts): Drag {
  const source = currentArea(core.selection);
  const tip = hands.now === null ? null : new hands.now.FillTip();
  if (tip !== null) host.append(tip.element);
  let last: string | null = null;
  const stop = (): void => {
    gesture.filling = null;
    tip?.element.remove();
    redraw();
  };
  return {
    scrolls: 'both',
    move: (x, y) => {
      const at = cellAt(core.layout, x, y);
      const target = fillTarget(source, at);
      const before = gesture.filling;
      // Nothing is told anew while the pointer stays over the same cells.
      if (target === null) last = null;
      else if (before === null || !sameArea(before, target)) {
        last = hands.now?.lastFilled(core.sheet, source, target, at, core.view.date1904) ?? null;
      }
      gesture.filling = target;
      tip?.show(last, x, y);
      redraw();
    },
    end: () => {
      const target = gesture.filling;
      stop();
      if (target === null) return;
      core.own(() => core.view.commands.fill(core.sheetId, source, target));
      core.setSelection(selectArea(core.sheet, unionArea(source, target), core.selection.active), 'none');
    },
    cancel: stop,
  };
}

/** Lines that a resize applies to: all selected whole ones when the grabbed one is among them. */
function resized(core: GridCore, axis: 'rows' | 'cols', index: number): number[] {
  const { sheet, selection } = core;
  const whole = selection.areas.filter((area) =>
    axis === 'rows' ? isWholeRows(sheet, area) : isWholeCols(sheet, area),
  );
  const among = whole.some((area) =>
    axis === 'rows' ? index >= area.top && index <= area.bottom : index >= area.left && index <= area.right,
  );
  if (!among) return [index];
  const lines = new Set<number>();
  for (const area of whole) {
    const [first, last] = axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
    for (let line = first; line <= last && lines.size < 20_000; line++) lines.add(line);
  }
  return [...lines];
}

export function resizeDrag({ core, gesture, redraw }: DragParts, axis: 'rows' | 'cols', index: number): Drag {
  const layout = axis === 'rows' ? core.layout.rows : core.layout.cols;
  const start = startOf(layout, index, bandOf(layout, index));
  const smallest = axis === 'rows' ? 6 : 8;
  let size: number | null = null;
  const stop = (): void => {
    gesture.guide = null;
    redraw();
  };
  return {
    scrolls: 'none',
    move: (x, y) => {
      const at = Math.max(start + smallest * core.zoom, axis === 'rows' ? y : x);
      size = Math.round((at - start) / core.zoom);
      gesture.guide = { axis, at: start + size * core.zoom };
      redraw();
    },
    end: () => {
      const to = size;
      stop();
      if (to === null) return;
      const lines = resized(core, axis, index);
      core.own(() => {
        if (axis === 'rows') core.view.commands.resizeRows(core.sheetId, lines, to);
        else core.view.commands.resizeCols(core.sheetId, lines, to);
      });
    },
    cancel: stop,
  };
}

/** A double click on the edge of a header: shows the lines that are hidden behind it, else fits the line to its contents. */
export function fitAt({ core, context }: DragParts, axis: 'rows' | 'cols', index: number): void {
  const hidden = hiddenAfter(core.sheet, axis, index);
  if (hidden !== null) {
    core.own(() => {
      if (axis === 'rows') core.view.commands.hideRows(core.sheetId, index + 1, hidden, false);
      else core.view.commands.hideCols(core.sheetId, index + 1, hidden, false);
    });
    return;
  }
  core.own(() => fitLines(context(), axis, resized(core, axis, index)));
}

/** Whole rows or columns carried to another place by their headers. */
export function moveLinesDrag({ core, gesture, redraw }: DragParts, axis: 'rows' | 'cols'): Drag {
  const area = currentArea(core.selection);
  const [first, last] = axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
  let before: number | null = null;
  const stop = (): void => {
    gesture.dropping = null;
    redraw();
  };
  return {
    scrolls: axis,
    cursor: 'grabbing',
    move: (x, y) => {
      const layout = axis === 'rows' ? core.layout.rows : core.layout.cols;
      const at = axis === 'rows' ? y : x;
      const line = lineAt(layout, at);
      const from = startOf(layout, line, bandOf(layout, line));
      const to = startOf(layout, line + 1, bandOf(layout, line));
      const after = at > (from + to) / 2;
      const target = after ? line + 1 : line;
      before = target >= first && target <= last + 1 ? null : target;
      gesture.dropping = before === null ? null : { axis, at: after ? to : from };
      redraw();
    },
    end: () => {
      const target = before;
      stop();
      if (target === null) return;
      core.own(() => {
        if (axis === 'rows') core.view.commands.moveRows(core.sheetId, first, last, target);
        else core.view.commands.moveCols(core.sheetId, first, last, target);
      });
      const start = target > last ? target - (last - first + 1) : target;
      core.setSelection(linesSelection(core, axis, start, start + last - first, null), 'none');
    },
    cancel: stop,
  };
}
