import { describe, expect, it } from 'vitest';
import type { WorkbookCard } from '../../net/api';
import { shownCards } from './cards';
import type { CardFilter } from './cards';

const NOW = new Date(2026, 10, 22, 14, 0);

function card(name: string, owner: string, at: Date, origin: string | null = null): WorkbookCard {
  return {
    id: name,
    name,
    owner: { id: owner, name: owner },
    origin,
    created_at: new Date(2026, 0, 1).toISOString(),
    role: 'owner',
    trashed_at: null,
    last_change: {
      seq: 1,
      at: at.toISOString(),
      author: { id: owner, name: owner, kind: 'person' },
      summary: null,
    },
    activity: [],
    present: [],
  };
}

const CARDS = [
  card('Budget 2027', 'Mara', new Date(2026, 10, 22, 13, 0), 'budget_FINAL.xlsx'),
  card('Budget 10', 'Tomás', new Date(2026, 10, 20)),
  card('Leaks', 'Tomás', new Date(2026, 9, 1)),
];
const ALL: CardFilter = { view: 'all', me: 'Mara', query: '', owner: 'any', changed: 'any' };
const names = (filter: Partial<CardFilter>, key: 'name' | 'owner' | 'changed' = 'changed', down = true) =>
  shownCards(CARDS, { ...ALL, ...filter }, { key, down }, NOW).map((each) => each.name);

describe('shownCards', () => {
  it('puts the last change first', () => {
    expect(names({})).toEqual(['Budget 2027', 'Budget 10', 'Leaks']);
  });

  it('sorts names with numbers as people do', () => {
    expect(names({}, 'name', false)).toEqual(['Budget 10', 'Budget 2027', 'Leaks']);
  });

  it('finds words in name, owner and file, whatever their marks and case', () => {
    expect(names({ query: 'tomas' })).toEqual(['Budget 10', 'Leaks']);
    expect(names({ query: 'final BUDGET' })).toEqual(['Budget 2027']);
    expect(names({ query: 'nothing' })).toEqual([]);
  });

  it('knows mine, shared and recent', () => {
    expect(names({ view: 'mine' })).toEqual(['Budget 2027']);
    expect(names({ view: 'shared' })).toEqual(['Budget 10', 'Leaks']);
    expect(names({ view: 'recent' })).toEqual(['Budget 2027', 'Budget 10']);
  });

  it('filters by owner and by age', () => {
    expect(names({ owner: 'Tomás', changed: 'month' })).toEqual(['Budget 10']);
    expect(names({ changed: 'today' })).toEqual(['Budget 2027']);
  });
});
