/** Entries of many cells as the server takes them: contents and formats column by column, by the ids of lines. */

import type { Steps } from '../lib/steps';
import type { BulkAct, PasteBody } from '../net/bulk';
import type { Axis } from './axis';
import { type Edit, parsePair, splitKey } from './entries';

type Column = Map<number, unknown>;

/** A cell by the ids of its row and column. */
export type Corner = readonly [row: number, col: number];

/** Values of one piece of a column: JSON of that length is written without holding up the page. */
const PIECE = 4000;
const STEP = 500;

interface Sorted {
  readonly cells: Map<number, Column>;
  readonly formats: Map<number, Column>;
  readonly rest: [root: string, key: string, value: unknown][];
}

function columnOf(columns: Map<number, Column>, col: number): Column {
  const known = columns.get(col);
  if (known !== undefined) return known;
  const made: Column = new Map();
  columns.set(col, made);
  return made;
}

function* sorted(sheet: string, edits: readonly Edit[]): Steps<Sorted> {
  const found: Sorted = { cells: new Map(), formats: new Map(), rest: [] };
  for (const [i, { root, key, value }] of edits.entries()) {
    if (i % STEP === 0) yield i / edits.length;
    const parts = root === 'cells' || root === 'formats' ? splitKey(key) : null;
    const pair = parts?.[0] === sheet ? parsePair(parts[1]) : null;
    if (pair === null || pair[0] < 0 || pair[1] < 0) found.rest.push([root, key, value]);
    else columnOf(root === 'cells' ? found.cells : found.formats, pair[1]).set(pair[0], value);
  }
  return found;
}

/** Ids in the order in which they are seen, those behind each other as one run. */
function runsOf(lines: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && line === last[0] + last[1]) last[1]++;
    else runs.push([line, 1]);
  }
  return runs;
}

function ordered(columns: readonly Map<number, Column>[], pick: 'rows' | 'cols', axis: Axis): number[] {
  const lines = new Set<number>();
  for (const map of columns) {
    for (const [col, column] of map) {
      if (pick === 'cols') lines.add(col);
      else for (const row of column.keys()) lines.add(row);
    }
  }
  const placed = [...lines].map((line) => ({ line, at: axis.indexOf(line) }));
  return placed.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** The values of a column in pieces without gaps. */
function* pieces(column: Column, rows: readonly number[]): Generator<{ row: number; values: unknown[] }> {
  let piece: { row: number; values: unknown[] } | null = null;
  for (const [at, row] of rows.entries()) {
    if (column.has(row) && piece !== null && piece.values.length < PIECE) piece.values.push(column.get(row));
    else {
      if (piece !== null) yield piece;
      piece = column.has(row) ? { row: at, values: [column.get(row)] } : null;
    }
  }
  if (piece !== null) yield piece;
}

/** The body as JSON in parts, to be sent one after the other. */
export function* bulkBody(
  what: {
    readonly sheet: string;
    readonly act: BulkAct;
    readonly rows: Axis;
    readonly cols: Axis;
    /** Ids of the first and the last cell that are meant, if not all that are written. */
    readonly corners?: readonly [Corner, Corner] | undefined;
  },
  edits: readonly Edit[],
): Steps<PasteBody> {
  const { cells, formats, rest } = yield* sorted(what.sheet, edits);
  const rows = ordered([cells, formats], 'rows', what.rows);
  yield 1;
  const cols = ordered([cells, formats], 'cols', what.cols);
  const { sheet, act, corners } = what;
  const head = { sheet, act, corners, rows: runsOf(rows), cols: runsOf(cols), entries: rest };
  const parts = [JSON.stringify(head).slice(0, -1), ',"contents":['];
  let comma = '';
  for (const [at, col] of cols.entries()) {
    for (const { row, values } of pieces(cells.get(col) ?? new Map<number, unknown>(), rows)) {
      parts.push(`${comma}${JSON.stringify({ col: at, row, values })}`);
      comma = ',';
      yield 1;
    }
  }
  const styles = new Map<string, number>();
  parts.push('],"formats":[');
  comma = '';
  for (const [at, col] of cols.entries()) {
    for (const { row, values } of pieces(formats.get(col) ?? new Map<number, unknown>(), rows)) {
      const runs: [number, number][] = [];
      for (const value of values) {
        const text = value === undefined ? 'null' : JSON.stringify(value);
        const style = styles.get(text) ?? styles.size;
        styles.set(text, style);
        const last = runs.at(-1);
        if (last?.[0] === style) last[1]++;
        else runs.push([style, 1]);
      }
      parts.push(`${comma}${JSON.stringify({ col: at, row, runs })}`);
      comma = ',';
      yield 1;
    }
  }
  parts.push(`],"styles":[${[...styles.keys()].join(',')}]}`);
  return parts;
}
