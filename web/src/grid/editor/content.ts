/** What a cell's content reads like when it is edited: typed again, it gives the same content. */
import type { CellView } from '../../model/view';

/** Does a number format show dates or times? Letters in quotes, brackets or after a backslash do not count. */
export function isDateFormat(code: string | undefined): boolean {
  if (code === undefined || code === 'General') return false;
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** A serial number as `yyyy-mm-dd hh:mm:ss`, the parts that it needs. */
export function serialText(serial: number): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400);
  const day = Math.floor(serial) + (seconds === 86_400 ? 1 : 0);
  const clock = seconds % 86_400;
  const time =
    clock === 0
      ? ''
      : `${two(Math.floor(clock / 3600))}:${two(Math.floor(clock / 60) % 60)}${clock % 60 === 0 ? '' : `:${two(clock % 60)}`}`;
  if (day === 0) return time === '' ? '00:00' : time;
  // Serial 60 is the 29 February 1900 that never was; days before it count one less.
  if (day === 60) return `1900-02-29${time === '' ? '' : ` ${time}`}`;
  const date = new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * 86_400_000);
  const text = `${String(date.getUTCFullYear())}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return time === '' ? text : `${text} ${time}`;
}

/** Would this text, typed, become something else than text? */
function looksTyped(text: string): boolean {
  const bare = text.trim();
  return (
    /^[=+@']/.test(text) ||
    (bare !== '' && /^[-+(]?[\s€$£¥]*[\d.,]/.test(bare)) ||
    /^(true|false)$/i.test(bare) ||
    /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|CIRC!)$/i.test(bare)
  );
}

export function contentText(view: CellView): string {
  if (view.formula !== undefined) return view.formula;
  const { value, format } = view;
  // What another cell's formula has put here is no content of this one.
  if (value === null || view.spilled === true) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'object') return value.error;
  if (typeof value === 'string') return format.format !== '@' && looksTyped(value) ? `'${value}` : value;
  if (isDateFormat(format.format)) return serialText(value) ?? String(value);
  if (format.format?.includes('%') === true) return `${String(Number((value * 100).toPrecision(15)))}%`;
  return String(value);
}
