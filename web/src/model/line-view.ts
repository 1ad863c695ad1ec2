/** Sizes and places of the visible lines of one axis, from the exceptions alone. */

import type { Axis } from './axis';
import { lastAtMost } from './axis-build';
import type { LineEntry } from './base';
import { gapsIn, inSpans, type Spans, type Stretches, withHidden } from './spans';
import type { AxisView } from './view';

/** What the sizes of an axis are made of. */
export interface LineSource {
  readonly axis: Axis;
  readonly defaultSize: number;
  /** What the base says of lines, by identity. */
  readonly base: readonly LineEntry[];
  readonly baseOf: (line: number) => LineEntry | null;
  /** What the document says, by identity. */
  readonly sizes: ReadonlyMap<number, number | null>;
  readonly hidden: ReadonlyMap<number, boolean>;
  /** Lines that filters hide, by visible index. */
  readonly filtered: Spans;
  /** Last frozen line, -1 for none. */
  readonly frozen: number;
}

/** Lines of one size that differ from the default, by visible index, with their pixel offset. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

function stretchesOf(source: LineSource): Stretches {
  const { axis } = source;
  const singles: Stretch[] = [];
  for (const line of new Set([...source.sizes.keys(), ...source.hidden.keys()])) {
    const index = axis.indexOf(line);
    if (index < 0) continue;
    const base = source.baseOf(line);
    const own = source.sizes.get(line);
    const size = own === undefined ? (base?.[2] ?? source.defaultSize) : (own ?? source.defaultSize);
    const hidden = source.hidden.get(line) ?? base?.[3] === 1;
    singles.push({ start: index, end: index + 1, size: hidden ? 0 : size });
  }
  singles.sort((a, b) => a.start - b.start);
  const taken = Float64Array.from(singles, (single) => single.start);
  const stretches = singles;
  for (const [first, count, size, hidden] of source.base) {
    if (size === null && hidden !== 1) continue;
    const pixels = hidden === 1 ? 0 : (size ?? source.defaultSize);
    axis.eachShown([first, count], (index, length) => {
      let start = index;
      for (let i = lastAtMost(taken, index - 1) + 1; i < taken.length; i++) {
        const single = taken[i] ?? Infinity;
        if (single >= index + length) break;
        if (start < single) stretches.push({ start, end: single, size: pixels });
        start = single + 1;
      }
      if (start < index + length) stretches.push({ start, end: index + length, size: pixels });
    });
  }
  stretches.sort((a, b) => a.start - b.start);
  return {
    starts: Float64Array.from(stretches, (stretch) => stretch.start),
    ends: Float64Array.from(stretches, (stretch) => stretch.end),
    sizes: Float64Array.from(stretches, (stretch) => stretch.size),
  };
}

/** A snapshot of sizes. */
class Sizes {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly sizes: Float64Array;
  readonly offsets: Float64Array;

  constructor(
    stretches: Stretches,
    private readonly defaultSize: number,
  ) {
    const { starts, ends, sizes } = stretches;
    [this.starts, this.ends, this.sizes] = [starts, ends, sizes];
    this.offsets = new Float64Array(starts.length);
    let end = 0;
    let offset = 0;
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i] ?? 0;
      offset += (start - end) * defaultSize;
      this.offsets[i] = offset;
      end = ends[i] ?? 0;
      offset += (end - start) * (sizes[i] ?? 0);
    }
  }

  size(index: number): number {
    const at = lastAtMost(this.starts, index);
    return at >= 0 && index < (this.ends[at] ?? 0) ? (this.sizes[at] ?? 0) : this.defaultSize;
  }

  sameUntil(index: number): number {
    const at = lastAtMost(this.starts, index);
    const end = this.ends[at] ?? 0;
    return at >= 0 && index < end ? end : (this.starts[at + 1] ?? Infinity);
  }

  sameFrom(index: number): number {
    const at = lastAtMost(this.starts, index);
    if (at < 0) return 0;
    const end = this.ends[at] ?? 0;
    return index < end ? (this.starts[at] ?? 0) : end;
  }

  offset(index: number): number {
    const at = lastAtMost(this.starts, index);
    if (at < 0) return index * this.defaultSize;
    const within = Math.min(index, this.ends[at] ?? 0) - (this.starts[at] ?? 0);
    const beyond = Math.max(0, index - (this.ends[at] ?? 0));
    return (this.offsets[at] ?? 0) + within * (this.sizes[at] ?? 0) + beyond * this.defaultSize;
  }

  at(offset: number): number {
    const at = lastAtMost(this.offsets, offset);
    if (at < 0) return Math.floor(offset / this.defaultSize);
    const start = this.starts[at] ?? 0;
    const end = this.ends[at] ?? 0;
    const size = this.sizes[at] ?? 0;
    const into = offset - (this.offsets[at] ?? 0);
    const length = (end - start) * size;
    if (into < length) return start + Math.floor(into / size);
    return end + Math.floor((into - length) / this.defaultSize);
  }
}

/** Built anew when anything about the lines changes. */
interface Built {
  readonly source: LineSource;
  /** As the sheet is laid out, and with what filters hide. */
  readonly laid: Sizes;
  readonly shown: Sizes;
}

export class LineView implements AxisView {
  private made: Built | null = null;
  private usedKnown = -1;

  constructor(
    private readonly source: () => LineSource,
    private readonly findUsed: () => number,
  ) {}

  /** Something about the lines changed. */
  invalidate(): void {
    this.made = null;
    this.usedKnown = -1;
  }

  /** Only what is used may have changed. */
  invalidateUsed(): void {
    this.usedKnown = -1;
  }

  private get built(): Built {
    if (this.made === null) {
      const source = this.source();
      const stretches = stretchesOf(source);
      const laid = new Sizes(stretches, source.defaultSize);
      const all = withHidden(stretches, source.filtered);
      this.made = { source, laid, shown: all === stretches ? laid : new Sizes(all, source.defaultSize) };
    }
    return this.made;
  }

  get count(): number {
    return this.built.source.axis.shown;
  }

  get used(): number {
    if (this.usedKnown < 0) this.usedKnown = this.findUsed();
    return this.usedKnown;
  }

  get frozen(): number {
    const { axis, frozen } = this.built.source;
    return frozen < 0 ? 0 : axis.liveUpTo(frozen);
  }

  size(index: number): number {
    return this.built.shown.size(index);
  }

  sized(index: number): boolean {
    const { axis, sizes, baseOf } = this.built.source;
    const line = axis.idAt(index);
    const own = sizes.get(line);
    return own === undefined ? (baseOf(line)?.[2] ?? null) !== null : own !== null;
  }

  hidden(index: number): boolean {
    return this.built.shown.size(index) === 0;
  }

  offset(index: number): number {
    return this.built.shown.offset(Math.max(0, Math.min(index, this.count)));
  }

  at(offset: number): number {
    return Math.max(0, Math.min(this.built.shown.at(Math.max(0, offset)), this.count - 1));
  }

  sameUntil(index: number): number {
    return Math.min(this.built.shown.sameUntil(index), this.count);
  }

  sameFrom(index: number): number {
    return this.built.shown.sameFrom(index);
  }

  /** A filter hides it. */
  filtered(index: number): boolean {
    return inSpans(this.built.source.filtered, index);
  }

  /** Its size where no filter hides it. */
  laidSize(index: number): number {
    return this.built.laid.size(index);
  }

  /** Whether filters hide any line. */
  get anyFiltered(): boolean {
    return this.built.source.filtered.starts.length > 0;
  }

  /** Stretches of lines between two that no filter hides. */
  unfiltered(first: number, last: number): (readonly [first: number, last: number])[] {
    return gapsIn(this.built.source.filtered, first, last);
  }

  /** Stretches of lines between two that have a size. */
  shown(first: number, last: number): (readonly [first: number, last: number])[] {
    const runs: [number, number][] = [];
    for (let index = first; index <= last;) {
      const end = Math.min(this.sameUntil(index), last + 1);
      if (!this.hidden(index)) {
        const before = runs.at(-1);
        if (before?.[1] === index - 1) before[1] = end - 1;
        else runs.push([index, end - 1]);
      }
      if (end <= index) break;
      index = end;
    }
    return runs;
  }

  id(index: number): number {
    return this.built.source.axis.idAt(index);
  }

  indexOf(id: number): number {
    return this.built.source.axis.indexOf(id);
  }
}
