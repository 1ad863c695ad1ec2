/** What the bar for finding says. */
import { cellName } from '../../../lib/a1';
import { count } from '../../../ui/words';
import type { FindMatch, FindState } from './finder';

const figure = (n: number): string => n.toLocaleString('en-US');

/** `3 of 41`, `3 of 41+` while the server looks on. */
export function countWords({ matches, at, complete, busy, problem }: FindState, text: string): string {
  if (text === '' || problem !== null) return '';
  const n = matches.length;
  if (n === 0) return busy || !complete ? 'Looking' : 'Nothing found';
  const all = `${figure(n)}${complete ? '' : '+'}`;
  return at < 0 ? all : `${figure(at + 1)} of ${all}`;
}

/** `Replaced 42 cells.`; of a single match, why it stays. */
export function replacedWords(cells: number, match?: FindMatch): string {
  if (cells > 0) return `Replaced ${count(cells, 'cell')}.`;
  if (match === undefined) return 'There was nothing to replace.';
  const cell = cellName(match.row, match.col);
  if (match.formula === null) return `${cell} stays as it is.`;
  return `${cell} holds a formula. To change its text, look in formulas.`;
}
