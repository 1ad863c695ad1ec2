/** Steps on a workbook: each is written as one change and can be undone, whether the page makes it or the server. */

import { type CheckAt, guarded } from './check-guard';
import type { CommandHost, ServerActs, Steps } from './command-host';
import { keptWords } from './conflict-words';
import type { WorkbookDocument } from './document';
import type { EditContext } from './edit-cells';
import type { Reader } from './edit-move';
import { headingConsequences } from './edit-tables';
import type { Edit } from './entries';
import { Refusal } from './refusal';
import type { Sheet } from './sheet';
import { Task } from './task';
import { type TakenBack, type Travelled, UndoHistory } from './undo';
import type { Area, SelectionMemo } from './view';
import { Problem } from '../net/problem';

const READ_ONLY = 'You can look at this workbook, but not change it.';

export class CommandSteps implements Steps {
  private readonly history = new UndoHistory();
  /** What is selected: undo brings it back. */
  memo: SelectionMemo | null = null;
  private active = { row: 0, col: 0 };
  private typed: string | null = null;
  /** A step is being taken back by the server: those asked for after it wait. */
  travelling: Promise<SelectionMemo | null> | null = null;

  constructor(private readonly host: CommandHost) {}

  get document(): WorkbookDocument {
    return this.host.document;
  }

  get context(): EditContext {
    return { resolve: this.host.document, date1904: this.host.document.date1904 };
  }

  get readOnly(): boolean {
    return this.host.readOnly;
  }

  get newest(): object | null {
    return this.history.newest;
  }

  get canUndo(): boolean {
    return !this.host.readOnly && this.history.canUndo;
  }

  get canRedo(): boolean {
    return !this.host.readOnly && this.history.canRedo;
  }

  sheetById(id: string): Sheet | undefined {
    return this.host.sheetById(id);
  }

  readers(sheet: Sheet, area: Area): Promise<readonly Reader[]> {
    return this.host.readers(sheet, area);
  }

  notice(code: string, detail: string): void {
    this.host.notice(code, detail);
  }

  together(work: () => void): void {
    this.history.together(work);
  }

  apart(work: () => void): void {
    this.history.apart(work);
  }

  /** Makes and writes the entries of one command; what refuses becomes a notice. */
  attempt(make: () => readonly Edit[], memo = this.memo): void {
    if (this.host.readOnly) {
      this.host.notice('read-only', READ_ONLY);
      return;
    }
    try {
      const edits = make();
      const headings = headingConsequences(edits, this.host.document, (id) => this.host.sheetById(id));
      this.history.run(this.host.store, [...edits, ...headings], memo);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.host.notice(error.code, error.message);
    }
  }

  run(sheet: string, make: (sheet: Sheet) => readonly Edit[]): void {
    const found = this.host.sheetById(sheet);
    if (found !== undefined) this.attempt(() => make(found));
  }

  /** As `run`, but first fetches what the cells of the area hold now. */
  runLoaded(
    sheet: string,
    area: Area,
    make: (sheet: Sheet) => readonly Edit[],
    then: (sheet: Sheet) => void = () => undefined,
  ): void {
    this.whenLoaded(sheet, area, (found) => {
      this.attempt(() => make(found));
      then(found);
    });
  }

  whenLoaded(sheet: string, area: Area, work: (sheet: Sheet) => void): void {
    const found = this.host.sheetById(sheet);
    if (found === undefined) return;
    if (this.host.readOnly || found.hasLoaded(area)) {
      work(found);
      return;
    }
    found.loadCells(area).then(
      () => {
        const there = this.host.sheetById(sheet);
        if (there !== undefined) work(there);
      },
      () => this.host.notice('not-loaded', 'This was not done: the cells could not be fetched. Try again.'),
    );
  }

  /** Leaves out what cells refuse, and says so. */
  guard(sheet: Sheet, edits: readonly Edit[], checkAt: CheckAt): readonly Edit[] {
    const { edits: kept, says } = guarded(sheet, edits, this.context.date1904, checkAt);
    if (says !== null) this.host.notice('does-not-fit', says);
    return kept;
  }

  begin(label: string): Task | null {
    if (this.host.readOnly) this.host.notice('read-only', READ_ONLY);
    else if (this.host.task !== null) this.host.notice('busy', 'Wait until what is under way has ended.');
    else {
      this.host.task = new Task(label, () => this.host.taskChanged());
      this.host.taskChanged();
      return this.host.task;
    }
    return null;
  }

  end(task: Task): void {
    if (this.host.task !== task) return;
    this.host.task = null;
    this.host.taskChanged();
  }

  /** What the server changes in one's name is a step like any other. */
  async operate<T extends { readonly seq: number | null }>(
    work: (acts: ServerActs) => Promise<T>,
    // Undo brings back what was selected when it was asked for.
    memo = this.memo,
  ): Promise<T> {
    if (this.host.readOnly) throw new Problem(403, { code: 'read-only', detail: READ_ONLY });
    const done = await this.host.operate(work);
    if (done.seq !== null) this.history.ran(done.seq, memo);
    return done;
  }

  undo(): SelectionMemo | null {
    return this.travel(() => this.history.undo(this.host.store, (seq) => this.takeBack(seq)));
  }

  redo(): SelectionMemo | null {
    return this.travel(() => this.history.redo(this.host.store, (seq) => this.takeBack(seq)));
  }

  private travel(go: () => Travelled): SelectionMemo | null {
    if (this.host.readOnly) return null;
    const travelled = this.travelling === null ? go() : this.travelling.then(go);
    if (!(travelled instanceof Promise)) return travelled;
    const ending = travelled.finally(() => {
      if (this.travelling === ending) this.travelling = null;
    });
    this.travelling = ending;
    return null;
  }

  private async takeBack(seq: number): Promise<TakenBack | null> {
    try {
      const { conflicts, seq: made } = await this.host.operate((acts) => acts.revert(seq));
      if (conflicts.length > 0) this.host.notice('changed-since', keptWords(conflicts));
      return { seq: made, kept: conflicts.length > 0 };
    } catch (error) {
      const problem = error instanceof Problem ? error : Problem.offline(error);
      this.host.notice(problem.code, `This was not undone. ${problem.detail}`);
      // What the server refuses once it refuses always.
      const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
      return refused ? { seq: null, kept: true } : null;
    }
  }

  select(sheet: string, row: number, col: number, area: Area): void {
    this.memo = { sheet, area };
    this.active = { row, col };
    this.present();
  }

  typing(text: string | null): void {
    this.typed = text;
    this.present();
  }

  private present(): void {
    this.host.present(this.memo === null ? null : { memo: this.memo, ...this.active }, this.typed);
  }
}
