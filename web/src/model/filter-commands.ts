/** What people do with filters: the shared ones are the server's to change, one's own stay in the page. */

import { columnName, rangeName } from '../lib/a1';
import type { ColumnCriteria, Filtered, FilterPlace, FilterValues, HiddenBy, RowList } from '../net/filters';
import { Problem } from '../net/problem';
import type { Criteria, FilterCommands, FilterResult, FilterTarget, KeptFilter } from './filter';
import { rowRuns } from './filter-lists';
import type { OwnFilters } from './filter-own';
import type { WorkbookDocument } from './document';
import type { Sheet } from './sheet';

/** The server's side of filters. All reject with `Problem`. */
export interface FilterActs {
  find(place: FilterPlace, criteria: ColumnCriteria, signal?: AbortSignal): Promise<HiddenBy>;
  values(
    place: FilterPlace,
    query: { readonly column: string; readonly criteria: ColumnCriteria; readonly search?: string },
    signal?: AbortSignal,
  ): Promise<FilterValues>;
  set(place: FilterPlace, criteria: ColumnCriteria): Promise<Filtered>;
  remove(place: FilterPlace): Promise<{ readonly seq: number | null }>;
  /** A list of hidden rows by its hash. */
  list(hash: string): Promise<RowList>;
}

/** What these commands need of their workbook. */
export interface FilterEditingHost {
  readonly document: WorkbookDocument;
  readonly filterActs: FilterActs;
  readonly ownFilters: OwnFilters;
  sheetById(id: string): Sheet | undefined;
  /** Does something after own edits are stored; what has a seq becomes a step that can be undone. */
  operate<T extends { readonly seq: number | null }>(work: () => Promise<T>): Promise<T>;
  /** As `operate`, for what changes nothing: viewers may. */
  settled<T>(work: () => Promise<T>): Promise<T>;
  /** Filters of one's own are others now. */
  ownChanged(): void;
}

const GONE = 'What was filtered is no longer there.';

function byColumn(criteria: Criteria): ColumnCriteria {
  return Object.fromEntries([...criteria].map(([col, criterion]) => [columnName(col), criterion]));
}

export class FilterEditing implements FilterCommands {
  constructor(private readonly host: FilterEditingHost) {}

  async set(target: FilterTarget, criteria: Criteria): Promise<FilterResult> {
    const done = await this.host.operate(() =>
      this.host.filterActs.set(this.place(target), byColumn(criteria)),
    );
    await this.host.sheetById(target.sheet)?.filtering.arriving();
    return done;
  }

  /** Has the rows found that the filters of a new sheet hide: a part of making the sheet, no step of its own. */
  async found(sheet: string): Promise<void> {
    const filters = this.host.sheetById(sheet)?.filters ?? [];
    for (const filter of filters) {
      if (filter.offered || filter.own || filter.criteria.size === 0) continue;
      await this.host.settled(() => this.host.filterActs.set(this.place(filter), byColumn(filter.criteria)));
    }
    await this.host.sheetById(sheet)?.filtering.arriving();
  }

  async remove(target: FilterTarget): Promise<void> {
    await this.host.operate(() => this.host.filterActs.remove(this.place(target)));
  }

  async setOwn(target: FilterTarget, criteria: Criteria): Promise<FilterResult> {
    const sheet = this.sheetOf(target);
    const { rows, cols } = sheet;
    const { area, table } = target;
    // What they mean is held by identity before anything can move.
    const corners = [
      rows.id(area.top),
      cols.id(area.left),
      rows.id(area.bottom),
      cols.id(area.right),
    ] as const;
    const byLine = new Map([...criteria].map(([col, criterion]) => [cols.id(col), criterion] as const));
    const found =
      criteria.size === 0
        ? { hidden: [], shown: area.bottom - area.top, of: area.bottom - area.top }
        : await this.host.settled(() => this.host.filterActs.find(this.place(target), byColumn(criteria)));
    this.host.ownFilters.set({
      sheet: target.sheet,
      table,
      corners: table === null ? corners : null,
      criteria: byLine,
      hidden: rowRuns(found.hidden),
    });
    this.host.ownChanged();
    return found;
  }

  closeOwn({ sheet, table }: FilterTarget): void {
    if (this.host.ownFilters.delete(sheet, table)) this.host.ownChanged();
  }

  count(target: FilterTarget, criteria: Criteria, signal?: AbortSignal): Promise<FilterResult> {
    return this.host.filterActs.find(this.place(target), byColumn(criteria), signal);
  }

  values(
    target: FilterTarget,
    col: number,
    criteria: Criteria,
    search: string,
    signal?: AbortSignal,
  ): Promise<FilterValues> {
    const query = { column: columnName(col), criteria: byColumn(criteria) };
    return this.host.filterActs.values(
      this.place(target),
      search === '' ? query : { ...query, search },
      signal,
    );
  }

  get kept(): readonly KeptFilter[] {
    return this.host.ownFilters.kept;
  }

  async restore(filters: readonly KeptFilter[]): Promise<void> {
    for (const filter of filters) {
      const target = this.targetOf(filter);
      const cols = this.host.sheetById(filter.sheet)?.cols;
      if (target === null || cols === undefined) continue;
      const criteria = filter.criteria
        .map(([line, criterion]) => [cols.indexOf(line), criterion] as const)
        .filter(([col]) => col >= target.area.left && col <= target.area.right);
      await this.setOwn(target, new Map(criteria));
    }
  }

  /** Where a kept filter is now; null when that is gone. */
  private targetOf({ sheet, table, corners }: KeptFilter): FilterTarget | null {
    const found = this.host.sheetById(sheet);
    if (found === undefined) return null;
    if (corners === null) {
      const view = found.filters.find((each) => each.table === table && table !== null);
      return view === undefined ? null : { sheet, table, area: view.area };
    }
    const rows = found.record.rows.axis.span(corners[0], corners[2]);
    const cols = found.record.cols.axis.span(corners[1], corners[3]);
    if (rows === null || cols === null) return null;
    return { sheet, table: null, area: { top: rows[0], left: cols[0], bottom: rows[1], right: cols[1] } };
  }

  private sheetOf({ sheet }: FilterTarget): Sheet {
    const found = this.host.sheetById(sheet);
    if (found === undefined) throw new Problem(404, { code: 'sheet-unknown', detail: GONE });
    return found;
  }

  private place(target: FilterTarget): FilterPlace {
    const { name } = this.sheetOf(target);
    if (target.table === null) return { sheet: name, range: rangeName(target.area) };
    const table = this.host.document.table(target.table);
    if (table === null) throw new Problem(404, { code: 'table-unknown', detail: GONE });
    return { sheet: name, table: table.name };
  }
}
