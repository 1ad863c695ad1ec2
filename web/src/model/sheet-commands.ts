/** Commands on whole sheets. */

import type { CommandSteps } from './command-steps';
import { addSheetEdits, deleteSheetEdits, hideSheetEdits, moveSheetEdits, nameProblem } from './edit-sheets';
import { keys } from './entries';
import type { FilterEditing } from './filter-commands';
import { Refusal } from './refusal';

const loadDuplicate = () => import('./edit-duplicate');

/** Cells that are looked through to duplicate a sheet. */
const MOST_DUPLICATED = 400_000;

export class SheetEditing {
  constructor(
    private readonly steps: CommandSteps,
    private readonly filter: FilterEditing,
  ) {}

  add(name?: string): string {
    let added = '';
    this.steps.attempt(() => {
      const { id, edits } = addSheetEdits(this.steps.document, name);
      added = id;
      return edits;
    });
    return added;
  }

  async duplicate(sheet: string): Promise<string | null> {
    const found = this.steps.sheetById(sheet);
    if (found === undefined) return null;
    const { rows, cols } = found;
    const made: { id: string | null } = { id: null };
    let duplicate: Awaited<ReturnType<typeof loadDuplicate>>;
    try {
      duplicate = await loadDuplicate();
      if (!this.steps.readOnly && found.record.base !== null && rows.used * cols.used <= MOST_DUPLICATED) {
        await found.loadCells({ top: 0, left: 0, bottom: rows.used, right: cols.used });
      }
    } catch {
      this.steps.notice('not-loaded', 'This was not done: the cells could not be fetched. Try again.');
      return null;
    }
    this.steps.attempt(() => {
      if (rows.used * cols.used > MOST_DUPLICATED) {
        throw new Refusal('too-many-cells', 'This sheet is too large to be duplicated in one step.');
      }
      const { id, edits } = duplicate.duplicateEdits(this.steps.document, found);
      made.id = id;
      return edits;
    });
    if (made.id !== null) {
      // Without it all rows show, under a filter that can be applied again.
      this.filter
        .found(made.id)
        .catch(() =>
          this.steps.notice('not-filtered', 'The filter of the copy was not applied. Apply it again.'),
        );
    }
    return made.id;
  }

  rename(sheet: string, name: string): string | null {
    const problem = nameProblem(this.steps.document, sheet, name);
    if (problem !== null) return problem;
    this.steps.attempt(() => [{ root: 'sheets', key: keys.sheet(sheet, 'name'), value: name }]);
    return null;
  }

  move(sheet: string, before: string | null): void {
    this.steps.attempt(() => moveSheetEdits(this.steps.document, sheet, before));
  }

  color(sheet: string, color: string | null): void {
    this.steps.attempt(() => [{ root: 'sheets', key: keys.sheet(sheet, 'color'), value: color }]);
  }

  hide(sheet: string, hidden: boolean): void {
    this.steps.attempt(() => hideSheetEdits(this.steps.document, sheet, hidden));
  }

  delete(sheet: string): void {
    this.steps.attempt(() => deleteSheetEdits(this.steps.document, sheet));
  }
}
