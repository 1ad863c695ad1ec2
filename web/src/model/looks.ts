/** What the server says of how cells look beyond their formats: conditional formats, and marks of what does not fit. */

import type { Values, WireLook } from '../net/protocol';
import { CellGrid } from './cell-grid';
import type { CellFormat } from './view';

/** A bar behind the number; `from`, `to` and `zero` are parts of the cell's width. Negative bars end left of `zero`. */
export interface BarLook {
  readonly from: number;
  readonly to: number;
  readonly zero: number;
  readonly color: string;
  /** One colour from end to end. */
  readonly solid: boolean;
}

export interface IconLook {
  readonly set: string;
  /** From 0, as the set has them. */
  readonly index: number;
}

/** Everything that lies over a cell's own look. */
export interface CellLook {
  /** Laid over the cell's format, property by property. */
  readonly format?: CellFormat;
  readonly bar?: BarLook;
  readonly icon?: IconLook;
  /** The number is not drawn. */
  readonly bare?: boolean;
  /** The cell breaks what may be entered: what its rule says, or ''. */
  readonly bad?: string;
}

/** More cells than that are not kept once they are out of sight. */
const MOST_KEPT = 100_000;

function readLook({ format, bar, icon, bare, bad }: WireLook): CellLook {
  return {
    ...(format === undefined ? {} : { format }),
    ...(bar === undefined
      ? {}
      : { bar: { from: bar.from, to: bar.to, zero: bar.zero, color: bar.color, solid: bar.solid === true } }),
    ...(icon === undefined ? {} : { icon }),
    ...(bare === true ? { bare } : {}),
    ...(bad === undefined ? {} : { bad }),
  };
}

/** The looks of one sheet's cells, by identity. Equal looks are one object, so that what did not change is not drawn anew. */
export class Looks {
  private cells = new CellGrid<CellLook>();
  private known = new Map<string, CellLook>();

  get(row: number, col: number): CellLook | undefined {
    return this.cells.get(row, col);
  }

  /**
   * Takes what a message says: everything within the area that `watched` tells of. Returns the cells that look different
   * now. What is known of cells elsewhere stays until they are seen again.
   */
  take(
    looks: NonNullable<Values['looks']>,
    watched: (row: number, col: number) => boolean,
  ): (readonly [row: number, col: number])[] {
    const known = new Map<string, CellLook>();
    const kinds = looks.kinds.map((wire) => {
      const look = readLook(wire);
      const key = JSON.stringify(look);
      const same = this.known.get(key) ?? look;
      known.set(key, same);
      return same;
    });
    const before = this.cells;
    const now = new CellGrid<CellLook>();
    const changed: (readonly [number, number])[] = [];
    for (const [row, col, index] of looks.cells) {
      const look = kinds[index];
      if (look === undefined) continue;
      now.set(row, col, look);
      if (before.get(row, col) !== look) changed.push([row, col]);
    }
    for (const [row, line] of before.rows()) {
      for (const [col, look] of line) {
        if (now.has(row, col)) continue;
        if (before.size <= MOST_KEPT && !watched(row, col)) {
          now.set(row, col, look);
          known.set(JSON.stringify(look), look);
        } else changed.push([row, col]);
      }
    }
    this.cells = now;
    this.known = known;
    return changed;
  }
}
