/** Who may open a workbook, as the share dialog lists them. */
import type { ShareLink, WorkbookCard } from '../../net/api';
import type { AvatarPerson } from '../../ui/Avatar';
import { inSentence, longDate } from '../../ui/time';
import { linkStatus, linkTitle, roleWords } from './links';

/** What the list says of a workbook's beginning. */
export type Beginning = Pick<WorkbookCard, 'owner' | 'origin' | 'created_at'>;

export interface PersonLine {
  readonly person: AvatarPerson;
  /** Below the name. */
  readonly words: string;
  readonly role: string;
}

interface Known {
  readonly workbook: Beginning | null;
  readonly here: readonly AvatarPerson[];
  readonly links: readonly ShareLink[];
}

/** The owner, then who came in by a link, last seen first. */
export function peopleLines({ workbook, here, links }: Known, now: Date): readonly PersonLine[] {
  const present = new Map(here.map((person) => [person.id, person]));
  const guests = new Map<string, PersonLine & { readonly seen: string }>();
  for (const link of links) {
    if (linkStatus(link, now) !== 'live') continue;
    for (const { id, name, seen_at: seen } of link.guests) {
      if (id === workbook?.owner.id || (guests.get(id)?.seen ?? '') >= seen) continue;
      const words = present.has(id)
        ? `In the workbook now, by “${linkTitle(link)}”`
        : `Last here ${inSentence(new Date(seen), now)}, by “${linkTitle(link)}”`;
      const person = { kind: 'guest', id, name, ...present.get(id) };
      guests.set(id, { person, words, role: roleWords(link.role), seen });
    }
  }
  const lines = [...guests.values()].sort((a, b) => b.seen.localeCompare(a.seen));
  if (workbook === null) return lines;
  const { owner } = workbook;
  const person = { kind: 'person', ...owner, ...present.get(owner.id) };
  const words = present.has(owner.id) ? 'In the workbook now' : beginning(workbook, now);
  return [{ person, words, role: 'Owner' }, ...lines];
}

/** A workbook keeps its owner, who began it. */
function beginning({ origin, created_at: at }: Beginning, now: Date): string {
  return `${origin === null ? 'Made' : 'Imported'} it on ${longDate(new Date(at), now)}`;
}
