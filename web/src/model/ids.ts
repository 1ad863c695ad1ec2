/** Identities of sheets, lines and operations (FORMAT.md §1). */

/** Line ids are `run * RUN_SPAN + offset`; run 0 is the base. */
export const RUN_SPAN = 2 ** 21;
export const MAX_RUN = 2 ** 31 - 1;
/** Lines that one insertion may bring. */
export const MAX_INSERT = 2 ** 20;

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A random base-36 id for a sheet, a name or an operation. */
export function randomId(length = 8): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length * 2));
  let id = '';
  for (let i = 0; id.length < length; i++) {
    const byte = bytes[i % bytes.length] ?? 0;
    // 252 is the largest multiple of 36 in a byte: above it letters would not be equally likely.
    if (byte < 252 || i >= bytes.length) id += LETTERS.charAt(byte % 36);
  }
  return id;
}

/** A run number that `taken` does not know. */
export function randomRun(taken: (run: number) => boolean): number {
  for (;;) {
    const word = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const run = word % MAX_RUN;
    if (run > 0 && !taken(run)) return run;
  }
}
