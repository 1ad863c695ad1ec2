/** What the list of changes is narrowed to. */
import type { ChangeFilter } from '../../net/api';
import { shortMoment } from '../../ui/time';
import type { Wanted } from './takeback';

export interface Place {
  readonly sheet: string;
  readonly range: string;
}

export type When = 'any' | 'today' | 'week' | 'between';

export interface Filters {
  /** Somebody's id. */
  readonly author: string | null;
  /** Name of a sheet. */
  readonly sheet: string | null;
  readonly cells: Place | null;
  readonly via: string | null;
  /** Id of a share link. */
  readonly link: string | null;
  readonly when: When;
  /** As fields give them: `2026-11-18T16:20` in local time, or empty. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: Filters = {
  author: null,
  sheet: null,
  cells: null,
  via: null,
  link: null,
  when: 'any',
  from: '',
  to: '',
};

export const WHENS: readonly { readonly value: When; readonly text: string }[] = [
  { value: 'any', text: 'Any time' },
  { value: 'today', text: 'Today' },
  { value: 'week', text: 'Last 7 days' },
  { value: 'between', text: 'Between…' },
];

/** Ways in, as the server names them. */
export const WAYS: readonly { readonly value: string; readonly text: string }[] = [
  { value: 'edit', text: 'By hand' },
  { value: 'api', text: 'By a program' },
  { value: 'import', text: 'Imported' },
  { value: 'revert', text: 'Undone' },
  { value: 'restore', text: 'Brought back' },
];

const DAY = 86_400_000;

/** The span of time that is meant. */
export function spanOf(
  { when, from, to }: Pick<Filters, 'when' | 'from' | 'to'>,
  now: Date,
): { from?: Date; to?: Date } {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (when === 'today') return { from: midnight };
  if (when === 'week') return { from: new Date(midnight.getTime() - 6 * DAY) };
  if (when === 'any') return {};
  const [first, last] = [new Date(from), new Date(to)];
  // A field names a minute, and all of it is meant.
  const after = new Date(last.getTime() + 60_000);
  return {
    ...(Number.isNaN(first.getTime()) ? {} : { from: first }),
    ...(Number.isNaN(last.getTime()) ? {} : { to: after }),
  };
}

export function filterOf(filters: Filters, now: Date): ChangeFilter {
  const { author, sheet, cells, via, link } = filters;
  const { from, to } = spanOf(filters, now);
  const place = cells?.sheet ?? sheet;
  return {
    ...(author === null ? {} : { author }),
    ...(via === null ? {} : { via }),
    ...(link === null ? {} : { link }),
    ...(from === undefined ? {} : { from: from.toISOString() }),
    ...(to === undefined ? {} : { to: to.toISOString() }),
    ...(place === null ? {} : { sheet: place }),
    ...(cells === null ? {} : { range: cells.range }),
  };
}

export function isFiltered(filters: Filters, now: Date): boolean {
  return Object.keys(filterOf(filters, now)).length > 0;
}

/** All that the filters show, to be taken back. `names` tells people and links by id. */
export function wantFiltered(filters: Filters, names: ReadonlyMap<string, string>, now: Date): Wanted {
  const { author, sheet, cells, via, link } = filters;
  const { from, to } = spanOf(filters, now);
  const way = WAYS.find(({ value }) => value === via)?.text.toLowerCase();
  const moment = (at: Date): string => shortMoment(at, now);
  const words = [
    author === null ? null : `by ${names.get(author) ?? 'them'}`,
    link === null ? null : `through “${names.get(link) ?? 'a link'}”`,
    way === undefined ? null : `made ${way}`,
    cells === null ? (sheet === null ? null : `on ${sheet}`) : `in ${cells.sheet}!${cells.range}`,
    from === undefined ? null : `since ${moment(from)}`,
    to === undefined ? null : `until ${moment(new Date(to.getTime() - 60_000))}`,
  ].filter((part) => part !== null);
  return {
    chosen: filterOf(filters, now),
    title: `Take back everything ${words.join(', ')}`,
    author: null,
    at: null,
  };
}
