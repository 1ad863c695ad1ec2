/** From what a person does with sheets to the entries that say so. */

import { between } from '../lib/fractions';
import type { WorkbookDocument } from './document';
import { Refusal } from './refusal';
import { type Edit, keys } from './entries';
import { randomId } from './ids';

const LONGEST_NAME = 31;

/** Why a sheet cannot have this name, as a sentence; null when it can. */
export function nameProblem(book: WorkbookDocument, sheet: string | null, name: string): string | null {
  if (name.trim() === '') return 'A sheet needs a name.';
  if (Array.from(name).length > LONGEST_NAME) return `A sheet’s name has ${LONGEST_NAME} characters at most.`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[:\\/?*[\]\u0000-\u001f\u007f-\u009f]/.test(name))
    return 'A sheet’s name cannot contain : \\ / ? * [ or ].';
  if (name.startsWith("'") || name.endsWith("'"))
    return 'A sheet’s name cannot begin or end with an apostrophe.';
  const other = book.sheetByName(name);
  return other === null || other === sheet
    ? null
    : `There is a sheet “${book.sheetName(other) ?? name}” already.`;
}

function freeName(book: WorkbookDocument): string {
  for (let i = book.tabs.length + 1; ; i++) {
    if (book.sheetByName(`Sheet${i}`) === null) return `Sheet${i}`;
  }
}

export function addSheetEdits(book: WorkbookDocument, wanted?: string): { id: string; edits: Edit[] } {
  const name = wanted ?? freeName(book);
  const problem = nameProblem(book, null, name);
  if (problem !== null) throw new Refusal('sheet-name', problem);
  const id = randomId();
  const pos = between(book.tabs.at(-1)?.pos ?? '', null);
  return {
    id,
    edits: [
      { root: 'sheets', key: keys.sheet(id, 'name'), value: name },
      { root: 'sheets', key: keys.sheet(id, 'pos'), value: pos },
    ],
  };
}

export function moveSheetEdits(book: WorkbookDocument, id: string, before: string | null): Edit[] {
  const others = book.tabs.filter((sheet) => sheet.id !== id);
  const found = before === null ? -1 : others.findIndex((sheet) => sheet.id === before);
  const at = found < 0 ? others.length : found;
  const pos = between(others[at - 1]?.pos ?? '', others[at]?.pos ?? null);
  return [{ root: 'sheets', key: keys.sheet(id, 'pos'), value: pos }];
}

function checkNotLast(book: WorkbookDocument, id: string): void {
  const visible = book.tabs.filter((sheet) => sheet.state === 'visible');
  if (visible.length === 1 && visible[0]?.id === id) {
    throw new Refusal('last-sheet', 'A workbook shows at least one sheet.');
  }
}

export function hideSheetEdits(book: WorkbookDocument, id: string, hidden: boolean): Edit[] {
  if (hidden) checkNotLast(book, id);
  return [{ root: 'sheets', key: keys.sheet(id, 'state'), value: hidden ? 'hidden' : 'visible' }];
}

export function deleteSheetEdits(book: WorkbookDocument, id: string): Edit[] {
  checkNotLast(book, id);
  return [{ root: 'sheets', key: keys.sheet(id, 'state'), value: 'deleted' }];
}
