import type { Plugin } from 'vite';

const START = 'function initLocales() {';
const END = '\n}\n//#endregion';
const CALL = '\n\taddLocale(';

/**
 * Leaves the names of months and days of other languages than English out of numfmt, which are more than half of
 * it. The server formats in English alone, too.
 */
export function englishNumbers(): Plugin {
  return {
    name: 'english-numbers',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /node_modules[\\/]numfmt[\\/]dist[\\/]index\.mjs$/ },
      handler(code) {
        const start = code.indexOf(START);
        const end = code.indexOf(END, start);
        const calls = start < 0 || end < 0 ? [] : code.slice(start + START.length, end).split(CALL);
        const english = calls.find((call) => /, "en"\);\s*$/.test(call));
        if (english === undefined)
          throw new Error('numfmt is built differently now: look at build/english-numbers.ts');
        return { code: `${code.slice(0, start)}${START}${CALL}${english}${code.slice(end)}`, map: null };
      },
    },
  };
}
