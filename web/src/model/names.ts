/** Defined names: which are possible, what they stand for, and the entries that define them. */

import { columnIndex, MAX_ROWS, parseCell } from '../lib/a1';
import { areaOf } from './affected';
import { SLOT, type StoredFormula } from './content';
import type { DefinedName, WorkbookDocument } from './document';
import { Refusal } from './refusal';
import type { Edit } from './entries';
import { parseFormula } from './formula-parse';
import { showFormula } from './formula-show';
import { randomId } from './ids';
import { type Corner, type End, parseReference, type PlainReference, printReference } from './reference';
import type { NameDraft, NameView } from './view';

const LONGEST = 255;
const FORM = /^[\p{Alphabetic}_\\][\p{Alphabetic}\p{N}_.?\\]*$/u;
const R1C1 = /^(r[0-9]*)?(c[0-9]*)?$/i;
const BOOLEAN = /^(true|false)$/i;

/** Could it be a name at all? Addresses of cells, such as `A1` and `R1C1`, could not. */
export function isPossibleName(text: string): boolean {
  return formProblem(text) === null;
}

function isAddress(text: string): boolean {
  if (parseCell(text) !== null || R1C1.test(text)) return true;
  // XFE1 is beyond the last column, but it reads like an address all the same.
  const split = /^([A-Za-z]{1,3})([0-9]{1,7})$/.exec(text);
  return split !== null && columnIndex(split[1] ?? '') >= 0 && Number(split[2]) <= MAX_ROWS;
}

function formProblem(text: string): string | null {
  if (text === '') return 'A name needs at least one character.';
  if (Array.from(text).length > LONGEST) return `A name has ${LONGEST} characters at most.`;
  if (isAddress(text)) return `“${text}” is the address of a cell. Choose another name, such as ${text}_.`;
  if (BOOLEAN.test(text)) return `“${text}” is a value. Choose another name.`;
  if (/\s/.test(text)) return 'A name has no spaces. Write an underscore instead.';
  if (!FORM.test(text))
    return 'A name begins with a letter or an underscore; letters, digits and . _ ? follow.';
  return null;
}

/** Why a name cannot be called so, as a sentence; null when it can. */
function problem(book: WorkbookDocument, { id, name, scope }: NameDraft): string | null {
  const wrong = formProblem(name);
  if (wrong !== null) return wrong;
  const same = (other: DefinedName): boolean =>
    other.id !== id && other.scope === scope && other.text.toLowerCase() === name.toLowerCase();
  return [...book.names.values()].some(same) ? `There is a name “${name}” already.` : null;
}

/** A reference of a definition names its sheet and is absolute: it means the same cells from everywhere. */
function anchored(reference: PlainReference, sheet: string): PlainReference {
  const end = ({ line }: End): End => ({ line, absolute: true });
  const corner = ({ row, col }: Corner): Corner => ({ row: end(row), col: end(col) });
  const named = reference.sheet ?? sheet;
  switch (reference.kind) {
    case 'cell':
      return { kind: 'cell', sheet: named, at: corner(reference.at) };
    case 'range':
      return { kind: 'range', sheet: named, from: corner(reference.from), to: corner(reference.to) };
    case 'rows':
    case 'cols':
      return { kind: reference.kind, sheet: named, from: end(reference.from), to: end(reference.to) };
  }
}

function definition(book: WorkbookDocument, draft: NameDraft): StoredFormula | string {
  const text = draft.refersTo.trim().replace(/^=/, '');
  if (text === '') return 'Say what the name stands for: a range such as Plan!A1:C9, or a formula.';
  const formula = parseFormula(text, draft.sheet, book);
  if (formula === null) return 'A formula may have 8,192 characters at most.';
  const [tag, template, ...refs] = formula;
  const stored = refs.map((ref) => {
    const reference = parseReference(ref);
    if (
      reference === null ||
      reference.kind === 'name' ||
      reference.kind === 'stack' ||
      reference.kind === 'table'
    )
      return ref;
    return printReference(anchored(reference, draft.sheet));
  });
  return draft.id !== null && stored.includes(`n:${draft.id}`)
    ? 'A name cannot stand for itself.'
    : [tag, template, ...stored];
}

/** The entry that defines a name. A name that is not possible is refused. */
export function nameEdits(book: WorkbookDocument, draft: NameDraft): Edit[] {
  const wrong = problem(book, draft);
  if (wrong !== null) throw new Refusal('name', wrong);
  const formula = definition(book, draft);
  if (typeof formula === 'string') throw new Refusal('name', formula);
  const key = draft.id ?? randomId();
  return [{ root: 'names', key, value: [draft.name, draft.scope ?? '', ...formula] }];
}

export function deleteNameEdits(ids: readonly string[]): Edit[] {
  return ids.map((key) => ({ root: 'names', key, value: null }));
}

/** All names as they read now, in order of the alphabet. */
export function nameViews(book: WorkbookDocument): readonly NameView[] {
  return [...book.names.values()]
    .map((name): NameView => {
      const own = name.scope ?? '';
      const refersTo = `=${showFormula(name.formula, own, book)}`;
      return { id: name.id, name: name.text, scope: name.scope, refersTo, target: targetOf(name, book) };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The cells that a name stands for, when it is nothing but a reference to them. */
function targetOf({ scope, formula }: DefinedName, book: WorkbookDocument): NameView['target'] {
  const [, template, ref] = formula;
  const reference = template === SLOT && ref !== undefined ? parseReference(ref) : null;
  if (
    reference === null ||
    reference.kind === 'name' ||
    reference.kind === 'stack' ||
    reference.kind === 'table'
  )
    return null;
  const sheet = reference.sheet ?? scope;
  if (sheet === null || book.sheetName(sheet) === null) return null;
  const area = areaOf(reference, sheet, book);
  return area === null ? null : { sheet, area };
}
