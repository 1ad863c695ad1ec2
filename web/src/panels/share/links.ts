/** What the share dialog says about a link. */
import type { ShareLink } from '../../net/api';
import { shortDate } from '../../ui/time';

export type LinkStatus = 'live' | 'ended' | 'revoked';

export function linkStatus(link: ShareLink, now: Date): LinkStatus {
  if (link.revoked_at !== null) return 'revoked';
  return link.expires_at !== null && new Date(link.expires_at) <= now ? 'ended' : 'live';
}

/** What a link allows; the lesser right is offered first. */
export const ROLES: readonly { readonly value: ShareLink['role']; readonly text: string }[] = [
  { value: 'viewer', text: 'May view' },
  { value: 'editor', text: 'May edit' },
];

export function roleWords(role: ShareLink['role']): string {
  return role === 'editor' ? 'May edit' : 'May view';
}

export function linkTitle(link: ShareLink): string {
  if (link.label !== null && link.label !== '') return link.label;
  return link.role === 'editor' ? 'Link to edit' : 'Link to view';
}

/** `Opened by Ruth Adeyemi, Karl Brandt`, at most three names. */
export function openedWords(link: ShareLink, now: Date): string {
  const names = link.guests.map((guest) => guest.name);
  if (names.length === 0) {
    return `Not opened yet. Made ${shortDate(new Date(link.created_at), now)} by ${link.created_by.name}`;
  }
  const rest = names.length - 3;
  return `Opened by ${names.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Below a link that no longer works. */
export function overWords(link: ShareLink, status: LinkStatus, now: Date): string {
  const opened = link.guests.length === 0 ? 'Nobody opened it' : openedWords(link, now);
  if (status === 'revoked' && link.revoked_at !== null) {
    return `Revoked ${shortDate(new Date(link.revoked_at), now)}. ${opened}`;
  }
  return opened;
}

/** Live ones first, newest first; then those that are over. */
export function sortedLinks(links: readonly ShareLink[], now: Date): readonly ShareLink[] {
  const rank = (link: ShareLink): number => (linkStatus(link, now) === 'live' ? 0 : 1);
  return [...links].sort((a, b) => rank(a) - rank(b) || b.created_at.localeCompare(a.created_at));
}
