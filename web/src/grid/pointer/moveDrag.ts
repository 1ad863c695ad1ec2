/** The selection carried elsewhere by its edge: moved, or copied while the key for that is held. */
import { areaCells, areaHas } from '../../lib/geometry';
import { rangeName } from '../../lib/a1';
import type { Area } from '../../model/view';
import { PASTE_ALL } from '../clipboard/special';
import type { GridCore } from '../core';
import type { CellPosition } from '../handle';
import type * as Hands from '../hands';
import { cellAt } from '../hit';
import { hands } from '../later';
import { currentArea, sameArea, selectArea } from '../selection';
import type { Drag, DragParts } from './drag';

/** The area of the same size that begins at a cell, kept inside the sheet. */
export function carried(core: GridCore, area: Area, to: CellPosition): Area {
  const { sheet } = core;
  const height = area.bottom - area.top;
  const width = area.right - area.left;
  const top = Math.max(0, Math.min(sheet.rows.count - 1 - height, to.row));
  const left = Math.max(0, Math.min(sheet.cols.count - 1 - width, to.col));
  return { top, left, bottom: top + height, right: left + width };
}

/** Filled cells of `target` that are not among those carried away. */
function covered(core: GridCore, target: Area, source: Area, copy: boolean): number {
  const { sheet } = core;
  let count = 0;
  const bottom = Math.min(target.bottom, sheet.rows.used - 1);
  const right = Math.min(target.right, sheet.cols.used - 1);
  for (let row = target.top; row <= bottom; row++) {
    for (let col = target.left; col <= right; col++) {
      if (sheet.filled(row, col) && (copy || !areaHas(source, row, col))) count++;
    }
  }
  return count;
}

function lines(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

function copyTo({ copyCells, pasteOwn }: typeof Hands, core: GridCore, source: Area, target: Area): void {
  const { sheet, view } = core;
  const what = {
    area: source,
    rows: lines(source.top, source.bottom),
    cols: lines(source.left, source.right),
  };
  const { clip } = copyCells(sheet, what, view.id, null);
  core.own(() => pasteOwn(view.commands, { sheet, area: target, down: 1, across: 1 }, clip, PASTE_ALL));
}

/** Drops the area; what it covers is counted, and can be brought back. */
async function drop(core: GridCore, source: Area, target: Area, copy: boolean): Promise<void> {
  const { sheet, view } = core;
  const { active } = core.selection;
  const arrived = await hands.load();
  if (areaCells(source) > arrived.MOST_COPIED) {
    core.options.onMessage?.(
      `More than ${arrived.MOST_COPIED.toLocaleString('en')} cells cannot be carried.`,
    );
    return;
  }
  await Promise.all([sheet.load(target), sheet.load(source)]);
  const replaced = covered(core, target, source, copy);
  if (copy) copyTo(arrived, core, source, target);
  else {
    let done = Promise.resolve();
    core.own(() => {
      done = view.commands.moveCells(sheet.id, source, sheet.id, target.top, target.left);
    });
    await done;
  }
  const cell = {
    row: active.row + target.top - source.top,
    col: active.col + target.left - source.left,
  };
  if (core.sheetId === sheet.id) core.setSelection(selectArea(sheet, target, cell), 'none');
  if (replaced === 0) return;
  const cells = replaced === 1 ? '1 filled cell was' : `${replaced.toLocaleString('en')} filled cells were`;
  core.options.onMessage?.(`${cells} replaced at ${rangeName(target)}.`, 'undo');
}

/** `at` is where the edge was taken. */
export function moveDrag(parts: DragParts, at: { readonly x: number; readonly y: number }): Drag {
  const { core, gesture, redraw, context } = parts;
  const source = currentArea(core.selection);
  const taken = cellAt(core.layout, at.x, at.y);
  const held = {
    row: Math.max(source.top, Math.min(source.bottom, taken.row)),
    col: Math.max(source.left, Math.min(source.right, taken.col)),
  };
  let copying = false;
  let place = { x: at.x, y: at.y };
  const show = (target: Area): void => {
    const words = `${copying ? 'Copy to ' : ''}${rangeName(target)}`;
    gesture.carrying = { area: target, words, ...place };
    redraw();
  };
  const stop = (): void => {
    gesture.carrying = null;
    redraw();
  };
  return {
    scrolls: 'both',
    cursor: 'grabbing',
    move: (x, y) => {
      const to = cellAt(core.layout, x, y);
      place = { x, y };
      show(
        carried(core, source, {
          row: source.top + to.row - held.row,
          col: source.left + to.col - held.col,
        }),
      );
    },
    hold: (copy) => {
      copying = copy;
      if (gesture.carrying !== null) show(gesture.carrying.area);
    },
    end: (copy) => {
      const target = gesture.carrying?.area ?? source;
      stop();
      if (sameArea(target, source)) return;
      // What is typed next comes after it.
      context().later(() => drop(core, source, target, copy));
    },
    cancel: stop,
  };
}
