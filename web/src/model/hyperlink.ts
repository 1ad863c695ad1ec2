/** Where `=HYPERLINK(…)` leads, as far as its first argument is texts and cells joined by `&`. */

import { display } from '../lib/display';
import type { Scalar } from '../lib/scalar';
import { SLOT, type StoredFormula } from './content';
import { isAddress } from './edit-links';

const CALL = /^\s*HYPERLINK\s*\(/i;

/** The pieces between `&` of the first argument; null when it holds anything but texts and references. */
function pieces(template: string): readonly string[] | null {
  const start = CALL.exec(template)?.[0].length;
  if (start === undefined) return null;
  const found: string[] = [];
  const piece = new RegExp(`\\s*("(?:[^"]|"")*"|${SLOT})\\s*([&,)])`, 'y');
  piece.lastIndex = start;
  for (let match = piece.exec(template); match !== null; match = piece.exec(template)) {
    found.push(match[1] ?? '');
    if (match[2] !== '&') return found;
  }
  return null;
}

/** `valueOf` gives the value of the n-th reference of the formula. Only what may be followed is an address. */
export function hyperlinkOf(formula: StoredFormula, valueOf: (reference: string) => Scalar): string | null {
  const parts = pieces(formula[1]);
  if (parts === null) return null;
  let n = 0;
  const text = parts
    .map((part) => {
      if (part !== SLOT) return part.slice(1, -1).replaceAll('""', '"');
      const reference = formula[2 + n++];
      return reference === undefined ? '' : display(valueOf(reference), null).text;
    })
    .join('')
    .trim();
  return text.startsWith('#') || isAddress(text) ? text : null;
}
