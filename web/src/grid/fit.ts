/** Sizes that show everything in a row or column, and rows that keep them. */
import { DEFAULT_ROW_HEIGHT } from '../model/base';
import type { Area } from '../model/view';
import { ARROW, hasArrow } from './cellButtons';
import type { GridCore } from './core';
import { wear } from './draw/looks';
import type { CellPosition } from './handle';
import { INDENT, isError } from './text/place';
import { wrapText } from './text/wrap';

/** Cells looked at for one line. */
const MOST = 20_000;
const WIDEST = 800;
const TALLEST = 400;

/** Width of a column or height of a row at 100 % that shows its loaded cells; null when it holds nothing. */
export function fittingSize(core: GridCore, axis: 'rows' | 'cols', index: number): number | null {
  return axis === 'cols' ? fittingWidth(core, index) : fittingHeight(core, index);
}

function fittingWidth(core: GridCore, col: number): number | null {
  const { sheet } = core;
  let widest = 0;
  const shown = core.layout.rows.scrolled[0]?.index ?? 0;
  // Long columns are measured from a little above the window on.
  const first = sheet.rows.used > MOST ? Math.max(0, Math.min(shown - MOST / 2, sheet.rows.used - MOST)) : 0;
  for (let row = first; row < Math.min(sheet.rows.used, first + MOST); row++) {
    if (sheet.filled(row, col) && !sheet.rows.hidden(row))
      widest = Math.max(widest, cellWidth(core, row, col));
  }
  return widest === 0 ? null : columnOf(core, widest);
}

const columnOf = ({ theme }: GridCore, width: number): number =>
  Math.min(WIDEST, Math.ceil(width + 2 * theme.padX + 2));

/** Room that a cell needs in its column at 100 %; none where it does not say how wide that is to be. */
function cellWidth({ sheet, fonts, measure, zoom }: GridCore, row: number, col: number): number {
  const merge = sheet.mergeAt(row, col);
  if (merge !== null && merge.left !== merge.right) return 0;
  const view = wear(sheet.cell(row, col));
  if (!view.loaded || view.text === '' || view.format.wrap === true) return 0;
  const font = fonts.of(view.format, view.stale);
  const icon = view.look?.icon === undefined ? 0 : font.size / zoom + 4;
  const arrow = hasArrow(view, Infinity, 1) ? ARROW : 0;
  const indent = (view.format.indent ?? 0) * INDENT + icon + arrow;
  const css = isError(view) ? `500 ${font.css}` : font.css;
  return Math.max(...view.text.split('\n').map((line) => measure(line, css) / zoom + indent));
}

/**
 * Types into a cell, and where that gives a number its format and nobody has set the column's width, the column gets
 * the room for it: hashes would show in place of what was typed. All of it is one step.
 */
export function typeReadably(core: GridCore, { row, col }: CellPosition, type: () => void): void {
  const { commands } = core.view;
  const before = core.sheet.cell(row, col).format.format;
  commands.together(() => {
    type();
    const { sheet } = core;
    const { value, format } = sheet.cell(row, col);
    if (typeof value !== 'number' || format.format === before || sheet.cols.sized(col)) return;
    const width = columnOf(core, cellWidth(core, row, col));
    if (width > sheet.cols.size(col)) commands.resizeCols(core.sheetId, [col], width);
  });
}

function fittingHeight(core: GridCore, row: number): number | null {
  const { sheet, theme, fonts, measure, zoom } = core;
  let tallest = 0;
  for (let col = 0; col < Math.min(sheet.cols.used, MOST); col++) {
    if (!sheet.filled(row, col) || sheet.cols.hidden(col)) continue;
    if (sheet.mergeAt(row, col) !== null) continue;
    const view = sheet.cell(row, col);
    if (!view.loaded || view.text === '') continue;
    const font = fonts.of(view.format, view.stale);
    const room = (sheet.cols.size(col) - 2 * theme.padX - (view.format.indent ?? 0) * INDENT) * zoom;
    const lines =
      view.format.wrap === true
        ? wrapText(view.text, room, font.css, measure).length
        : view.text.split('\n').length;
    tallest = Math.max(tallest, (lines * font.lineHeight) / zoom);
  }
  return tallest === 0 ? null : Math.min(TALLEST, Math.ceil(tallest + 4));
}

/** Rows looked at for one change; of more, only those in the window. */
const MOST_ROWS = 500;
/** A row that is off by no more has the height that its cells need: files round theirs in ways of their own. */
const SLACK = 6;

/** Rows that are as high as their cells need are so after `work` too, all of it one step; what somebody has set by hand stays. */
export function keepFitting(core: GridCore, areas: readonly Area[], work: () => void): void {
  const { commands } = core.view;
  const needed = (row: number): number => fittingHeight(core, row) ?? DEFAULT_ROW_HEIGHT;
  const before = new Map<number, number>();
  for (const row of rowsOf(core, areas)) {
    const height = needed(row);
    if (Math.abs(height - core.sheet.rows.size(row)) <= SLACK) before.set(row, height);
  }
  commands.together(() => {
    work();
    for (const [row, height] of before) {
      const now = needed(row);
      if (now !== height) commands.resizeRows(core.sheetId, [row], now <= DEFAULT_ROW_HEIGHT ? null : now);
    }
  });
}

function rowsOf({ sheet, layout }: GridCore, areas: readonly Area[]): readonly number[] {
  const count = areas.reduce((sum, { top, bottom }) => sum + bottom - top + 1, 0);
  const has = (row: number): boolean => areas.some(({ top, bottom }) => row >= top && row <= bottom);
  const rows =
    count > MOST_ROWS
      ? layout.rows.scrolled.map(({ index }) => index).filter(has)
      : areas.flatMap(({ top, bottom }) => Array.from({ length: bottom - top + 1 }, (_, n) => top + n));
  return rows.filter((row) => !sheet.rows.hidden(row));
}
