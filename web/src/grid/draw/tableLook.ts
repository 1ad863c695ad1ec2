/** How tables look: fills, lines and letters that lie below the formats of their cells, by the names that files use. */
import { areaHas } from '../../lib/geometry';
import type { CellFormat, CellView, TableView } from '../../model/view';
import { contrast } from '../text/color';

type Part = 'header' | 'totals' | 'odd' | 'even';
type Family = 'Light' | 'Medium' | 'Dark';

/** Text and accents of the theme that files name none of: the first of seven looks is without a colour. */
const ACCENTS = ['#000000', '#4472c4', '#ed7d31', '#a5a5a5', '#ffc000', '#5b9bd5', '#70ad47'];
const INK = '#182033';
const PLAIN: CellFormat = {};

/** A colour mixed with white, or with black where the share is negative. */
function tint(color: string, share: number): string {
  const n = Number.parseInt(color.slice(1), 16);
  const mix = (channel: number): number =>
    Math.round(share < 0 ? channel * (1 + share) : channel + (255 - channel) * share);
  const [r, g, b] = [mix((n >> 16) & 255), mix((n >> 8) & 255), mix(n & 255)];
  return `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
}

/** Letters on a fill: white where they can be read. */
function inkOn(fill: string): string {
  return contrast('#ffffff', fill) >= 3 ? '#ffffff' : INK;
}

function filled(fill: string, more: CellFormat = {}): CellFormat {
  return { fill, color: inkOn(fill), ...more };
}

/** A band in the lightest tint; greys are lighter than a fifth of black. */
function pale(accent: string): string {
  return accent === ACCENTS[0] ? '#e3e3e3' : tint(accent, 0.8);
}

function light(number: number, accent: string): Readonly<Record<Part, CellFormat>> {
  const edge = `thin ${accent}`;
  if (number <= 7) {
    return {
      header: { bold: true, borderTop: edge, borderBottom: edge },
      totals: { bold: true, borderTop: edge, borderBottom: edge },
      odd: { fill: pale(accent) },
      even: PLAIN,
    };
  }
  if (number <= 14) {
    return {
      header: filled(accent, { bold: true }),
      totals: { bold: true, borderTop: `double ${accent}`, borderBottom: edge },
      odd: { borderBottom: edge },
      even: { borderBottom: edge },
    };
  }
  const box = { borderTop: edge, borderBottom: edge, borderLeft: edge, borderRight: edge };
  return {
    header: { ...box, bold: true, borderBottom: `medium ${accent}` },
    totals: { ...box, bold: true, borderTop: `double ${accent}` },
    odd: { ...box, fill: pale(accent) },
    even: box,
  };
}

function medium(number: number, accent: string): Readonly<Record<Part, CellFormat>> {
  const line = { borderBottom: `thin ${tint(accent, 0.4)}` };
  const header = filled(accent, { bold: true });
  if (number <= 7) {
    const totals = { ...line, bold: true, borderTop: `double ${accent}` };
    return { header, totals, odd: { ...line, fill: pale(accent) }, even: line };
  }
  if (number <= 14) {
    const odd = { fill: tint(accent, 0.6) };
    return { header, totals: header, odd, even: { fill: pale(accent) } };
  }
  if (number <= 21) {
    const edge = { borderBottom: 'medium #000000' };
    const totals = { bold: true, borderTop: 'double #000000', ...edge };
    return { header: { ...header, ...edge }, totals, odd: { fill: '#d9d9d9' }, even: PLAIN };
  }
  const head = { fill: pale(accent), bold: true, ...line };
  return {
    header: head,
    totals: { ...head, borderTop: `medium ${accent}` },
    odd: { fill: tint(accent, 0.6), ...line },
    even: { fill: pale(accent), ...line },
  };
}

function dark(number: number, accent: string): Readonly<Record<Part, CellFormat>> {
  if (number <= 7) {
    const base = accent === ACCENTS[0] ? '#737373' : accent;
    return {
      header: filled('#000000', { bold: true }),
      totals: filled(tint(base, -0.5), { bold: true }),
      odd: filled(tint(base, -0.25)),
      even: filled(base),
    };
  }
  const header = filled(accent, { bold: true });
  const totals: CellFormat = { fill: pale(accent), bold: true, borderTop: 'double #000000' };
  return { header, totals, odd: { fill: tint(accent, 0.6) }, even: { fill: pale(accent) } };
}

const FAMILIES = { Light: light, Medium: medium, Dark: dark } as const;
const STYLE = /^TableStyle(Light|Medium|Dark)([1-9][0-9]?)$/;
const LAST: Readonly<Record<Family, number>> = { Light: 21, Medium: 28, Dark: 11 };
const looks = new Map<string, Readonly<Record<Part, CellFormat>> | null>();

/** The look of a name; null for none, and for names that are somebody's own. */
function lookOf(style: string): Readonly<Record<Part, CellFormat>> | null {
  const known = looks.get(style);
  if (known !== undefined) return known;
  const match = STYLE.exec(style);
  const family = match?.[1] as Family | undefined;
  const number = Number(match?.[2]);
  let look: Readonly<Record<Part, CellFormat>> | null = null;
  if (family !== undefined && number <= LAST[family]) {
    // The last four dark ones stand for every second accent.
    const last = family === 'Dark' && number > 7;
    const accent = last ? [0, 1, 3, 5][number - 8] : (number - 1) % 7;
    look = FAMILIES[family](number, ACCENTS[accent ?? 0] ?? INK);
  }
  looks.set(style, look);
  return look;
}

/** Header and bands of a look as samples of colour; null where there is no fill. */
export function lookSample(style: string): readonly (string | null)[] {
  const look = lookOf(style);
  if (look === null) return [null, null, null];
  return [look.header, look.odd, look.even].map((format) => format.fill ?? null);
}

/** What a table lays below the format of one of its cells. */
function formatAt(table: TableView, row: number): CellFormat | null {
  const look = lookOf(table.style);
  if (look === null) return null;
  if (table.header && row === table.area.top) return look.header;
  if (table.totals && row === table.area.bottom) return look.totals;
  const first = table.area.top + (table.header ? 1 : 0);
  return (row - first) % 2 === 0 ? look.odd : look.even;
}

const merged = new WeakMap<CellFormat, WeakMap<CellFormat, CellFormat>>();

/** A cell's own format over that of its table; the same objects for the same two, which fonts are found by. */
function laid(under: CellFormat, own: CellFormat): CellFormat {
  let byOwn = merged.get(under);
  if (byOwn === undefined) merged.set(under, (byOwn = new WeakMap()));
  let format = byOwn.get(own);
  if (format === undefined) {
    // Letters in a colour of the table are for its fill alone.
    const { color, ...rest } = under;
    const colored = color === undefined || own.fill !== undefined ? rest : under;
    byOwn.set(own, (format = { ...colored, ...own }));
  }
  return format;
}

/** Dresses the cells of tables; `area` is what is looked at. Null when there is none in it. */
export function dresser(
  tables: readonly TableView[],
): ((view: CellView, row: number, col: number) => CellView) | null {
  const shown = tables.filter((table) => lookOf(table.style) !== null);
  if (shown.length === 0) return null;
  return (view, row, col) => {
    const table = shown.find((each) => areaHas(each.area, row, col));
    const under = table === undefined ? null : formatAt(table, row);
    if (under === null || under === PLAIN) return view;
    // All but the format stays what it is, formulas written out only when asked for.
    return Object.create(view, { format: { value: laid(under, view.format) } }) as CellView;
  };
}
