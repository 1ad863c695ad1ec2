/** Filters of one's own: kept in the page, seen by nobody else, by identity so that they follow the lines. */

import type { Criterion } from '../net/filters';
import type { FilterCorners, KeptFilter } from './filter';
import type { RowRuns } from './filter-lists';

export interface OwnFilter {
  readonly sheet: string;
  readonly table: string | null;
  /** Null for a table. */
  readonly corners: FilterCorners | null;
  readonly criteria: ReadonlyMap<number, Criterion>;
  readonly hidden: RowRuns;
}

export class OwnFilters {
  private readonly filters = new Map<string, OwnFilter>();

  private key(sheet: string, table: string | null): string {
    return `${sheet}/${table ?? ''}`;
  }

  on(sheet: string): readonly OwnFilter[] {
    return [...this.filters.values()].filter((filter) => filter.sheet === sheet);
  }

  set(filter: OwnFilter): void {
    this.filters.set(this.key(filter.sheet, filter.table), filter);
  }

  delete(sheet: string, table: string | null): boolean {
    return this.filters.delete(this.key(sheet, table));
  }

  get kept(): readonly KeptFilter[] {
    return [...this.filters.values()].map(({ sheet, table, corners, criteria }) => ({
      sheet,
      table,
      corners,
      criteria: [...criteria],
    }));
  }
}
