/**
 * One's own steps and how to take them back. A step is undone entry by entry, and only where the entry is still as
 * the step left it: what somebody wrote over it since stays.
 */

import { sameEntry } from './content';
import { type Edit, splitKey } from './entries';
import { randomId, RUN_SPAN } from './ids';
import type { SelectionMemo } from './view';

/** An entry before and after a step; undefined is absent. */
export interface Written extends Edit {
  readonly before: unknown;
}

interface Step {
  readonly written: readonly Written[];
  readonly memo: SelectionMemo | null;
}

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
function joined(steps: readonly Step[]): readonly Written[] {
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
  private group: Step[] | null = null;
  private readonly done: Step[] = [];

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
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

  private pushAll(steps: readonly Step[]): void {
    const [first] = steps;
    if (first !== undefined) this.push({ written: joined(steps), memo: first.memo });
  }

  private push(step: Step): void {
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
    const group: Step[] = [];
    this.group = group;
    try {
      work();
    } finally {
      this.group = null;
      this.pushAll(group);
    }
  }

  undo(store: EntryStore): SelectionMemo | null {
    return this.back(store, this.done, this.undone);
  }

  redo(store: EntryStore): SelectionMemo | null {
    return this.back(store, this.undone, this.done);
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

  private back(store: EntryStore, from: Step[], to: Step[]): SelectionMemo | null {
    for (let step = from.pop(); step !== undefined; step = from.pop()) {
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
}
