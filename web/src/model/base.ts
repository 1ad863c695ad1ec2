/** What a sheet was imported with: its manifest, and which block holds which row. */

import { lastAtMost, type LineRun } from './axis-build';
import type { MergeCorners } from './record';

export interface BlockEntry {
  readonly rows: readonly LineRun[];
  readonly hash: string;
  /** Cells that are not empty. */
  readonly cells: number;
  readonly formulas: number;
}

/** `[first id, count, size or null, hidden, style]` */
export type LineEntry = readonly [
  first: number,
  count: number,
  size: number | null,
  hidden: number,
  style: number,
];

export interface Manifest {
  readonly v: number;
  readonly rows: number;
  readonly cols: number;
  readonly rowHeight: number;
  readonly colWidth: number;
  readonly blocks: readonly BlockEntry[];
  readonly columns?: readonly LineEntry[];
  readonly heights?: readonly LineEntry[];
  readonly merges?: readonly MergeCorners[];
}

/** Sizes of a sheet that was never imported, CSS pixels. */
export const DEFAULT_ROW_HEIGHT = 24;
export const DEFAULT_COL_WIDTH = 84;

export const EMPTY_MANIFEST: Manifest = {
  v: 1,
  rows: 0,
  cols: 0,
  rowHeight: DEFAULT_ROW_HEIGHT,
  colWidth: DEFAULT_COL_WIDTH,
  blocks: [],
};

class LineTable {
  private readonly starts: Float64Array;

  constructor(readonly entries: readonly LineEntry[]) {
    this.entries = [...entries].sort((a, b) => a[0] - b[0]);
    this.starts = Float64Array.from(this.entries, (entry) => entry[0]);
  }

  of(line: number): LineEntry | null {
    const entry = this.entries[lastAtMost(this.starts, line)];
    return entry !== undefined && line < entry[0] + entry[1] ? entry : null;
  }
}

/** Where a row stands in the base. */
export interface BasePlace {
  readonly block: BlockEntry;
  readonly offset: number;
}

export class Base {
  readonly rows: LineTable;
  readonly cols: LineTable;
  private readonly starts: Float64Array;
  private readonly runs: readonly {
    readonly run: LineRun;
    readonly block: BlockEntry;
    readonly offset: number;
  }[];

  constructor(readonly manifest: Manifest) {
    this.rows = new LineTable(manifest.heights ?? []);
    this.cols = new LineTable(manifest.columns ?? []);
    const runs = manifest.blocks.flatMap((block) => {
      let offset = 0;
      return block.rows.map((run) => {
        const placed = { run, block, offset };
        offset += run[1];
        return placed;
      });
    });
    this.runs = runs.sort((a, b) => a.run[0] - b.run[0]);
    this.starts = Float64Array.from(this.runs, ({ run }) => run[0]);
  }

  lines(axis: 'rows' | 'cols'): LineTable {
    return axis === 'rows' ? this.rows : this.cols;
  }

  /** The block that holds a row, null when the base has nothing there. */
  placeOf(row: number): BasePlace | null {
    const found = this.runs[lastAtMost(this.starts, row)];
    if (found === undefined || row >= found.run[0] + found.run[1]) return null;
    return { block: found.block, offset: found.offset + row - found.run[0] };
  }

  /** Blocks that hold any of these rows, each once, in that order. */
  blocksOf(rows: readonly LineRun[]): BlockEntry[] {
    const found = new Set<BlockEntry>();
    for (const [first, count] of rows) {
      for (let i = Math.max(0, lastAtMost(this.starts, first)); i < this.runs.length; i++) {
        const placed = this.runs[i];
        if (placed === undefined || placed.run[0] >= first + count) break;
        if (placed.run[0] + placed.run[1] > first) found.add(placed.block);
      }
    }
    return [...found];
  }
}
