/** Which functions a search finds. */
import type { FunctionCategory, FunctionEntry } from '../../grid/formula/functions';
import { rankedFunctions } from '../../grid/formula/ranking';
import { folded } from '../catalogue/cards';

export type Group = FunctionCategory | 'all';

function textOf({ name, category, about, args }: FunctionEntry): string {
  const given = args.map((each) => `${each.name} ${each.about ?? ''}`).join(' ');
  return folded(`${name} ${category} ${about} ${given}`);
}

/** Those whose name has the letters, as completion ranks them; then those of which every word is told somewhere. */
export function foundFunctions(entries: readonly FunctionEntry[], query: string): readonly FunctionEntry[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  // As it may be copied out of a formula: `=SUMIFS(`.
  const letters = query.trim().replace(/^=|\($/g, '');
  const named = letters === '' ? [] : rankedFunctions(entries, letters, entries.length);
  const told = entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  return [...new Set([...named, ...told])];
}

export function inGroup(entries: readonly FunctionEntry[], group: Group): readonly FunctionEntry[] {
  return group === 'all' ? entries : entries.filter((entry) => entry.category === group);
}

/** How many of them each group has. */
export function countGroups(entries: readonly FunctionEntry[]): ReadonlyMap<Group, number> {
  const counts = new Map<Group, number>([['all', entries.length]]);
  for (const { category } of entries) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}
