/** Which functions are meant by some letters, the likeliest first. */
import type { FunctionEntry } from './functions';

/** Offered before others that fit as well. */
const OFTEN = new Set(
  'SUM AVERAGE COUNT COUNTA IF IFS IFERROR MAX MIN ROUND VLOOKUP XLOOKUP INDEX MATCH FILTER UNIQUE SORT SUMIF SUMIFS COUNTIF COUNTIFS SUMPRODUCT AND OR NOT TODAY DATE LEFT RIGHT MID LEN TEXT TRIM CONCAT TEXTJOIN'.split(
    ' ',
  ),
);

/** Fewer letters occur within too many names to mean anything there. */
const LEAST_WITHIN = 2;

/** How well a name fits, less is better: the name itself, its beginning, the beginning of a part, anywhere. */
function fit(name: string, typed: string): number | null {
  const at = name.indexOf(typed);
  if (at < 0) return null;
  if (at === 0) return name === typed ? 0 : 1;
  if (typed.length < LEAST_WITHIN) return null;
  return name.includes(`.${typed}`) ? 2 : 3;
}

/** Among names that fit as well: those used often, and old names after their successors. */
function usage(entry: FunctionEntry): number {
  if (OFTEN.has(entry.name)) return 0;
  return entry.category === 'Compatibility' ? 2 : 1;
}

export function rankedFunctions(
  entries: readonly FunctionEntry[],
  word: string,
  most: number,
): readonly FunctionEntry[] {
  const typed = word.toUpperCase();
  return entries
    .flatMap((entry) => {
      const fits = fit(entry.name, typed);
      return fits === null ? [] : [{ entry, rank: fits * 4 + usage(entry) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}
