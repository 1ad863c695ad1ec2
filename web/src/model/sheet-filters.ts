/** The filters of one sheet as they show: over which cells, by what, and which rows they hide. */

import { areasMeet } from '../lib/geometry';
import type { Criterion } from '../net/filters';
import type { Axis } from './axis';
import type { Criteria, FilterCorners, FilterView, StoredFilter } from './filter';
import type { FilterLists, RowRuns } from './filter-lists';
import type { OwnFilter, OwnFilters } from './filter-own';
import type { SheetRecord } from './record';
import { countSpans, NO_SPANS, type Spans, shownSpans, unionSpans } from './spans';
import type { Area, TableView } from './view';

/** What the filters of a sheet need of their workbook. */
export interface FilterHost {
  readonly filterLists: FilterLists;
  readonly ownFilters: OwnFilters;
  tablesOn(sheet: string): readonly TableView[];
}

/** A filter that applies: one's own where there is one, else the shared one. */
interface Applied {
  readonly table: string | null;
  readonly corners: FilterCorners | null;
  readonly criteria: ReadonlyMap<number, Criterion>;
  readonly own: boolean;
  readonly runs: RowRuns | null;
}

interface Laid {
  readonly views: readonly FilterView[];
  readonly hidden: Spans;
}

/** The part of a table that is filtered: all but its totals. */
function tableArea({ area, totals }: TableView): Area {
  return totals ? { ...area, bottom: area.bottom - 1 } : area;
}

export class SheetFilters {
  private laid: Laid | null = null;
  /** Where lists of hidden rows show, as long as the axis is the same. */
  private readonly spans = new WeakMap<RowRuns, { readonly axis: Axis; readonly spans: Spans }>();
  /** The list that a filter was last seen with: it holds on until a newer one has arrived. */
  private readonly last = new Map<string, RowRuns>();

  constructor(
    private readonly record: SheetRecord,
    private readonly host: FilterHost,
    /** A list could not be fetched. */
    private readonly failed: () => void,
  ) {}

  /** Something about filters, lines or tables changed. */
  invalidate(): void {
    this.laid = null;
  }

  get views(): readonly FilterView[] {
    return this.layOut().views;
  }

  /** The rows that filters hide. */
  get hidden(): Spans {
    return this.layOut().hidden;
  }

  /** Settles when the lists that are wanted now are there, or cannot be fetched. */
  async arriving(): Promise<void> {
    const hashes = this.record.filters.all().flatMap(({ rows }) => (rows === null ? [] : [rows]));
    await Promise.all(hashes.map((hash) => this.host.filterLists.load(hash).catch(() => undefined)));
  }

  private layOut(): Laid {
    this.laid ??= this.lay();
    return this.laid;
  }

  private lay(): Laid {
    const tables = this.host.tablesOn(this.record.id);
    const spans: Spans[] = [];
    const views: FilterView[] = [];
    for (const filter of this.applied()) {
      if (filter.table !== null && !tables.some(({ id }) => id === filter.table)) continue;
      const hidden = filter.runs === null ? NO_SPANS : this.spansOf(filter.runs);
      spans.push(hidden);
      const area = this.areaOf(filter, tables);
      if (area === null) continue;
      const of = area.bottom - area.top;
      const criteria = this.visible(filter.criteria, area);
      const shown = of - countSpans(hidden, area.top + 1, area.bottom);
      const { own, table } = filter;
      views.push({ sheet: this.record.id, table, own, offered: false, area, criteria, shown, of });
    }
    for (const table of tables) {
      if (!table.header || views.some((view) => view.table === table.id)) continue;
      const area = tableArea(table);
      if (views.some((view) => areasMeet(view.area, area))) continue;
      const of = area.bottom - area.top;
      const criteria: Criteria = new Map();
      views.push({
        sheet: this.record.id,
        table: table.id,
        own: false,
        offered: true,
        area,
        criteria,
        shown: of,
        of,
      });
    }
    return { views, hidden: unionSpans(spans) };
  }

  private applied(): readonly Applied[] {
    const own = this.host.ownFilters.on(this.record.id);
    const covered = new Set(own.map(({ table }) => table));
    const shared = this.record.filters
      .all()
      .filter(({ id, corners }) => !covered.has(corners === null ? id : null))
      .map((filter): Applied => {
        const { id, corners, criteria } = filter;
        return {
          table: corners === null ? id : null,
          corners,
          criteria,
          own: false,
          runs: this.listOf(filter),
        };
      });
    return [
      ...own.map((filter: OwnFilter): Applied => ({ ...filter, own: true, runs: filter.hidden })),
      ...shared,
    ];
  }

  private listOf({ id, rows, criteria }: StoredFilter): RowRuns | null {
    // Without a criterion all rows show, whatever list is left of an earlier one.
    if (rows === null || criteria.size === 0) {
      this.last.delete(id);
      return null;
    }
    const list = this.host.filterLists.get(rows);
    if (list !== undefined) this.last.set(id, list);
    else this.host.filterLists.load(rows).catch(() => this.failed());
    return list ?? this.last.get(id) ?? null;
  }

  private spansOf(runs: RowRuns): Spans {
    const { axis } = this.record.rows;
    const known = this.spans.get(runs);
    if (known?.axis === axis) return known.spans;
    const spans = shownSpans(axis, runs);
    this.spans.set(runs, { axis, spans });
    return spans;
  }

  /** Headings and rows; null when they are gone, or a table shows no headings. */
  private areaOf({ table, corners }: Applied, tables: readonly TableView[]): Area | null {
    if (corners === null) {
      const view = tables.find(({ id }) => id === table);
      return view?.header === true ? tableArea(view) : null;
    }
    const [row, col, row2, col2] = corners;
    const rows = this.record.rows.axis.span(row, row2);
    const cols = this.record.cols.axis.span(col, col2);
    return rows === null || cols === null
      ? null
      : { top: rows[0], left: cols[0], bottom: rows[1], right: cols[1] };
  }

  private visible(criteria: ReadonlyMap<number, Criterion>, area: Area): Criteria {
    const { axis } = this.record.cols;
    const found = [...criteria]
      .map(([line, criterion]) => [axis.indexOf(line), criterion] as const)
      .filter(([col]) => col >= area.left && col <= area.right);
    return new Map(found.sort(([a], [b]) => a - b));
  }
}
