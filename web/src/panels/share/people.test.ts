import { describe, expect, it } from 'vitest';
import type { ShareLink } from '../../net/api';
import { peopleLines } from './people';

const NOW = new Date(2026, 10, 22, 14, 0);
const at = (day: number): string => new Date(2026, 10, day, 12).toISOString();
const mara = { id: 'mara', name: 'Mara Lindqvist' };
const workbook = { owner: mara, origin: 'budget.xlsx', created_at: at(3) };

function link(change: Partial<ShareLink>): ShareLink {
  return {
    id: 'l',
    role: 'viewer',
    label: 'Auditors',
    created_at: at(20),
    created_by: mara,
    expires_at: null,
    revoked_at: null,
    guests: [],
    ...change,
  };
}
const guest = (name: string, day: number) => ({ id: name, name, seen_at: at(day) });

describe('peopleLines', () => {
  it('says once that the owner is the owner, here or away', () => {
    const [away] = peopleLines({ workbook, here: [], links: [] }, NOW);
    expect(away).toMatchObject({ words: 'Imported it on 3 November', role: 'Owner' });
    const [made] = peopleLines({ workbook: { ...workbook, origin: null }, here: [], links: [] }, NOW);
    expect(made?.words).toBe('Made it on 3 November');
    const [here] = peopleLines({ workbook, here: [{ ...mara, kind: 'person' }], links: [] }, NOW);
    expect(here).toMatchObject({ words: 'In the workbook now', role: 'Owner' });
  });

  it('lists each guest once, by the link used last, last seen first', () => {
    const links = [
      link({ guests: [guest('Karl', 19), guest('Ruth', 21), guest('mara', 22)] }),
      link({ id: 'm', role: 'editor', label: 'Editors', guests: [guest('Karl', 20)] }),
      link({ id: 'n', revoked_at: at(21), guests: [guest('Gone', 21)] }),
    ];
    const lines = peopleLines({ workbook, here: [], links }, NOW);
    expect(lines.map(({ person, role }) => `${person.name}: ${role}`)).toEqual([
      'Mara Lindqvist: Owner',
      'Ruth: May view',
      'Karl: May edit',
    ]);
  });
});
