/** What happened in all workbooks that one may see, and the record to take away. */
import { addressOf, askJson } from './http';

export interface ActivityItem {
  readonly workbook: string;
  readonly workbook_name: string;
  readonly at: string;
  readonly author: string;
  readonly author_name: string;
  readonly link: string | null;
  /** `change`, or what else happened: `viewed`, `renamed`, … */
  readonly kind: string;
  /** The change; null for what is none. */
  readonly seq: number | null;
  /** The way in of a change. */
  readonly via: string | null;
  /** What a change did, in words. */
  readonly summary: string | null;
  /** What else there is to say. */
  readonly detail: Readonly<Record<string, unknown>> | null;
}

export interface ActivityFilter {
  readonly workbook?: string;
  readonly author?: string;
  readonly link?: string;
  readonly via?: string;
  /** With commas between. */
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface ActivityPage {
  /** The newest first. */
  readonly activity: readonly ActivityItem[];
  /** `after` of the next page; null on the last one. */
  readonly next: string | null;
}

export function listActivity(
  filter: ActivityFilter & { readonly after?: string; readonly limit?: number },
  signal?: AbortSignal,
): Promise<ActivityPage> {
  return askJson('/api/activity', { query: { ...filter }, signal });
}

export type ExportForm = 'csv' | 'jsonl' | 'parquet';

/** Where every entry that the changes touched can be had as a file; what is no change is not in it. */
export function exportAddress(filter: Omit<ActivityFilter, 'kind'>, format: ExportForm): string {
  const { workbook, author, link, via, from, to } = filter;
  return addressOf('/api/activity/export', { format, workbook, author, link, via, from, to });
}
