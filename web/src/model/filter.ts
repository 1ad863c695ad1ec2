/** The filters of a sheet as the document has them (FORMAT.md §2 and §8), and how the grid and the panels see them. */

import type { Compare, Compared, Criterion, FilterValues } from '../net/filters';
import type { Area } from '../lib/geometry';
import { isShortId, parseLine, splitOnce } from './reference';

/** First and last cell of a range, by identity. */
export type FilterCorners = readonly [row: number, col: number, row2: number, col2: number];

export interface StoredFilter {
  /** That of the table where it is over one. */
  readonly id: string;
  /** Null: over the table of that id. */
  readonly corners: FilterCorners | null;
  /** By column, by identity. */
  readonly criteria: ReadonlyMap<number, Criterion>;
  /** Hash of the list of rows that it hides. */
  readonly rows: string | null;
}

/** Criteria by visible column. */
export type Criteria = ReadonlyMap<number, Criterion>;

/** What is filtered, or is about to be. */
export interface FilterTarget {
  readonly sheet: string;
  /** Null: the range alone. */
  readonly table: string | null;
  /** The row of headings and all rows below that may be hidden. */
  readonly area: Area;
}

export interface FilterView extends FilterTarget {
  /** One's own, which nobody else sees. */
  readonly own: boolean;
  /** No filter yet, but the headings of a table, which offer one. */
  readonly offered: boolean;
  readonly criteria: Criteria;
  /** Rows that it shows, and all rows below the headings. */
  readonly shown: number;
  readonly of: number;
}

export interface FilterResult {
  readonly shown: number;
  readonly of: number;
}

/** A filter of one's own in a form that outlives the page. */
export interface KeptFilter {
  readonly sheet: string;
  readonly table: string | null;
  readonly corners: FilterCorners | null;
  readonly criteria: readonly (readonly [col: number, criterion: Criterion])[];
}

/** All reject with `Problem`. */
export interface FilterCommands {
  /** Sets the filter that everybody sees; without criteria it has buttons and hides nothing. The same again applies it anew. */
  set(target: FilterTarget, criteria: Criteria): Promise<FilterResult>;
  remove(target: FilterTarget): Promise<void>;
  /** Sets one's own filter, which stands in for the shared one of these cells. */
  setOwn(target: FilterTarget, criteria: Criteria): Promise<FilterResult>;
  closeOwn(target: FilterTarget): void;
  /** How many rows criteria would show. */
  count(target: FilterTarget, criteria: Criteria, signal?: AbortSignal): Promise<FilterResult>;
  /** What a column holds, in rows that the criteria of the others show. */
  values(
    target: FilterTarget,
    col: number,
    criteria: Criteria,
    search: string,
    signal?: AbortSignal,
  ): Promise<FilterValues>;
  /** One's own filters, to be kept. */
  readonly kept: readonly KeptFilter[];
  /** Computes kept filters anew; those of cells that are gone are passed over. */
  restore(filters: readonly KeptFilter[]): Promise<void>;
}

const COMPARES: ReadonlySet<unknown> = new Set<Compare>([
  '=',
  '<>',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  'lacks',
  'begins',
  'ends',
  'empty',
  'filled',
]);

function isCompared(value: unknown): value is Compared {
  return value === null || ['boolean', 'number', 'string'].includes(typeof value);
}

/** Reads a criterion; null when it is none. */
export function readCriterion(value: unknown): Criterion | null {
  if (!Array.isArray(value)) return null;
  const [kind, ...rest] = value as unknown[];
  const holds = (() => {
    switch (kind) {
      case 'in':
      case 'out':
        return rest.every((text) => typeof text === 'string');
      case 'if': {
        const [op, x, join, op2, x2] = rest;
        if (!COMPARES.has(op) || !isCompared(x ?? null)) return false;
        if (rest.length <= 2) return true;
        return (join === 'and' || join === 'or') && COMPARES.has(op2) && isCompared(x2 ?? null);
      }
      case 'top':
      case 'bottom':
      case 'top%':
      case 'bottom%':
        return typeof rest[0] === 'number';
      case 'above':
      case 'below':
        return true;
      case 'fill':
      case 'color':
        return rest[0] === null || typeof rest[0] === 'string';
      default:
        return false;
    }
  })();
  return holds ? (value as unknown as Criterion) : null;
}

function readCorners(value: unknown): FilterCorners | null {
  if (!Array.isArray(value) || value.length !== 4) return null;
  const lines = value as unknown[];
  return lines.every((line) => typeof line === 'number') ? (lines as unknown as FilterCorners) : null;
}

/** The entries of one sheet. */
export class FilterEntries {
  private readonly values = new Map<string, unknown>();
  private readonly criteria = new Map<string, Map<number, Criterion>>();
  private readonly rows = new Map<string, string>();
  private read: readonly StoredFilter[] | null = null;

  /** Takes in the present value of an entry; `rest` is its key after the sheet. */
  set(rest: string, value: unknown): void {
    const parts = splitOnce(rest, '/');
    const id = parts === null ? rest : parts[0];
    if (!isShortId(id)) return;
    this.read = null;
    if (parts === null) {
      if (value === true || Array.isArray(value)) this.values.set(id, value);
      else this.values.delete(id);
    } else if (parts[1] === 'rows') {
      if (typeof value === 'string') this.rows.set(id, value);
      else this.rows.delete(id);
    } else this.setCriterion(id, parseLine(parts[1]), readCriterion(value));
  }

  private setCriterion(id: string, col: number | null, criterion: Criterion | null): void {
    if (col === null) return;
    const columns = new Map(this.criteria.get(id));
    if (criterion === null) columns.delete(col);
    else columns.set(col, criterion);
    this.criteria.set(id, columns);
  }

  /** All that are there, by id. */
  all(): readonly StoredFilter[] {
    this.read ??= [...this.values]
      .filter(([, value]) => value === true || readCorners(value) !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, value]) => ({
        id,
        corners: readCorners(value),
        criteria: this.criteria.get(id) ?? new Map<number, Criterion>(),
        rows: this.rows.get(id) ?? null,
      }));
    return this.read;
  }
}
