/** The choices of the undo preview: what goes back, what stays, and what the button counts. */
import type { RevertAnswer, RevertConflict } from '../../net/api';
import { count } from '../../ui/words';

export type Choice = 'keep' | 'back';

export interface Preview {
  /** Cells that go back without asking. */
  readonly simple: number;
  readonly conflicts: readonly RevertConflict[];
  /** One for each conflict, by `keyOf`. */
  readonly choices: Readonly<Record<string, Choice>>;
}

export type PreviewAction =
  | { readonly type: 'choose'; readonly key: string; readonly choice: Choice }
  | { readonly type: 'choose-all'; readonly choice: Choice };

export function keyOf(conflict: RevertConflict): string {
  return `${conflict.sheet}!${conflict.cell}`;
}

/** What is there now stays unless somebody says otherwise. */
export function startPreview(answer: RevertAnswer): Preview {
  return {
    simple: answer.reverted,
    conflicts: answer.conflicts,
    choices: Object.fromEntries(answer.conflicts.map((conflict) => [keyOf(conflict), 'keep'])),
  };
}

export function reducePreview(preview: Preview, action: PreviewAction): Preview {
  if (action.type === 'choose') {
    if (preview.choices[action.key] === undefined) return preview;
    return { ...preview, choices: { ...preview.choices, [action.key]: action.choice } };
  }
  const choices = Object.fromEntries(Object.keys(preview.choices).map((key) => [key, action.choice]));
  return { ...preview, choices };
}

/** Conflicting cells that go back all the same. */
export function overwritten(preview: Preview): readonly RevertConflict[] {
  return preview.conflicts.filter((conflict) => preview.choices[keyOf(conflict)] === 'back');
}

/** How many cells the button's act changes. */
export function actCount(preview: Preview): number {
  return preview.simple + overwritten(preview).length;
}

export function actWords(preview: Preview): string {
  const n = actCount(preview);
  return n === 0 ? 'Undo nothing' : `Undo ${count(n, 'cell')}`;
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
