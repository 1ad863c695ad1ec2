/** What the history can do beyond being read: comparing, taking back, naming moments, proving, checking. */
import type { Author, CellChange, CellScalar, RevertConflict } from './api';
import { ask, askJson, askNothing } from './http';

const workbook = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}`;

// Comparing two moments

/** A cell or something else that is different; `computed` when only what a formula reads is different. */
export interface Difference extends Omit<CellChange, 'kind'> {
  readonly kind: CellChange['kind'] | 'computed';
}

export interface SheetDifference {
  /** Its name at the later moment. */
  readonly sheet: string | null;
  readonly sheet_id: string | null;
  readonly values: number;
  readonly formats: number;
  readonly structure: number;
  readonly computed: number;
}

export interface Comparison {
  readonly from: number;
  readonly to: number;
  readonly sheets: readonly SheetDifference[];
  /** With the names and addresses of the later moment; the first 5,000. */
  readonly differences: readonly Difference[];
  readonly more: boolean;
}

/** Two moments side by side, each just after a change; without `to` the later one is now. */
export function compareMoments(
  id: string,
  moments: { from: number; to?: number },
  signal?: AbortSignal,
): Promise<Comparison> {
  return askJson(`${workbook(id)}/compare`, { query: moments, signal });
}

/** A cell that one of two people wrote, or both. */
export interface TwoVersions {
  readonly sheet: string | null;
  readonly sheet_id: string;
  readonly cell: string | null;
  /** Line ids. */
  readonly row: number;
  readonly col: number;
  /** What it held before. */
  readonly base: CellScalar;
  /** What each of them last wrote into it; absent where they did not. */
  readonly left?: CellScalar;
  readonly right?: CellScalar;
  readonly now: CellScalar;
  /** Both wrote, and not the same. */
  readonly both: boolean;
}

export interface PeopleComparison {
  readonly from: number;
  readonly to: number;
  readonly left: Author;
  readonly right: Author;
  /** Where both wrote comes first. */
  readonly cells: readonly TwoVersions[];
  readonly more: boolean;
  readonly counts: { readonly left: number; readonly right: number; readonly both: number };
}

/** What two people wrote after a moment, up to another one or until now. */
export function comparePeople(
  id: string,
  which: { readonly from: number; readonly to?: number; readonly left: string; readonly right: string },
  signal?: AbortSignal,
): Promise<PeopleComparison> {
  return askJson(`${workbook(id)}/compare/authors`, { query: { ...which }, signal });
}

// Taking back

/** Which changes: by number, or all that fit. */
export interface Chosen {
  readonly changes?: readonly number[];
  readonly author?: string;
  readonly link?: string;
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sheet?: string;
  readonly range?: string;
}

export interface TakenBack {
  /** The new change; null for a preview or when nothing was left to take back. */
  readonly seq: number | null;
  /** How many changes are meant. */
  readonly changes: number;
  readonly reverted: number;
  /** A hundred, after those that are to be skipped. */
  readonly conflicts: readonly (RevertConflict & { readonly entry: string })[];
  /** For a preview: what would be written, from what is there now. The first 5,000. */
  readonly cells: readonly CellChange[];
}

export function takeBack(
  id: string,
  chosen: Chosen,
  how: { preview?: boolean; overwrite?: boolean; take?: readonly string[]; skip?: number } = {},
): Promise<TakenBack> {
  return askJson(`${workbook(id)}/revert`, { method: 'POST', body: { ...chosen, ...how } });
}

// Going back in a part

export interface Restored {
  readonly seq: number | null;
  readonly cells: number;
  /** For a preview of a sheet or some cells: what would be written. */
  readonly changes?: readonly CellChange[];
}

/** Goes back to a moment: all of the workbook, a sheet, or cells where they are now. */
export function restoreMoment(
  id: string,
  seq: number,
  options: { preview?: boolean; sheet?: string; range?: string } = {},
): Promise<Restored> {
  return askJson(`${workbook(id)}/restore`, { method: 'POST', body: { seq, ...options } });
}

// Named versions

export interface Version {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  /** The moment: just after this change. */
  readonly seq: number;
  readonly at: string;
  /** Who named it. */
  readonly by: string;
  readonly by_name: string;
  readonly created_at: string;
}

/** The latest moment first. */
export async function listVersions(id: string, signal?: AbortSignal): Promise<readonly Version[]> {
  return (await askJson<{ versions: readonly Version[] }>(`${workbook(id)}/versions`, { signal })).versions;
}

/** Names a moment; now when `seq` is left out. */
export function nameVersion(
  id: string,
  version: { name: string; note: string; seq?: number },
): Promise<{ id: string; seq: number }> {
  return askJson(`${workbook(id)}/versions`, { method: 'POST', body: version });
}

export function alterVersion(
  id: string,
  version: string,
  words: { name: string; note: string },
): Promise<void> {
  return askNothing(`${workbook(id)}/versions/${encodeURIComponent(version)}`, {
    method: 'PATCH',
    body: words,
  });
}

export function deleteVersion(id: string, version: string): Promise<void> {
  return askNothing(`${workbook(id)}/versions/${encodeURIComponent(version)}`, { method: 'DELETE' });
}

// Proofs and checks

/** What is proven: a change, or the one that a cell owes what it holds. */
export type Proven = { readonly seq: number } | { readonly sheet: string; readonly cell: string };

/** A file that proves it without this server, and its name. */
export async function getProof(id: string, what: Proven): Promise<{ file: Blob; name: string }> {
  const response = await ask(`${workbook(id)}/proof`, { query: { ...what } });
  const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
  return { file: await response.blob(), name: named?.[1] ?? 'proof.json' };
}

/** The public key under which the server signs, in hex. */
export async function getKey(signal?: AbortSignal): Promise<string> {
  return (await askJson<{ key: string }>('/api/custody/key', { signal })).key;
}

export interface Verified {
  readonly whole: boolean;
  readonly seq: number;
  readonly changes: number;
  readonly entries: number;
  readonly blocks: number;
  readonly findings: readonly string[];
  readonly key: string;
}

/** Checks the whole record of a workbook. For its owner. */
export function verifyRecord(id: string): Promise<Verified> {
  return askJson(`${workbook(id)}/verify`, { method: 'POST' });
}

export interface RecordCheck {
  readonly workbook: string;
  readonly name: string;
  readonly at: string;
  readonly seq: number;
  readonly findings: readonly string[];
  readonly millis: number;
}

export interface CustodyOverview {
  readonly key: string;
  /** Seconds between two checks of everything; 0 for never. */
  readonly check_every: number;
  /** Signed heads are kept outside, too. */
  readonly anchored: boolean;
  /** The last one of each workbook, those with findings first. */
  readonly checks: readonly RecordCheck[];
}

/** What the last checks of all records found. For administrators. */
export function getCustody(signal?: AbortSignal): Promise<CustodyOverview> {
  return askJson('/api/custody', { signal });
}
