/**
 * One's own steps and how to take them back. A step is undone entry by entry, and only where the entry is still as
 * the step left it: what somebody wrote over it since stays. A change that the server made in one's name is a step
 * too, and the server is asked to take it back.
 */

import { sameEntry } from './content';
import { type Edit, splitKey } from './entries';
import { randomId, RUN_SPAN } from './ids';
import type { SelectionMemo } from './view';

/** An entry before and after a step; undefined is absent. */
export interface Written extends Edit {
  readonly before: unknown;
}

interface WrittenStep {
  readonly written: readonly Written[];
  readonly memo: SelectionMemo | null;
}

interface ServerStep {
  readonly seq: number;
  readonly memo: SelectionMemo | null;
}

type Step = WrittenStep | ServerStep;

/** The change that took a change back; null where nothing was left of it. */
export interface TakenBack {
  readonly seq: number | null;
  /** Some of it stays, which somebody else changed since. */
  readonly kept: boolean;
}

/** Asks the server to take a change back; null when it could not be asked. Never rejects. */
export type TakeBack = (seq: number) => Promise<TakenBack | null>;

/** What was selected before the step; a promise where the server has to be asked. */
export type Travelled = SelectionMemo | null | Promise<SelectionMemo | null>;

/** Reads and writes entries. */
export interface EntryStore {
  get(root: Edit['root'], key: string): unknown;
  write(edits: readonly Edit[]): void;
}

const MOST_STEPS = 300;

/** Inserted lines are not taken out again but deleted: others may have written into them meanwhile. */
function deletionOf(edit: Written): Edit | null {
  if ((edit.root !== 'rows' && edit.root !== 'cols') || edit.before !== undefined) return null;
  const parts = splitKey(edit.key);
  const value: readonly unknown[] = Array.isArray(edit.value) ? edit.value : [];
  const count = value[2];
  if (parts?.[1].startsWith('i') !== true || typeof count !== 'number') return null;
  const first = Number(parts[1].slice(1)) * RUN_SPAN;
  return { root: edit.root, key: `${parts[0]}/d${randomId()}`, value: [first, count] };
}

/** Entries as they were before the first and are after the last of several steps. */
function joined(steps: readonly WrittenStep[]): readonly Written[] {
  const entries = new Map<string, Written>();
  for (const edit of steps.flatMap((step) => step.written)) {
    const key = `${edit.root}/${edit.key}`;
    const earlier = entries.get(key);
    entries.set(key, earlier === undefined ? edit : { ...edit, before: earlier.before });
  }
  return [...entries.values()];
}

export class UndoHistory {
  private readonly undone: Step[] = [];
  /** Steps that are to be taken back together; null outside of `together`. */
  private group: WrittenStep[] | null = null;
  private readonly done: Step[] = [];
  /** Grows with every new step: what was undone before it cannot be done again. */
  private pushes = 0;

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** The step that undo would take back. */
  get newest(): object | null {
    return this.done.at(-1) ?? null;
  }

  /** Writes a step's entries and remembers how to take them back. False when nothing would change. */
  run(store: EntryStore, edits: readonly Edit[], memo: SelectionMemo | null): boolean {
    const written = this.write(store, edits);
    if (written.length === 0) return false;
    const step = { written, memo };
    if (this.group === null) this.push(step);
    else this.group.push(step);
    return true;
  }

  /** What follows is a step of its own, also within `together`: the first undo takes back that alone. */
  apart(work: () => void): void {
    const group = this.group;
    if (group === null) {
      this.together(work);
      return;
    }
    this.pushAll(group.splice(0));
    work();
    this.pushAll(group.splice(0));
  }

  private pushAll(steps: readonly WrittenStep[]): void {
    const [first] = steps;
    if (first !== undefined) this.push({ written: joined(steps), memo: first.memo });
  }

  /** Remembers a change that the server has made. */
  ran(seq: number, memo: SelectionMemo | null): void {
    this.push({ seq, memo });
  }

  private push(step: Step): void {
    this.pushes++;
    this.done.push(step);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone.length = 0;
  }

  /** Whatever `work` does becomes one step. */
  together(work: () => void): void {
    if (this.group !== null) {
      work();
      return;
    }
    const group: WrittenStep[] = [];
    this.group = group;
    try {
      work();
    } finally {
      this.group = null;
      this.pushAll(group);
    }
  }

  undo(store: EntryStore, takeBack: TakeBack): Travelled {
    return this.back(store, takeBack, 'undo');
  }

  redo(store: EntryStore, takeBack: TakeBack): Travelled {
    return this.back(store, takeBack, 'redo');
  }

  private write(store: EntryStore, edits: readonly Edit[]): readonly Written[] {
    // Of several edits of one entry the last one counts.
    const last = new Map(edits.map((edit) => [`${edit.root}/${edit.key}`, edit]));
    const written = [...last.values()]
      .map((edit) => ({ ...edit, before: store.get(edit.root, edit.key) }))
      .filter((edit) => !sameEntry(edit.before, edit.value));
    if (written.length > 0) store.write(written);
    return written;
  }

  private back(store: EntryStore, takeBack: TakeBack, way: 'undo' | 'redo'): Travelled {
    const [from, to] = way === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    for (let step = from.pop(); step !== undefined; step = from.pop()) {
      if ('seq' in step) return this.backOnServer(step, store, takeBack, way);
      const edits = step.written
        .filter((edit) => sameEntry(store.get(edit.root, edit.key), edit.value))
        .map((edit) => deletionOf(edit) ?? { root: edit.root, key: edit.key, value: edit.before });
      const written = this.write(store, edits);
      // A step of which nothing is left is passed over.
      if (written.length === 0) continue;
      to.push({ written, memo: step.memo });
      return step.memo;
    }
    return null;
  }

  private async backOnServer(
    step: ServerStep,
    store: EntryStore,
    takeBack: TakeBack,
    way: 'undo' | 'redo',
  ): Promise<SelectionMemo | null> {
    const { pushes } = this;
    const [from, to] = way === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    const at = from.length;
    const answer = await takeBack(step.seq);
    const newer = this.pushes !== pushes;
    if (answer === null) {
      // It can still be taken back, unless a newer step has ended all redoing.
      if (way === 'undo') from.splice(Math.min(at, from.length), 0, step);
      else if (!newer) from.push(step);
      return null;
    }
    if (answer.seq === null) return answer.kept ? null : this.back(store, takeBack, way);
    const back = { seq: answer.seq, memo: step.memo };
    if (!newer) to.push(back);
    else if (way === 'redo') to.splice(Math.max(0, to.length - (this.pushes - pushes)), 0, back);
    return step.memo;
  }
}
