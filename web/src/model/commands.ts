/** Commands on a workbook: each makes its entries, writes them as one change, and can be undone. */

import { clearEdits, checkSize, type EditContext, MAX_CELLS, pasteEdits, typeEdits } from './edit-cells';
import { Refusal } from './refusal';
import { addChartEdits, changeChartEdits, deleteChartEdits } from './edit-charts';
import { cellParts, formatEdits } from './edit-formats';
import {
  deleteEdits,
  freezeEdits,
  hideEdits,
  insertEdits,
  mergeEdits,
  moveEdits,
  sizeEdits,
  unmergeEdits,
} from './edit-lines';
import { clearLinkEdits, linkEdit, noteEdit, storedLink, typedLinkEdits } from './edit-links';
import { addSheetEdits, deleteSheetEdits, hideSheetEdits, moveSheetEdits, nameProblem } from './edit-sheets';
import { CheckEditing, type CheckSource } from './check-commands';
import { spelled } from './check-fit';
import { type CheckAt, guarded } from './check-guard';
import type { WorkbookDocument } from './document';
import { fillCheckEdits, filledFrom, pasteCheckEdits } from './edit-checks';
import { type Edit, keys } from './entries';
import type { Reader } from './edit-move';
import { unfilteredAreas } from './filtered-areas';
import { fillEdits } from './fill';
import { type FilterActs, FilterEditing } from './filter-commands';
import type { OwnFilters } from './filter-own';
import { deleteNameEdits, nameEdits } from './names';
import { headingConsequences } from './edit-tables';
import { RuleEditing } from './rule-commands';
import { type Steps, TableEditing } from './table-commands';
import { tableEndsEdits } from './table-lines';
import type { BulkEditing } from './bulk-commands';
import { Coats } from './coats';
import type { Sheet } from './sheet';
import { Task } from './task';
import { type EntryStore, type TakenBack, type Travelled, UndoHistory } from './undo';
import type { ChartLook } from './chart';
import type {
  Area,
  ChartPatch,
  ChartPlace,
  ChartSource,
  Commands,
  FormatPatch,
  NameDraft,
  PastedCell,
  SelectionMemo,
  SortLevel,
} from './view';
import { cellName, columnName, rangeName } from '../lib/a1';
import { areaCells, movedArea, unionArea } from '../lib/geometry';
import type { RevertAnswer } from '../net/api';
import type { FindQuery, FoundCell, PasteBody, Pasted, Replaced, Sorted, SortRequest } from '../net/bulk';
import { Problem } from '../net/problem';
import type { Sending } from '../net/upload';
import { keptWords } from './conflict-words';

/** What the server does in one's name, each as one change. All reject with `Problem`. */
export interface ServerActs {
  sort(request: SortRequest): Promise<Sorted>;
  replace(
    query: FindQuery,
    replacement: string,
    cells?: readonly Pick<FoundCell, 'sheet' | 'cell'>[],
  ): Promise<Replaced>;
  revert(seq: number): Promise<RevertAnswer>;
  paste(body: PasteBody, sending: Sending): Promise<Pasted>;
}

/** What commands need of their workbook. */
export interface CommandHost {
  readonly document: WorkbookDocument;
  readonly readOnly: boolean;
  readonly store: EntryStore;
  readonly checkSource: CheckSource;
  readonly filterActs: FilterActs;
  readonly ownFilters: OwnFilters;
  ownChanged(): void;
  sheetById(id: string): Sheet | undefined;
  notice(code: string, detail: string): void;
  /** The formulas that refer to cells of an area, or to ranges within it. */
  readers(sheet: Sheet, area: Area): Promise<readonly Reader[]>;
  /** Has the server do something, after own edits are stored; resolves when its change has arrived. */
  operate<T extends { readonly seq: number | null }>(work: (acts: ServerActs) => Promise<T>): Promise<T>;
  /** The server is doing something in one's name. */
  readonly working: boolean;
  /** Something long that is under way. */
  task: Task | null;
  taskChanged(): void;
  /** One's own presence changed. */
  present(
    state: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
    typing: string | null,
  ): void;
}

type Kind = 'rows' | 'cols';

/** More cells than that are made by the server, as one change of its own. */
const MANY_CELLS = 5000;
const loadBulk = () => import('./bulk-commands');
const loadDuplicate = () => import('./edit-duplicate');

/** Cells that are looked through to duplicate a sheet. */
const MOST_DUPLICATED = 400_000;
const READ_ONLY = 'You can look at this workbook, but not change it.';

export class WorkbookCommands implements Commands {
  readonly table: TableEditing;
  readonly rules: RuleEditing;
  readonly check: CheckEditing;
  readonly filter: FilterEditing;
  private readonly history = new UndoHistory();
  private memo: SelectionMemo | null = null;
  private active = { row: 0, col: 0 };
  private typed: string | null = null;
  private readonly coats = new Coats((sheet, coats) => {
    this.withBulk('Formatting the cells…', (bulk, task) => bulk.format(sheet, coats, task));
  });
  /** A step is being taken back by the server: those asked for after it wait. */
  travelling: Promise<SelectionMemo | null> | null = null;

  constructor(private readonly host: CommandHost) {
    this.table = new TableEditing(this.steps());
    this.rules = new RuleEditing(this.steps());
    this.check = new CheckEditing(this.steps(), host.checkSource);
    this.filter = new FilterEditing({
      get document() {
        return host.document;
      },
      filterActs: host.filterActs,
      ownFilters: host.ownFilters,
      sheetById: (id) => host.sheetById(id),
      ownChanged: () => host.ownChanged(),
      operate: (work) => this.operate(work),
      settled: async (work) => (await host.operate(async () => ({ seq: null, done: await work() }))).done,
    });
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

  type(sheet: string, row: number, col: number, inputs: readonly (readonly (string | null)[])[]): void {
    const area = blockArea(row, col, inputs);
    const filled = inputs.every((line) => line.every((input) => input !== null && input !== ''));
    const make = (found: Sheet) => {
      checkSize(cellCount(inputs));
      const edits = inputs.flatMap((line, r) =>
        line.flatMap((input, c) => {
          const [rowId, colId] = [found.rows.id(row + r), found.cols.id(col + c)];
          const check = found.check(row + r, col + c);
          const text = input === null || check === undefined ? input : spelled(check, input);
          return [
            ...typeEdits(found, rowId, colId, text, this.context),
            ...typedLinkEdits(found, rowId, colId, input),
          ];
        }),
      );
      return this.guard(found, edits, (r, c) => found.check(r, c));
    };
    // A table above may go on with its last rows.
    this.whenLoaded(sheet, { ...area, top: Math.max(0, row - 2) }, make, (found) => {
      if (filled) this.table.typed(found, area);
    });
  }

  paste(sheet: string, row: number, col: number, cells: readonly (readonly (PastedCell | null)[])[]): void {
    const area = blockArea(row, col, cells);
    const filled = cells.every((line) =>
      line.some((cell) => cell !== null && ((cell.input ?? null) !== null || cell.formula !== undefined)),
    );
    const make = (found: Sheet) => {
      checkSize(cellCount(cells));
      const edits = cells.flatMap((line, r) =>
        line.flatMap((cell, c) =>
          cell === null ? [] : pasteEdits(found, { row: row + r, col: col + c }, cell, this.context),
        ),
      );
      // A cell that brings its own check is not asked by the one that was there.
      const brings = (r: number, c: number): boolean => cells[r - row]?.[c - col]?.check !== undefined;
      const kept = this.guard(found, edits, (r, c) => (brings(r, c) ? undefined : found.check(r, c)));
      return [...kept, ...pasteCheckEdits(found, { row, col }, cells, this.context)];
    };
    this.whenLoaded(sheet, { ...area, top: Math.max(0, row - 2) }, make, (found) => {
      if (filled) this.table.typed(found, area);
    });
  }

  async moveCells(from: string, area: Area, to: string, row: number, col: number): Promise<void> {
    const source = this.host.sheetById(from);
    const target = this.host.sheetById(to);
    if (source === undefined || target === undefined) return;
    if (this.host.readOnly) {
      this.attempt(() => []);
      return;
    }
    // Undo brings back what was selected when it was asked for.
    const { memo } = this;
    const over = movedArea(area, row, col);
    const load = (sheet: Sheet, part: Area) => (sheet.hasLoaded(part) ? undefined : sheet.loadCells(part));
    const asked = this.host.readers(source, area).catch(() => null);
    await Promise.all([asked, import('./edit-move'), load(source, area), load(target, over)]).then(
      ([readers, { moveCellsEdits }]) => {
        const move = { from: source, area, to: target, row, col };
        this.attempt(() => moveCellsEdits(move, readers ?? [], this.host.document), memo);
        if (readers === null) {
          this.host.notice(
            'not-followed',
            'The cells were moved. Formulas elsewhere still point at their old place.',
          );
        }
      },
      () => this.host.notice('not-loaded', 'This was not done: the cells could not be fetched. Try again.'),
    );
  }

  clear(sheet: string, areas: readonly Area[]): void {
    const [first, ...rest] = areas;
    const there = this.host.sheetById(sheet);
    if (first === undefined || there === undefined) return;
    const used = (area: Area): number =>
      Math.max(0, Math.min(area.bottom + 1, there.rows.used) - area.top) *
      Math.max(0, Math.min(area.right + 1, there.cols.used) - area.left);
    if (areas.reduce((sum, area) => sum + used(area), 0) > MAX_CELLS) {
      this.withBulk('Clearing the cells…', (bulk, task) => bulk.clear(sheet, areas, task));
      return;
    }
    this.whenLoaded(sheet, rest.reduce(unionArea, first), (found) => {
      const shown = unfilteredAreas(found, areas);
      return [...clearEdits(found, shown), ...clearLinkEdits(found, shown)];
    });
  }

  format(sheet: string, areas: readonly Area[], patch: FormatPatch): void {
    const found = this.host.sheetById(sheet);
    if (found === undefined) return;
    const { cells, lines } = cellParts(found, areas);
    const many = cells.reduce((sum, area) => sum + areaCells(area), 0) > MAX_CELLS;
    if (cells.length === 0 || !(many || this.coats.has(sheet))) {
      this.attempt(() => formatEdits(found, areas, patch));
      return;
    }
    this.coats.add(sheet, { areas: cells, patch });
    if (lines.length > 0) this.attempt(() => formatEdits(found, lines, patch));
  }

  insertRows(sheet: string, before: number, count: number): void {
    this.insert(sheet, 'rows', before, count);
  }

  insertCols(sheet: string, before: number, count: number): void {
    this.insert(sheet, 'cols', before, count);
  }

  private insert(sheet: string, kind: Kind, before: number, count: number): void {
    this.together(() => {
      this.run(sheet, (found) => insertEdits(found, kind, before, count));
      const found = this.host.sheetById(sheet);
      if (found !== undefined && !this.host.readOnly) this.table.inserted(found, kind, before, count);
    });
  }

  deleteRows(sheet: string, first: number, last: number): void {
    this.run(sheet, (found) => deleteEdits(found, 'rows', found.rows.unfiltered(first, last)));
  }

  deleteCols(sheet: string, first: number, last: number): void {
    this.run(sheet, (found) => deleteEdits(found, 'cols', [[first, last]]));
  }

  moveRows(sheet: string, first: number, last: number, before: number): void {
    this.move(sheet, 'rows', [first, last], before);
  }

  moveCols(sheet: string, first: number, last: number, before: number): void {
    this.move(sheet, 'cols', [first, last], before);
  }

  private move(sheet: string, kind: Kind, lines: readonly [number, number], before: number): void {
    this.run(sheet, (found) => [
      ...moveEdits(found, kind, ...lines, before),
      ...tableEndsEdits(found, kind, lines, before, this.host.document),
    ]);
  }

  resizeRows(sheet: string, rows: readonly number[], size: number | null): void {
    this.run(sheet, (found) => sizeEdits(found, 'rows', rows, size));
  }

  resizeCols(sheet: string, cols: readonly number[], size: number | null): void {
    this.run(sheet, (found) => sizeEdits(found, 'cols', cols, size));
  }

  hideRows(sheet: string, first: number, last: number, hidden: boolean): void {
    this.run(sheet, (found) => hideEdits(found, 'rows', first, last, hidden));
  }

  hideCols(sheet: string, first: number, last: number, hidden: boolean): void {
    this.run(sheet, (found) => hideEdits(found, 'cols', first, last, hidden));
  }

  merge(sheet: string, area: Area): void {
    this.whenLoaded(sheet, area, (found) => mergeEdits(found, area));
  }

  unmerge(sheet: string, area: Area): void {
    this.run(sheet, (found) => unmergeEdits(found, area));
  }

  freeze(sheet: string, rows: number, cols: number): void {
    this.run(sheet, (found) => freezeEdits(found, rows, cols));
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

  async pasteMany(
    sheet: string,
    area: Area,
    cells: (row: number, col: number) => PastedCell | null,
    merges: readonly Area[],
    task: Task,
  ): Promise<boolean> {
    const bulk = await this.bulk(task);
    const done = (await bulk?.paste(sheet, area, cells, merges, task)) ?? false;
    const found = this.host.sheetById(sheet);
    if (done && found !== undefined && !this.host.readOnly) this.table.typed(found, area);
    return done;
  }

  private withBulk(label: string, work: (bulk: BulkEditing, task: Task) => Promise<boolean>): void {
    const task = this.begin(label);
    if (task !== null) void this.bulk(task).then((bulk) => bulk !== null && work(bulk, task));
  }

  /** Commands on many cells; what was selected when they are asked for comes back with undo. */
  private async bulk(task: Task): Promise<BulkEditing | null> {
    const { host, memo } = this;
    const context = (): EditContext => this.context;
    try {
      const { BulkEditing } = await loadBulk();
      return new BulkEditing({
        document: host.document,
        get context() {
          return context();
        },
        sheetById: (id) => host.sheetById(id),
        notice: (code, detail) => host.notice(code, detail),
        operate: (work) => this.operate(work, memo),
        write: (edits) => this.attempt(() => edits, memo),
        end: (ended) => this.end(ended),
      });
    } catch {
      this.end(task);
      host.notice('not-loaded', 'This was not done: a part of the page could not be fetched. Try again.');
      return null;
    }
  }

  fill(sheet: string, source: Area, target: Area): void {
    if (areaCells(target) - areaCells(source) > MANY_CELLS) {
      const cells = (areaCells(target) - areaCells(source)).toLocaleString('en');
      this.withBulk(`Filling ${cells} cells…`, (bulk, task) => bulk.fill(sheet, source, target, task));
      return;
    }
    this.together(() => {
      this.whenLoaded(sheet, unionArea(source, target), (found) => {
        const from = filledFrom(source, target);
        const edits = fillEdits(found, source, target, this.context);
        return [
          ...this.guard(found, edits, (row, col) => found.check(...from(row, col))),
          ...fillCheckEdits(found, source, target, this.context),
        ];
      });
      this.rules.carry({ sheet, area: source }, { sheet, area: target });
    });
  }

  addChart(sheet: string, look: ChartLook, source: ChartSource, place: ChartPlace): string {
    let added = '';
    this.run(sheet, (found) => {
      const { id, edits } = addChartEdits(found, look, source, place, this.host.document);
      added = id;
      return edits;
    });
    return added;
  }

  changeChart(sheet: string, chart: string, change: ChartPatch): void {
    this.run(sheet, (found) => changeChartEdits(found, chart, change, this.host.document));
  }

  deleteChart(sheet: string, chart: string): void {
    this.run(sheet, (found) => deleteChartEdits(found, chart));
  }

  setNote(sheet: string, row: number, col: number, text: string | null): void {
    this.run(sheet, (found) => noteEdit(found, found.rows.id(row), found.cols.id(col), text));
  }

  setLink(sheet: string, row: number, col: number, address: string | null): string | null {
    const stored = address === null ? null : storedLink(address, sheet, this.host.document);
    if (address !== null && stored === null)
      return 'A link leads to a page, a mail address, a telephone number or a place in this workbook.';
    this.run(sheet, (found) => linkEdit(found, found.rows.id(row), found.cols.id(col), stored));
    return null;
  }

  addSheet(name?: string): string {
    let added = '';
    this.attempt(() => {
      const { id, edits } = addSheetEdits(this.host.document, name);
      added = id;
      return edits;
    });
    return added;
  }

  async duplicateSheet(sheet: string): Promise<string | null> {
    const found = this.host.sheetById(sheet);
    if (found === undefined) return null;
    const { rows, cols } = found;
    const made: { id: string | null } = { id: null };
    let duplicate: Awaited<ReturnType<typeof loadDuplicate>>;
    try {
      duplicate = await loadDuplicate();
      if (!this.host.readOnly && found.record.base !== null && rows.used * cols.used <= MOST_DUPLICATED) {
        await found.loadCells({ top: 0, left: 0, bottom: rows.used, right: cols.used });
      }
    } catch {
      this.host.notice('not-loaded', 'This was not done: the cells could not be fetched. Try again.');
      return null;
    }
    this.attempt(() => {
      if (rows.used * cols.used > MOST_DUPLICATED) {
        throw new Refusal('too-many-cells', 'This sheet is too large to be duplicated in one step.');
      }
      const { id, edits } = duplicate.duplicateEdits(this.host.document, found);
      made.id = id;
      return edits;
    });
    if (made.id !== null) {
      // Without it all rows show, under a filter that can be applied again.
      this.filter
        .found(made.id)
        .catch(() =>
          this.host.notice('not-filtered', 'The filter of the copy was not applied. Apply it again.'),
        );
    }
    return made.id;
  }

  renameSheet(sheet: string, name: string): string | null {
    const problem = nameProblem(this.host.document, sheet, name);
    if (problem !== null) return problem;
    this.attempt(() => [{ root: 'sheets', key: keys.sheet(sheet, 'name'), value: name }]);
    return null;
  }

  moveSheet(sheet: string, before: string | null): void {
    this.attempt(() => moveSheetEdits(this.host.document, sheet, before));
  }

  colorSheet(sheet: string, color: string | null): void {
    this.attempt(() => [{ root: 'sheets', key: keys.sheet(sheet, 'color'), value: color }]);
  }

  hideSheet(sheet: string, hidden: boolean): void {
    this.attempt(() => hideSheetEdits(this.host.document, sheet, hidden));
  }

  deleteSheet(sheet: string): void {
    this.attempt(() => deleteSheetEdits(this.host.document, sheet));
  }

  defineName(draft: NameDraft): string | null {
    try {
      const edits = nameEdits(this.host.document, draft);
      this.attempt(() => edits);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  deleteNames(ids: readonly string[]): void {
    this.attempt(() => deleteNameEdits(ids));
  }

  together(work: () => void): void {
    this.history.together(work);
  }

  sort(sheet: string, area: Area, header: boolean, by: readonly SortLevel[]): Promise<Sorted> {
    const name = this.host.sheetById(sheet)?.name ?? '';
    const levels = by.map(({ col, descending }) => ({ column: columnName(col), descending }));
    return this.operate((acts) => acts.sort({ sheet: name, range: rangeName(area), header, by: levels }));
  }

  replace(
    query: FindQuery,
    replacement: string,
    cells?: Parameters<Commands['replace']>[2],
  ): Promise<Replaced> {
    const places = cells?.map(({ sheet, row, col }) => ({
      sheet: this.host.sheetById(sheet)?.name ?? '',
      cell: cellName(row, col),
    }));
    return this.operate((acts) => acts.replace(query, replacement, places));
  }

  get working(): boolean {
    return this.host.working;
  }

  /** What the server changes in one's name is a step like any other. */
  private async operate<T extends { readonly seq: number | null }>(
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

  private steps(): Steps {
    const { host } = this;
    const context = (): EditContext => this.context;
    return {
      get document() {
        return host.document;
      },
      get context() {
        return context();
      },
      sheetById: (id) => host.sheetById(id),
      attempt: (make) => this.attempt(make),
      whenLoaded: (sheet, area, work) => this.onceLoaded(sheet, area, work),
      together: (work) => this.together(work),
      apart: (work) => this.history.apart(work),
      readers: (sheet, area) => host.readers(sheet, area),
      notice: (code, detail) => host.notice(code, detail),
    };
  }

  /** Leaves out what cells refuse, and says so. */
  private guard(sheet: Sheet, edits: readonly Edit[], checkAt: CheckAt): readonly Edit[] {
    const { edits: kept, says } = guarded(sheet, edits, this.context.date1904, checkAt);
    if (says !== null) this.host.notice('does-not-fit', says);
    return kept;
  }

  private get context(): EditContext {
    return { resolve: this.host.document, date1904: this.host.document.date1904 };
  }

  /** Makes and writes the entries of one command; what refuses becomes a notice. */
  private attempt(make: () => readonly Edit[], memo = this.memo): void {
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

  private run(sheet: string, make: (sheet: Sheet) => readonly Edit[]): void {
    const found = this.host.sheetById(sheet);
    if (found !== undefined) this.attempt(() => make(found));
  }

  /** As `run`, but first fetches what the cells of the area hold now. */
  private whenLoaded(
    sheet: string,
    area: Area,
    make: (sheet: Sheet) => readonly Edit[],
    then: (sheet: Sheet) => void = () => undefined,
  ): void {
    this.onceLoaded(sheet, area, (found) => {
      this.attempt(() => make(found));
      then(found);
    });
  }

  private onceLoaded(sheet: string, area: Area, work: (sheet: Sheet) => void): void {
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
}

function cellCount(lines: readonly (readonly unknown[])[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function blockArea(row: number, col: number, lines: readonly (readonly unknown[])[]): Area {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 1);
  return { top: row, left: col, bottom: row + Math.max(lines.length, 1) - 1, right: col + width - 1 };
}
