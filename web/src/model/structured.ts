/** What stands between the brackets of a reference to a table: `[Amount]`, `[@Amount]`, `[[#Headers],[Q1]:[Q4]]`. */

import type { Axis } from './axis';
import type { TablePart } from './reference';
import { columnNamed, columnNameOf, rowsOf, type Table, type TableAxes } from './table';

/** Rows and columns of a table, as a reference names them; `columns` null is all of them. */
export interface Selected {
  readonly part: TablePart;
  readonly columns: readonly [first: number, last: number] | null;
}

/** Length of the bracket that opens at `at`, to where it closes; -1 when it does not. `'` escapes. */
export function closing(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "'") i++;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return i + 1 - at;
  }
  return -1;
}

type Item = 'all' | 'data' | 'headers' | 'totals' | 'this row';
const ITEMS: readonly string[] = ['all', 'data', 'headers', 'totals', 'this row'] satisfies Item[];

/** Which rows were named so far. */
class Named {
  private readonly items = new Set<string>();

  /** Takes an item like `#All`; false when it is none. */
  add(item: string): boolean {
    const text = item.trim().toLowerCase();
    if (!text.startsWith('#') || !ITEMS.includes(text.slice(1))) return false;
    this.items.add(text.slice(1));
    return true;
  }

  get part(): TablePart | null {
    const has = (item: Item): boolean => this.items.has(item);
    if (has('this row')) return this.items.size > 1 ? null : 'r';
    if (has('all')) return 'a';
    if (has('headers') && has('totals')) return has('data') ? 'a' : null;
    if (has('headers')) return has('data') ? 'hd' : 'h';
    if (has('totals')) return has('data') ? 'dt' : 't';
    return 'd';
  }
}

/** A name with its escapes taken off; null when the last one escapes nothing. */
function unescaped(text: string): string | null {
  return text.endsWith("'") && !/(^|[^'])('')+$/.test(text) ? null : text.replace(/'(.)/gsu, '$1');
}

function columnOf(text: string, table: Table, cols: Axis): number {
  const name = unescaped(text);
  return name === null ? -1 : columnNamed(table, name, cols);
}

/** Reads what stands between the outer brackets; null when the table has no such part. */
export function parseSelected(inside: string, table: Table, cols: Axis): Selected | null {
  const named = new Named();
  let text = inside.trim();
  if (text.startsWith('@')) {
    named.add('#this row');
    text = text.slice(1).trim();
  }
  let columns: readonly [number, number] | null = null;
  if (!text.startsWith('[')) {
    if (text !== '' && !named.add(text)) {
      const col = columnOf(text, table, cols);
      if (col < 0) return null;
      columns = [col, col];
    }
    return finish(named, columns);
  }
  let range = false;
  while (text !== '') {
    const end = closing(text, 0);
    if (end < 0) return null;
    const item = text.slice(1, end - 1);
    if (!named.add(item)) {
      const col = columnOf(item, table, cols);
      if (col < 0 || (columns !== null && !range)) return null;
      columns = columns === null ? [col, col] : [columns[0], col];
    }
    text = text.slice(end).trimStart();
    range = text.startsWith(':');
    if (/^[,:;]/.test(text)) {
      text = text.slice(1).trimStart();
      if (!text.startsWith('[')) return null;
    } else if (text !== '') return null;
  }
  return finish(named, columns === null ? null : inOrder(columns, cols));
}

function finish(named: Named, columns: Selected['columns']): Selected | null {
  const { part } = named;
  return part === null ? null : { part, columns };
}

function inOrder([first, last]: readonly [number, number], cols: Axis): readonly [number, number] {
  return cols.indexOf(first) > cols.indexOf(last) ? [last, first] : [first, last];
}

/** A column's name with `'` before what would end or divide a reference. */
export function escapedColumn(name: string): string {
  return name.replace(/[[\]#@']/g, "'$&");
}

/** May a column's name stand behind `@` without brackets of its own? */
export function isPlainColumn(escaped: string): boolean {
  return /^[\p{Alphabetic}\p{N}_]+$/u.test(escaped);
}

const HEADS: Readonly<Record<TablePart, string>> = {
  a: '[#All]',
  d: '',
  r: '',
  h: '[#Headers]',
  t: '[#Totals]',
  hd: '[#Headers],[#Data]',
  dt: '[#Data],[#Totals]',
};

/** What follows the table's name; null when a column is none of the table's, or no such row shows. */
export function showBrackets(table: Table, { part, columns }: Selected, axes: TableAxes): string | null {
  if (rowsOf(table, part, axes.rows) === null) return null;
  const items = HEADS[part];
  const at = part === 'r' ? '@' : '';
  if (columns === null) {
    if (part === 'd') return '';
    if (part === 'r') return '[@]';
    return items.includes(',') ? `[${items}]` : items;
  }
  // Columns may have changed places since.
  const [first, last] = inOrder(columns, axes.cols).map((line) => columnNameOf(table, line, axes.cols));
  if (first === null || first === undefined || last === null || last === undefined) return null;
  const one = escapedColumn(first);
  if (columns[0] !== columns[1]) {
    const range = `[${one}]:[${escapedColumn(last)}]`;
    return items === '' ? `[${at}${range}]` : `[${items},${range}]`;
  }
  if (items !== '') return `[${items},[${one}]]`;
  return at === '' || isPlainColumn(one) ? `[${at}${one}]` : `[${at}[${one}]]`;
}
