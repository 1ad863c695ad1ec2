/** Tables as HTML, for other programs; and what Excel, Google Sheets and web pages put there, as cells with formats. */
import { atOnce, type Steps } from '../../lib/steps';
import type { Area, CellFormat } from '../../model/view';
import { BORDER_SIDES } from './css';
import { type ForeignCell, readForeign, readStyle, type Style } from './foreign';
import type { Clip, ClipCell } from './own';

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');
}

const CSS_BORDER: Readonly<Record<string, string>> = {
  thin: '1px solid',
  medium: '2px solid',
  thick: '3px solid',
  dashed: '1px dashed',
  dotted: '1px dotted',
  double: '3px double',
  hair: '1px dotted',
};

export function styleOf(format: CellFormat): string {
  const parts: string[] = [];
  if (format.font !== undefined) parts.push(`font-family:'${format.font.replace(/["'<>;]/g, '')}'`);
  if (format.size !== undefined) parts.push(`font-size:${String(format.size)}pt`);
  if (format.bold === true) parts.push('font-weight:bold');
  if (format.italic === true) parts.push('font-style:italic');
  const lines = [format.underline === true ? 'underline' : '', format.strike === true ? 'line-through' : ''];
  if (lines.some((line) => line !== '')) parts.push(`text-decoration:${lines.join(' ').trim()}`);
  if (format.color !== undefined) parts.push(`color:${format.color}`);
  if (format.fill !== undefined) parts.push(`background-color:${format.fill}`);
  if (format.align !== undefined && format.align !== 'fill') parts.push(`text-align:${format.align}`);
  if (format.valign !== undefined) parts.push(`vertical-align:${format.valign}`);
  if (format.wrap === true) parts.push('white-space:pre-wrap');
  for (const side of BORDER_SIDES) {
    const [style, color] = (format[`border${side}`] ?? '').split(' ');
    const css = CSS_BORDER[style ?? ''];
    if (css !== undefined && color !== undefined) parts.push(`border-${side.toLowerCase()}:${css} ${color}`);
  }
  return parts.join(';');
}

/** An HTML table of cells, the texts they show and the formats they show them in. */
export function formatHtml(
  clip: Pick<Clip, 'cells' | 'merges'>,
  texts: readonly (readonly string[])[],
  formats: readonly (readonly CellFormat[])[] = [],
): string {
  const rows = clip.cells.map((row, r) => {
    const fields = row.map((cell, c) => {
      const merge = clip.merges.find(
        (area) => r >= area.top && r <= area.bottom && c >= area.left && c <= area.right,
      );
      if (merge !== undefined && (merge.top !== r || merge.left !== c)) return '';
      return cellHtml(cell, texts[r]?.[c] ?? '', formats[r]?.[c] ?? cell.format, merge);
    });
    return `<tr>${fields.join('')}</tr>`;
  });
  return `<html><head><meta charset="utf-8"></head><body><table cellspacing="0">${rows.join('')}</table></body></html>`;
}

function cellHtml(cell: ClipCell, shown: string, format: CellFormat, merge: Area | undefined): string {
  const style = styleOf(format);
  const rows = merge === undefined ? 1 : merge.bottom - merge.top + 1;
  const cols = merge === undefined ? 1 : merge.right - merge.left + 1;
  const attributes = [
    rows > 1 ? ` rowspan="${String(rows)}"` : '',
    cols > 1 ? ` colspan="${String(cols)}"` : '',
    typeof cell.value === 'number' ? ` x:num="${String(cell.value)}"` : '',
    style === '' ? '' : ` style="${escapeHtml(style)}"`,
  ].join('');
  return `<td${attributes}>${escapeHtml(shown)}</td>`;
}

export interface ForeignTable {
  readonly cells: readonly (readonly ForeignCell[])[];
  readonly merges: readonly Area[];
}

const NOTHING: ForeignCell = { text: '', format: {} };
const MOST_COLS = 16_384;
const MOST_ROWS = 1_048_576;
/** Characters from which on a page is parsed in parts. */
const LONG_HTML = 100_000;

/** The first table of a page, null when there is none. The page is inert: nothing in it runs or loads. */
export function parseHtml(html: string): ForeignTable | null {
  return atOnce(htmlSteps(html));
}

/** Rows that are parsed at a time. */
const CHUNK = 100;

function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** As `parseHtml`, in steps. */
export function* htmlSteps(html: string): Steps<ForeignTable | null> {
  const reader = new TableReader();
  const parts = rowsApart(html);
  if (parts === null) {
    const page = parsed(html);
    const table = page.querySelector('table');
    if (table === null) return null;
    const style = readStyle(page);
    for (const row of Array.from(table.rows)) {
      reader.take(row, style);
      yield 0.5;
    }
    return reader.table();
  }
  const style = readStyle(parsed(parts.head));
  for (const [n, rows] of parts.chunks.entries()) {
    yield n / parts.chunks.length;
    for (const row of Array.from(parsed(`<table>${rows}</table>`).querySelector('table')?.rows ?? [])) {
      reader.take(row, style);
    }
  }
  return reader.table();
}

/** A large page cut behind rows of its table, so that no part takes long to be parsed; null where that is not needed or not sure. */
function rowsApart(html: string): { readonly head: string; readonly chunks: readonly string[] } | null {
  if (html.length < LONG_HTML) return null;
  const begin = /<table\b[^>]*>/i.exec(html);
  const end = html.search(/<\/table\s*>/i);
  if (begin === null || end < begin.index) return null;
  const rows = html.slice(begin.index + begin[0].length, end);
  if (/<table\b/i.test(rows)) return null;
  const chunks: string[] = [];
  let [from, count] = [0, 0];
  for (const { index } of rows.matchAll(/<\/tr\s*>(?=\s*<tr\b)/gi)) {
    if (++count % CHUNK !== 0) continue;
    chunks.push(rows.slice(from, index));
    from = index;
  }
  chunks.push(rows.slice(from));
  return { head: html.slice(0, begin.index), chunks };
}

/** Rows of a table as they come, put into a grid. */
class TableReader {
  private readonly cells: ForeignCell[][] = [];
  private readonly merges: Area[] = [];
  /** Cells that reach into rows to come. */
  private open: readonly Area[] = [];

  take(row: HTMLTableRowElement, style: Style): void {
    const r = this.cells.length;
    if (r >= MOST_ROWS) return;
    const line: ForeignCell[] = [];
    this.open = this.open.filter((area) => area.bottom >= r);
    const above = (col: number): Area | undefined =>
      this.open.find((area) => col >= area.left && col <= area.right && area.top < r);
    let c = 0;
    for (const cell of Array.from(row.cells)) {
      for (let area = above(c); area !== undefined; area = above(c)) c = area.right + 1;
      if (c >= MOST_COLS) break;
      const right = Math.min(MOST_COLS - 1, c + cell.colSpan - 1);
      const bottom = r + Math.max(1, cell.rowSpan) - 1;
      line[c] = readForeign(cell, style);
      // Excel lets a long text run over empty cells in this way.
      const overflows = (cell.getAttribute('style') ?? '').includes('mso-ignore:colspan');
      if (!overflows && (right > c || bottom > r)) {
        const area = { top: r, left: c, bottom, right };
        this.merges.push(area);
        if (bottom > r) this.open = [...this.open, area];
      }
      c = right + 1;
    }
    this.cells.push(line);
  }

  table(): ForeignTable | null {
    const last = this.cells.length - 1;
    const merges = this.merges
      .map((area) => ({ ...area, bottom: Math.min(last, area.bottom) }))
      .filter((area) => area.bottom > area.top || area.right > area.left);
    const width = this.cells.reduce(
      (most, row) => Math.max(most, row.length),
      merges.reduce((most, area) => Math.max(most, area.right + 1), 0),
    );
    if (width === 0) return null;
    const cells = this.cells.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? NOTHING));
    return { cells, merges };
  }
}
