/** The choices of the undo preview: what goes back, what stays, and what the button counts. */
import type { RevertAnswer, RevertConflict } from '../../net/api';
import { count } from '../../ui/words';

export type Choice = 'keep' | 'back';

export interface Preview {
  /** Cells that go back without asking. */
  readonly simple: number;
  readonly conflicts: readonly RevertConflict[];
  /** One for each conflict, in the same order. */
  readonly choices: readonly Choice[];
}

export type PreviewAction =
  | { readonly type: 'choose'; readonly at: number; readonly choice: Choice }
  | { readonly type: 'choose-all'; readonly choice: Choice };

/** What is there now stays unless somebody says otherwise. */
export function startPreview(answer: RevertAnswer): Preview {
  return {
    simple: answer.reverted,
    conflicts: answer.conflicts,
    choices: answer.conflicts.map(() => 'keep'),
  };
}

export function reducePreview(preview: Preview, action: PreviewAction): Preview {
  if (action.type === 'choose-all') return { ...preview, choices: preview.choices.map(() => action.choice) };
  if (preview.choices[action.at] === undefined) return preview;
  return { ...preview, choices: preview.choices.map((was, at) => (at === action.at ? action.choice : was)) };
}

/** Conflicting cells that go back all the same. */
export function overwritten(preview: Preview): readonly RevertConflict[] {
  return preview.conflicts.filter((_, at) => preview.choices[at] === 'back');
}

/** How the choices are carried out. */
export type Act =
  /** One undo; `overwrite` takes all conflicts back too. */
  | { readonly how: 'once'; readonly overwrite: boolean }
  /** An undo that leaves the conflicts, then the chosen old values one by one. */
  | { readonly how: 'mixed'; readonly cells: readonly RevertConflict[] };

export function actOf(preview: Preview): Act {
  const back = overwritten(preview);
  if (back.length === 0) return { how: 'once', overwrite: false };
  if (back.length === preview.conflicts.length) return { how: 'once', overwrite: true };
  return { how: 'mixed', cells: back };
}

/** How many cells the button's act changes. */
export function actCount(preview: Preview): number {
  return preview.simple + overwritten(preview).length;
}

export function actWords(preview: Preview): string {
  const n = actCount(preview);
  return n === 0 ? 'Undo nothing' : `Undo ${count(n, 'cell')}`;
}

/** What is said once it is done. */
export function doneWords(answer: Pick<RevertAnswer, 'seq' | 'reverted'>, n = answer.reverted): string {
  return answer.seq === null ? 'There was nothing left to undo.' : `${count(n, 'cell')} went back.`;
}

/** `7 cells go back. Nobody touched them since.` split for emphasis. */
export function simpleWords(preview: Preview): readonly [string, string] {
  const n = preview.simple;
  if (n === 0) return ['Nothing', 'goes back without asking.'];
  return [
    count(n, 'cell'),
    n === 1 ? 'goes back. Nobody touched it since.' : 'go back. Nobody touched them since.',
  ];
}

export function conflictWords(preview: Preview): readonly [string, string] {
  const n = preview.conflicts.length;
  return [count(n, 'cell'), n === 1 ? 'was changed again. Choose.' : 'were changed again. Choose for each.'];
}
