/** Tables as HTML, for other programs; and what Excel, Google Sheets and web pages put there, as cells with formats. */
import { isAddress } from '../../model/edit-links';
import type { Area, CellFormat } from '../../model/view';
import { isDateFormat } from '../editor/content';
import { readFormat, type Clip, type ClipCell } from './own';

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');
}

const BORDER_SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;
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

export interface ForeignCell {
  /** As a person would type it. */
  readonly text: string;
  readonly format: CellFormat;
  readonly link?: string;
}

export interface ForeignTable {
  readonly cells: readonly (readonly ForeignCell[])[];
  readonly merges: readonly Area[];
}

const NOTHING: ForeignCell = { text: '', format: {} };
const MOST_COLS = 16_384;
const MOST_ROWS = 1_048_576;

/** The first table of a page, null when there is none. The page is inert: nothing in it runs or loads. */
export function parseHtml(html: string): ForeignTable | null {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const table = page.querySelector('table');
  if (table === null) return null;
  const rules = styleRules(page);
  const cells: ForeignCell[][] = [];
  const merges: Area[] = [];
  const taken = new Set<string>();
  Array.from(table.rows).forEach((row, r) => {
    if (r >= MOST_ROWS) return;
    const line: ForeignCell[] = (cells[r] ??= []);
    let c = 0;
    for (const cell of Array.from(row.cells)) {
      while (taken.has(`${String(r)},${String(c)}`)) c++;
      if (c >= MOST_COLS) break;
      const right = Math.min(MOST_COLS - 1, c + cell.colSpan - 1);
      const bottom = Math.min(table.rows.length - 1, r + Math.max(1, cell.rowSpan) - 1);
      line[c] = readCell(cell, rules);
      if (right > c || bottom > r) {
        merges.push({ top: r, left: c, bottom, right });
        for (let y = r; y <= bottom; y++)
          for (let x = c; x <= right; x++) taken.add(`${String(y)},${String(x)}`);
      }
      c = right + 1;
    }
  });
  const width = cells.reduce(
    (most, row) => Math.max(most, row.length),
    merges.reduce((m, a) => Math.max(m, a.right + 1), 0),
  );
  if (width === 0) return null;
  return { cells: cells.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? NOTHING)), merges };
}

type Declarations = ReadonlyMap<string, string>;

/** Excel puts looks into classes, `.xl65 { … }`. Only such plain rules are read. */
function styleRules(page: Document): ReadonlyMap<string, Declarations> {
  const rules = new Map<string, Declarations>();
  for (const style of Array.from(page.querySelectorAll('style'))) {
    const text = style.textContent.replace(/<!--|-->/g, '').slice(0, 500_000);
    for (const match of text.matchAll(/(?:^|[\s},])\.?(td|xl\d+|font\d+)\s*\{([^}]*)\}/g)) {
      rules.set(match[1] ?? '', declarations(match[2] ?? ''));
    }
  }
  return rules;
}

/** `a:b; c:d` as a map; quotes may hold semicolons. */
export function declarations(css: string): Declarations {
  const map = new Map<string, string>();
  for (const part of css.match(/(?:"[^"]*"|'[^']*'|[^;"'])+/g) ?? []) {
    const colon = part.indexOf(':');
    if (colon > 0) map.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim());
  }
  return map;
}

function readCell(cell: HTMLTableCellElement, rules: ReadonlyMap<string, Declarations>): ForeignCell {
  const own = declarations(cell.getAttribute('style') ?? '');
  const merged = new Map<string, string>([
    ...(rules.get('td') ?? []),
    ...Array.from(cell.classList).flatMap((name) => [...(rules.get(name) ?? [])]),
    ...own,
  ]);
  const [background, align] = [cell.getAttribute('bgcolor'), cell.getAttribute('align')];
  if (background !== null) merged.set('background-color', background);
  if (align !== null) merged.set('text-align', align);
  if (cell.querySelector('b, strong') !== null || cell.tagName === 'TH') merged.set('font-weight', '700');
  if (cell.querySelector('i, em') !== null) merged.set('font-style', 'italic');
  const format = formatFrom(merged);
  const shown = textOf(cell);
  const exact = exactNumber(cell);
  const number =
    exact !== null && shown !== '' && !isDateFormat(format.format) && !shown.includes('%') ? exact : null;
  const href = cell.querySelector('a[href]')?.getAttribute('href')?.trim() ?? '';
  const link = isAddress(href) ? { link: href } : {};
  return { text: number ?? shown, format, ...link };
}

/** Excel's and Google's exact value behind a rounded one. */
function exactNumber(cell: HTMLTableCellElement): string | null {
  const excel = cell.getAttribute('x:num');
  if (excel !== null && excel !== '' && Number.isFinite(Number(excel))) return excel;
  const google = cell.getAttribute('data-sheets-value');
  const found = google === null ? null : /"3":(-?[\d.]+(?:[eE][-+]?\d+)?)/.exec(google);
  return found !== null && google?.includes('"1":3') === true ? (found[1] ?? null) : null;
}

/** Text with its line breaks; white space otherwise as HTML has it. */
function textOf(cell: HTMLElement): string {
  let text = '';
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) text += (node.nodeValue ?? '').replace(/[ \t\r\n]+/g, ' ');
    else if (node.nodeName === 'BR') text += '\n';
    else {
      if (/^(P|DIV|LI)$/.test(node.nodeName) && text !== '' && !text.endsWith('\n')) text += '\n';
      node.childNodes.forEach(visit);
    }
  };
  cell.childNodes.forEach(visit);
  return text
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  red: '#ff0000',
  green: '#008000',
  blue: '#0000ff',
  yellow: '#ffff00',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  orange: '#ffa500',
  purple: '#800080',
};

export function readColor(text: string | undefined): string | null {
  if (text === undefined) return null;
  const value = text.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(value)) return value;
  if (/^#[0-9a-f]{3}$/.test(value)) return value.replace(/[0-9a-f]/g, '$&$&');
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?\s*\)$/.exec(value);
  if (rgb === null) return NAMED[value] ?? null;
  if (rgb[4] !== undefined && Number(rgb[4]) === 0) return null;
  return `#${[1, 2, 3].map((i) => Math.min(255, Number(rgb[i])).toString(16).padStart(2, '0')).join('')}`;
}

function readBorder(text: string | undefined): string | null {
  if (text === undefined || /\bnone\b/.test(text)) return null;
  const color = readColor(
    /#[0-9a-f]{3,6}|rgba?\([^)]*\)|\b(?:black|gr[ae]y|silver|white|red|blue|green)\b/i.exec(text)?.[0],
  );
  const width = Number.parseFloat(/([\d.]+)(?:px|pt)/.exec(text)?.[1] ?? '0');
  if (width === 0) return null;
  const style = /\bdouble\b/.test(text)
    ? 'double'
    : /\bdashed\b/.test(text)
      ? 'dashed'
      : /\bdotted\b/.test(text)
        ? 'dotted'
        : width >= 2.5
          ? 'thick'
          : width >= 1.5
            ? 'medium'
            : 'thin';
  return `${style} ${color ?? '#000000'}`;
}

/** A format from CSS, as far as it goes. Black text and white paper are what a cell has anyway. */
export function formatFrom(css: Declarations): CellFormat {
  const color = readColor(css.get('color'));
  const fill = readColor(css.get('background-color') ?? css.get('background'));
  const size = /^([\d.]+)(pt|px)$/.exec(css.get('font-size') ?? '');
  const weight = css.get('font-weight') ?? '';
  const decoration = `${css.get('text-decoration') ?? ''} ${css.get('text-decoration-line') ?? ''}`;
  const font = (css.get('font-family') ?? '').split(',')[0]?.replace(/["']/g, '').trim() ?? '';
  const numberFormat = (css.get('mso-number-format') ?? '').replace(/^"|"$/g, '').replaceAll('\\', '');
  const all = css.get('border');
  return readFormat({
    ...(font === '' || font === 'inherit' ? {} : { font }),
    ...(size === null ? {} : { size: Number(size[1]) * (size[2] === 'px' ? 0.75 : 1) }),
    ...(weight === 'bold' || Number(weight) >= 600 ? { bold: true } : {}),
    ...(css.get('font-style') === 'italic' ? { italic: true } : {}),
    ...(decoration.includes('underline') ? { underline: true } : {}),
    ...(decoration.includes('line-through') ? { strike: true } : {}),
    ...(color === null || color === '#000000' ? {} : { color }),
    ...(fill === null || fill === '#ffffff' ? {} : { fill }),
    ...(css.has('text-align') ? { align: css.get('text-align') } : {}),
    ...(css.has('vertical-align') ? { valign: css.get('vertical-align') } : {}),
    ...(css.get('white-space') === 'normal' || css.get('white-space') === 'pre-wrap' ? { wrap: true } : {}),
    ...(numberFormat === '' || numberFormat === 'General' ? {} : { format: numberFormat }),
    ...borders(css, all),
  });
}

function borders(css: Declarations, all: string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const side of BORDER_SIDES) {
    const border = readBorder(css.get(`border-${side.toLowerCase()}`) ?? all);
    if (border !== null) found[`border${side}`] = border;
  }
  return found;
}
