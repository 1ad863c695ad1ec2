/** What a selection puts on the clipboard. */
import { intersectAreas } from '../../lib/geometry';
import type { CheckView } from '../../model/check';
import { type CheckCopy, copyOf } from '../../model/edit-checks';
import type { Area, AxisView, CellFormat, SheetView } from '../../model/view';
import { wear } from '../draw/looks';
import type { Selection } from '../selection';
import { formatHtml } from './html';
import { encodeClip, type Clip, type ClipCell } from './own';
import { formatTsv } from './tsv';

/** More cells than that go without HTML, which no program takes in at that size. */
const MOST_HTML = 100_000;
export const MOST_COPIED = 1_000_000;

/** The one area that is copied: of several, those that share rows or columns are put together. Null when they do not. */
export function copyAreas(
  sheet: SheetView,
  selection: Selection,
): { rows: number[]; cols: number[]; area: Area } | null {
  const areas = selection.areas.map((area) => used(sheet, area));
  const first = areas[0];
  if (first === undefined) return null;
  const sameRows = areas.every((area) => area.top === first.top && area.bottom === first.bottom);
  const sameCols = areas.every((area) => area.left === first.left && area.right === first.right);
  if (areas.length > 1 && !sameRows && !sameCols) return null;
  const lines = (spans: readonly (readonly [number, number])[], axis: AxisView): number[] => {
    const all = new Set<number>();
    for (const [from, to] of spans) {
      for (let index = from; index <= to && all.size <= MOST_COPIED; index++) {
        if (axis.hidden(index)) index = Math.max(index, axis.sameUntil(index) - 1);
        else all.add(index);
      }
    }
    return [...all].sort((a, b) => a - b);
  };
  const rows = lines(
    (sameRows ? [first] : areas).map((area) => [area.top, area.bottom]),
    sheet.rows,
  );
  const cols = lines(
    (sameCols ? [first] : areas).map((area) => [area.left, area.right]),
    sheet.cols,
  );
  return rows.length === 0 || cols.length === 0 ? null : { rows, cols, area: first };
}

/** Whole rows and columns end where the sheet's contents do. */
function used(sheet: SheetView, area: Area): Area {
  const bottom =
    area.top === 0 && area.bottom >= sheet.rows.count - 1 ? Math.max(0, sheet.rows.used - 1) : area.bottom;
  const right =
    area.left === 0 && area.right >= sheet.cols.count - 1 ? Math.max(0, sheet.cols.used - 1) : area.right;
  return { ...area, bottom, right };
}

export interface Copied {
  readonly clip: Clip;
  readonly text: string;
  readonly html: string | null;
  readonly own: string;
}

export function copyCells(
  sheet: SheetView,
  what: { rows: readonly number[]; cols: readonly number[]; area: Area },
  workbook: string,
  cut: string | null,
): Copied {
  const cells: ClipCell[][] = [];
  const texts: string[][] = [];
  const looks: CellFormat[][] = [];
  const checks = new Map<CheckView, CheckCopy>();
  const checkOf = (check: CheckView): CheckCopy => {
    const copy = checks.get(check) ?? copyOf(check);
    checks.set(check, copy);
    return copy;
  };
  for (const row of what.rows) {
    const line: ClipCell[] = [];
    const shown: string[] = [];
    const look: CellFormat[] = [];
    for (const col of what.cols) {
      const view = sheet.cell(row, col);
      line.push({
        value: view.value,
        ...(view.formula === undefined ? {} : { formula: view.formula }),
        format: view.format,
        ...(view.note === undefined ? {} : { note: view.note }),
        // What a formula leads to comes along with the formula.
        ...(view.link === undefined || view.formula !== undefined ? {} : { link: view.link }),
        ...(view.check === undefined ? {} : { check: checkOf(view.check) }),
      });
      shown.push(view.text);
      look.push(wear(view).format);
    }
    cells.push(line);
    texts.push(shown);
    looks.push(look);
  }
  const merges = sheet
    .mergesIn(what.area)
    .map((merge) => intersectAreas(merge, what.area))
    .filter((merge) => merge !== null)
    .map((merge) => relative(merge, what.rows, what.cols))
    .filter((merge) => merge !== null);
  const clip: Clip = {
    workbook,
    sheet: sheet.id,
    area: what.area,
    cut,
    cells,
    merges,
    rows: what.rows,
    cols: what.cols,
    widths: what.cols.map((col) => sheet.cols.size(col)),
  };
  const small = what.rows.length * what.cols.length <= MOST_HTML;
  return {
    clip,
    text: formatTsv(texts),
    html: small ? formatHtml(clip, texts, looks) : null,
    own: encodeClip(clip),
  };
}

function relative(merge: Area, rows: readonly number[], cols: readonly number[]): Area | null {
  const span = (lines: readonly number[], from: number, to: number): [number, number] => [
    lines.findIndex((line) => line >= from),
    lines.findLastIndex((line) => line <= to),
  ];
  const [top, bottom] = span(rows, merge.top, merge.bottom);
  const [left, right] = span(cols, merge.left, merge.right);
  return top < 0 || left < 0 || bottom < top || right < left ? null : { top, left, bottom, right };
}

/** Is everything here that would be copied? */
export function allLoaded(sheet: SheetView, rows: readonly number[], cols: readonly number[]): boolean {
  const first = cols[0];
  if (first === undefined) return true;
  // Blocks hold whole rows, so one column tells.
  return rows.every((row) => sheet.cell(row, first).loaded);
}
