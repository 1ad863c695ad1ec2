/** What of the clipboard is pasted, and how. */
export const PASTE_PARTS = ['all', 'values', 'formulas', 'formats', 'numbers', 'widths', 'checks'] as const;
export const OPERATIONS = ['add', 'subtract', 'multiply', 'divide'] as const;

/** `numbers`: values with their number formats; `checks`: what may be entered. */
export type PastePart = (typeof PASTE_PARTS)[number];
export type Operation = (typeof OPERATIONS)[number];

export interface Special {
  readonly what: PastePart;
  readonly transpose: boolean;
  /** Empty cells leave what is there. */
  readonly skipBlanks: boolean;
  /** What is there is computed with what is pasted. */
  readonly operation: Operation | null;
}

export const PASTE_ALL: Special = { what: 'all', transpose: false, skipBlanks: false, operation: null };
export const PASTE_VALUES: Special = { ...PASTE_ALL, what: 'values' };

/** As a command's argument: `values transpose skipBlanks add`. */
export function writeSpecial({ what, transpose, skipBlanks, operation }: Special): string {
  const words = [what, transpose ? 'transpose' : '', skipBlanks ? 'skipBlanks' : '', operation ?? ''];
  return words.filter((word) => word !== '').join(' ');
}

export function readSpecial(argument: string): Special {
  const words = argument.split(' ');
  return {
    what: PASTE_PARTS.find((part) => words.includes(part)) ?? 'all',
    transpose: words.includes('transpose'),
    skipBlanks: words.includes('skipBlanks'),
    operation: OPERATIONS.find((operation) => words.includes(operation)) ?? null,
  };
}
