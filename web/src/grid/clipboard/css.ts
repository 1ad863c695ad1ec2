/** Looks as CSS says them, and as Excel puts them into it, as formats of cells. */
import type { CellFormat } from '../../model/view';
import { readFormat } from './own';

export const BORDER_SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

export type Declarations = ReadonlyMap<string, string>;

/** `a:b; c:d` as a map; quotes may hold semicolons. */
export function declarations(css: string): Declarations {
  const map = new Map<string, string>();
  for (const part of css.match(/(?:"[^"]*"|'[^']*'|[^;"'])+/g) ?? []) {
    const colon = part.indexOf(':');
    if (colon > 0) map.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim());
  }
  return map;
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

/** Excel's names for number formats. */
const EXCEL_NAMES: Readonly<Record<string, string>> = {
  General: '',
  Fixed: '0.00',
  Standard: '#,##0.00',
  Currency: '$#,##0.00',
  Percent: '0.00%',
  Scientific: '0.00E+00',
  'Short Date': 'm/d/yyyy',
  'Medium Date': 'd-mmm-yy',
  'Long Date': 'dddd, mmmm dd, yyyy',
  'Short Time': 'h:mm',
  'Medium Time': 'h:mm AM/PM',
  'Long Time': 'h:mm:ss AM/PM',
};

/** A number format as Excel writes it into CSS: a name, or a code in which what is no letter is escaped. */
function excelFormat(text: string): string {
  const bare = text.replace(/^"|"$/g, '');
  const code = bare.replace(/\\(00[0-9a-f]{2})|\\(.)/gi, (_, hex?: string, char?: string) =>
    hex === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return EXCEL_NAMES[code] ?? code;
}

/** A format from CSS, as far as it goes. Black text and white paper are what a cell has anyway. */
export function formatFrom(css: Declarations): CellFormat {
  const color = readColor(css.get('color'));
  const fill = readColor(css.get('background-color') ?? css.get('background'));
  const size = /^([\d.]+)(pt|px)$/.exec(css.get('font-size') ?? '');
  const weight = css.get('font-weight') ?? '';
  const decoration = `${css.get('text-decoration') ?? ''} ${css.get('text-decoration-line') ?? ''}`;
  const font = (css.get('font-family') ?? '').split(',')[0]?.replace(/["']/g, '').trim() ?? '';
  const numberFormat = excelFormat(css.get('mso-number-format') ?? '');
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
    ...(numberFormat === '' ? {} : { format: numberFormat }),
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
