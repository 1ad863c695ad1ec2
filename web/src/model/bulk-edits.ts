/** The entries that many cells take, worked out in steps. Pure: nothing is written here. */

import type { Steps } from '../lib/steps';
import { contentEdit, type EditContext, pasteEdits } from './edit-cells';
import { Refusal } from './refusal';
import { unmergeEdits } from './edit-lines';
import { type Edit, keys } from './entries';
import { linesGuard } from './lines-moved';
import type { Sheet } from './sheet';
import type { Area, PastedCell } from './view';

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

/** Cells that one paste or fill may have here; the server may take fewer. */
const MOST_CELLS = 1_000_000;

export function checkMany(cells: number): void {
  if (cells <= MOST_CELLS) return;
  const most = MOST_CELLS.toLocaleString('en');
  throw new Refusal('too-many-cells', `At most ${most} cells can be pasted or filled at once.`);
}
