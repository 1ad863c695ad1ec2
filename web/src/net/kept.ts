/**
 * Edits on this device that the server has not confirmed yet. They outlive the page, and belong to one person: what
 * one person keeps is neither sent nor shown to another who uses the same browser.
 */

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** One edit, as bytes for the document that it was made in and as entries for any other. */
export interface KeptEdit {
  readonly user: string;
  readonly workbook: string;
  readonly epoch: number;
  /** The Yjs client that wrote it, and the clock that it reaches. */
  readonly client: number;
  readonly clock: number;
  readonly update: Uint8Array;
  readonly entries: readonly unknown[];
  /** What was typed and where, for the person. */
  readonly text: string;
  /** When it was made, milliseconds since 1970. */
  readonly at: number;
  /** Why it could not be applied and is not tried again by itself; null while it waits. */
  readonly held: string | null;
}

/** Are they the same edit? */
export function sameEdit(a: KeptEdit, b: KeptEdit): boolean {
  return a.client === b.client && a.clock === b.clock && a.epoch === b.epoch;
}

/** The edits of one person in one workbook. */
export interface Keeper {
  put(edits: readonly KeptEdit[]): Promise<void>;
  list(): Promise<readonly KeptEdit[]>;
  /** Deletes what one client wrote up to a clock. */
  confirm(epoch: number, client: number, clock: number): Promise<void>;
  drop(edits: readonly KeptEdit[]): Promise<void>;
}

type Key = [user: string, workbook: string, epoch: number, client: number, clock: number];

interface Schema extends DBSchema {
  edits: { key: Key; value: KeptEdit };
}

const NAME = 'daylight-edits';

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade: (db) => {
      db.createObjectStore('edits', { keyPath: ['user', 'workbook', 'epoch', 'client', 'clock'] });
    },
    // A newer app in another tab, or somebody who clears this browser's data, shall not have to wait.
    blocking: (_current, _wanted, event) => {
      opened = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** All keys that begin so: arrays sort behind numbers and texts. */
function under(...begin: readonly (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound(begin, [...begin, []]);
}

export function keeper(user: string, workbook: string): Keeper {
  return {
    put: async (edits) => {
      const change = (await database()).transaction('edits', 'readwrite', { durability: 'strict' });
      await Promise.all([...edits.map((edit) => change.store.put(edit)), change.done]);
    },
    list: async () => (await database()).getAll('edits', under(user, workbook)),
    confirm: async (epoch, client, clock) => {
      const begin = [user, workbook, epoch, client];
      await (await database()).delete('edits', IDBKeyRange.bound(begin, [...begin, clock]));
    },
    drop: async (edits) => {
      const change = (await database()).transaction('edits', 'readwrite');
      const keys = edits.map((edit): Key => [user, workbook, edit.epoch, edit.client, edit.clock]);
      await Promise.all([...keys.map((key) => change.store.delete(key)), change.done]);
    },
  };
}

/** How many edits of a person are kept here, by workbook. */
export async function countKept(user: string): Promise<ReadonlyMap<string, number>> {
  const keys = await (await database()).getAllKeys('edits', under(user));
  const counts = new Map<string, number>();
  for (const [, workbook] of keys) counts.set(workbook, (counts.get(workbook) ?? 0) + 1);
  return counts;
}

/** Takes out of this device what a person keeps here of a workbook that they may not open any more. */
export async function takeKept(user: string, workbook: string): Promise<readonly KeptEdit[]> {
  const change = (await database()).transaction('edits', 'readwrite');
  const range = under(user, workbook);
  const [edits] = await Promise.all([change.store.getAll(range), change.store.delete(range), change.done]);
  return edits;
}

/** Deletes everything that a person keeps here, as they sign out. */
export async function forgetKept(user: string): Promise<void> {
  await (await database()).delete('edits', under(user));
}
