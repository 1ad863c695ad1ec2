/** A value as a cell holds or shows it. */

/** `{error}` is an error value such as `#DIV/0!`. */
export type Scalar = null | boolean | number | string | { readonly error: string };

export const ERRORS = [
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
  '#SPILL!',
  '#CALC!',
  '#CIRC!',
] as const;

/** The error value that a text names, in any case; null when it names none. */
export function errorCode(text: string): string | null {
  const upper = text.toUpperCase();
  return ERRORS.find((code) => code === upper) ?? null;
}
