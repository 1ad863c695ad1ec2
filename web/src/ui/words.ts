/** Small words that several pages share. */

/** `1 cell`, `1,204 cells`. */
export function count(n: number, one: string, many: string = one + 's'): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}

/** A value of a cell as history shows it; null stands for an empty cell. */
export function valueText(
  value: null | boolean | number | string | { readonly error: string },
): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value;
  return value.error;
}

/** A number without its format: grouped, at most ten places, a true minus. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-9)) return value.toExponential(6).replace('-', '−');
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 }).replace('-', '−');
}

/** First letters of the first and last word. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letter = (word: string | undefined): string =>
    word === undefined ? '' : (/[\p{L}\p{N}]/u.exec(word)?.[0] ?? '').toUpperCase();
  const first = letter(words[0]);
  return words.length > 1 ? first + letter(words[words.length - 1]) : first || '?';
}

/** The given name, as people are called in a sentence. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The colour 1 to 12 that somebody's id leads to; the one they get in a workbook unless somebody there has it already. */
export function colorOf(id: string): number {
  let rest = 0;
  for (const digit of id) rest = (rest * 32 + Math.max(0, DIGITS.indexOf(digit))) % 12;
  return rest + 1;
}

/** `Ctrl` or `⌘`, and so on: keys as this computer names them. */
export function keyWords(keys: string): string {
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  if (!mac) return keys.replaceAll('+', ' ').replace(/ {2}/, ' +');
  return keys
    .replaceAll('Ctrl', '⌘')
    .replaceAll('Alt', '⌥')
    .replaceAll('Shift', '⇧')
    .replaceAll(/\+(?=.)/g, '')
    .replaceAll(' ', '');
}
