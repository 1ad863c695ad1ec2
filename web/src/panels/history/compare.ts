/** What is different between two moments, as the list and the grid show it. */
import { parseCell } from '../../lib/a1';
import type { CellScalar } from '../../net/api';
import type { Comparison, Difference } from '../../net/history';
import { count } from '../../ui/words';

/** A moment: just after a change. */
export interface Point {
  readonly seq: number;
  readonly at: string;
  /** Where somebody named it. */
  readonly name?: string;
}

/** The earlier moment and the later one; null is now. */
export interface Ends {
  readonly from: Point;
  readonly to: Point | null;
}

/** The two in the order of time. */
export function endsOf(a: Point, b: Point | null): Ends {
  return b === null || a.seq <= b.seq ? { from: a, to: b } : { from: b, to: a };
}

export type Sign = 'added' | 'removed' | 'changed' | 'result';

/** Told apart without colour. */
export const SIGNS: Readonly<Record<Sign, string>> = { added: '+', removed: '−', changed: '~', result: '=' };

export const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  result: 'only the result changed',
};

export interface Line {
  readonly key: string;
  readonly sign: Sign;
  readonly sheet: string | null;
  readonly sheetId: string | null;
  /** Where it is at the later moment; null for what is no cell. */
  readonly cell: string | null;
  /** Line ids. */
  readonly row: number | null;
  readonly col: number | null;
  readonly old: CellScalar;
  readonly now: CellScalar;
  /** In words, where it is not what the cell holds. */
  readonly words: string | null;
}

function signOf(difference: Difference): Sign {
  const { kind, old, new: now, label } = difference;
  if (kind === 'computed') return 'result';
  if (kind === 'format') return 'changed';
  if (kind === 'structure') {
    if (/^(Inserted|Brought|Added)/.test(label ?? '')) return 'added';
    return /^(Deleted|Removed)/.test(label ?? '') ? 'removed' : 'changed';
  }
  if (old === null) return 'added';
  return now === null ? 'removed' : 'changed';
}

function lineOf(difference: Difference, at: number): Line {
  const { sheet, sheet_id: sheetId, cell, row, col, kind, old, new: now, label } = difference;
  const words =
    kind === 'format'
      ? (label ?? 'Format')
      : kind === 'structure' || cell === null
        ? (label ?? 'Changed settings')
        : null;
  const key = `${sheetId ?? ''} ${row === null || col === null ? `#${at}` : `${row} ${col}`}`;
  return { key, sign: signOf(difference), sheet, sheetId, cell, row, col, old, now, words };
}

/**
 * One line for each cell or thing, by sheet in the order of the tabs and then as one reads; what is no cell comes
 * first. `stands` tells of lines that are in the grid since: how a cell in them looks is no difference.
 */
export function linesOf(
  comparison: Comparison,
  tabs: readonly string[],
  stands: (line: Line) => boolean = () => false,
): readonly Line[] {
  const lines = new Map<string, Line>();
  comparison.differences.forEach((difference, at) => {
    const line = lineOf(difference, at);
    const format = difference.kind === 'format';
    if (format && line.cell !== null && stands(line)) return;
    const same = lines.get(line.key);
    if (same === undefined) lines.set(line.key, line);
    // What a cell holds says more than how it looks.
    else if (!format && same.words !== null) lines.set(line.key, line);
  });
  const order = (line: Line): readonly [number, number, number] => {
    const tab = line.sheetId === null ? -1 : tabs.indexOf(line.sheetId);
    const at = line.cell === null ? null : parseCell(line.cell);
    return [tab, at?.row ?? -1, at?.col ?? -1];
  };
  return [...lines.values()]
    .map((line) => ({ line, order: order(line) }))
    .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1] || a.order[2] - b.order[2])
    .map(({ line }) => line);
}

export interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly results: number;
}

export function countsOf(lines: readonly Line[]): Counts {
  const of = (sign: Sign): number => lines.filter((line) => line.sign === sign).length;
  return { added: of('added'), removed: of('removed'), changed: of('changed'), results: of('result') };
}

/** How many there are in all, those not listed included. */
export function totals(comparison: Comparison, lines: readonly Line[]): { all: number; results: number } {
  const results = comparison.sheets.reduce((sum, sheet) => sum + sheet.computed, 0);
  if (!comparison.more) return { all: lines.length, results: countsOf(lines).results };
  const rest = comparison.sheets.reduce((sum, each) => sum + each.values + each.formats + each.structure, 0);
  return { all: rest + results, results };
}

/** `27 differences`, `No difference`. */
export function titleWords(all: number): string {
  return all === 0 ? 'No difference' : count(all, 'difference');
}

/** Lines beyond these are told by the list alone. */
const MOST_LINES = 100_000;

/** Lines of an axis that the earlier moment did not have, as runs of visible indices. */
export function addedLines(
  later: { readonly count: number; id(index: number): number },
  earlier: { indexOf(id: number): number },
): readonly { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (let index = 0; index < Math.min(later.count, MOST_LINES); index++) {
    if (earlier.indexOf(later.id(index)) >= 0) continue;
    const last = runs.at(-1);
    if (last?.last === index - 1) last.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}
