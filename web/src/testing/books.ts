/** Workbooks for tests: without a server, or several that exchange updates by hand. */

import { applyUpdate, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { Manifest } from '../model/base';
import type { BlockJson } from '../model/block';
import { WorkbookDocument } from '../model/document';
import type { CheckSource } from '../model/check-commands';
import type { ServerActs } from '../model/command-host';
import type { Edit } from '../model/entries';
import type { FilterActs } from '../model/filter-commands';
import type { Sheet } from '../model/sheet';
import { editing } from '../model/later';
import { Workbook } from '../model/workbook';
import type { WorkbookSource } from '../model/workbook-source';

// Tests give commands at once.
await editing.load();

export interface Assets {
  readonly manifests?: Readonly<Record<string, Manifest>>;
  readonly blocks?: Readonly<Record<string, BlockJson>>;
  readonly styles?: Readonly<Record<string, readonly unknown[]>>;
  readonly values?: WorkbookSource['values'];
  readonly readers?: WorkbookSource['readers'];
  readonly acts?: Partial<ServerActs & CheckSource>;
  readonly filters?: Partial<FilterActs>;
}

function refused(): Promise<never> {
  return Promise.reject(new Error('no server'));
}

function found<T>(map: Readonly<Record<string, T>> | undefined, hash: string): Promise<T> {
  const asset = map?.[hash];
  return asset === undefined ? Promise.reject(new Error(`no asset ${hash}`)) : Promise.resolve(asset);
}

export function testSource(assets: Assets): WorkbookSource {
  return {
    manifest: (hash) => found(assets.manifests, hash),
    block: (hash) => found(assets.blocks, hash),
    styles: (hash) => found(assets.styles, hash),
    readers: assets.readers ?? (() => Promise.resolve([])),
    sort: refused,
    replace: refused,
    revert: refused,
    askCheck: refused,
    choices: refused,
    filters: {
      find: refused,
      values: refused,
      set: refused,
      remove: refused,
      list: refused,
      ...assets.filters,
    },
    paste: refused,
    ...assets.acts,
    values: assets.values ?? (() => Promise.resolve({ seq: 0, cells: [] })),
  };
}

export const ONE_SHEET: readonly Edit[] = [
  { root: 'book', key: 'epoch', value: 1 },
  { root: 'sheets', key: '1/name', value: 'Plan' },
  { root: 'sheets', key: '1/pos', value: 'V' },
];

/** A workbook that can be edited. */
export function testBook(
  edits: readonly Edit[] = ONE_SHEET,
  assets: Assets = {},
  document = new WorkbookDocument(),
): Workbook {
  const book = new Workbook('test', testSource(assets), document);
  if (edits.length > 0) document.write(edits);
  book.role = 'editor';
  book.ready = true;
  return book;
}

/** A workbook that begins with what another one holds. */
export function copyOf(book: Workbook): Workbook {
  const copy = testBook([]);
  applyUpdate(copy.document.doc, encodeStateAsUpdate(book.document.doc), 'remote');
  return copy;
}

/** Brings `to` everything that `from` has. */
export function bring(from: Workbook, to: Workbook): void {
  const missing = encodeStateAsUpdate(from.document.doc, encodeStateVector(to.document.doc));
  applyUpdate(to.document.doc, missing, 'remote');
}

export function sheetOf(book: Workbook, id = '1'): Sheet {
  const sheet = book.sheet(id);
  if (sheet === undefined) throw new Error(`no sheet ${id}`);
  return sheet;
}

/** Texts of a rectangle, formulas as such. */
export function texts(sheet: Sheet, rows: number, cols: number): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => {
      const cell = sheet.cell(row, col);
      return cell.formula ?? cell.text;
    }),
  );
}
