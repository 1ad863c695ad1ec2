/** Tables as tab-separated text, the way spreadsheets put them on the clipboard. */
import { atOnce, type Steps } from '../../lib/steps';

/** Rows read between two looks at the clock. */
const STEP = 50;

export function formatTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quote).join('\t')).join('\r\n');
}

function quote(text: string): string {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Splits into rows and fields. A field that begins with a quote and ends with one before a separator may hold tabs and line
 * breaks; a quote anywhere else is a quote. One line break at the end is no row.
 */
export function parseTsv(text: string): string[][] {
  return atOnce(tsvSteps(text));
}

/** As `parseTsv`, in steps. */
export function* tsvSteps(text: string): Steps<string[][]> {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const { length } = text;
  while (at <= length) {
    const quoted = text.charAt(at) === '"' ? quotedField(text, at) : null;
    let field: string;
    if (quoted === null) {
      let end = at;
      while (end < length && !'\t\r\n'.includes(text.charAt(end))) end++;
      field = text.slice(at, end);
      at = end;
    } else {
      field = quoted.field;
      at = quoted.end;
    }
    row.push(field);
    const separator = text.charAt(at);
    if (separator === '\t') {
      at++;
      continue;
    }
    if (rows.push(row) % STEP === 0) yield at / length;
    row = [];
    if (separator === '') break;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (at >= length) break;
  }
  return rows;
}

/** A quoted field from `start`, null when its quotes do not end before a separator. */
function quotedField(text: string, start: number): { field: string; end: number } | null {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    if (text.charAt(quote + 1) === '"') {
      at = quote + 2;
      continue;
    }
    const after = text.charAt(quote + 1);
    if (after !== '' && !'\t\r\n'.includes(after)) return null;
    const field = text
      .slice(start + 1, quote)
      .replaceAll('""', '"')
      .replaceAll('\r\n', '\n');
    return { field, end: quote + 1 };
  }
}
