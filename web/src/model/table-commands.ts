/** Commands on tables. */

import { areasMeet } from '../lib/geometry';
import type { Steps } from './command-host';
import { contentEdit } from './edit-cells';
import { insertEdits } from './edit-lines';
import {
  changedTable,
  freeTableName,
  headingEdits,
  makeTableEdits,
  namesFrom,
  newTotalsEdits,
  resizeEdits,
  tableIn,
  tableNameProblem,
  totalContent,
} from './edit-tables';
import type { Edit } from './entries';
import type { Sheet } from './sheet';
import type { Table } from './table';
import { plainCellsEdits } from './table-cells';
import { columnFillEdits, columnToFill, growthFor, mayTakeRow, newRowEdits } from './table-growth';
import type { Area, TableCommands, TableView, TotalFunction } from './view';

interface Found {
  readonly table: Table;
  readonly view: TableView;
  readonly sheet: Sheet;
}

export class TableEditing implements TableCommands {
  constructor(private readonly steps: Steps) {}

  freeName(): string {
    return freeTableName(this.steps.document);
  }

  nameProblem(name: string, table: string | null): string | null {
    return tableNameProblem(this.steps.document, name, table);
  }

  make(id: string, wanted: Area, { header, name }: { header: boolean; name: string }): string | null {
    const sheet = this.steps.sheetById(id);
    if (sheet === undefined) return 'This sheet is no longer there.';
    const problem = this.nameProblem(name, null);
    if (problem !== null) return problem;
    const area = {
      ...wanted,
      bottom: Math.min(wanted.bottom, Math.max(wanted.top, sheet.rows.used - 1)),
      right: Math.min(wanted.right, Math.max(wanted.left, sheet.cols.used - 1)),
    };
    const other = tableIn(sheet, area);
    if (other !== undefined) return `The table ${other.name} is there already. Tables cannot overlap.`;
    this.steps.whenLoaded(id, { ...area, bottom: area.top + 1 }, (found) => {
      this.steps.together(() => {
        const { top } = area;
        let { bottom } = area;
        if (!header) {
          this.steps.attempt(() => insertEdits(found, 'rows', top, 1));
          bottom++;
        } else if (top === bottom) {
          bottom++;
          const below = { ...area, top: bottom, bottom };
          if (this.holdsAnything(found, below)) {
            this.steps.attempt(() => insertEdits(found, 'rows', bottom, 1));
          }
        }
        this.steps.attempt(() => makeTableEdits(found, { ...area, bottom }, name));
      });
    });
    return null;
  }

  rename(id: string, name: string): string | null {
    const problem = this.nameProblem(name, id);
    if (problem === null) this.change(id, ({ table }) => [changedTable(table, { name })]);
    return problem;
  }

  style(id: string, style: string): void {
    this.change(id, ({ table }) => [changedTable(table, { style })]);
  }

  resize(id: string, area: Area): string | null {
    const found = this.find(id);
    if (found === null) return 'This table is no longer there.';
    const { sheet, table, view } = found;
    if (area.top !== view.area.top && view.header) return 'The headings stay in their row.';
    if (!areasMeet(area, view.area)) return 'The new range has to share cells with the table.';
    if (area.bottom - area.top < (view.header ? 1 : 0)) return 'A table has a row below its headings.';
    if (view.totals && area.bottom !== view.area.bottom)
      return 'Hide the row of totals first, then give the table another number of rows.';
    const other = tableIn(sheet, area, id);
    if (other !== undefined) return `The table ${other.name} is there already. Tables cannot overlap.`;
    this.steps.whenLoaded(sheet.id, { ...area, bottom: area.top }, () =>
      this.steps.attempt(() => resizeEdits(sheet, table, view, area)),
    );
    return null;
  }

  showTotals(id: string, shown: boolean): void {
    const found = this.find(id);
    if (found === null || found.view.totals === shown) return;
    const { sheet, table, view } = found;
    const { area } = view;
    this.steps.together(() => {
      if (!shown) {
        this.steps.attempt(() => [
          ...this.columns(view).flatMap((col) =>
            contentEdit(sheet, sheet.rows.id(area.bottom), sheet.cols.id(col), null),
          ),
          changedTable(table, { totals: false, row2: sheet.rows.id(area.bottom - 1) }),
        ]);
        return;
      }
      const row = area.bottom + 1;
      if (!mayTakeRow(sheet, view, row)) this.steps.attempt(() => insertEdits(sheet, 'rows', row, 1));
      this.steps.attempt(() => newTotalsEdits(sheet, table, view, row));
    });
  }

  total(id: string, column: number, what: TotalFunction | null): void {
    this.change(id, ({ table, view, sheet }) => {
      if (!view.totals) return [];
      const col = sheet.cols.id(view.area.left + column);
      return contentEdit(sheet, sheet.rows.id(view.area.bottom), col, totalContent(table.id, col, what));
    });
  }

  appendRow(id: string): void {
    const found = this.find(id);
    if (found === null) return;
    const { sheet, table, view } = found;
    this.steps.together(() => {
      const row = view.totals ? view.area.bottom : view.area.bottom + 1;
      if (view.totals || !mayTakeRow(sheet, view, row)) {
        this.steps.attempt(() => insertEdits(sheet, 'rows', row, 1));
      }
      this.steps.attempt(() => [
        ...(view.totals ? [] : [changedTable(table, { row2: sheet.rows.id(row) })]),
        ...newRowEdits(sheet, view, { top: row, bottom: row }, row - 1, this.steps.context),
      ]);
    });
  }

  toCells(id: string): void {
    const found = this.find(id);
    if (found === null) return;
    const { sheet, table, view } = found;
    this.steps
      .readers(sheet, view.area)
      .catch(() => null)
      .then(
        (readers) => {
          this.steps.attempt(() => plainCellsEdits(table, readers ?? [], this.steps.document));
          if (readers !== null) return;
          this.steps.notice(
            'not-followed',
            `${view.name} is plain cells now. Formulas elsewhere that refer to it show #REF!.`,
          );
        },
        () => undefined,
      );
  }

  /** Something was typed: tables beside it may grow, and a formula may fill its column. Each is a step of its own. */
  typed(sheet: Sheet, area: Area): void {
    const { steps } = this;
    if (sheet.tables.length === 0) return;
    const growth = growthFor(sheet, area, steps.document, steps.context);
    const single = area.top === area.bottom && area.left === area.right;
    let grown: string | null = null;
    const fill = (): void => {
      const column = single ? columnToFill(sheet, area.top, area.left) : null;
      if (column === null) return;
      steps.whenLoaded(sheet.id, column, (found) => {
        const edits = columnFillEdits(found, column, area.top, steps.context);
        if (edits.length === 0) return;
        steps.apart(() => steps.attempt(() => edits));
        steps.notice('table-filled', 'The column was filled with this formula.');
      });
    };
    if (growth !== null) {
      steps.apart(() => steps.attempt(() => growth.edits));
      grown = `The table ${growth.table.name} took in this ${growth.what}.`;
    }
    fill();
    if (grown !== null) steps.notice('table-grown', grown);
  }

  /** Lines were inserted: new columns of tables get names, new rows go on with formulas. */
  inserted(sheet: Sheet, kind: 'rows' | 'cols', before: number, count: number): void {
    const { steps } = this;
    for (const view of sheet.tables) {
      const { area, data } = view;
      const last = before + count - 1;
      if (kind === 'rows' && data !== null && before > data.top && last < data.bottom) {
        const rows = { top: before, bottom: last };
        steps.attempt(() => newRowEdits(sheet, view, rows, before - 1, steps.context));
      }
      if (kind === 'cols' && view.header && before > area.left && last < area.right) {
        const taken = view.columns.filter((_, i) => area.left + i < before || area.left + i > last);
        const names = namesFrom(sheet, area.top, before, last, taken);
        steps.attempt(() => headingEdits(sheet, view.id, sheet.rows.id(area.top), names));
      }
    }
  }

  private columns({ area }: TableView): number[] {
    return Array.from({ length: area.right - area.left + 1 }, (_, i) => area.left + i);
  }

  private holdsAnything(sheet: Sheet, area: Area): boolean {
    const cols = Array.from({ length: area.right - area.left + 1 }, (_, i) => area.left + i);
    return cols.some((col) => sheet.filled(area.top, col)) || tableIn(sheet, area) !== undefined;
  }

  private find(id: string): Found | null {
    const table = this.steps.document.tables.get(id);
    const sheet = this.steps.sheetById(table?.sheet ?? '');
    const view = sheet?.tables.find((each) => each.id === id);
    return table === null || sheet === undefined || view === undefined ? null : { table, view, sheet };
  }

  private change(id: string, make: (found: Found) => readonly Edit[]): void {
    const found = this.find(id);
    if (found !== null) this.steps.attempt(() => make(found));
  }
}
