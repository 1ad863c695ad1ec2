/** Merged areas of a sheet, by visible index: which area covers a cell, which meet a rectangle. */

import { areaHas, areasMeet } from '../lib/geometry';
import type { Axis } from './axis';
import type { MergeCorners } from './record';
import type { Area } from './view';

/** Rows of a bucket are `1 << SHIFT`. */
const SHIFT = 5;
/** Areas over more buckets than this are kept apart. */
const TALL = 64;

export class Merges {
  private readonly buckets = new Map<number, Area[]>();
  private readonly tall: Area[] = [];

  /** Of areas that overlap, which two people may have made at once, the first by its corner's id stays. */
  constructor(corners: Iterable<MergeCorners>, rows: Axis, cols: Axis) {
    const sorted = [...corners].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [row, col, row2, col2] of sorted) {
      const r = rows.span(row, row2);
      const c = cols.span(col, col2);
      if (r === null || c === null || (r[0] === r[1] && c[0] === c[1])) continue;
      const area: Area = { top: r[0], left: c[0], bottom: r[1], right: c[1] };
      if (this.in(area).length === 0) this.add(area);
    }
  }

  private add(area: Area): void {
    const first = area.top >> SHIFT;
    const last = area.bottom >> SHIFT;
    if (last - first >= TALL) {
      this.tall.push(area);
      return;
    }
    for (let bucket = first; bucket <= last; bucket++) {
      const list = this.buckets.get(bucket);
      if (list === undefined) this.buckets.set(bucket, [area]);
      else list.push(area);
    }
  }

  at(row: number, col: number): Area | null {
    if (this.tall.length === 0 && this.buckets.size === 0) return null;
    const covers = (area: Area): boolean => areaHas(area, row, col);
    return this.buckets.get(row >> SHIFT)?.find(covers) ?? this.tall.find(covers) ?? null;
  }

  in(area: Area): readonly Area[] {
    const found = new Set(this.tall.filter((merge) => areasMeet(merge, area)));
    const first = area.top >> SHIFT;
    const last = area.bottom >> SHIFT;
    // Over many rows it is quicker to look at the buckets that exist.
    const buckets = last - first > this.buckets.size ? this.buckets.keys() : range(first, last);
    for (const bucket of buckets) {
      if (bucket < first || bucket > last) continue;
      for (const merge of this.buckets.get(bucket) ?? []) if (areasMeet(merge, area)) found.add(merge);
    }
    return [...found];
  }
}

function* range(first: number, last: number): Iterable<number> {
  for (let i = first; i <= last; i++) yield i;
}
