/** Which workbooks a list shows, and in which order. */
import type { WorkbookCard } from '../../net/api';
import { dayNumber } from '../../ui/time';
import type { CatalogueView } from '../routes';

export type SortKey = 'name' | 'owner' | 'changed';

export interface Sorting {
  readonly key: SortKey;
  readonly down: boolean;
}

export type ChangedFilter = 'any' | 'today' | 'week' | 'month';

export interface CardFilter {
  readonly view: CatalogueView;
  readonly me: string | null;
  readonly query: string;
  /** A user's id, or `any`. */
  readonly owner: string;
  readonly changed: ChangedFilter;
}

/** Lower case without marks, so that "tomas" finds "Tomás". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** When it was deleted, else changed last, else made. */
export function changedAt(card: WorkbookCard): Date {
  return new Date(card.trashed_at ?? card.last_change?.at ?? card.created_at);
}

const DAYS: Readonly<Record<ChangedFilter, number>> = { any: Infinity, today: 0, week: 6, month: 30 };

function inView(card: WorkbookCard, filter: CardFilter, now: Date): boolean {
  switch (filter.view) {
    case 'mine':
      return card.owner.id === filter.me;
    case 'shared':
      return card.owner.id !== filter.me;
    case 'recent':
      return dayNumber(now) - dayNumber(changedAt(card)) <= 6;
    case 'all':
    case 'deleted':
      return true;
  }
}

/** Every word of the query must occur in the name, the owner's name or the file it came from. */
function matches(card: WorkbookCard, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = folded(`${card.name} ${card.owner.name} ${card.origin ?? ''}`);
  return words.every((word) => text.includes(word));
}

export function shownCards(
  cards: readonly WorkbookCard[],
  filter: CardFilter,
  sorting: Sorting,
  now: Date,
): readonly WorkbookCard[] {
  const words = folded(filter.query).split(/\s+/).filter(Boolean);
  const kept = cards.filter(
    (card) =>
      inView(card, filter, now) &&
      (filter.owner === 'any' || card.owner.id === filter.owner) &&
      dayNumber(now) - dayNumber(changedAt(card)) <= DAYS[filter.changed] &&
      matches(card, words),
  );
  const sign = sorting.down ? -1 : 1;
  return kept.sort((a, b) => {
    const order =
      sorting.key === 'changed'
        ? changedAt(a).getTime() - changedAt(b).getTime()
        : sorting.key === 'owner'
          ? a.owner.name.localeCompare(b.owner.name)
          : a.name.localeCompare(b.name, undefined, { numeric: true });
    return sign * (order || b.name.localeCompare(a.name) || (a.id < b.id ? 1 : -1));
  });
}
