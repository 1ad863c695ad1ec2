/** Which functions are meant by some letters, the likeliest first. */
import type { FunctionEntry } from './functions';

/** Offered before others that fit as well, in this order. */
const OFTEN =
  'SUM AVERAGE COUNT COUNTA IF IFS IFERROR MAX MIN ROUND XLOOKUP VLOOKUP INDEX MATCH SUMIF SUMIFS COUNTIF COUNTIFS SUMPRODUCT AND OR NOT TODAY DATE TEXT LEFT RIGHT MID LEN TRIM CONCAT TEXTJOIN FILTER UNIQUE SORT'.split(
    ' ',
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
function usage({ name, category }: FunctionEntry): number {
  const often = OFTEN.indexOf(name);
  if (often >= 0) return often;
  return OFTEN.length + (category === 'Compatibility' ? 1 : 0);
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
      return fits === null ? [] : [{ entry, rank: fits * 100 + usage(entry) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}
