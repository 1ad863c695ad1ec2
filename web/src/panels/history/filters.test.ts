import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, NO_FILTERS, wantFiltered } from './filters';

const now = new Date(2026, 10, 22, 14, 2);

describe('filters of the history', () => {
  it('ask for nothing in particular until one is set', () => {
    expect(filterOf(NO_FILTERS, now)).toEqual({});
    expect(isFiltered(NO_FILTERS, now)).toBe(false);
    // Between two times that nobody has given yet.
    expect(isFiltered({ ...NO_FILTERS, when: 'between' }, now)).toBe(false);
  });

  it('know days and spans of time, in local time, the last minute included', () => {
    const start = (day: number): string => new Date(2026, 10, day).toISOString();
    expect(filterOf({ ...NO_FILTERS, when: 'today' }, now)).toEqual({ from: start(22) });
    expect(filterOf({ ...NO_FILTERS, when: 'week' }, now)).toEqual({ from: start(16) });
    expect(
      filterOf({ ...NO_FILTERS, when: 'between', from: '2026-11-18T16:20', to: '2026-11-18T16:30' }, now),
    ).toEqual({
      from: new Date(2026, 10, 18, 16, 20).toISOString(),
      to: new Date(2026, 10, 18, 16, 31).toISOString(),
    });
  });

  it('put the cells before the sheet', () => {
    expect(filterOf({ ...NO_FILTERS, sheet: 'Data', cells: { sheet: 'Plan', range: 'A1:B2' } }, now)).toEqual(
      {
        sheet: 'Plan',
        range: 'A1:B2',
      },
    );
  });

  it('can be taken back as they are, and say what that is', () => {
    const filters = { ...NO_FILTERS, author: 'k', via: 'api', sheet: 'Plan' };
    const wanted = wantFiltered(filters, new Map([['k', 'Kate']]), now);
    expect(wanted.chosen).toEqual({ author: 'k', via: 'api', sheet: 'Plan' });
    expect(wanted.title).toBe('Take back everything by Kate, made by a program, on Plan');
  });
});
