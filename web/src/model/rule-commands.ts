/** Commands on conditional formats. What they need is fetched when rules are seen or wanted. */

import { Refusal } from './refusal';
import type { Edit } from './entries';
import type { Sheet } from './sheet';
import type { Steps } from './command-host';
import type { Area, PartPlace, RuleCommands, RuleDraft } from './view';

const loadEdits = () => import('./edit-rules');
const loadPreview = () => import('./rule-preview');
type Edits = Awaited<ReturnType<typeof loadEdits>>;

const NOT_LOADED = 'This was not done: it could not be loaded. Try again.';

export class RuleEditing implements RuleCommands {
  private edits: Edits | null = null;
  /** Counts what is to be shown: only the last of it is. */
  private previewed = 0;

  constructor(private readonly steps: Steps) {}

  async load(): Promise<void> {
    this.edits ??= await loadEdits();
  }

  put(sheet: string, id: string | null, draft: RuleDraft): string | null {
    const found = this.steps.sheetById(sheet);
    if (found === undefined) return 'This sheet is not there any more.';
    if (this.edits === null) return NOT_LOADED;
    try {
      const edits = this.edits.putRuleEdits(found, id, draft, this.steps.context);
      this.steps.attempt(() => edits);
      // What was shown before stays until the server has said how the cells look now.
      found.preview('said');
      this.previewed++;
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  preview(sheet: string, id: string | null, draft: RuleDraft | null): void {
    const found = this.steps.sheetById(sheet);
    const wanted = ++this.previewed;
    if (draft === null) found?.preview(null);
    else if (found !== undefined) {
      loadPreview()
        .then(({ previewOf }) => previewOf(found, id, draft, this.steps.context))
        .catch(() => null)
        .then(
          (lay) => {
            if (wanted === this.previewed) found.preview(lay);
          },
          () => undefined,
        );
    }
  }

  duplicate(sheet: string, id: string): void {
    this.run(sheet, (found, edits) => edits.duplicateRuleEdits(found, id));
  }

  move(sheet: string, id: string, before: string | null): void {
    this.run(sheet, (found, edits) => edits.moveRuleEdits(found, id, before));
  }

  remove(sheet: string, ids: readonly string[]): void {
    this.run(sheet, (found, edits) => edits.removeRuleEdits(found, ids));
  }

  clear(sheet: string, areas: readonly Area[]): void {
    this.run(sheet, (found, edits) => edits.clearRuleEdits(found, areas, this.steps.document));
  }

  carry(from: PartPlace, to: PartPlace): void {
    const source = this.steps.sheetById(from.sheet);
    const target = this.steps.sheetById(to.sheet);
    if (source === undefined || target === undefined) return;
    if (source.record.rules.rules.size === 0 && target.record.rules.rules.size === 0) return;
    this.run(to.sheet, (found, edits) =>
      edits.carryRuleEdits(
        { from: source, source: from.area, to: found, target: to.area },
        this.steps.document,
      ),
    );
  }

  private run(sheet: string, make: (sheet: Sheet, edits: Edits) => readonly Edit[]): void {
    const found = this.steps.sheetById(sheet);
    if (found === undefined) return;
    const { edits } = this;
    if (edits !== null) {
      this.steps.attempt(() => make(found, edits));
      return;
    }
    this.load().then(
      () => this.run(sheet, make),
      () => this.steps.notice('not-loaded', NOT_LOADED),
    );
  }
}
