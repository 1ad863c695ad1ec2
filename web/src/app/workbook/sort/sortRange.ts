/** Has the server sort, and says what came of it. */
import type { GridHandle } from '../../../grid/handle';
import { rangeName } from '../../../lib/a1';
import type { SortLevel, WorkbookView } from '../../../model/view';
import { Problem } from '../../../net/problem';
import { say, undoAction } from '../../../ui/toast';
import { count } from '../../../ui/words';
import { columnLabel } from './headings';
import type { SortTarget } from './target';

/** Why the server did not, in words for whoever sees the grid. */
export function refusalWords(problem: Problem, { area }: Pick<SortTarget, 'area'>): string {
  const range = rangeName(area);
  switch (problem.code) {
    case 'merged':
      return `${range} has merged cells, which cannot change places with single ones. Unmerge them first.`;
    case 'array':
      return `A formula in ${range} fills several cells, which have to stay together. Sort the rows without it.`;
    case 'moved':
      return `Somebody has just inserted, deleted or moved rows or columns of ${range}. Look at it and sort again.`;
    case 'read-only':
      return 'You may view this workbook, not change it.';
    default:
      return problem.detail;
  }
}

/** `Sorted 89 rows by Net and Date. Row 1 stayed as headings.` */
export function sortedWords(target: SortTarget, by: readonly SortLevel[], rows: number): string {
  const { sheet, area, headings } = target;
  const names = by.map(({ col }) => columnLabel(sheet, area, col, headings));
  const last = names.pop() ?? '';
  const levels = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  const kept = headings ? ` Row ${area.top + 1} stayed as headings.` : '';
  return `Sorted ${count(rows, 'row')} by ${levels}.${kept}`;
}

/** Sorts; gives why it was refused, null when it is done. */
export async function sortRange(
  view: WorkbookView,
  grid: GridHandle,
  target: SortTarget,
  by: readonly SortLevel[],
): Promise<string | null> {
  const { sheet, area, headings } = target;
  try {
    // The words name the headings as they were before anything moved.
    const wordsOf = (rows: number): string => sortedWords(target, by, rows);
    const words = wordsOf(area.bottom - area.top + (headings ? 0 : 1));
    const { seq } = await view.commands.sort(sheet.id, area, headings, by);
    if (seq === null) say('These rows were in order already.');
    else {
      say(words, {
        kind: 'done',
        action: undoAction(view.commands, () => grid.run('edit.undo')),
        more: {
          label: headings ? `Sort row ${area.top + 1} too` : `Row ${area.top + 1} is headings`,
          run: () => void sortAnew(view, grid, { ...target, headings: !headings }, by),
        },
      });
    }
    return null;
  } catch (error) {
    return refusalWords(error instanceof Problem ? error : Problem.offline(error), target);
  }
}

/** The same again, with the first row taken the other way. */
async function sortAnew(
  view: WorkbookView,
  grid: GridHandle,
  target: SortTarget,
  by: readonly SortLevel[],
): Promise<void> {
  view.commands.undo();
  await view.commands.travelling;
  const refused = await sortRange(view, grid, target, by);
  if (refused !== null) say(refused, { kind: 'problem' });
}
