/** Opening a workbook: live, or as it was at an earlier moment. */

import { applyUpdate } from 'yjs';
import { rangeName } from '../lib/a1';
import { getAsset, getCells, getReaders, getState, getWorkbook, revertChange } from '../net/api';
import { pasteCells, replaceCells, sortRows } from '../net/bulk';
import { askCheck, checkChoices } from '../net/checks';
import { filterValues, findHidden, removeFilter, type RowList, setFilter } from '../net/filters';
import { Problem } from '../net/problem';
import { openSocket } from '../net/begun';
import { keeper } from '../net/kept';
import type { Ending, ProviderOptions } from '../net/provider';
import type { Manifest } from './base';
import type { BlockJson } from './block';
import { WorkbookDocument } from './document';
import { LiveLink } from './live';
import { parseCell } from '../lib/a1';
import type { Area, WorkbookView } from './view';
import { Workbook } from './workbook';
import type { WorkbookLink, WorkbookSource } from './workbook-source';

export interface OpenWorkbook {
  readonly view: WorkbookView;
  /** Tries to connect at once instead of waiting for the next attempt. */
  reconnect(): void;
  /** Makes the edits once more that could not be applied. */
  tryAgain(): void;
  /** Lets go of the edits that could not be applied. */
  forget(): void;
  close(): void;
}

/** A workbook as it was: read-only, and to be closed. */
export interface MomentView extends WorkbookView {
  close(): void;
}

export interface OpenOptions {
  /** Where the socket goes; by default the page's own server. */
  readonly address?: ProviderOptions['address'];
  readonly socket?: ProviderOptions['open'];
}

/** Where assets and values of a workbook come from, now or at a seq. */
export function serverSource(id: string, at?: number): WorkbookSource {
  return {
    manifest: (hash) => getAsset<Manifest>(id, hash),
    styles: (hash) => getAsset<readonly unknown[]>(id, hash),
    block: (hash, signal) => getAsset<BlockJson>(id, hash, signal),
    sort: (request) => sortRows(id, request),
    replace: (query, replacement, cells) => replaceCells(id, query, replacement, cells),
    revert: (seq) => revertChange(id, seq),
    askCheck: (question, signal) => askCheck(id, question, signal),
    choices: (sheet, cell, search, signal) => checkChoices(id, sheet, cell, search, signal),
    filters: {
      find: (place, criteria, signal) => findHidden(id, place, criteria, signal),
      values: (place, query, signal) => filterValues(id, place, query, signal),
      set: (place, criteria) => setFilter(id, place, criteria),
      remove: (place) => removeFilter(id, place),
      list: async (hash) => (await getAsset<{ readonly rows: RowList }>(id, hash)).rows,
    },
    paste: (body, sending) => pasteCells(id, body, sending),
    readers: async (sheet, area) => (await getReaders(id, { sheet, range: rangeName(area) })).formulas,
    values: async (sheet, area) => {
      const request = at === undefined ? {} : { at };
      const { seq, cells } = await getCells(id, { sheet, range: rangeName(area), ...request });
      const formulas = cells.filter((cell) => cell.formula !== undefined);
      return {
        seq,
        cells: formulas.flatMap((cell) => {
          const place = parseCell(cell.cell);
          return place === null ? [] : [{ ...place, value: cell.value }];
        }),
      };
    },
  };
}

/** Why a connection was refused before it opened: the REST interface can tell what a socket cannot. */
async function diagnose(id: string): Promise<Ending | null> {
  try {
    await getWorkbook(id);
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) return null;
    // Something in between that answers with a page of its own tells nothing about the workbook.
    const final = [401, 403, 404, 410].includes(error.status) && !error.code.startsWith('http-');
    return final ? { kind: 'refused', code: error.code, detail: error.detail } : null;
  }
}

function socketAddress(id: string): ProviderOptions['address'] {
  const { protocol, host } = globalThis.location;
  const base = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/${encodeURIComponent(id)}?daylight=1`;
  return (epoch) => (epoch === null ? base : `${base}&epoch=${epoch}`);
}

/** Opens a workbook. The view is there at once; `ready` tells when the document has arrived. */
export function openWorkbook(id: string, options: OpenOptions = {}): OpenWorkbook {
  const view = new Workbook(id, serverSource(id));
  const link = new LiveLink(view, {
    address: options.address ?? socketAddress(id),
    open: options.socket ?? openSocket,
    diagnose: () => diagnose(id),
    keeper: (user) => keeper(user, id),
  });
  return {
    view,
    reconnect: () => link.reconnect(),
    tryAgain: () => link.tryAgain(),
    forget: () => link.forget(),
    close: () => link.close(),
  };
}

/** In the past nothing is written, and values are asked for as the screen moves. */
class MomentLink implements WorkbookLink {
  constructor(private readonly book: Workbook) {}

  wrote(): void {
    // Nothing can be written: the workbook is locked.
  }

  moved(): void {
    // Nobody is here.
  }

  present(): void {
    // Nobody sees who looks at the past.
  }

  during<T>(): Promise<T> {
    return Promise.reject(
      new Problem(403, { code: 'read-only', detail: 'An earlier moment cannot be changed.' }),
    );
  }

  show(id: string, area: Area): void {
    const sheet = this.book.sheet(id);
    if (sheet === undefined) return;
    this.book.moment(sheet, area).catch((error: unknown) => {
      const detail =
        error instanceof Problem ? error.detail : 'The values of this moment could not be fetched.';
      this.book.notice('not-loaded', detail);
    });
  }
}

/** Opens a workbook as it was just after a change. Rejects with `Problem`. */
export async function openMoment(id: string, seq: number, signal?: AbortSignal): Promise<MomentView> {
  const state = await getState(id, seq, signal);
  const document = new WorkbookDocument();
  applyUpdate(document.doc, state.update);
  const book = new Workbook(id, serverSource(id, seq), document);
  book.link = new MomentLink(book);
  book.locked = true;
  book.ready = true;
  book.seq = seq;
  book.save = { kind: 'saved', at: 0 };
  return book;
}
