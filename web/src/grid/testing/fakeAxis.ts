/** One axis of the fake workbook: identities in an array, sizes as exceptions. */
import type { AxisView } from '../../model/view';

export class FakeAxis implements AxisView {
  readonly #size: number;
  #ids: number[] | null = null;
  #count: number;
  #nextId: number;
  readonly sizes = new Map<number, number>();
  readonly hiddenIds = new Set<number>();
  frozen = 0;
  used = 0;
  #exceptions: { index: number; before: number; delta: number }[] | null = null;

  constructor(count: number, size: number) {
    this.#count = count;
    this.#size = size;
    this.#nextId = count + 1_000_000;
  }

  get count(): number {
    return this.#count;
  }

  #all(): number[] {
    this.#ids ??= Array.from({ length: this.#count }, (_, index) => index);
    return this.#ids;
  }

  touch(): void {
    this.#exceptions = null;
  }

  insert(before: number, count: number): void {
    const fresh = Array.from({ length: count }, () => this.#nextId++);
    this.#all().splice(before, 0, ...fresh);
    this.#all().length = this.#count;
    this.used += before < this.used ? count : 0;
    this.touch();
  }

  remove(first: number, last: number): void {
    const gone = last - first + 1;
    this.#all().splice(first, gone);
    for (let n = 0; n < gone; n++) this.#all().push(this.#nextId++);
    this.used -= Math.max(0, Math.min(this.used, last + 1) - first);
    this.touch();
  }

  move(first: number, last: number, before: number): void {
    const lines = this.#all().splice(first, last - first + 1);
    this.#all().splice(before > last ? before - lines.length : before, 0, ...lines);
    this.touch();
  }

  save(): () => void {
    const ids = this.#ids === null ? null : [...this.#ids];
    const sizes = new Map(this.sizes);
    const hidden = new Set(this.hiddenIds);
    const { frozen, used } = this;
    return () => {
      this.#ids = ids === null ? null : [...ids];
      this.sizes.clear();
      for (const [id, size] of sizes) this.sizes.set(id, size);
      this.hiddenIds.clear();
      for (const id of hidden) this.hiddenIds.add(id);
      this.frozen = frozen;
      this.used = used;
      this.touch();
    };
  }

  id(index: number): number {
    return this.#ids === null ? index : (this.#ids[index] ?? -1);
  }

  indexOf(id: number): number {
    return this.#ids === null ? (id < this.#count ? id : -1) : this.#ids.indexOf(id);
  }

  hidden(index: number): boolean {
    return this.hiddenIds.has(this.id(index));
  }

  size(index: number): number {
    if (this.hiddenIds.size > 0 && this.hidden(index)) return 0;
    return this.sizes.size === 0 ? this.#size : (this.sizes.get(this.id(index)) ?? this.#size);
  }

  sized(index: number): boolean {
    return this.sizes.has(this.id(index));
  }

  #list(): { index: number; before: number; delta: number }[] {
    if (this.#exceptions !== null) return this.#exceptions;
    const indices = new Set([...this.sizes.keys(), ...this.hiddenIds].map((id) => this.indexOf(id)));
    let before = 0;
    this.#exceptions = [...indices]
      .filter((index) => index >= 0)
      .sort((a, b) => a - b)
      .map((index) => {
        const delta = this.size(index) - this.#size;
        const entry = { index, before, delta };
        before += delta;
        return entry;
      });
    return this.#exceptions;
  }

  sameUntil(index: number): number {
    return index + 1;
  }

  sameFrom(index: number): number {
    return index;
  }

  offset(index: number): number {
    const list = this.#list();
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.index < index) low = middle + 1;
      else high = middle;
    }
    const last = list[low - 1];
    return index * this.#size + (last === undefined ? 0 : last.before + last.delta);
  }

  at(offset: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offset(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
