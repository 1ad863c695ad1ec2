/** What a cell holds, as stored (FORMAT.md §4). */

import type { Scalar } from '../lib/scalar';

/** `[tag, template, ref…]` */
export type StoredFormula = readonly [tag: string, template: string, ...refs: string[]];

/** A stored content: a scalar, `["#", code]`, or a formula. */
export type Stored = null | boolean | number | string | readonly string[];

/** Stands for a reference in a template. */
export const SLOT = '\uFFFC';
export const MAX_TEXT = 32_767;
export const MAX_TEMPLATE = 8192;
export const MAX_REFS = 4096;

export function isFormula(stored: unknown): stored is StoredFormula {
  return Array.isArray(stored) && stored[0] !== '#' && typeof stored[1] === 'string';
}

/** True for what the document may hold as a content. */
export function isStored(value: unknown): value is Stored {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return Array.isArray(value) && value.length > 1 && value.every((part) => typeof part === 'string');
}

/** The value of a stored content that is no formula. */
export function scalarOf(stored: Stored): Scalar {
  if (typeof stored !== 'object' || stored === null) return stored;
  return { error: stored[1] ?? '#VALUE!' };
}

/** A value as it is stored. */
export function storedOf(value: Scalar): Stored {
  return typeof value === 'object' && value !== null ? ['#', value.error] : value;
}

/** Equality of what entries hold: scalars, flat lists and flat maps of scalars. */
export function sameEntry(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a as Record<string, unknown>);
  const right = b as Record<string, unknown>;
  return (
    left.length === Object.keys(right).length && left.every(([key, value]) => Object.is(value, right[key]))
  );
}
