/** Commands on a workbook: each makes its entries, writes them as one change, and can be undone. */

import { CellEditing } from './cell-commands';
import type { ChartLook } from './chart';
import { CheckEditing } from './check-commands';
import type { CommandHost } from './command-host';
import { CommandSteps } from './command-steps';
import { addChartEdits, changeChartEdits, deleteChartEdits } from './edit-charts';
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
import { linkEdit, noteEdit, storedLink } from './edit-links';
import { FilterEditing } from './filter-commands';
import { deleteNameEdits, nameEdits } from './names';
import { Refusal } from './refusal';
import { RuleEditing } from './rule-commands';
import { SheetEditing } from './sheet-commands';
import { TableEditing } from './table-commands';
import { tableEndsEdits } from './table-lines';
import type { Task } from './task';
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
import type { FindQuery, Replaced, Sorted } from '../net/bulk';

type Kind = 'rows' | 'cols';

export class WorkbookCommands implements Commands {
  readonly table: TableEditing;
  readonly rules: RuleEditing;
  readonly check: CheckEditing;
  readonly filter: FilterEditing;
  private readonly steps: CommandSteps;
  private readonly cells: CellEditing;
  private readonly sheets: SheetEditing;

  constructor(private readonly host: CommandHost) {
    const steps = (this.steps = new CommandSteps(host));
    this.table = new TableEditing(steps);
    this.rules = new RuleEditing(steps);
    this.check = new CheckEditing(steps, host.checkSource);
    this.filter = new FilterEditing({
      get document() {
        return host.document;
      },
      filterActs: host.filterActs,
      ownFilters: host.ownFilters,
      sheetById: (id) => host.sheetById(id),
      ownChanged: () => host.ownChanged(),
      operate: (work) => steps.operate(work),
      settled: async (work) => (await host.operate(async () => ({ seq: null, done: await work() }))).done,
    });
    this.cells = new CellEditing(steps, this.table, this.rules);
    this.sheets = new SheetEditing(steps, this.filter);
  }

  // Cells

  type(sheet: string, row: number, col: number, inputs: readonly (readonly (string | null)[])[]): void {
    this.cells.type(sheet, row, col, inputs);
  }

  paste(sheet: string, row: number, col: number, cells: readonly (readonly (PastedCell | null)[])[]): void {
    this.cells.paste(sheet, row, col, cells);
  }

  pasteMany(
    sheet: string,
    area: Area,
    cells: (row: number, col: number) => PastedCell | null,
    merges: readonly Area[],
    task: Task,
  ): Promise<boolean> {
    return this.cells.pasteMany(sheet, area, cells, merges, task);
  }

  moveCells(from: string, area: Area, to: string, row: number, col: number): Promise<void> {
    return this.cells.moveCells(from, area, to, row, col);
  }

  clear(sheet: string, areas: readonly Area[]): void {
    this.cells.clear(sheet, areas);
  }

  format(sheet: string, areas: readonly Area[], patch: FormatPatch): void {
    this.cells.format(sheet, areas, patch);
  }

  fill(sheet: string, source: Area, target: Area): void {
    this.cells.fill(sheet, source, target);
  }

  // Lines

  insertRows(sheet: string, before: number, count: number): void {
    this.insert(sheet, 'rows', before, count);
  }

  insertCols(sheet: string, before: number, count: number): void {
    this.insert(sheet, 'cols', before, count);
  }

  private insert(sheet: string, kind: Kind, before: number, count: number): void {
    this.together(() => {
      this.steps.run(sheet, (found) => insertEdits(found, kind, before, count));
      const found = this.steps.sheetById(sheet);
      if (found !== undefined && !this.steps.readOnly) this.table.inserted(found, kind, before, count);
    });
  }

  deleteRows(sheet: string, first: number, last: number): void {
    this.steps.run(sheet, (found) => deleteEdits(found, 'rows', found.rows.unfiltered(first, last)));
  }

  deleteCols(sheet: string, first: number, last: number): void {
    this.steps.run(sheet, (found) => deleteEdits(found, 'cols', [[first, last]]));
  }

  moveRows(sheet: string, first: number, last: number, before: number): void {
    this.move(sheet, 'rows', [first, last], before);
  }

  moveCols(sheet: string, first: number, last: number, before: number): void {
    this.move(sheet, 'cols', [first, last], before);
  }

  private move(sheet: string, kind: Kind, lines: readonly [number, number], before: number): void {
    this.steps.run(sheet, (found) => [
      ...moveEdits(found, kind, ...lines, before),
      ...tableEndsEdits(found, kind, lines, before, this.steps.document),
    ]);
  }

  resizeRows(sheet: string, rows: readonly number[], size: number | null): void {
    this.steps.run(sheet, (found) => sizeEdits(found, 'rows', rows, size));
  }

  resizeCols(sheet: string, cols: readonly number[], size: number | null): void {
    this.steps.run(sheet, (found) => sizeEdits(found, 'cols', cols, size));
  }

  hideRows(sheet: string, first: number, last: number, hidden: boolean): void {
    this.steps.run(sheet, (found) => hideEdits(found, 'rows', first, last, hidden));
  }

  hideCols(sheet: string, first: number, last: number, hidden: boolean): void {
    this.steps.run(sheet, (found) => hideEdits(found, 'cols', first, last, hidden));
  }

  merge(sheet: string, area: Area): void {
    this.steps.runLoaded(sheet, area, (found) => mergeEdits(found, area));
  }

  unmerge(sheet: string, area: Area): void {
    this.steps.run(sheet, (found) => unmergeEdits(found, area));
  }

  freeze(sheet: string, rows: number, cols: number): void {
    this.steps.run(sheet, (found) => freezeEdits(found, rows, cols));
  }

  // What lies on cells

  addChart(sheet: string, look: ChartLook, source: ChartSource, place: ChartPlace): string {
    let added = '';
    this.steps.run(sheet, (found) => {
      const { id, edits } = addChartEdits(found, look, source, place, this.steps.document);
      added = id;
      return edits;
    });
    return added;
  }

  changeChart(sheet: string, chart: string, change: ChartPatch): void {
    this.steps.run(sheet, (found) => changeChartEdits(found, chart, change, this.steps.document));
  }

  deleteChart(sheet: string, chart: string): void {
    this.steps.run(sheet, (found) => deleteChartEdits(found, chart));
  }

  setNote(sheet: string, row: number, col: number, text: string | null): void {
    this.steps.run(sheet, (found) => noteEdit(found, found.rows.id(row), found.cols.id(col), text));
  }

  setLink(sheet: string, row: number, col: number, address: string | null): string | null {
    const stored = address === null ? null : storedLink(address, sheet, this.steps.document);
    if (address !== null && stored === null)
      return 'A link leads to a page, a mail address, a telephone number or a place in this workbook.';
    this.steps.run(sheet, (found) => linkEdit(found, found.rows.id(row), found.cols.id(col), stored));
    return null;
  }

  // Sheets and names

  addSheet(name?: string): string {
    return this.sheets.add(name);
  }

  duplicateSheet(sheet: string): Promise<string | null> {
    return this.sheets.duplicate(sheet);
  }

  renameSheet(sheet: string, name: string): string | null {
    return this.sheets.rename(sheet, name);
  }

  moveSheet(sheet: string, before: string | null): void {
    this.sheets.move(sheet, before);
  }

  colorSheet(sheet: string, color: string | null): void {
    this.sheets.color(sheet, color);
  }

  hideSheet(sheet: string, hidden: boolean): void {
    this.sheets.hide(sheet, hidden);
  }

  deleteSheet(sheet: string): void {
    this.sheets.delete(sheet);
  }

  defineName(draft: NameDraft): string | null {
    try {
      const edits = nameEdits(this.steps.document, draft);
      this.steps.attempt(() => edits);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  deleteNames(ids: readonly string[]): void {
    this.steps.attempt(() => deleteNameEdits(ids));
  }

  // By the server

  sort(sheet: string, area: Area, header: boolean, by: readonly SortLevel[]): Promise<Sorted> {
    const name = this.steps.sheetById(sheet)?.name ?? '';
    const levels = by.map(({ col, descending }) => ({ column: columnName(col), descending }));
    return this.steps.operate((acts) =>
      acts.sort({ sheet: name, range: rangeName(area), header, by: levels }),
    );
  }

  replace(
    query: FindQuery,
    replacement: string,
    cells?: Parameters<Commands['replace']>[2],
  ): Promise<Replaced> {
    const places = cells?.map(({ sheet, row, col }) => ({
      sheet: this.steps.sheetById(sheet)?.name ?? '',
      cell: cellName(row, col),
    }));
    return this.steps.operate((acts) => acts.replace(query, replacement, places));
  }

  get working(): boolean {
    return this.host.working;
  }

  begin(label: string): Task | null {
    return this.steps.begin(label);
  }

  end(task: Task): void {
    this.steps.end(task);
  }

  // Steps

  together(work: () => void): void {
    this.steps.together(work);
  }

  get newest(): object | null {
    return this.steps.newest;
  }

  get canUndo(): boolean {
    return this.steps.canUndo;
  }

  get canRedo(): boolean {
    return this.steps.canRedo;
  }

  get travelling(): Promise<SelectionMemo | null> | null {
    return this.steps.travelling;
  }

  undo(): SelectionMemo | null {
    return this.steps.undo();
  }

  redo(): SelectionMemo | null {
    return this.steps.redo();
  }

  select(sheet: string, row: number, col: number, area: Area): void {
    this.steps.select(sheet, row, col, area);
  }

  typing(text: string | null): void {
    this.steps.typing(text);
  }
}
