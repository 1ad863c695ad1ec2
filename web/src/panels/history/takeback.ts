/** Taking changes back: which ones, what would happen, and the choices where somebody changed something again. */
import type { Author, CellChange, Change, RevertAnswer } from '../../net/api';
import type { Chosen, TakenBack } from '../../net/history';
import { count, firstName } from '../../ui/words';
import { titleOf } from './describe';

/** What is to be taken back, and its name. */
export interface Wanted {
  readonly chosen: Chosen;
  readonly title: string;
  /** Whose it is, where it is one person's. */
  readonly author: Author | null;
  /** When, where it is one change. */
  readonly at: string | null;
}

/** One change. */
export function wantOne(change: Change): Wanted {
  return {
    chosen: { changes: [change.seq] },
    title: `Undo ${titleOf(change)}`,
    author: change.author,
    at: change.at,
  };
}

/** Some changes out of the list. */
export function wantSome(changes: readonly Change[]): Wanted {
  const [first, ...rest] = changes;
  if (first !== undefined && rest.length === 0) return wantOne(first);
  const same = rest.every((change) => change.author.id === first?.author.id);
  return {
    chosen: { changes: changes.map((change) => change.seq) },
    title: `Take back ${count(changes.length, 'change')}`,
    author: same ? (first?.author ?? null) : null,
    at: null,
  };
}

/** All that somebody did from a change on. */
export function wantSince(change: Change): Wanted {
  return {
    chosen: { author: change.author.id, from: change.at },
    title: `Take back everything by ${change.author.name} since this`,
    author: change.author,
    at: change.at,
  };
}

export type Choice = 'keep' | 'back';
export type Conflict = TakenBack['conflicts'][number];

export interface Preview {
  /** How many changes are meant. */
  readonly changes: number;
  /** Entries that go back without asking. */
  readonly simple: number;
  /** What would be written; the first 5,000. */
  readonly cells: readonly CellChange[];
  readonly conflicts: readonly Conflict[];
  /** There are conflicts beyond those. */
  readonly more: boolean;
  /** By entry; what is there now stays unless somebody says otherwise. */
  readonly back: ReadonlySet<string>;
  /** All go back, those beyond included. */
  readonly all: boolean;
}

/** As many conflicts as the server tells at once. */
export const CONFLICTS_AT_ONCE = 100;

/** May there be conflicts after these? */
export function mayGoOn(page: readonly Conflict[]): boolean {
  return page.length >= CONFLICTS_AT_ONCE;
}

/** A preview as it arrives; what was chosen before stays chosen. */
export function startPreview(
  answer: TakenBack,
  before: Preview | null = null,
  more = mayGoOn(answer.conflicts),
): Preview {
  const { changes, reverted, cells, conflicts } = answer;
  const preview = { changes, simple: reverted, cells, conflicts, more, back: new Set<string>(), all: false };
  if (before?.all === true) return chooseAll(preview, 'back');
  const entries = new Set(conflicts.map(({ entry }) => entry));
  return { ...preview, back: new Set([...(before?.back ?? [])].filter((entry) => entries.has(entry))) };
}

/** With the conflicts that come next. */
export function withMore(preview: Preview, next: readonly Conflict[]): Preview {
  const known = new Set(preview.conflicts.map(({ entry }) => entry));
  const fresh = next.filter(({ entry }) => !known.has(entry));
  const more = fresh.length > 0 && mayGoOn(next);
  const grown = { ...preview, conflicts: [...preview.conflicts, ...fresh], more };
  return preview.all ? chooseAll(grown, 'back') : grown;
}

export function choiceOf(preview: Preview, { entry }: Conflict): Choice {
  return preview.back.has(entry) ? 'back' : 'keep';
}

export function choose(preview: Preview, conflicts: readonly Conflict[], choice: Choice): Preview {
  const back = new Set(preview.back);
  for (const { entry } of conflicts) {
    if (choice === 'back') back.add(entry);
    else back.delete(entry);
  }
  return { ...preview, back, all: preview.all && choice === 'back' };
}

/** All of them, those that are not told yet included. */
export function chooseAll(preview: Preview, choice: Choice): Preview {
  const back = new Set(choice === 'back' ? preview.conflicts.map(({ entry }) => entry) : []);
  return { ...preview, back, all: choice === 'back' };
}

/** How it is carried out: those chosen, or all, those not told included. */
export function howOf(preview: Preview): { overwrite?: boolean; take?: readonly string[] } {
  if (preview.all && preview.more) return { overwrite: true };
  return preview.back.size === 0 ? {} : { take: [...preview.back] };
}

/** What is told line by line, and of how many other cells only the looks go back. */
export function told(cells: readonly CellChange[]): { lines: readonly CellChange[]; looks: number } {
  const lines = cells.filter((cell) => cell.kind !== 'format');
  const held = new Set(lines.map((cell) => `${cell.sheet_id ?? ''} ${String(cell.row)} ${String(cell.col)}`));
  const looks = cells.filter(
    (cell) =>
      cell.kind === 'format' && !held.has(`${cell.sheet_id ?? ''} ${String(cell.row)} ${String(cell.col)}`),
  );
  return { lines, looks: looks.length };
}

/** `The looks of 12 cells` */
export function looksWords(looks: number): string {
  return looks === 1 ? 'The looks of 1 cell' : `The looks of ${count(looks, 'cell')}`;
}

/** How many cells the button's act changes. */
export function actCount(preview: Preview): number {
  return preview.simple + preview.back.size;
}

export function actWords(preview: Preview): string {
  const n = actCount(preview);
  const beyond = preview.all && preview.more ? ' and all others' : '';
  return n === 0 ? 'Undo nothing' : `Undo ${count(n, 'cell')}${beyond}`;
}

/** What is said once it is done. */
export function doneWords(answer: Pick<RevertAnswer, 'seq' | 'reverted'>): string {
  return answer.seq === null
    ? 'There was nothing left to undo.'
    : `${count(answer.reverted, 'cell')} went back.`;
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
  if (preview.more) {
    const first = n.toLocaleString('en-US');
    return [`${count(n, 'cell')} or more`, `were changed again. The first ${first} stand here.`];
  }
  return [count(n, 'cell'), n === 1 ? 'was changed again. Choose.' : 'were changed again. Choose for each.'];
}

/** `before Tomás`, `before your change`. */
export function beforeWords(wanted: Wanted, me: string | null): string {
  if (wanted.author === null) return 'before these changes';
  return wanted.author.id === me ? 'before your change' : `before ${firstName(wanted.author.name)}`;
}
