/** Who wrote what stands in the cells of a sheet, as far as it was asked for: by line ids, wherever they are now. */
import type { Author } from '../../net/api';
import type { LastWritings, Writing } from '../../net/writers';
import { ago, dayNumber, inSentence } from '../../ui/time';
import { colorOf } from '../../ui/words';

/** By what cells are coloured. */
export type ColourBy = 'author' | 'age';

export class WrittenCells {
  readonly #rows = new Map<number, Map<number, Writing>>();

  add({ changes, cells }: LastWritings): void {
    for (const [row, col, at] of cells) {
      const writing = changes[at];
      if (writing === undefined) continue;
      const own = this.#rows.get(row);
      if (own === undefined) this.#rows.set(row, new Map([[col, writing]]));
      else own.set(col, writing);
    }
  }

  at(row: number, col: number): Writing | null {
    return this.#rows.get(row)?.get(col) ?? null;
  }

  /** Whoever wrote any of them, those with the most cells first. */
  authors(): readonly { readonly author: Author; readonly cells: number }[] {
    const found = new Map<string, { author: Author; cells: number }>();
    for (const row of this.#rows.values()) {
      for (const { author } of row.values()) {
        const own = found.get(author.id);
        if (own === undefined) found.set(author.id, { author, cells: 1 });
        else own.cells++;
      }
    }
    return [...found.values()].sort((a, b) => b.cells - a.cells);
  }
}

export type Age = 0 | 1 | 2 | 3;

export const AGES: readonly string[] = ['Today', 'This week', 'This month', 'Older'];

/** Of today, the last seven days, the last 31 days, or older. */
export function ageOf(at: Date, now: Date): Age {
  const days = dayNumber(now) - dayNumber(at);
  if (days < 1) return 0;
  return days < 7 ? 1 : days < 31 ? 2 : 3;
}

/** `2 min ago`, `yesterday`, `3 days ago`, then the date. */
export function agoWords(at: Date, now: Date): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days < 1) {
    const words = ago(at, now);
    return words.startsWith('Today') ? inSentence(at, now) : words;
  }
  if (days === 1) return 'yesterday';
  return days < 31 ? `${days} days ago` : inSentence(at, now);
}

/** `Kate, 3 days ago, by the link “Finance”` */
export function writerWords({ author, at, link, via }: Writing, me: string | null, now: Date): string {
  const ways = [
    via === 'import' ? 'from the imported file' : via === 'api' ? 'by a program' : null,
    link === null ? null : `by the link “${link.label ?? 'without a name'}”`,
  ];
  const who = author.id === me ? `${author.name} (you)` : author.name;
  return [who, agoWords(new Date(at), now), ...ways].filter((part) => part !== null).join(', ');
}

const COLOURS = 12;

/** A colour for each: the one they have where they are here now, else their own, else one that nobody has. 0 is oneself. */
export function coloursFor(
  authors: readonly string[],
  me: string | null,
  present: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  const taken = new Set<number>(present.values());
  for (const id of [...authors].sort()) {
    if (id === me) {
      given.set(id, 0);
      continue;
    }
    let color = present.get(id) ?? colorOf(id);
    if (!present.has(id)) {
      for (let step = 0; step < COLOURS && taken.has(color); step++) color = (color % COLOURS) + 1;
      taken.add(color);
    }
    given.set(id, color);
  }
  return given;
}
