/** Sparse cells by the identities of their row and column. */

export class CellGrid<T> {
  private readonly byRow = new Map<number, Map<number, T>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(row: number, col: number): T | undefined {
    return this.byRow.get(row)?.get(col);
  }

  has(row: number, col: number): boolean {
    return this.byRow.get(row)?.has(col) === true;
  }

  set(row: number, col: number, value: T): void {
    let line = this.byRow.get(row);
    if (line === undefined) this.byRow.set(row, (line = new Map<number, T>()));
    if (!line.has(col)) this.count++;
    line.set(col, value);
  }

  delete(row: number, col: number): boolean {
    const line = this.byRow.get(row);
    if (line?.delete(col) !== true) return false;
    this.count--;
    if (line.size === 0) this.byRow.delete(row);
    return true;
  }

  clear(): void {
    this.byRow.clear();
    this.count = 0;
  }

  /** The cells of one row by column. */
  row(row: number): ReadonlyMap<number, T> | undefined {
    return this.byRow.get(row);
  }

  /** Row after row, in no order. */
  rows(): IterableIterator<[number, ReadonlyMap<number, T>]> {
    return this.byRow.entries();
  }
}
