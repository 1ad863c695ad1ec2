/** What may be entered into a cell, where only the server can tell. */
import { askJson } from './http';

/** What somebody is about to enter into a cell. */
export interface CheckQuestion {
  readonly sheet: string;
  readonly cell: string;
  readonly input: string;
}

export type CheckAnswer =
  { readonly fits: true } | { readonly fits: false; readonly refuse: boolean; readonly say: string };

export interface Choices {
  readonly values: readonly string[];
  /** There are others that the search would find. */
  readonly more: boolean;
}

const checks = (id: string): string => `/api/workbooks/${encodeURIComponent(id)}/checks`;

export function askCheck(id: string, question: CheckQuestion, signal?: AbortSignal): Promise<CheckAnswer> {
  return askJson(`${checks(id)}/ask`, { method: 'POST', body: question, signal });
}

/** What the list of a cell offers. */
export function checkChoices(
  id: string,
  sheet: string,
  cell: string,
  search: string,
  signal?: AbortSignal,
): Promise<Choices> {
  return askJson(`${checks(id)}/choices`, { method: 'POST', body: { sheet, cell, search }, signal });
}
