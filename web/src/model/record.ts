/** What the document says of one sheet, kept ready for looking up: entries only, nothing of the base. */

import { MAX_COLS, MAX_ROWS } from '../lib/a1';
import { Axis } from './axis';
import { CellGrid } from './cell-grid';
import { type Chart, readChart } from './chart';
import { Checks } from './check';
import { isStored, type Stored } from './content';
import { parsePair } from './entries';
import { FilterEntries } from './filter';
import { parseLine, splitOnce } from './reference';
import { RuleRecords } from './rule';
import type { CellFormat, FormatPatch } from './view';

/** The format of a whole row or column; of two that meet, the one with the larger `at` wins. */
export interface LineFormat {
  readonly at: number;
  readonly patch: FormatPatch;
}

/** Corners of a merged area, by identity. */
export type MergeCorners = readonly [row: number, col: number, row2: number, col2: number];

/** What changed in a sheet, for those who show it. */
export interface SheetChange {
  readonly id: string;
  /** Name, place, state, colour, or that it is there at all. */
  listed: boolean;
  /** Insertions, deletions, moves. */
  structure: boolean;
  /** Sizes, hidden lines, merges, frozen panes. */
  layout: boolean;
  /** The base itself. */
  base: boolean;
  /** What holds for many cells at once: a format of a whole row or column, what may be entered. */
  lines: boolean;
  /** Contents or formats of single cells. */
  readonly cells: CellGrid<'content' | 'format'>;
}

type State = 'visible' | 'hidden' | 'veryhidden' | 'deleted';

function isState(value: unknown): value is State {
  return value === 'visible' || value === 'hidden' || value === 'veryhidden' || value === 'deleted';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A sheet's lines along one axis. */
class Lines {
  readonly entries = new Map<string, unknown>();
  readonly sizes = new Map<number, number | null>();
  readonly hidden = new Map<number, boolean>();
  readonly formats = new Map<number, LineFormat>();
  private built: Axis | null = null;

  constructor(private readonly limit: number) {}

  get axis(): Axis {
    this.built ??= new Axis(this.limit, this.entries);
    return this.built;
  }

  setEntry(key: string, value: unknown): void {
    if (value === undefined) this.entries.delete(key);
    else this.entries.set(key, value);
    this.built = null;
  }
}

export class SheetRecord {
  name: string | null = null;
  pos = '';
  state: State = 'visible';
  color: string | null = null;
  base: string | null = null;
  freeze: readonly [number, number] = [-1, -1];
  grid = true;
  readonly rows = new Lines(MAX_ROWS);
  readonly cols = new Lines(MAX_COLS);
  readonly cells = new CellGrid<Stored>();
  readonly formats = new CellGrid<FormatPatch>();
  /** By `R:C` of the first corner; null undoes a merge of the base. */
  readonly merges = new Map<string, MergeCorners | null>();
  readonly charts = new Map<string, Chart>();
  readonly checks = new Checks();
  readonly notes = new CellGrid<string>();
  /** Addresses as stored (FORMAT.md §2). */
  readonly links = new CellGrid<string>();
  readonly rules = new RuleRecords();
  readonly filters = new FilterEntries();

  constructor(readonly id: string) {}

  /** It has a name and is not deleted. */
  get exists(): boolean {
    return this.name !== null && this.state !== 'deleted';
  }

  lines(axis: 'rows' | 'cols'): Lines {
    return axis === 'rows' ? this.rows : this.cols;
  }

  setField(field: string, value: unknown, change: SheetChange): void {
    switch (field) {
      case 'name':
        this.name = typeof value === 'string' ? value : null;
        change.listed = true;
        break;
      case 'pos':
        this.pos = typeof value === 'string' ? value : '';
        change.listed = true;
        break;
      case 'state':
        this.state = isState(value) ? value : 'visible';
        change.listed = true;
        break;
      case 'color':
        this.color = typeof value === 'string' ? value : null;
        change.listed = true;
        break;
      case 'base':
        this.base = typeof value === 'string' ? value : null;
        change.base = true;
        break;
      case 'freeze': {
        const [row, col] = Array.isArray(value) ? (value as unknown[]) : [];
        this.freeze = [typeof row === 'number' ? row : -1, typeof col === 'number' ? col : -1];
        change.layout = true;
        break;
      }
      case 'grid':
        this.grid = value !== false;
        change.layout = true;
        break;
    }
  }

  setCell(key: string, value: unknown, change: SheetChange): void {
    const at = parsePair(key);
    if (at === null || at[0] < 0 || at[1] < 0) return;
    if (isStored(value)) this.cells.set(at[0], at[1], value);
    else this.cells.delete(at[0], at[1]);
    change.cells.set(at[0], at[1], 'content');
  }

  setFormat(key: string, value: unknown, change: SheetChange): void {
    const pair = parsePair(key);
    if (pair === null) return;
    const [row, col] = pair;
    if (row >= 0 && col >= 0) {
      if (isMap(value)) this.formats.set(row, col, value);
      else this.formats.delete(row, col);
      if (!change.cells.has(row, col)) change.cells.set(row, col, 'format');
      return;
    }
    const lines = row < 0 ? this.cols : this.rows;
    const line = row < 0 ? col : row;
    if (isMap(value)) {
      const { at, ...patch } = value;
      lines.formats.set(line, { at: typeof at === 'number' ? at : 0, patch: patch });
    } else lines.formats.delete(line);
    change.lines = true;
  }

  private setChart(id: string, value: unknown): void {
    const chart = readChart(value);
    if (chart === null) this.charts.delete(id);
    else this.charts.set(id, chart);
  }

  /** What hangs on a cell beside its content. */
  private setAttached(grid: CellGrid<string>, key: string, value: unknown, change: SheetChange): void {
    const at = parsePair(key);
    if (at === null || at[0] < 0 || at[1] < 0) return;
    if (typeof value === 'string' && value !== '') grid.set(at[0], at[1], value);
    else grid.delete(at[0], at[1]);
    if (!change.cells.has(at[0], at[1])) change.cells.set(at[0], at[1], 'format');
  }

  setLayout(key: string, value: unknown, change: SheetChange): void {
    const parts = splitOnce(key, ':');
    if (parts === null) return;
    const [kind, rest] = parts;
    change.layout = true;
    if (kind === 'm') {
      const at = parsePair(rest);
      if (at === null) return;
      const [row2, col2] = Array.isArray(value) ? (value as unknown[]) : [];
      if (typeof row2 === 'number' && typeof col2 === 'number') {
        this.merges.set(rest, [at[0], at[1], row2, col2]);
      } else if (value === null) this.merges.set(rest, null);
      else this.merges.delete(rest);
      return;
    }
    const line = parseLine(rest);
    if (line === null) return;
    const lines = kind === 'h' || kind === 'hr' ? this.rows : this.cols;
    if (kind === 'w' || kind === 'h') {
      if (typeof value === 'number' || value === null) lines.sizes.set(line, value);
      else lines.sizes.delete(line);
    } else if (kind === 'hr' || kind === 'hc') {
      if (typeof value === 'boolean') lines.hidden.set(line, value);
      else lines.hidden.delete(line);
    }
  }

  /** Applies one entry of a root that is about sheets; `rest` is the key after the sheet id. */
  set(root: string, rest: string, value: unknown, change: SheetChange): void {
    switch (root) {
      case 'sheets':
        this.setField(rest, value, change);
        break;
      case 'rows':
      case 'cols':
        this.lines(root).setEntry(rest, value);
        change.structure = true;
        break;
      case 'cells':
        this.setCell(rest, value, change);
        break;
      case 'formats':
        this.setFormat(rest, value, change);
        break;
      case 'layout':
        this.setLayout(rest, value, change);
        break;
      case 'charts':
        this.setChart(rest, value);
        break;
      case 'rules':
        this.rules.set(rest, value);
        change.lines = true;
        break;
      case 'checks':
        this.checks.set(rest, value);
        change.lines = true;
        break;
      case 'filters':
        this.filters.set(rest, value);
        change.layout = true;
        break;
      case 'notes':
      case 'links':
        this.setAttached(this[root], rest, value, change);
        break;
    }
  }
}

/** Lays a change over a format: null takes a property away. */
export function layFormat(under: CellFormat, patch: FormatPatch): CellFormat {
  const made: Record<string, unknown> = { ...under };
  for (const [property, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(made, property);
    else made[property] = value;
  }
  return made;
}
