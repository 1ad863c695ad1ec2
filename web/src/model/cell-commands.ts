/** Commands on the contents and formats of cells, few or many. */

import type { BulkEditing } from './bulk-commands';
import { spelled } from './check-fit';
import { Coats } from './coats';
import type { CommandSteps } from './command-steps';
import { checkSize, clearEdits, MAX_CELLS, pasteEdits, typeEdits } from './edit-cells';
import { fillCheckEdits, filledFrom, pasteCheckEdits } from './edit-checks';
import { cellParts, formatEdits } from './edit-formats';
import { clearLinkEdits, typedLinkEdits } from './edit-links';
import { fillEdits } from './fill';
import { unfilteredAreas } from './filtered-areas';
import type { RuleEditing } from './rule-commands';
import type { Sheet } from './sheet';
import type { TableEditing } from './table-commands';
import type { Task } from './task';
import type { Area, FormatPatch, PastedCell } from './view';
import { areaCells, movedArea, unionArea } from '../lib/geometry';

/** More cells than that are made by the server, as one change of its own. */
const MANY_CELLS = 5000;
const loadBulk = () => import('./bulk-commands');

export class CellEditing {
  private readonly coats = new Coats((sheet, coats) => {
    this.withBulk('Formatting the cells…', (bulk, task) => bulk.format(sheet, coats, task));
  });

  constructor(
    private readonly steps: CommandSteps,
    private readonly table: TableEditing,
    private readonly rules: RuleEditing,
  ) {}

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
            ...typeEdits(found, rowId, colId, text, this.steps.context),
            ...typedLinkEdits(found, rowId, colId, input),
          ];
        }),
      );
      return this.steps.guard(found, edits, (r, c) => found.check(r, c));
    };
    // A table above may go on with its last rows.
    this.steps.runLoaded(sheet, { ...area, top: Math.max(0, row - 2) }, make, (found) => {
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
          cell === null ? [] : pasteEdits(found, { row: row + r, col: col + c }, cell, this.steps.context),
        ),
      );
      // A cell that brings its own check is not asked by the one that was there.
      const brings = (r: number, c: number): boolean => cells[r - row]?.[c - col]?.check !== undefined;
      const kept = this.steps.guard(found, edits, (r, c) => (brings(r, c) ? undefined : found.check(r, c)));
      return [...kept, ...pasteCheckEdits(found, { row, col }, cells, this.steps.context)];
    };
    this.steps.runLoaded(sheet, { ...area, top: Math.max(0, row - 2) }, make, (found) => {
      if (filled) this.table.typed(found, area);
    });
  }

  async moveCells(from: string, area: Area, to: string, row: number, col: number): Promise<void> {
    const source = this.steps.sheetById(from);
    const target = this.steps.sheetById(to);
    if (source === undefined || target === undefined) return;
    if (this.steps.readOnly) {
      this.steps.attempt(() => []);
      return;
    }
    // Undo brings back what was selected when it was asked for.
    const { memo } = this.steps;
    const over = movedArea(area, row, col);
    const load = (sheet: Sheet, part: Area) => (sheet.hasLoaded(part) ? undefined : sheet.loadCells(part));
    const asked = this.steps.readers(source, area).catch(() => null);
    await Promise.all([asked, import('./edit-move'), load(source, area), load(target, over)]).then(
      ([readers, { moveCellsEdits }]) => {
        const move = { from: source, area, to: target, row, col };
        const unfollowed = () => {
          if (readers !== null) return;
          this.steps.notice(
            'not-followed',
            'The cells were moved. Formulas elsewhere still point at their old place.',
          );
        };
        if (areaCells(area) > MANY_CELLS) {
          const words = `Moving ${areaCells(area).toLocaleString('en')} cells…`;
          this.withBulk(words, async (bulk, task) => {
            const done = await bulk.move(move, readers ?? [], task);
            if (done) unfollowed();
            return done;
          });
          return;
        }
        this.steps.attempt(() => moveCellsEdits(move, readers ?? [], this.steps.document), memo);
        unfollowed();
      },
      () => this.steps.notice('not-loaded', 'This was not done: the cells could not be fetched. Try again.'),
    );
  }

  clear(sheet: string, areas: readonly Area[]): void {
    const [first, ...rest] = areas;
    const there = this.steps.sheetById(sheet);
    if (first === undefined || there === undefined) return;
    const used = (area: Area): number =>
      Math.max(0, Math.min(area.bottom + 1, there.rows.used) - area.top) *
      Math.max(0, Math.min(area.right + 1, there.cols.used) - area.left);
    if (areas.reduce((sum, area) => sum + used(area), 0) > MAX_CELLS) {
      this.withBulk('Clearing the cells…', (bulk, task) => bulk.clear(sheet, areas, task));
      return;
    }
    this.steps.runLoaded(sheet, rest.reduce(unionArea, first), (found) => {
      const shown = unfilteredAreas(found, areas);
      return [...clearEdits(found, shown), ...clearLinkEdits(found, shown)];
    });
  }

  format(sheet: string, areas: readonly Area[], patch: FormatPatch): void {
    const found = this.steps.sheetById(sheet);
    if (found === undefined) return;
    const { cells, lines } = cellParts(found, areas);
    const many = cells.reduce((sum, area) => sum + areaCells(area), 0) > MAX_CELLS;
    if (cells.length === 0 || !(many || this.coats.has(sheet))) {
      this.steps.attempt(() => formatEdits(found, areas, patch));
      return;
    }
    this.coats.add(sheet, { areas: cells, patch });
    if (lines.length > 0) this.steps.attempt(() => formatEdits(found, lines, patch));
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
    const found = this.steps.sheetById(sheet);
    if (done && found !== undefined && !this.steps.readOnly) this.table.typed(found, area);
    return done;
  }

  private withBulk(label: string, work: (bulk: BulkEditing, task: Task) => Promise<boolean>): void {
    const task = this.steps.begin(label);
    if (task !== null) void this.bulk(task).then((bulk) => bulk !== null && work(bulk, task));
  }

  /** Commands on many cells; what was selected when they are asked for comes back with undo. */
  private async bulk(task: Task): Promise<BulkEditing | null> {
    const { steps } = this;
    const { memo } = steps;
    try {
      const { BulkEditing } = await loadBulk();
      return new BulkEditing({
        document: steps.document,
        get context() {
          return steps.context;
        },
        sheetById: (id) => steps.sheetById(id),
        notice: (code, detail) => steps.notice(code, detail),
        operate: (work) => steps.operate(work, memo),
        write: (edits) => steps.attempt(() => edits, memo),
        end: (ended) => steps.end(ended),
      });
    } catch {
      steps.end(task);
      steps.notice('not-loaded', 'This was not done: a part of the page could not be fetched. Try again.');
      return null;
    }
  }

  fill(sheet: string, source: Area, target: Area): void {
    if (areaCells(target) - areaCells(source) > MANY_CELLS) {
      const cells = (areaCells(target) - areaCells(source)).toLocaleString('en');
      this.withBulk(`Filling ${cells} cells…`, (bulk, task) => bulk.fill(sheet, source, target, task));
      return;
    }
    this.steps.together(() => {
      this.steps.runLoaded(sheet, unionArea(source, target), (found) => {
        const from = filledFrom(source, target);
        const edits = fillEdits(found, source, target, this.steps.context);
        return [
          ...this.steps.guard(found, edits, (row, col) => found.check(...from(row, col))),
          ...fillCheckEdits(found, source, target, this.steps.context),
        ];
      });
      this.rules.carry({ sheet, area: source }, { sheet, area: target });
    });
  }
}

function cellCount(lines: readonly (readonly unknown[])[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function blockArea(row: number, col: number, lines: readonly (readonly unknown[])[]): Area {
  const width = lines.reduce((most, line) => Math.max(most, line.length), 1);
  return { top: row, left: col, bottom: row + Math.max(lines.length, 1) - 1, right: col + width - 1 };
}
