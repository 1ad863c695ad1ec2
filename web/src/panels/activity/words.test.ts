import { describe, expect, it } from 'vitest';
import type { ActivityItem } from '../../net/activity';
import { exportAddress } from '../../net/activity';
import { activityFilter, NO_FILTERS } from './filters';
import { activityWords, wayWords } from './words';

const item = (some: Partial<ActivityItem>): ActivityItem => ({
  workbook: 'w',
  workbook_name: 'Plan',
  at: '2026-11-18T16:00:00Z',
  author: 'k',
  author_name: 'Kate',
  link: null,
  kind: 'change',
  seq: 3,
  via: 'edit',
  summary: 'Set C4 on Plan',
  detail: null,
  ...some,
});

describe('what happened', () => {
  it('reads as a sentence', () => {
    expect(activityWords(item({}))).toBe('Set C4 on Plan');
    expect(activityWords(item({ kind: 'renamed', detail: { old: 'A', new: 'B' } }))).toBe(
      'Renamed it, from “A” to “B”',
    );
    expect(activityWords(item({ kind: 'exported', detail: { what: 'proof', seq: 2 } }))).toBe(
      'Took a proof away',
    );
    expect(activityWords(item({ kind: 'versioned', detail: { name: 'Final' } }))).toBe(
      'Named a version “Final”',
    );
    expect(activityWords(item({ kind: 'link-made', detail: { role: 'editor' } }))).toBe(
      'Made a link to edit it',
    );
  });

  it('names the way in where it was not the hand', () => {
    expect(wayWords(item({}))).toBeNull();
    expect(wayWords(item({ via: 'api', link: 'l' }))).toBe('by a program, by a link');
  });

  it('is narrowed, and taken away as it is narrowed', () => {
    const now = new Date('2026-11-18T16:00:00Z');
    expect(activityFilter(NO_FILTERS, now)).toEqual({});
    const filter = activityFilter({ ...NO_FILTERS, workbook: 'w', kind: 'shared' }, now);
    expect(filter).toEqual({ workbook: 'w', kind: 'link-made,link-revoked,joined' });
    expect(exportAddress(filter, 'parquet')).toBe('/api/activity/export?format=parquet&workbook=w');
  });
});
