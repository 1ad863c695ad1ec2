/** The formats that cells of the base point at. */

import type { CellFormat } from './view';

export interface StyleHost {
  styles(hash: string): Promise<readonly unknown[]>;
  /** They are here. */
  arrived(): void;
  failed(): void;
}

function readFormat(entry: unknown): CellFormat {
  if (typeof entry !== 'object' || entry === null) return {};
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

export class StyleTable {
  /** Null until they are here. */
  entries: readonly CellFormat[] | null = null;
  private hash: string | null = null;

  constructor(private readonly host: StyleHost) {}

  /** Fetches those of another table, unless it is the one that is here. */
  follow(hash: string | null): void {
    if (hash === this.hash && (hash === null || this.entries !== null)) return;
    this.hash = hash;
    if (hash === null) {
      this.entries = [];
      return;
    }
    this.host.styles(hash).then(
      (table) => {
        if (this.hash !== hash) return;
        this.entries = table.map(readFormat);
        this.host.arrived();
      },
      () => {
        if (this.hash === hash) this.host.failed();
      },
    );
  }
}
