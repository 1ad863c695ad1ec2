/** Links and notes of cells: from what a person wants to the entries that say so, and links as they read now. */

import { SLOT } from './content';
import { type Edit, keys } from './entries';
import { parseFormula } from './formula-parse';
import { showReference } from './formula-show';
import { parseReference, printReference } from './reference';
import type { Resolve } from './resolve';
import type { Sheet } from './sheet';
import type { Area } from './view';
import { areaHas } from '../lib/geometry';

/** Longest address, in bytes; longest note, in characters (FORMAT.md §2). */
const MAX_LINK = 2083;
export const MAX_NOTE = 8192;

const SCHEME = /^(https?:\/\/|mailto:|tel:)./i;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const WEB = /^(https?:\/\/|www\.)[^\s.]+(\.[^\s.]+|:[0-9]+|\/|$)\S*$/i;
const MAIL = /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[a-z]{2,}$/i;

/** True for an address that may be followed: a page, a mail, a call. Whatever runs code is none. */
export function isAddress(text: string): boolean {
  const short = new TextEncoder().encode(text).length <= MAX_LINK;
  return short && SCHEME.test(text) && !/\p{Cc}/u.test(text);
}

/** The address that a text typed into a cell stands for; null when it is no address. */
export function addressIn(text: string): string | null {
  const trimmed = text.trim();
  if (MAIL.test(trimmed)) return `mailto:${trimmed}`;
  if (!WEB.test(trimmed)) return null;
  const address = /^www\./i.test(trimmed) ? `https://${trimmed}` : trimmed;
  return isAddress(address) ? address : null;
}

/** A place of the workbook, such as `Plan!A1:B2` or a defined name, in stored form; null when it is none. */
export function storedPlace(text: string, own: string, context: Resolve): string | null {
  const formula = parseFormula(text.trim(), own, context);
  if (formula?.[1] !== SLOT) return null;
  const reference = parseReference(formula[2] ?? '');
  if (reference === null || reference.kind === 'stack') return null;
  if (reference.kind === 'name' || reference.kind === 'table' || reference.sheet !== null)
    return `#${printReference(reference)}`;
  return `#${printReference({ ...reference, sheet: own })}`;
}

/** What a person wrote as the target of a link, in stored form; null when it cannot be one. */
export function storedLink(text: string, own: string, context: Resolve): string | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('#')) return storedPlace(trimmed.slice(1), own, context);
  if (isAddress(trimmed)) return trimmed;
  if (MAIL.test(trimmed)) return `mailto:${trimmed}`;
  const place = storedPlace(trimmed, own, context);
  if (place !== null) return place;
  // What has no scheme is a page; another scheme is not followed.
  const page = `https://${trimmed}`;
  const known = /^[^\s/]+\.[^\s]+$/.test(trimmed) && !HAS_SCHEME.test(trimmed);
  return known && isAddress(page) ? page : null;
}

/** A stored link as it reads now. A place that is gone reads `#REF!`. */
export function shownLink(stored: string, context: Resolve): string {
  if (!stored.startsWith('#')) return stored;
  const reference = parseReference(stored.slice(1));
  const text = reference === null ? null : showReference(reference, '', context);
  return `#${text ?? 'REF!'}`;
}

export function linkEdit(sheet: Sheet, row: number, col: number, stored: string | null): Edit[] {
  if ((sheet.record.links.get(row, col) ?? null) === stored) return [];
  return [{ root: 'links', key: keys.cell(sheet.id, row, col), value: stored }];
}

export function noteEdit(sheet: Sheet, row: number, col: number, text: string | null): Edit[] {
  const kept = text === null || text.trim() === '' ? null : Array.from(text).slice(0, MAX_NOTE).join('');
  if ((sheet.record.notes.get(row, col) ?? null) === kept) return [];
  return [{ root: 'notes', key: keys.cell(sheet.id, row, col), value: kept }];
}

/** A typed address becomes a link; a link that said what the cell said goes with it. */
export function typedLinkEdits(sheet: Sheet, row: number, col: number, input: string | null): Edit[] {
  const address = input === null ? null : addressIn(input);
  if (address !== null) return linkEdit(sheet, row, col, address);
  const link = sheet.record.links.get(row, col);
  if (link === undefined) return [];
  const before = sheet.data.holding(row, col)?.stored;
  const said = typeof before === 'string' && addressIn(before) === link;
  return input === null || input === '' || said ? linkEdit(sheet, row, col, null) : [];
}

/** Emptied cells lead nowhere. */
export function clearLinkEdits(sheet: Sheet, areas: readonly Area[]): Edit[] {
  const edits: Edit[] = [];
  for (const [row, line] of sheet.record.links.rows()) {
    const r = sheet.rows.indexOf(row);
    for (const col of line.keys()) {
      const c = sheet.cols.indexOf(col);
      if (areas.some((area) => areaHas(area, r, c))) edits.push(...linkEdit(sheet, row, col, null));
    }
  }
  return edits;
}

/** Notes and links of moved cells go along; `to` gives the new cell of an old one. */
export function moveAttachedEdits(
  from: Sheet,
  to: Sheet,
  cells: readonly (readonly [row: number, col: number, toRow: number, toCol: number])[],
): Edit[] {
  const edits: Edit[] = [];
  const gone = new Map(cells.map(([row, col]) => [keys.cell(from.id, row, col), [row, col] as const]));
  for (const [row, col, toRow, toCol] of cells) {
    edits.push(...linkEdit(to, toRow, toCol, from.record.links.get(row, col) ?? null));
    edits.push(...noteEdit(to, toRow, toCol, from.record.notes.get(row, col) ?? null));
    gone.delete(keys.cell(to.id, toRow, toCol));
  }
  for (const [row, col] of gone.values()) {
    edits.push(...linkEdit(from, row, col, null), ...noteEdit(from, row, col, null));
  }
  return edits;
}
