/** What Excel, Google Sheets and web pages say of a cell beyond the text that it shows. */
import { isAddress } from '../../model/edit-links';
import type { CellFormat, Scalar } from '../../model/view';
import { type Declarations, declarations, formatFrom } from './css';
import { fromR1C1 } from './r1c1';

export interface ForeignCell {
  /** As a person would type it. */
  readonly text: string;
  /** What it is exactly, where the program says so. */
  readonly value?: Scalar;
  /** A formula as it reads in the cell `PLACE`. */
  readonly formula?: string;
  readonly format: CellFormat;
  readonly link?: string;
}

/** The program that has put a table on the clipboard. */
export type Origin = 'excel' | 'sheets' | 'other';

export interface Style {
  readonly origin: Origin;
  /** By class, and `td` for all cells. */
  readonly rules: ReadonlyMap<string, Declarations>;
}

export function readStyle(page: Document): Style {
  const { documentElement: root } = page;
  const sheets = page.querySelector('google-sheets-html-origin, [data-sheets-root]') !== null;
  const program = page.querySelector('meta[name="ProgId"]')?.getAttribute('content') ?? '';
  const excel = program.startsWith('Excel') || root.getAttribute('xmlns:x')?.endsWith(':excel') === true;
  return { origin: sheets ? 'sheets' : excel ? 'excel' : 'other', rules: styleRules(page) };
}

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

export function readForeign(cell: HTMLTableCellElement, { origin, rules }: Style): ForeignCell {
  const css = new Map<string, string>([
    // Google's rule for all cells draws the lines of the grid.
    ...(origin === 'sheets' ? [] : (rules.get('td') ?? [])),
    ...Array.from(cell.classList).flatMap((name) => [...(rules.get(name) ?? [])]),
    ...declarations(cell.getAttribute('style') ?? ''),
  ]);
  const [background, align] = [cell.getAttribute('bgcolor'), cell.getAttribute('align')];
  if (background !== null) css.set('background-color', background);
  // Excel says here how a value stands by itself.
  if (align !== null && origin !== 'excel') css.set('text-align', align);
  if (cell.querySelector('b, strong') !== null || cell.tagName === 'TH') css.set('font-weight', '700');
  if (cell.querySelector('i, em') !== null) css.set('font-style', 'italic');
  const google = readGoogle(cell);
  const text = textOf(cell);
  if (standsByItself(origin, google.value, css.get('text-align'))) css.delete('text-align');
  const looks = formatFrom(css);
  const format = google.code === undefined ? looks : { ...looks, format: google.code };
  const value = google.value ?? exactly(cell, text, format.format);
  const address =
    cell.getAttribute('data-sheets-hyperlink') ?? cell.querySelector('a[href]')?.getAttribute('href');
  const href = address?.trim() ?? '';
  return {
    text,
    format,
    ...(value === undefined ? {} : { value }),
    ...(google.formula === undefined ? {} : { formula: google.formula }),
    ...(isAddress(href) ? { link: href } : {}),
  };
}

/** Numbers stand at the right and booleans in the middle, also where nobody has said so. */
function standsByItself(origin: Origin, value: Scalar | undefined, align: string | undefined): boolean {
  if (origin !== 'sheets') return false;
  return (
    (typeof value === 'number' && align === 'right') || (typeof value === 'boolean' && align === 'center')
  );
}

/** What Excel says of a cell: older versions the exact number, all of them that it is text. */
function exactly(cell: HTMLTableCellElement, text: string, code: string | undefined): Scalar | undefined {
  const number = cell.getAttribute('x:num');
  if (number !== null && number.trim() !== '' && Number.isFinite(Number(number))) return Number(number);
  const literal = cell.getAttribute('x:str');
  if (literal !== null) return literal.trim() === '' ? text : literal;
  return code === '@' && text !== '' ? text : undefined;
}

interface Google {
  readonly value?: Scalar;
  readonly code?: string;
  readonly formula?: string;
}

function jsonOf(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Google's codes for kinds of number formats that come without a pattern. */
const GOOGLE_CODES: Readonly<Record<number, string>> = {
  1: '@',
  3: '0.00%',
  4: '$#,##0.00',
  5: 'm/d/yyyy',
  6: 'h:mm:ss AM/PM',
  7: 'm/d/yyyy h:mm:ss',
  8: '0.00E+00',
};

function readGoogle(cell: HTMLTableCellElement): Google {
  const said = jsonOf(cell.getAttribute('data-sheets-value'));
  const { '2': text, '3': number, '4': truth } = said;
  const kind = said['1'];
  const value: Scalar | undefined =
    kind === 2 && typeof text === 'string'
      ? text.replaceAll('\r\n', '\n')
      : kind === 3 && typeof number === 'number'
        ? number
        : kind === 4
          ? truth === 1
          : undefined;
  const look = jsonOf(cell.getAttribute('data-sheets-numberformat'));
  const pattern = look['2'];
  const code =
    typeof pattern === 'string' && pattern !== ''
      ? pattern.replace(/am\/pm/gi, 'AM/PM')
      : GOOGLE_CODES[Number(look['1'])];
  const formula = fromR1C1(cell.getAttribute('data-sheets-formula') ?? '');
  return {
    ...(value === undefined ? {} : { value }),
    ...(code === undefined ? {} : { code }),
    ...(formula === null ? {} : { formula }),
  };
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
