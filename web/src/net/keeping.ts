/** How long the history of a workbook is kept, and folding what is older. */
import type { Author } from './api';
import { askJson, askNothing } from './http';

/** What happened up to a change is folded: what the workbook was then stays, who did what is gone. */
export interface Folded {
  readonly seq: number;
  /** When the last of the folded changes was made. */
  readonly at: string;
  readonly by?: Author;
  readonly folded_at?: string;
}

export interface Retention {
  /** Null: for ever. */
  readonly keep_days: number | null;
  readonly folded: Folded | null;
  /** What could be folded now: up to this change, so many. */
  readonly foldable: { readonly seq: number; readonly changes: number } | null;
}

const workbook = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}`;

export function getRetention(id: string, signal?: AbortSignal): Promise<Retention> {
  return askJson(`${workbook(id)}/retention`, { signal });
}

/** Keeps the history for so many days; null for ever. For its owner. */
export function setRetention(id: string, days: number | null): Promise<void> {
  return askNothing(`${workbook(id)}/retention`, { method: 'PUT', body: { keep_days: days } });
}

/** Folds all that was changed before a moment. For its owner; it cannot be undone. */
export function foldHistory(id: string, before: Date): Promise<{ seq: number; changes: number }> {
  return askJson(`${workbook(id)}/fold`, { method: 'POST', body: { before: before.toISOString() } });
}
