/** What a change was, in words. */
import type { CellChange, Change, CellScalar } from '../../net/api';
import { count, valueText } from '../../ui/words';

/** Address as shown: with its sheet when that is not the one looked at. */
export function addressOf(cell: CellChange, sheet: string | null): string {
  return cell.sheet === sheet || cell.sheet === '' ? cell.cell : `${cell.sheet}!${cell.cell}`;
}

/** The sentence under a name. The server writes one; where it did not, the cells tell. */
export function whatHappened(change: Change): string {
  if (change.summary !== null && change.summary.trim() !== '') return change.summary;
  const first = change.cells[0];
  if (first === undefined)
    return change.via === 'import' ? 'Imported the file' : 'Changed nothing that shows';
  if (first.kind !== 'value' && first.label) return first.label;
  const sheets = new Set(change.cells.map((cell) => cell.sheet));
  const where = sheets.size === 1 ? `in ${first.sheet}` : `in ${sheets.size} sheets`;
  if (change.total_cells === 1) return `Changed ${first.cell} ${where}`;
  return `Changed ${count(change.total_cells, 'cell')} ${where}`;
}

const WAYS: Readonly<Record<string, string>> = {
  import: 'from a file',
  api: 'by a program',
  revert: 'as an undo',
  restore: 'from an earlier moment',
  merge: 'from a returned file',
};

/** The way in, where it was not the hand. */
export function wayIn(change: Change): string | null {
  const way = WAYS[change.via];
  const link = change.link === null ? null : `by the link “${change.link.label ?? 'without a name'}”`;
  return [way, link].filter((part) => part !== null && part !== undefined).join(', ') || null;
}

/** Lines "old → new" worth showing: values, and labels of what is no value. */
export function valueCells(change: Change): readonly CellChange[] {
  return change.cells.filter((cell) => cell.kind === 'value');
}

export function oldText(value: CellScalar): string | null {
  return valueText(value);
}

/** `“Pumps and notes”, 9 cells` for a dialog's title. */
export function titleOf(change: Change): string {
  const cells = change.total_cells === 0 ? '' : `, ${count(change.total_cells, 'cell')}`;
  return `“${whatHappened(change)}”${cells}`;
}
