/** Sizes that show everything in a row or column. */
import { ARROW, hasArrow } from './cellButtons';
import type { GridCore } from './core';
import { wear } from './draw/looks';
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
  const { sheet, theme, fonts, measure, zoom } = core;
  let widest = 0;
  const shown = core.layout.rows.scrolled[0]?.index ?? 0;
  // Long columns are measured from a little above the window on.
  const first = sheet.rows.used > MOST ? Math.max(0, Math.min(shown - MOST / 2, sheet.rows.used - MOST)) : 0;
  for (let row = first; row < Math.min(sheet.rows.used, first + MOST); row++) {
    if (!sheet.filled(row, col) || sheet.rows.hidden(row)) continue;
    const merge = sheet.mergeAt(row, col);
    if (merge !== null && merge.left !== merge.right) continue;
    const view = wear(sheet.cell(row, col));
    if (!view.loaded || view.text === '' || view.format.wrap === true) continue;
    const font = fonts.of(view.format, view.stale);
    const icon = view.look?.icon === undefined ? 0 : font.size / zoom + 4;
    const arrow = hasArrow(view, Infinity, 1) ? ARROW : 0;
    const indent = (view.format.indent ?? 0) * INDENT + icon + arrow;
    for (const line of view.text.split('\n')) {
      const width = measure(line, isError(view) ? `500 ${font.css}` : font.css) / zoom + indent;
      if (width > widest) widest = width;
    }
  }
  return widest === 0 ? null : Math.min(WIDEST, Math.ceil(widest + 2 * theme.padX + 2));
}

function fittingHeight(core: GridCore, row: number): number | null {
  const { sheet, theme, fonts, measure, zoom } = core;
  let tallest = 0;
  for (let col = 0; col < Math.min(sheet.cols.used, MOST); col++) {
    if (!sheet.filled(row, col) || sheet.cols.hidden(col)) continue;
    const merge = sheet.mergeAt(row, col);
    if (merge !== null && merge.top !== merge.bottom) continue;
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
