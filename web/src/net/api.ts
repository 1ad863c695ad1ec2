/** The REST interface, one typed function for each endpoint. All throw `Problem`. */

import { ask, askJson, askNothing } from './http';
import type { Folded } from './keeping';
import { upload } from './upload';

export type Role = 'viewer' | 'commenter' | 'editor' | 'owner';
export type PersonKind = 'person' | 'guest' | 'program' | 'system';
/** A computed or typed value in JSON. */
export type CellScalar = null | boolean | number | string | { readonly error: string };

export interface Author {
  readonly id: string;
  readonly name: string;
  readonly kind: PersonKind;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

const workbook = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}`;

// Who is here

export interface SessionUser extends Author {
  readonly is_admin: boolean;
}

export async function getSession(signal?: AbortSignal): Promise<SessionUser | null> {
  const answer = await askJson<{ user: SessionUser | null }>('/api/session', { signal });
  return answer.user;
}

/** Exchanges a one-time sign-in link's token for a session cookie. */
export async function signIn(token: string): Promise<SessionUser | null> {
  const response = await ask('/api/session', { method: 'POST', body: { token } });
  await response.body?.cancel();
  return getSession();
}

export function signOut(): Promise<void> {
  return askNothing('/api/session', { method: 'DELETE' });
}

export function renameMyself(name: string): Promise<void> {
  return askNothing('/api/session', { method: 'PATCH', body: { name } });
}

// Joining by a share link

export interface Invitation {
  readonly workbook: Named;
  readonly role: Role;
  readonly owner: { readonly name: string };
  readonly expires_at: string | null;
  /** Who is signed in already, so that no name need be asked for. */
  readonly user: Author | null;
}

export function getInvitation(token: string): Promise<Invitation> {
  return askJson(`/api/join/${encodeURIComponent(token)}`);
}

/** Joins; a name is required when nobody is signed in. */
export function join(token: string, name?: string): Promise<{ workbook: string; role: Role }> {
  return askJson(`/api/join/${encodeURIComponent(token)}`, {
    method: 'POST',
    body: name === undefined ? {} : { name },
  });
}

// API tokens

export interface ApiToken {
  readonly id: string;
  readonly label: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly used_at: string | null;
}

export async function listTokens(): Promise<readonly ApiToken[]> {
  return (await askJson<{ tokens: readonly ApiToken[] }>('/api/tokens')).tokens;
}

/** Creates a token; its text is shown this once. */
export function createToken(label: string, expiresAt?: string): Promise<{ id: string; token: string }> {
  const body = expiresAt === undefined ? { label } : { label, expires_at: expiresAt };
  return askJson('/api/tokens', { method: 'POST', body });
}

export function revokeToken(id: string): Promise<void> {
  return askNothing(`/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

// The catalogue

export interface PresentPerson extends Author {
  /** 1 to 12. */
  readonly color: number;
}

export interface WorkbookCard extends Named {
  readonly owner: Named;
  /** The file it came from. */
  readonly origin: string | null;
  readonly created_at: string;
  readonly role: Role;
  readonly trashed_at: string | null;
  readonly last_change: {
    readonly seq: number;
    readonly at: string;
    readonly author: Author;
    readonly summary: string | null;
  } | null;
  /** Changes per day of the last 24 days, today last. */
  readonly activity: readonly number[];
  readonly present: readonly PresentPerson[];
}

export async function listWorkbooks(
  filter: { trashed?: boolean; signal?: AbortSignal } = {},
): Promise<readonly WorkbookCard[]> {
  const answer = await askJson<{ workbooks: readonly WorkbookCard[] }>('/api/workbooks', {
    query: { trashed: filter.trashed === true ? true : undefined },
    signal: filter.signal,
  });
  return answer.workbooks;
}

export function getWorkbook(id: string, signal?: AbortSignal): Promise<WorkbookCard> {
  return askJson(workbook(id), { signal });
}

/** An empty workbook with one sheet. */
export function createWorkbook(name: string): Promise<{ id: string }> {
  return askJson('/api/workbooks', { method: 'POST', body: { name } });
}

export function renameWorkbook(id: string, name: string): Promise<void> {
  return askNothing(workbook(id), { method: 'PATCH', body: { name } });
}

export function trashWorkbook(id: string): Promise<void> {
  return askNothing(workbook(id), { method: 'DELETE' });
}

export function restoreWorkbook(id: string): Promise<void> {
  return askNothing(workbook(id), { method: 'PATCH', body: { trashed: false } });
}

// Importing files

export interface ImportStarted {
  /** The workbook that it will become. */
  readonly id: string;
  /** Where to ask how far it is. */
  readonly import: string;
}

export interface ImportReportSheet {
  readonly name: string;
  readonly [fact: string]: unknown;
}

export interface ImportReport {
  readonly sheets: readonly ImportReportSheet[];
  readonly [fact: string]: unknown;
}

export interface ImportState {
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
  readonly report?: ImportReport;
  readonly problem?: {
    readonly title?: string;
    readonly detail?: string;
    readonly code?: string;
    readonly where?: string;
  };
}

/** Sends a file; `onProgress` hears the share of bytes sent (0 to 1). Rejects with `Problem`, or the signal's reason. */
export function uploadFile(
  file: File,
  options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<ImportStarted> {
  const form = new FormData();
  form.append('file', file, file.name);
  return upload('/api/workbooks', form, options);
}

/** How far an import is; `url` is `ImportStarted.import`. */
export function getImport(url: string, signal?: AbortSignal): Promise<ImportState> {
  return askJson(url, { signal });
}

export function cancelImport(url: string): Promise<void> {
  return askNothing(url, { method: 'DELETE' });
}

/** Asks until the import has ended; `onState` hears every answer, the last one included. */
export async function followImport(
  url: string,
  onState: (state: ImportState) => void,
  signal?: AbortSignal,
): Promise<ImportState> {
  for (let pause = 120; ; pause = Math.min(pause * 1.3, 1000)) {
    const state = await getImport(url, signal);
    onState(state);
    if (state.state !== 'queued' && state.state !== 'running') return state;
    await new Promise<void>((resolve) => setTimeout(resolve, pause));
    signal?.throwIfAborted();
  }
}

// Cells

export interface CellAnswer {
  readonly cell: string;
  readonly value: CellScalar;
  readonly text: string;
  readonly formula?: string;
}

export function getCells(
  id: string,
  ask: { sheet: string; range: string; at?: number; signal?: AbortSignal },
): Promise<{ seq: number; cells: readonly CellAnswer[] }> {
  return askJson(`${workbook(id)}/cells`, {
    query: { sheet: ask.sheet, range: ask.range, at: ask.at },
    signal: ask.signal,
  });
}

/** A formula in stored form, and where it stands by identity. */
export interface ReaderAnswer {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
  readonly content: readonly [tag: string, template: string, ...refs: string[]];
}

/** The formulas that refer to cells of a range, or to ranges within it. */
export function getReaders(
  id: string,
  ask: { sheet: string; range: string },
): Promise<{ seq: number; formulas: readonly ReaderAnswer[] }> {
  return askJson(`${workbook(id)}/cells/readers`, { query: ask });
}

/** Sets cells as a person would type them. */
export function setCells(
  id: string,
  sheet: string,
  cells: readonly { cell: string; input: string }[],
): Promise<{ seq: number | null }> {
  return askJson(`${workbook(id)}/cells`, { method: 'PATCH', body: { sheet, cells } });
}

// History

export type Via = 'edit' | 'import' | 'api' | 'revert' | 'restore' | 'merge' | 'create' | 'system';

export interface CellChange {
  /** The sheet's name now, null where it belongs to none. */
  readonly sheet: string | null;
  readonly sheet_id: string | null;
  /** Where the cell is now; null when it is no cell, or deleted. */
  readonly cell: string | null;
  /** Line ids. */
  readonly row: number | null;
  readonly col: number | null;
  readonly kind: 'value' | 'format' | 'structure';
  /** Words, for what is not a cell's value. */
  readonly label?: string | null;
  /** Scalar, or formula text with `=`; null when empty. */
  readonly old: CellScalar;
  readonly new: CellScalar;
  /** Written in vain: a concurrent change won. */
  readonly superseded?: boolean;
}

export interface LinkMention {
  readonly id: string;
  readonly label: string | null;
}

export interface Change {
  readonly seq: number;
  readonly at: string;
  readonly author: Author;
  readonly via: Via;
  readonly summary: string | null;
  readonly link: LinkMention | null;
  /** The change that this one takes back. */
  readonly reverts: number | null;
  /** The changes that this one takes back where they are several. */
  readonly reverts_all?: readonly number[];
  /** The moment that this one brings back. */
  readonly restores?: number | null;
  readonly total_cells: number;
  /** At most 20 in lists; all of them from `getChange`. */
  readonly cells: readonly CellChange[];
  readonly hash: string;
}

export interface ChangeFilter {
  readonly before?: number;
  readonly limit?: number;
  readonly author?: string;
  readonly link?: string;
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sheet?: string;
  readonly range?: string;
}

/** Newest first; `next` is the `before` of the following page, null at the end. */
export function listChanges(
  id: string,
  filter: ChangeFilter = {},
  signal?: AbortSignal,
): Promise<{ changes: readonly Change[]; next: number | null; folded?: Folded | null }> {
  return askJson(`${workbook(id)}/changes`, { query: { ...filter }, signal });
}

export function getChange(id: string, seq: number, signal?: AbortSignal): Promise<Change> {
  return askJson(`${workbook(id)}/changes/${seq}`, { signal });
}

export interface StoryStep {
  readonly seq: number;
  readonly at: string;
  readonly author: Author;
  readonly link?: LinkMention | null;
  readonly via: Via;
  readonly old: CellScalar;
  readonly new: CellScalar;
  readonly superseded?: boolean;
}

/** What happened to one cell, newest first, the imported value last. */
export function getCellStory(
  id: string,
  sheet: string,
  cell: string,
  signal?: AbortSignal,
): Promise<{ sheet: string; cell: string; story: readonly StoryStep[]; folded?: Folded | null }> {
  return askJson(`${workbook(id)}/cells/history`, { query: { sheet, cell }, signal });
}

/** Something that was changed again since; who did it is null when that is not known. */
export interface RevertConflict {
  readonly sheet: string | null;
  readonly cell: string | null;
  readonly now: CellScalar;
  readonly was: CellScalar;
  readonly seq: number | null;
  readonly at: string | null;
  readonly author: Author | null;
}

export interface RevertAnswer {
  /** The new change; null for a preview or when nothing was left to take back. */
  readonly seq: number | null;
  readonly reverted: number;
  readonly conflicts: readonly RevertConflict[];
}

export function revertChange(
  id: string,
  seq: number,
  options: { preview?: boolean; overwrite?: boolean } = {},
): Promise<RevertAnswer> {
  return askJson(`${workbook(id)}/changes/${seq}/revert`, { method: 'POST', body: options });
}

// Share links

export interface ShareLink {
  readonly id: string;
  readonly role: 'viewer' | 'editor';
  readonly label: string | null;
  readonly created_at: string;
  readonly created_by: Named;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly guests: readonly { readonly id: string; readonly name: string; readonly seen_at: string }[];
}

export interface NewShareLink {
  readonly id: string;
  readonly url: string;
  /** Shown this once. */
  readonly token: string;
}

export function createLink(
  id: string,
  link: { role: 'viewer' | 'editor'; label?: string; expires_at?: string },
): Promise<NewShareLink> {
  return askJson(`${workbook(id)}/links`, { method: 'POST', body: link });
}

export async function listLinks(id: string, signal?: AbortSignal): Promise<readonly ShareLink[]> {
  return (await askJson<{ links: readonly ShareLink[] }>(`${workbook(id)}/links`, { signal })).links;
}

export function revokeLink(id: string, link: string): Promise<void> {
  return askNothing(`${workbook(id)}/links/${encodeURIComponent(link)}`, { method: 'DELETE' });
}

// The stored form

/** The document at a moment as a Yjs update, and the seq that it is of. */
export async function getState(
  id: string,
  at?: number,
  signal?: AbortSignal,
): Promise<{ update: Uint8Array<ArrayBuffer>; seq: number }> {
  const response = await ask(`${workbook(id)}/state`, { query: { at }, signal });
  const seq = Number(response.headers.get('daylight-seq') ?? at ?? 0);
  return { update: new Uint8Array(await response.arrayBuffer()), seq };
}

/** An immutable asset: a manifest, a block or a style table. */
export function getAsset<T>(id: string, hash: string, signal?: AbortSignal): Promise<T> {
  return askJson(`${workbook(id)}/assets/${hash}`, { signal });
}
