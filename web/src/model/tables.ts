/** The tables of a workbook, kept ready for looking up. */

import { isShortId, parseLine, splitOnce } from './reference';
import { readTable, type Table } from './table';

export class Tables {
  private readonly values = new Map<string, unknown>();
  /** Names of columns by table, also of tables that are not there. */
  private readonly names = new Map<string, Map<number, string>>();
  private readonly tables = new Map<string, Table>();
  private sorted: readonly Table[] | null = null;

  /** Takes in the present value of an entry of the root. */
  set(key: string, value: unknown): void {
    const parts = splitOnce(key, '/');
    const id = parts === null ? key : parts[0];
    if (!isShortId(id)) return;
    if (parts === null) this.values.set(id, value);
    else {
      const line = parseLine(parts[1]);
      if (line === null) return;
      const names = new Map(this.names.get(id));
      if (typeof value === 'string') names.set(line, value);
      else names.delete(line);
      this.names.set(id, names);
    }
    const table = readTable(id, this.values.get(id), this.names.get(id) ?? new Map());
    if (table === null) this.tables.delete(id);
    else this.tables.set(id, table);
    this.sorted = null;
  }

  get(id: string): Table | null {
    return this.tables.get(id) ?? null;
  }

  /** All of them, by id. */
  all(): readonly Table[] {
    this.sorted ??= [...this.tables.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.sorted;
  }

  /** The table that a text means; the one with the smallest id when two people gave the same name. */
  named(text: string): Table | null {
    const wanted = text.toLowerCase();
    return this.all().find((table) => table.name.toLowerCase() === wanted) ?? null;
  }
}
