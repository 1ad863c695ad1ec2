/** Where in its content a click on a shown cell puts the caret. */
import type { GridCore } from '../core';
import type { CellPosition } from '../handle';
import { cellRect } from '../layout';
import { footprint } from '../selection';
import { alignOf, INDENT } from '../text/place';
import { contentText } from './content';

export function caretAt(core: GridCore, cell: CellPosition, x: number): number {
  const { sheet, layout, fonts, measure, theme, zoom } = core;
  const view = sheet.cell(cell.row, cell.col);
  const content = contentText(view);
  const same = content === view.text;
  if (view.formula === undefined && !same) return content.length;
  const rect = cellRect(layout, footprint(sheet, cell));
  const font =
    view.formula === undefined
      ? fonts.of(view.format).css
      : `${String(theme.fontSize * zoom)}px ${theme.fontCode}`;
  const pad = theme.padX * zoom;
  const width = measure(content, font);
  const align = view.formula === undefined ? alignOf(view) : 'left';
  const start =
    align === 'left'
      ? rect.x + pad + (view.formula === undefined ? (view.format.indent ?? 0) * INDENT * zoom : 0)
      : align === 'right'
        ? rect.x + rect.width - pad - width
        : rect.x + (rect.width - width) / 2;
  return nearest(content, x - start, (text) => measure(text, font));
}

/** Position between two characters that lies nearest to `at` pixels from the start. */
export function nearest(text: string, at: number, width: (text: string) => number): number {
  const line = text.split('\n')[0] ?? '';
  for (let index = 0; index < line.length; index++) {
    const middle = (width(line.slice(0, index)) + width(line.slice(0, index + 1))) / 2;
    if (at < middle) return index;
  }
  return line.length;
}
