/** From what a person does with cells to the entries that say so. Pure: nothing is written here. */

import { type Typed, readTyped } from '../lib/input';
import { isFormula, MAX_TEXT, sameEntry, type Stored, storedOf } from './content';
import { linkEdit, noteEdit, storedLink, typedLinkEdits } from './edit-links';
import { type Edit, keys } from './entries';
import { type FormulaCell, parseFormula } from './formula-parse';
import { shiftFormula, turnFormula } from './formula-carry';
import { Refusal } from './refusal';
import type { Resolve } from './resolve';
import type { Sheet } from './sheet';
import type { Area, CellFormat, FormatPatch, PastedCell } from './view';

/** Cells that one command may write entry by entry. */
export const MAX_CELLS = 20_000;

export interface EditContext {
  readonly resolve: Resolve;
  readonly date1904: boolean;
}

const PROPERTIES = [
  'font',
  'size',
  'bold',
  'italic',
  'underline',
  'strike',
  'color',
  'fill',
  'align',
  'valign',
  'wrap',
  'indent',
  'format',
  'borderTop',
  'borderRight',
  'borderBottom',
  'borderLeft',
] as const satisfies readonly (keyof CellFormat)[];

export function checkSize(cells: number): void {
  if (cells > MAX_CELLS) {
    const count = cells.toLocaleString('en');
    throw new Refusal(
      'too-many-cells',
      `${count} cells are too many for one step; ${MAX_CELLS.toLocaleString('en')} are possible.`,
    );
  }
}

/** The entry that gives a cell a content; none when it holds just that. */
export function contentEdit(sheet: Sheet, row: number, col: number, stored: Stored): Edit[] {
  const now = sheet.data.holding(row, col);
  if (now !== undefined && sheet.data.current && sameEntry(now.stored, stored)) return [];
  return [{ root: 'cells', key: keys.cell(sheet.id, row, col), value: stored }];
}

/** The entry that lays a change over a cell's format. */
export function formatEdit(sheet: Sheet, row: number, col: number, patch: FormatPatch): Edit[] {
  const entry = { ...sheet.record.formats.get(row, col), ...patch };
  return [{ root: 'formats', key: keys.cell(sheet.id, row, col), value: entry }];
}

/** The entry that makes a cell look exactly so. */
export function exactFormatEdit(sheet: Sheet, row: number, col: number, format: CellFormat): Edit[] {
  const under = sheet.data.formatOf(row, col, 'without-own');
  const entry: Record<string, unknown> = {};
  for (const property of PROPERTIES) {
    if (format[property] !== under[property]) entry[property] = format[property] ?? null;
  }
  const value = Object.keys(entry).length === 0 ? undefined : entry;
  return [{ root: 'formats', key: keys.cell(sheet.id, row, col), value }];
}

function formulaOf(text: string, sheet: string, cell: FormulaCell, context: EditContext): Stored {
  const formula = parseFormula(text, sheet, context.resolve, cell);
  if (formula === null) throw new Refusal('formula-too-long', 'A formula may have 8,192 characters at most.');
  return formula;
}

function checkText(stored: Stored): Stored {
  if (typeof stored === 'string' && stored.length > MAX_TEXT) {
    throw new Refusal('text-too-long', 'A cell may hold 32,767 characters at most.');
  }
  return stored;
}

/** Typed text as the cell's number format wants it read. */
export function readAs(text: string, format: string | undefined, date1904: boolean): Typed {
  // A cell formatted as text takes everything literally.
  if (format === '@') return { kind: 'value', value: text === '' ? null : text, format: null };
  const typed = readTyped(text, date1904);
  if (typed.kind === 'formula' || typeof typed.value !== 'number' || typed.format !== null) return typed;
  // 5 typed where percentages are shown means 5 %.
  const percent = format?.includes('%') === true && Math.abs(typed.value) >= 1;
  return percent ? { ...typed, value: typed.value / 100 } : typed;
}

/** One cell set as a person would type it; null clears it. */
export function typeEdits(
  sheet: Sheet,
  row: number,
  col: number,
  input: string | null,
  context: EditContext,
): Edit[] {
  if (input === null || input === '') return contentEdit(sheet, row, col, null);
  const { format } = sheet.data.formatOf(row, col);
  const typed = readAs(input, format, context.date1904);
  if (typed.kind === 'formula') {
    return contentEdit(sheet, row, col, formulaOf(typed.text, sheet.id, { row, col }, context));
  }
  const edits = contentEdit(sheet, row, col, checkText(storedOf(typed.value)));
  const general = format === undefined || format === '' || format.toLowerCase() === 'general';
  if (typed.format !== null && general) edits.push(...formatEdit(sheet, row, col, { format: typed.format }));
  return edits;
}

/** One cell of a clipboard: what was typed, a ready value or a formula carried along, and its format. */
export function pasteEdits(
  sheet: Sheet,
  at: { readonly row: number; readonly col: number },
  cell: PastedCell,
  context: EditContext,
): Edit[] {
  const row = sheet.rows.id(at.row);
  const col = sheet.cols.id(at.col);
  const edits: Edit[] = [];
  if (cell.typed !== undefined) {
    edits.push(...typeEdits(sheet, row, col, cell.typed, context));
    edits.push(...typedLinkEdits(sheet, row, col, cell.typed));
  } else if (cell.formula !== undefined) {
    edits.push(...contentEdit(sheet, row, col, carriedFormula(sheet, at, cell.formula, cell.from, context)));
  } else if (cell.input !== undefined) {
    edits.push(...contentEdit(sheet, row, col, checkText(storedOf(cell.input))));
  }
  if (cell.format !== undefined) edits.push(...exactFormatEdit(sheet, row, col, cell.format));
  if (cell.patch !== undefined) {
    // What was typed may have brought a number format.
    const typed = edits.find((edit) => edit.root === 'formats')?.value as FormatPatch | undefined;
    edits.push(...formatEdit(sheet, row, col, { ...typed, ...cell.patch }));
  }
  if (cell.note !== undefined) edits.push(...noteEdit(sheet, row, col, cell.note));
  if (cell.link !== undefined) {
    const link = cell.link === null ? null : storedLink(cell.link, sheet.id, context.resolve);
    edits.push(...linkEdit(sheet, row, col, link));
  }
  return edits;
}

/** A formula's text as it is to read at its new place. */
function carriedFormula(
  sheet: Sheet,
  at: { readonly row: number; readonly col: number },
  text: string,
  from: PastedCell['from'],
  context: EditContext,
): Stored {
  const cell = { row: sheet.rows.id(at.row), col: sheet.cols.id(at.col) };
  const stored = formulaOf(text.startsWith('=') ? text.slice(1) : text, sheet.id, cell, context);
  if (from === undefined || !isFormula(stored)) return stored;
  if (from.turned === true) return turnFormula(stored, from, at, sheet.id, context.resolve);
  const shift = { rows: at.row - from.row, cols: at.col - from.col };
  return shiftFormula(stored, shift, sheet.id, context.resolve);
}

/** Entries that empty the filled cells of areas. */
export function clearEdits(sheet: Sheet, areas: readonly Area[]): Edit[] {
  const edits: Edit[] = [];
  for (const area of areas) {
    sheet.eachFilled(area, (row, col) => {
      edits.push(...contentEdit(sheet, row, col, null));
      checkSize(edits.length);
    });
  }
  return edits;
}
