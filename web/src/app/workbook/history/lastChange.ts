import type { GridHandle } from '../../../grid/handle';
import { cellName } from '../../../lib/a1';
import type { WorkbookView } from '../../../model/view';
import { getCellStory, getChange } from '../../../net/api';
import type { Change } from '../../../net/api';
import { say } from '../../../ui/toast';

/** The last change of the active cell that can be undone; says why when there is none. */
export async function lastChangeHere(view: WorkbookView, grid: GridHandle): Promise<Change | null> {
  const sheet = view.sheet(grid.sheet);
  if (sheet === undefined) return null;
  const cell = cellName(grid.activeCell.row, grid.activeCell.col);
  try {
    const last = (await getCellStory(view.id, sheet.name, cell)).story[0];
    if (last === undefined) say(`Nothing was ever typed into ${cell}.`);
    else if (last.via === 'import') say(`${cell} is as it was imported.`);
    else return await getChange(view.id, last.seq);
  } catch {
    say('The story of the cell could not be read.', { kind: 'problem' });
  }
  return null;
}
