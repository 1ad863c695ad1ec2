/** Lists of the rows that filters hide: assets that never change, fetched once. */

import type { RowList } from '../net/filters';

/** `first id, count, first id, count, …` */
export type RowRuns = Float64Array;

/** Lists kept at most; one is as large as half a million rows make it. */
const MOST = 24;

export function rowRuns(list: RowList): RowRuns {
  const runs = new Float64Array(list.length * 2);
  list.forEach(([first, count], i) => {
    runs[2 * i] = first;
    runs[2 * i + 1] = count;
  });
  return runs;
}

export class FilterLists {
  private readonly lists = new Map<string, RowRuns>();
  private readonly asked = new Map<string, Promise<void>>();

  constructor(
    private readonly fetch: (hash: string) => Promise<RowList>,
    /** A list has arrived. */
    private readonly arrived: () => void,
  ) {}

  get(hash: string): RowRuns | undefined {
    return this.lists.get(hash);
  }

  /** Resolves when the list is there. Rejects when it cannot be fetched; asked again, it is fetched again. */
  load(hash: string): Promise<void> {
    if (this.lists.has(hash)) return Promise.resolve();
    const before = this.asked.get(hash);
    if (before !== undefined) return before;
    const asking = this.fetch(hash).then(
      (list) => {
        this.asked.delete(hash);
        const [oldest] = this.lists.keys();
        if (this.lists.size >= MOST && oldest !== undefined) this.lists.delete(oldest);
        this.lists.set(hash, rowRuns(list));
        this.arrived();
      },
      (error: unknown) => {
        this.asked.delete(hash);
        throw error;
      },
    );
    this.asked.set(hash, asking);
    return asking;
  }
}
