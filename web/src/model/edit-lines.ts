/** From what a person does with rows, columns and merged areas to the entries that say so. */

import { areaCells } from '../lib/geometry';
import { AxisRefusal, deleteLines, insertLines, moveLines } from './axis-edits';
import { checkSize, contentEdit } from './edit-cells';
import { Refusal } from './refusal';
import { inheritedFormats } from './edit-formats';
import { type Edit, keys } from './entries';
import { randomId, randomRun, RUN_SPAN } from './ids';
import type { Sheet } from './sheet';
import type { Area } from './view';

type Kind = 'rows' | 'cols';

/** Lines that one command may size or hide one by one. */
const MAX_LINES = 10_000;

function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof AxisRefusal) throw new Refusal('lines', error.message);
    throw error;
  }
}

function checkLines(count: number): void {
  if (count > MAX_LINES) {
    throw new Refusal(
      'too-many-lines',
      `At most ${MAX_LINES.toLocaleString('en')} rows or columns can be changed in one step.`,
    );
  }
}

export function insertEdits(sheet: Sheet, kind: Kind, before: number, count: number): Edit[] {
  const { axis } = sheet.record.lines(kind);
  const run = randomRun((taken) => axis.hasRun(taken));
  const { key, value } = refusing(() => insertLines(axis, before, count, run));
  const lines = Array.from({ length: Math.min(count, 100) }, (_, i) => run * RUN_SPAN + i);
  const formats = count > lines.length ? [] : inheritedFormats(sheet, kind, before, lines);
  return [{ root: kind, key: keys.axis(sheet.id, key), value }, ...formats];
}

/** Deletes stretches of visible lines as one deletion. */
export function deleteEdits(
  sheet: Sheet,
  kind: Kind,
  stretches: readonly (readonly [first: number, last: number])[],
): Edit[] {
  if (stretches.length === 0) return [];
  const { axis } = sheet.record.lines(kind);
  const { key, value } = refusing(() => deleteLines(axis, stretches, randomId()));
  return [{ root: kind, key: keys.axis(sheet.id, key), value }];
}

export function moveEdits(sheet: Sheet, kind: Kind, first: number, last: number, before: number): Edit[] {
  const { axis } = sheet.record.lines(kind);
  const edit = refusing(() => moveLines(axis, first, last, before, randomId()));
  return edit === null ? [] : [{ root: kind, key: keys.axis(sheet.id, edit.key), value: edit.value }];
}

export function sizeEdits(sheet: Sheet, kind: Kind, indices: readonly number[], size: number | null): Edit[] {
  checkLines(indices.length);
  const value = size === null ? null : Math.max(0, Math.min(Math.round(size * 100) / 100, 10_000));
  return indices.map((index) => ({
    root: 'layout',
    key: keys.size(sheet.id, kind, sheet[kind].id(index)),
    value,
  }));
}

export function hideEdits(sheet: Sheet, kind: Kind, first: number, last: number, hidden: boolean): Edit[] {
  const edits: Edit[] = [];
  const lines = sheet[kind];
  const end = Math.min(last, lines.count - 1);
  for (let index = first; index <= end; index++) {
    if (lines.filtered(index) || (lines.laidSize(index) === 0) === hidden) {
      // Everything behind the last stretch of its own is as the default: nothing to do there. What a filter hides is its own.
      index = Math.max(index, lines.sameUntil(index) - 1);
      continue;
    }
    const line = lines.id(index);
    const base = sheet.data.hiddenByBase(kind, line);
    const value = hidden === base ? undefined : hidden;
    edits.push({ root: 'layout', key: keys.hidden(sheet.id, kind, line), value });
    // A line of no height is shown again only when it gets one.
    if (!hidden && sheet.record.lines(kind).sizes.get(line) === 0) {
      edits.push({ root: 'layout', key: keys.size(sheet.id, kind, line), value: null });
    }
    checkLines(edits.length);
  }
  return edits;
}

export function freezeEdits(sheet: Sheet, rows: number, cols: number): Edit[] {
  const row = rows > 0 ? sheet.rows.id(rows - 1) : -1;
  const col = cols > 0 ? sheet.cols.id(cols - 1) : -1;
  return [{ root: 'sheets', key: keys.sheet(sheet.id, 'freeze'), value: [row, col] }];
}

/** Entries that end all merges which meet an area. */
export function unmergeEdits(sheet: Sheet, area: Area): Edit[] {
  return sheet.mergeKeys(area).map(([row, col]) => ({
    root: 'layout',
    key: keys.merge(sheet.id, row, col),
    value: sheet.data.mergedByBase(row, col) ? null : undefined,
  }));
}

/** Merges an area: of its contents the first one stays, in the corner. */
export function mergeEdits(sheet: Sheet, area: Area): Edit[] {
  if (areaCells(area) < 2) return [];
  checkSize(areaCells(area));
  const row = sheet.rows.id(area.top);
  const col = sheet.cols.id(area.left);
  const edits = unmergeEdits(sheet, area);
  let first = sheet.data.holding(row, col)?.stored ?? null;
  sheet.eachFilled(area, (r, c) => {
    if (r === row && c === col) return;
    first ??= sheet.data.holding(r, c)?.stored ?? null;
    edits.push(...contentEdit(sheet, r, c, null));
  });
  if (first !== null) edits.push(...contentEdit(sheet, row, col, first));
  const value = [sheet.rows.id(area.bottom), sheet.cols.id(area.right)];
  edits.push({ root: 'layout', key: keys.merge(sheet.id, row, col), value });
  return edits;
}
