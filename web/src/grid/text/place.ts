/** What a cell shows, and how: alignment, shortened numbers, wrapped lines. Where it goes is the planner's business. */
import type { CellFormat, CellView } from '../../model/view';
import type { CellFont } from './font';
import type { Measure } from './measure';
import { wrapText } from './wrap';

export type Align = 'left' | 'center' | 'right';

export interface Wording {
  readonly lines: readonly string[];
  readonly align: Align;
  /** Width of the longest line. */
  readonly width: number;
  /** May flow over empty neighbours. */
  readonly flows: boolean;
}

/** Pixels of one step of indent at 100 %. */
export const INDENT = 10;

export function isError(view: CellView): boolean {
  return typeof view.value === 'object' && view.value !== null;
}

export function alignOf(view: CellView): Align {
  const align = view.format.align;
  if (align === 'left' || align === 'center' || align === 'right') return align;
  if (align === 'justify' || align === 'fill') return 'left';
  if (typeof view.value === 'number') return 'right';
  if (typeof view.value === 'boolean' || isError(view)) return 'center';
  return 'left';
}

/** Where a text begins that stands at an anchor. */
export function leftOf(align: Align, anchor: number, width: number): number {
  if (align === 'left') return anchor;
  return align === 'right' ? anchor - width : anchor - width / 2;
}

function isGeneral(format: CellFormat): boolean {
  return format.format === undefined || format.format === 'General';
}

/** A number as short as it must be to fit, as the automatic format has it: fewer decimals, then an exponent, then `####`. */
export function shortenNumber(value: number, text: string, fits: (text: string) => boolean): string | null {
  for (let digits = Math.min(10, decimals(text)); digits >= 0; digits--) {
    const rounded = Number(value.toFixed(digits));
    if (rounded === 0 && value !== 0) break;
    const shorter = String(rounded);
    if (!shorter.includes('e') && fits(shorter)) return shorter;
  }
  for (let digits = 5; digits >= 0; digits--) {
    const shorter = value
      .toExponential(digits)
      .toUpperCase()
      .replace(/E([+-])(\d)$/, 'E$10$2');
    if (fits(shorter)) return shorter;
  }
  return null;
}

function decimals(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** Numbers and dates that do not fit are never cut: a wrong number is worse than none. */
function numberText(view: CellView, room: number, font: string, measure: Measure): string {
  const fits = (text: string): boolean => measure(text, font) <= room;
  if (fits(view.text)) return view.text;
  if (typeof view.value === 'number' && isGeneral(view.format)) {
    const shorter = shortenNumber(view.value, view.text, fits);
    if (shorter !== null) return shorter;
  }
  const hash = measure('#', font);
  return '#'.repeat(Math.max(1, Math.floor(room / Math.max(1, hash))));
}

/** Repeats a text as often as it fits. */
function filledText(text: string, room: number, font: string, measure: Measure): string {
  const width = measure(text, font);
  return width <= 0 ? text : text.repeat(Math.max(1, Math.min(500, Math.floor(room / width))));
}

export function wording(view: CellView, room: number, font: CellFont, measure: Measure): Wording {
  const align = alignOf(view);
  if (typeof view.value === 'number' && view.format.wrap !== true) {
    const text = numberText(view, room, font.css, measure);
    return { lines: [text], align, width: measure(text, font.css), flows: false };
  }
  if (view.format.align === 'fill') {
    const text = filledText(view.text, room, font.css, measure);
    return { lines: [text], align, width: measure(text, font.css), flows: false };
  }
  const wraps = view.format.wrap === true || view.format.align === 'justify';
  if (!wraps && !view.text.includes('\n')) {
    return {
      lines: [view.text],
      align,
      width: measure(view.text, font.css),
      flows: typeof view.value === 'string' || view.value === null,
    };
  }
  const lines = wraps ? wrapText(view.text, room, font.css, measure) : view.text.split('\n');
  const width = lines.reduce((most, line) => Math.max(most, measure(line, font.css)), 0);
  return { lines, align, width, flows: false };
}
