/** The entries that many cells take, worked out in steps. Pure: nothing is written here. */

import type { Steps } from '../lib/steps';
import { clearLinkEdits } from './edit-links';
import { contentEdit, type EditContext, formatEdit, pasteEdits } from './edit-cells';
import { Refusal } from './refusal';
import { unmergeEdits } from './edit-lines';
import { type Edit, keys } from './entries';
import { unfilteredAreas } from './filtered-areas';
import { linesGuard } from './lines-moved';
import type { Sheet } from './sheet';
import type { Area, FormatPatch, PastedCell } from './view';

/** What a cell is given, counted from the upper left one; null leaves it as it is. */
export type CellsAt = (row: number, col: number) => PastedCell | null;

/** Cells worked out between two looks at the clock. */
const STEP = 50;

/** As a paste of few cells, with the areas that are merged afterwards. */
export function* pasteSteps(
  sheet: Sheet,
  area: Area,
  cells: CellsAt,
  merges: readonly Area[],
  context: EditContext,
): Steps<Edit[]> {
  const edits: Edit[] = [];
  const check = linesGuard(sheet);
  const width = area.right - area.left + 1;
  const count = width * (area.bottom - area.top + 1);
  for (let n = 0; n < count; n++) {
    if (n % STEP === 0) {
      yield n / count;
      check();
    }
    const row = Math.floor(n / width);
    const col = n % width;
    const cell = cells(row, col);
    if (cell === null) continue;
    const at = { row: area.top + row, col: area.left + col };
    for (const edit of pasteEdits(sheet, at, cell, context)) edits.push(edit);
  }
  for (const merge of merges) {
    yield 1;
    check();
    edits.push(...mergedEdits(sheet, merge));
  }
  return edits;
}

/** A merged area whose first cell alone holds something, as a table of another program has it. */
function mergedEdits(sheet: Sheet, area: Area): Edit[] {
  const edits = unmergeEdits(sheet, area);
  for (let row = area.top; row <= area.bottom; row++) {
    for (let col = area.left; col <= area.right; col++) {
      const first = row === area.top && col === area.left;
      if (!first) edits.push(...contentEdit(sheet, sheet.rows.id(row), sheet.cols.id(col), null));
    }
  }
  const key = keys.merge(sheet.id, sheet.rows.id(area.top), sheet.cols.id(area.left));
  edits.push({ root: 'layout', key, value: [sheet.rows.id(area.bottom), sheet.cols.id(area.right)] });
  return edits;
}

/** Rows of an area, a few cells at a time, with the share that is done. */
function* strips(areas: readonly Area[], cells: number): Generator<{ strip: Area; share: number }> {
  const all = areas.reduce((sum, { top, bottom }) => sum + bottom - top + 1, 0);
  let done = 0;
  for (const area of areas) {
    const height = Math.max(1, Math.floor(cells / (area.right - area.left + 1)));
    for (let top = area.top; top <= area.bottom; top += height) {
      const bottom = Math.min(area.bottom, top + height - 1);
      yield { strip: { ...area, top, bottom }, share: done / all };
      done += bottom - top + 1;
    }
  }
}

/** As a clearing of few cells: those that hold something, in rows that no filter hides. */
export function* clearSteps(sheet: Sheet, areas: readonly Area[]): Steps<Edit[]> {
  const edits: Edit[] = [];
  const check = linesGuard(sheet);
  const shown = unfilteredAreas(sheet, areas);
  for (const { strip, share } of strips(usedParts(sheet, shown), 20 * STEP)) {
    yield share;
    check();
    sheet.eachFilled(strip, (row, col) => {
      for (const edit of contentEdit(sheet, row, col, null)) edits.push(edit);
    });
    checkMany(edits.length, 'cleared');
  }
  for (const edit of clearLinkEdits(sheet, shown)) edits.push(edit);
  return edits;
}

/** What of areas lies within the cells in use. */
export function usedParts(sheet: Sheet, areas: readonly Area[]): readonly Area[] {
  return areas
    .map((area) => ({
      ...area,
      bottom: Math.min(area.bottom, sheet.rows.used - 1),
      right: Math.min(area.right, sheet.cols.used - 1),
    }))
    .filter(({ top, left, bottom, right }) => bottom >= top && right >= left);
}

/** A look that is laid over cells. */
export interface Coat {
  readonly areas: readonly Area[];
  readonly patch: FormatPatch;
}

/** As a formatting of few cells, one coat over the other. */
export function* coatSteps(sheet: Sheet, coats: readonly Coat[]): Steps<Edit[]> {
  const edits = new Map<string, Edit>();
  const check = linesGuard(sheet);
  for (const [n, { areas, patch }] of coats.entries()) {
    for (const { strip, share } of strips(unfilteredAreas(sheet, areas), STEP)) {
      yield (n + share) / coats.length;
      check();
      for (let r = strip.top; r <= strip.bottom; r++) {
        for (let c = strip.left; c <= strip.right; c++) {
          for (const edit of formatEdit(sheet, sheet.rows.id(r), sheet.cols.id(c), patch)) {
            const under = edits.get(edit.key)?.value as FormatPatch | undefined;
            edits.set(edit.key, under === undefined ? edit : { ...edit, value: { ...under, ...patch } });
          }
        }
      }
    }
  }
  return [...edits.values()];
}

/** Cells that one act may have here; the server may take fewer. */
const MOST_CELLS = 1_000_000;

export function checkMany(cells: number, done: string): void {
  if (cells <= MOST_CELLS) return;
  const most = MOST_CELLS.toLocaleString('en');
  throw new Refusal('too-many-cells', `At most ${most} cells can be ${done} at once.`);
}
