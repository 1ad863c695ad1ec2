/** What commands need of their workbook, and those of one kind of the others. */

import type { CheckSource } from './check-commands';
import type { WorkbookDocument } from './document';
import type { EditContext } from './edit-cells';
import type { Reader } from './edit-move';
import type { Edit } from './entries';
import type { FilterActs } from './filter-commands';
import type { OwnFilters } from './filter-own';
import type { Sheet } from './sheet';
import type { Task } from './task';
import type { EntryStore } from './undo';
import type { Area, SelectionMemo } from './view';
import type { RevertAnswer } from '../net/api';
import type { FindQuery, FoundCell, PasteBody, Pasted, Replaced, Sorted, SortRequest } from '../net/bulk';
import type { Sending } from '../net/upload';

/** What the server does in one's name, each as one change. All reject with `Problem`. */
export interface ServerActs {
  sort(request: SortRequest): Promise<Sorted>;
  replace(
    query: FindQuery,
    replacement: string,
    cells?: readonly Pick<FoundCell, 'sheet' | 'cell'>[],
  ): Promise<Replaced>;
  revert(seq: number): Promise<RevertAnswer>;
  paste(body: PasteBody, sending: Sending): Promise<Pasted>;
}

/** What commands need of their workbook. */
export interface CommandHost {
  readonly document: WorkbookDocument;
  readonly readOnly: boolean;
  readonly store: EntryStore;
  readonly checkSource: CheckSource;
  readonly filterActs: FilterActs;
  readonly ownFilters: OwnFilters;
  ownChanged(): void;
  sheetById(id: string): Sheet | undefined;
  notice(code: string, detail: string): void;
  /** The formulas that refer to cells of an area, or to ranges within it. */
  readers(sheet: Sheet, area: Area): Promise<readonly Reader[]>;
  /** Has the server do something, after own edits are stored; resolves when its change has arrived. */
  operate<T extends { readonly seq: number | null }>(work: (acts: ServerActs) => Promise<T>): Promise<T>;
  /** The server is doing something in one's name. */
  readonly working: boolean;
  /** Something long that is under way. */
  task: Task | null;
  taskChanged(): void;
  /** One's own presence changed. */
  present(
    state: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
    typing: string | null,
  ): void;
}

/** What commands of one kind need of the others. */
export interface Steps {
  readonly document: WorkbookDocument;
  readonly context: EditContext;
  sheetById(id: string): Sheet | undefined;
  /** Makes and writes entries; what refuses becomes a notice. */
  attempt(make: () => readonly Edit[]): void;
  /** Runs when what the cells of an area hold is known. */
  whenLoaded(sheet: string, area: Area, work: (sheet: Sheet) => void): void;
  together(work: () => void): void;
  /** A step of its own, which the first undo takes back alone. */
  apart(work: () => void): void;
  readers(sheet: Sheet, area: Area): Promise<readonly Reader[]>;
  notice(code: string, detail: string): void;
}
