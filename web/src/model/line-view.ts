/** Sizes and places of the visible lines of one axis, from the exceptions alone. */

import type { Axis } from './axis';
import { lastAtMost } from './axis-build';
import type { LineEntry } from './base';
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
  /** Last frozen line, -1 for none. */
  readonly frozen: number;
}

/** Lines of one size that differ from the default, by visible index, with their pixel offset. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

function stretchesOf(source: LineSource): Stretch[] {
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
  return stretches.sort((a, b) => a.start - b.start);
}

/** A snapshot of the sizes; built anew when anything about the lines changes. */
class Sizes {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly sizes: Float64Array;
  readonly offsets: Float64Array;

  constructor(readonly source: LineSource) {
    const stretches = stretchesOf(source);
    this.starts = Float64Array.from(stretches, (stretch) => stretch.start);
    this.ends = Float64Array.from(stretches, (stretch) => stretch.end);
    this.sizes = Float64Array.from(stretches, (stretch) => stretch.size);
    this.offsets = new Float64Array(stretches.length);
    let end = 0;
    let offset = 0;
    stretches.forEach((stretch, i) => {
      offset += (stretch.start - end) * source.defaultSize;
      this.offsets[i] = offset;
      offset += (stretch.end - stretch.start) * stretch.size;
      end = stretch.end;
    });
  }

  size(index: number): number {
    const at = lastAtMost(this.starts, index);
    return at >= 0 && index < (this.ends[at] ?? 0) ? (this.sizes[at] ?? 0) : this.source.defaultSize;
  }

  sameUntil(index: number): number {
    const at = lastAtMost(this.starts, index);
    const end = this.ends[at] ?? 0;
    return at >= 0 && index < end ? end : (this.starts[at + 1] ?? Infinity);
  }

  offset(index: number): number {
    const at = lastAtMost(this.starts, index);
    if (at < 0) return index * this.source.defaultSize;
    const within = Math.min(index, this.ends[at] ?? 0) - (this.starts[at] ?? 0);
    const beyond = Math.max(0, index - (this.ends[at] ?? 0));
    return (this.offsets[at] ?? 0) + within * (this.sizes[at] ?? 0) + beyond * this.source.defaultSize;
  }

  at(offset: number): number {
    const at = lastAtMost(this.offsets, offset);
    if (at < 0) return Math.floor(offset / this.source.defaultSize);
    const start = this.starts[at] ?? 0;
    const end = this.ends[at] ?? 0;
    const size = this.sizes[at] ?? 0;
    const into = offset - (this.offsets[at] ?? 0);
    const length = (end - start) * size;
    if (into < length) return start + Math.floor(into / size);
    return end + Math.floor((into - length) / this.source.defaultSize);
  }
}

export class LineView implements AxisView {
  private built: Sizes | null = null;
  private usedKnown = -1;

  constructor(
    private readonly source: () => LineSource,
    private readonly findUsed: () => number,
  ) {}

  /** Something about the lines changed. */
  invalidate(): void {
    this.built = null;
    this.usedKnown = -1;
  }

  /** Only what is used may have changed. */
  invalidateUsed(): void {
    this.usedKnown = -1;
  }

  private get sizes(): Sizes {
    this.built ??= new Sizes(this.source());
    return this.built;
  }

  get count(): number {
    return this.sizes.source.axis.shown;
  }

  get used(): number {
    if (this.usedKnown < 0) this.usedKnown = this.findUsed();
    return this.usedKnown;
  }

  get frozen(): number {
    const { axis, frozen } = this.sizes.source;
    return frozen < 0 ? 0 : axis.liveUpTo(frozen);
  }

  size(index: number): number {
    return this.sizes.size(index);
  }

  hidden(index: number): boolean {
    return this.sizes.size(index) === 0;
  }

  offset(index: number): number {
    return this.sizes.offset(Math.max(0, Math.min(index, this.count)));
  }

  at(offset: number): number {
    return Math.max(0, Math.min(this.sizes.at(Math.max(0, offset)), this.count - 1));
  }

  /** One past the last line from `index` on that is sure to have the same size. */
  sameUntil(index: number): number {
    return Math.min(this.sizes.sameUntil(index), this.count);
  }

  id(index: number): number {
    return this.sizes.source.axis.idAt(index);
  }

  indexOf(id: number): number {
    return this.sizes.source.axis.indexOf(id);
  }
}
