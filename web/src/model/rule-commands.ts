/** Commands on conditional formats. */

import { Refusal } from './edit-cells';
import {
  carryRuleEdits,
  clearRuleEdits,
  duplicateRuleEdits,
  moveRuleEdits,
  putRuleEdits,
  removeRuleEdits,
} from './edit-rules';
import type { Edit } from './entries';
import type { Sheet } from './sheet';
import type { Steps } from './table-commands';
import type { Area, PartPlace, RuleCommands, RuleDraft } from './view';

export class RuleEditing implements RuleCommands {
  constructor(private readonly steps: Steps) {}

  put(sheet: string, id: string | null, draft: RuleDraft): string | null {
    const found = this.steps.sheetById(sheet);
    if (found === undefined) return 'This sheet is not there any more.';
    try {
      const edits = putRuleEdits(found, id, draft, this.steps.context);
      this.steps.attempt(() => edits);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  duplicate(sheet: string, id: string): void {
    this.run(sheet, (found) => duplicateRuleEdits(found, id));
  }

  move(sheet: string, id: string, before: string | null): void {
    this.run(sheet, (found) => moveRuleEdits(found, id, before));
  }

  remove(sheet: string, ids: readonly string[]): void {
    this.run(sheet, (found) => removeRuleEdits(found, ids));
  }

  clear(sheet: string, areas: readonly Area[]): void {
    this.run(sheet, (found) => clearRuleEdits(found, areas, this.steps.document));
  }

  carry(from: PartPlace, to: PartPlace): void {
    const source = this.steps.sheetById(from.sheet);
    if (source === undefined) return;
    this.run(to.sheet, (target) =>
      carryRuleEdits({ from: source, source: from.area, to: target, target: to.area }, this.steps.document),
    );
  }

  private run(sheet: string, make: (sheet: Sheet) => readonly Edit[]): void {
    const found = this.steps.sheetById(sheet);
    if (found !== undefined) this.steps.attempt(() => make(found));
  }
}
