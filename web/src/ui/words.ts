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

/** A colour 1 to 12 for somebody who is not here now, always the same one. */
export function colorOf(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return (sum % 12) + 1;
}

/** `Ctrl` or `⌘`, and so on: keys as this computer names them. */
export function keyWords(keys: string): string {
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  if (!mac) return keys.replaceAll('+', ' ').replace(/ {2}/, ' +');
  return keys
    .replaceAll('Ctrl', '⌘')
    .replaceAll('Alt', '⌥')
    .replaceAll('Shift', '⇧')
    .replaceAll('+', '')
    .replaceAll(' ', '');
}
