/** What a change was, in words. */
import type { CellChange, Change } from '../../net/api';
import { count } from '../../ui/words';

/** Address as shown: with its sheet when that is not the one looked at. */
export function addressOf(place: Pick<CellChange, 'sheet' | 'cell'>, sheet: string | null): string {
  if (place.cell === null || place.cell === '') return 'deleted';
  return place.sheet === sheet || !place.sheet ? place.cell : `${place.sheet}!${place.cell}`;
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

/** Undos, restores and imports say so in their summary. */
const WAYS: Readonly<Record<string, string>> = {
  api: 'by a program',
  merge: 'from a returned file',
};

/** The way in, where it was not the hand. */
export function wayIn(change: Pick<Change, 'via' | 'link'>): string | null {
  const way = WAYS[change.via];
  const link = change.link === null ? null : `by the link “${change.link.label ?? 'without a name'}”`;
  return [way, link].filter((part) => part !== null && part !== undefined).join(', ') || null;
}

/** The one that a workbook began with: nothing was before it, so it cannot be taken back. */
export function isFirst({ seq }: Pick<Change, 'seq'>): boolean {
  return seq === 1;
}

/** Lines "old → new" worth showing: values, and labels of what is no value. */
export function valueCells(change: Change): readonly CellChange[] {
  return change.cells.filter((cell) => cell.kind === 'value');
}

/** `“Pumps and notes”, 9 cells` for a dialog's title. */
export function titleOf(change: Change): string {
  const cells = change.total_cells <= 1 ? '' : `, ${count(change.total_cells, 'cell')}`;
  return `“${whatHappened(change)}”${cells}`;
}
