/** What the list of all that happened is narrowed to. */
import type { ActivityFilter } from '../../net/activity';
import { spanOf } from '../history/filters';
import type { When } from '../history/filters';

export type Kind = 'any' | 'changes' | 'seen' | 'shared' | 'exported' | 'kept' | 'named';

export const KINDS: readonly { readonly value: Kind; readonly text: string; readonly kinds: string }[] = [
  { value: 'any', text: 'Everything', kinds: '' },
  { value: 'changes', text: 'Changes', kinds: 'change' },
  { value: 'seen', text: 'Opened', kinds: 'viewed' },
  { value: 'shared', text: 'Shared', kinds: 'link-made,link-revoked,joined' },
  { value: 'exported', text: 'Taken away', kinds: 'exported' },
  { value: 'kept', text: 'Renamed, deleted, restored', kinds: 'renamed,trashed,untrashed' },
  { value: 'named', text: 'Named versions', kinds: 'versioned' },
];

export interface ActivityFilters {
  /** Ids. */
  readonly workbook: string | null;
  readonly author: string | null;
  readonly via: string | null;
  readonly kind: Kind;
  readonly when: When;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: ActivityFilters = {
  workbook: null,
  author: null,
  via: null,
  kind: 'any',
  when: 'any',
  from: '',
  to: '',
};

export function activityFilter(filters: ActivityFilters, now: Date): ActivityFilter {
  const { workbook, author, via, kind } = filters;
  const { from, to } = spanOf(filters, now);
  const kinds = KINDS.find(({ value }) => value === kind)?.kinds ?? '';
  return {
    ...(workbook === null ? {} : { workbook }),
    ...(author === null ? {} : { author }),
    ...(via === null ? {} : { via }),
    ...(kinds === '' ? {} : { kind: kinds }),
    ...(from === undefined ? {} : { from: from.toISOString() }),
    ...(to === undefined ? {} : { to: to.toISOString() }),
  };
}
