/** A table that becomes plain cells: formulas that refer to it get addresses. Pure: nothing is written here. */

import { SLOT, type StoredFormula } from './content';
import type { WorkbookDocument } from './document';
import type { Reader } from './edit-move';
import { type Edit, keys } from './entries';
import { type Corner, parseReference, type PlainReference, printReference } from './reference';
import type { Table } from './table';
import { partPlace } from './table-view';

/** The address of a part of the table as a formula on sheet `own`, in the row `row` of it, has it; null when it has none. */
function address(
  stored: string,
  table: Table,
  own: string,
  row: number | null,
  book: WorkbookDocument,
): PlainReference | null {
  const reference = parseReference(stored);
  const axes = book.axes(table.sheet);
  if (reference?.kind !== 'table' || reference.id !== table.id || axes === null) return null;
  const ownRow = reference.part === 'r';
  if (ownRow && row === null) return null;
  const place = partPlace(reference, row, book);
  if (place === null) return null;
  const { top, bottom, left, right } = place.area;
  const corner = (r: number, c: number): Corner => ({
    row: { line: axes.rows.idAt(r), absolute: !ownRow },
    col: { line: axes.cols.idAt(c), absolute: true },
  });
  const sheet = own === table.sheet ? null : table.sheet;
  if (top === bottom && left === right) return { kind: 'cell', sheet, at: corner(top, left) };
  return { kind: 'range', sheet, from: corner(top, left), to: corner(bottom, right) };
}

function rewritten(
  formula: StoredFormula,
  table: Table,
  own: string,
  row: number | null,
  book: WorkbookDocument,
): StoredFormula | null {
  const [tag, template, ...refs] = formula;
  const slots = template.split(SLOT).length - 1;
  const made = refs.map((stored, i) => {
    const plain = i < slots ? address(stored, table, own, row, book) : null;
    return plain === null ? stored : printReference(plain);
  });
  return made.some((stored, i) => stored !== refs[i]) ? [tag, template, ...made] : null;
}

/** Entries that turn a table into plain cells. Names of its columns stay, so that it can be brought back. */
export function plainCellsEdits(table: Table, readers: readonly Reader[], book: WorkbookDocument): Edit[] {
  const edits: Edit[] = [{ root: 'tables', key: table.id, value: null }];
  for (const { sheet, row, col, content } of readers) {
    const index = book.rows(sheet)?.indexOf(row) ?? -1;
    const value = rewritten(content, table, sheet, index < 0 ? null : index, book);
    if (value !== null) edits.push({ root: 'cells', key: keys.cell(sheet, row, col), value });
  }
  for (const name of book.names.values()) {
    const value = rewritten(name.formula, table, name.scope ?? '', null, book);
    if (value === null) continue;
    edits.push({ root: 'names', key: name.id, value: [name.text, name.scope ?? '', ...value] });
  }
  return edits;
}
