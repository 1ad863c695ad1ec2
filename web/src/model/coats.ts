/** Looks that one act lays over many cells, such as borders: gathered until the act is at its end, then one change. */

import type { Coat } from './bulk-edits';

export class Coats {
  private waiting: { readonly sheet: string; readonly list: Coat[] } | null = null;

  constructor(private readonly lay: (sheet: string, coats: readonly Coat[]) => void) {}

  /** The act lays looks over many cells of the sheet: what else it lays there belongs to them. */
  has(sheet: string): boolean {
    return this.waiting?.sheet === sheet;
  }

  add(sheet: string, coat: Coat): void {
    if (this.waiting?.sheet === sheet) {
      this.waiting.list.push(coat);
      return;
    }
    const { list } = (this.waiting = { sheet, list: [coat] });
    queueMicrotask(() => {
      this.waiting = null;
      this.lay(sheet, list);
    });
  }
}
