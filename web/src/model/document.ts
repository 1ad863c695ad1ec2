/**
 * The Yjs document of a workbook, read as sheets, cells and names. Changes are followed entry by entry, wherever
 * they come from; writing happens in one transaction a command.
 */

import { Doc, type Map as YMap, type Transaction, type YMapEvent } from 'yjs';
import type { Axis } from './axis';
import { CellGrid } from './cell-grid';
import { isFormula, type StoredFormula } from './content';
import { type Edit, type Root, ROOTS, splitKey } from './entries';
import { type SheetChange, SheetRecord } from './record';
import type { Resolve } from './resolve';
import { holdsCell, type Table, type TableAxes } from './table';
import { Tables } from './tables';

/** What one transaction changed. */
export interface DocumentChange {
  readonly sheets: ReadonlyMap<string, SheetChange>;
  /** Styles, date system. */
  readonly book: boolean;
  readonly names: boolean;
  readonly tables: boolean;
  readonly local: boolean;
}

export interface DefinedName {
  readonly id: string;
  readonly text: string;
  /** The sheet that it belongs to, null for the workbook. */
  readonly scope: string | null;
  readonly formula: StoredFormula;
}

interface Collected {
  readonly sheets: Map<string, SheetChange>;
  book: boolean;
  names: boolean;
  tables: boolean;
}

/** Client ids below this are the server's. */
const FIRST_CLIENT = 1024;
/** The id under which the server writes. */
const SERVER = 1;

function newDoc(): Doc {
  const doc = new Doc();
  while (doc.clientID < FIRST_CLIENT) doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return doc;
}

export class WorkbookDocument implements Resolve {
  readonly doc: Doc;
  readonly sheets = new Map<string, SheetRecord>();
  readonly names = new Map<string, DefinedName>();
  readonly tables = new Tables();
  private readonly maps: Readonly<Record<Root, YMap<unknown>>>;
  private readonly listeners = new Set<(change: DocumentChange) => void>();
  private collected: Collected | null = null;
  private sheetIds: Map<string, string> | null = null;
  private nameIds: Map<string, string> | null = null;
  private ordered: readonly SheetRecord[] | null = null;

  constructor(doc: Doc = newDoc()) {
    this.doc = doc;
    const maps = ROOTS.map((root) => [root, doc.getMap<unknown>(root)] as const);
    this.maps = Object.fromEntries(maps) as Record<Root, YMap<unknown>>;
    for (const [root, map] of maps) {
      map.forEach((value, key) => this.take(root, key, value));
      map.observe((event: YMapEvent<unknown>) => {
        for (const key of event.keysChanged as Set<string>) this.take(root, key, map.get(key));
      });
    }
    this.collected = null;
    doc.on('afterTransaction', (transaction: Transaction) => this.tell(transaction));
  }

  get date1904(): boolean {
    return this.maps.book.get('date1904') === true;
  }

  /** Hash of the style table, null when there is none. */
  get styles(): string | null {
    const hash = this.maps.book.get('styles');
    return typeof hash === 'string' ? hash : null;
  }

  /** Existing sheets in tab order. */
  get tabs(): readonly SheetRecord[] {
    this.ordered ??= [...this.sheets.values()]
      .filter((sheet) => sheet.exists)
      .sort((a, b) => (a.pos === b.pos ? (a.id < b.id ? -1 : 1) : a.pos < b.pos ? -1 : 1));
    return this.ordered;
  }

  get(root: Root, key: string): unknown {
    return this.maps[root].get(key);
  }

  onChange(listener: (change: DocumentChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Writes entries in one transaction, which makes one update. */
  write(edits: readonly Edit[]): void {
    this.doc.transact(() => {
      for (const { root, key, value } of edits) {
        const map = this.maps[root];
        if (value !== undefined) map.set(key, value);
        else if (map.has(key)) {
          // A removal alone would leave our clock where it is, and no acknowledgement could name it.
          map.set(key, null);
          map.delete(key);
        }
      }
    }, 'local');
  }

  /** This client's next clock: what has to be acknowledged for everything written so far to be durable. */
  get clock(): number {
    return this.clockOf(this.doc.clientID);
  }

  /** The server's next clock, as far as its changes are here. */
  get serverClock(): number {
    return this.clockOf(SERVER);
  }

  /** Resolves when the server's clock is beyond `clock`, or when that takes longer than `patience`, milliseconds. */
  serverWrote(clock: number, patience: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.doc.off('afterTransaction', look);
        resolve();
      };
      const look = (): void => {
        if (this.serverClock > clock) done();
      };
      const timer = setTimeout(done, patience);
      this.doc.on('afterTransaction', look);
      look();
    });
  }

  private clockOf(client: number): number {
    const last = this.doc.store.clients.get(client)?.at(-1);
    return last === undefined ? 0 : last.id.clock + last.length;
  }

  // Resolve

  sheetByName(name: string): string | null {
    this.sheetIds ??= new Map(this.tabs.map((sheet) => [(sheet.name ?? '').toLowerCase(), sheet.id]));
    return this.sheetIds.get(name.toLowerCase()) ?? null;
  }

  sheetName(id: string): string | null {
    const sheet = this.sheets.get(id);
    return sheet?.exists === true ? sheet.name : null;
  }

  rows(id: string): Axis | null {
    const sheet = this.sheets.get(id);
    return sheet?.exists === true ? sheet.rows.axis : null;
  }

  cols(id: string): Axis | null {
    const sheet = this.sheets.get(id);
    return sheet?.exists === true ? sheet.cols.axis : null;
  }

  nameByText(text: string, own: string): string | null {
    this.nameIds ??= new Map(
      [...this.names.values()].map((name) => [`${name.scope ?? ''}/${name.text.toLowerCase()}`, name.id]),
    );
    const lower = text.toLowerCase();
    return this.nameIds.get(`${own}/${lower}`) ?? this.nameIds.get(`/${lower}`) ?? null;
  }

  nameText(id: string): { readonly text: string; readonly scope: string | null } | null {
    return this.names.get(id) ?? null;
  }

  tableByText(text: string): Table | null {
    return this.tables.named(text);
  }

  table(id: string): Table | null {
    return this.tables.get(id);
  }

  tableAt(sheet: string, row: number, col: number): Table | null {
    const axes = this.axes(sheet);
    if (axes === null) return null;
    return (
      this.tables.all().find((table) => table.sheet === sheet && holdsCell(table, row, col, axes)) ?? null
    );
  }

  /** Rows and columns of a sheet; null when it is deleted or unknown. */
  axes(sheet: string): TableAxes | null {
    const rows = this.rows(sheet);
    const cols = this.cols(sheet);
    return rows === null || cols === null ? null : { rows, cols };
  }

  private take(root: Root, key: string, value: unknown): void {
    this.collected ??= { sheets: new Map(), book: false, names: false, tables: false };
    if (root === 'book') {
      this.collected.book = true;
      return;
    }
    if (root === 'names') {
      this.takeName(key, value);
      this.collected.names = true;
      return;
    }
    if (root === 'tables') {
      this.tables.set(key, value);
      this.collected.tables = true;
      return;
    }
    const parts = splitKey(key);
    if (parts === null) return;
    const [id, rest] = parts;
    let sheet = this.sheets.get(id);
    if (sheet === undefined) this.sheets.set(id, (sheet = new SheetRecord(id)));
    let change = this.collected.sheets.get(id);
    if (change === undefined) {
      change = {
        id,
        listed: false,
        structure: false,
        layout: false,
        base: false,
        lines: false,
        cells: new CellGrid(),
      };
      this.collected.sheets.set(id, change);
    }
    sheet.set(root, rest, value, change);
    if (change.listed) {
      this.ordered = null;
      this.sheetIds = null;
    }
  }

  private takeName(id: string, value: unknown): void {
    this.nameIds = null;
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const [text, scope, ...formula] = list;
    if (typeof text !== 'string' || typeof scope !== 'string' || !isFormula(formula)) this.names.delete(id);
    else this.names.set(id, { id, text, scope: scope === '' ? null : scope, formula });
  }

  private tell(transaction: Transaction): void {
    const collected = this.collected;
    this.collected = null;
    if (collected === null) return;
    const change: DocumentChange = { ...collected, local: transaction.local };
    for (const listener of [...this.listeners]) listener(change);
  }
}
