import { describe, expect, it } from 'vitest';
import type { ShareLink } from '../../net/api';
import { linkStatus, linkTitle, openedWords, overWords, sortedLinks } from './links';

const NOW = new Date(2026, 10, 22, 14, 0);
const at = (month: number, day: number): string => new Date(2026, month, day, 12).toISOString();

function link(change: Partial<ShareLink>): ShareLink {
  return {
    id: 'l',
    role: 'viewer',
    label: null,
    created_at: at(10, 20),
    created_by: { id: 'u', name: 'Mara Lindqvist' },
    expires_at: null,
    revoked_at: null,
    guests: [],
    ...change,
  };
}
const guest = (name: string) => ({ id: name, name, seen_at: at(10, 21) });

describe('links', () => {
  it('knows whether a link still works', () => {
    expect(linkStatus(link({}), NOW)).toBe('live');
    expect(linkStatus(link({ expires_at: at(10, 30) }), NOW)).toBe('live');
    expect(linkStatus(link({ expires_at: at(10, 21) }), NOW)).toBe('ended');
    expect(linkStatus(link({ expires_at: at(10, 21), revoked_at: at(10, 20) }), NOW)).toBe('revoked');
  });

  it('names a link without a label by what it allows', () => {
    expect(linkTitle(link({ label: 'For the auditors' }))).toBe('For the auditors');
    expect(linkTitle(link({ role: 'editor' }))).toBe('Link to edit');
  });

  it('says who opened it', () => {
    expect(openedWords(link({}), NOW)).toBe('Not opened yet. Made 20 Nov by Mara Lindqvist');
    expect(openedWords(link({ guests: ['A', 'B', 'C', 'D', 'E'].map(guest) }), NOW)).toBe(
      'Opened by A, B, C and 2 more',
    );
    expect(overWords(link({ revoked_at: at(10, 14) }), 'revoked', NOW)).toBe(
      'Revoked 14 Nov. Nobody opened it',
    );
  });

  it('lists those that work first, newest first', () => {
    const links = [
      link({ id: 'old', created_at: at(9, 1) }),
      link({ id: 'gone', revoked_at: at(10, 21), created_at: at(10, 21) }),
      link({ id: 'new', created_at: at(10, 2) }),
    ];
    expect(sortedLinks(links, NOW).map((each) => each.id)).toEqual(['new', 'old', 'gone']);
  });
});
