/** What of the clipboard is pasted otherwise than it was copied: turned, understood, computed with what is there. */
import { readTyped } from '../../lib/input';
import type { Area, PastedCell, Scalar, SheetView } from '../../model/view';
import type { ForeignCell } from './foreign';
import type { ForeignTable } from './html';
import type { Clip, ClipCell } from './own';
import type { Operation } from './special';

function turned<T>(rows: readonly (readonly T[])[]): T[][] {
  return (rows[0] ?? []).map((_, col) => rows.flatMap((row) => row.slice(col, col + 1)));
}

/** Rows become columns. Where cells came from stays as it was. */
export function transposed(clip: Clip): Clip {
  const { workbook, sheet, area, cut, rows, cols } = clip;
  const merge = ({ top, left, bottom, right }: Area): Area => ({
    top: left,
    left: top,
    bottom: right,
    right: bottom,
  });
  const lines = { ...(rows === undefined ? {} : { rows }), ...(cols === undefined ? {} : { cols }) };
  return { workbook, sheet, area, cut, ...lines, cells: turned(clip.cells), merges: clip.merges.map(merge) };
}

/** A table of another program as a clip of our own, understood as if typed. */
export function clipOf(table: ForeignTable): Clip {
  const cellOf = ({ text, value, format }: ForeignCell): ClipCell => {
    if (value !== undefined) return { value, format };
    const typed = readTyped(text, false);
    if (typed.kind === 'formula') return { value: null, formula: `=${typed.text}`, format };
    const code = format.format ?? typed.format;
    return {
      value: typed.value === '' ? null : typed.value,
      format: code === null ? format : { ...format, format: code },
    };
  };
  const cells = table.cells.map((row) => row.map(cellOf));
  const area = { top: 0, left: 0, bottom: cells.length - 1, right: (cells[0]?.length ?? 1) - 1 };
  return { workbook: '', sheet: '', area, cut: '', cells, merges: table.merges };
}

const SIGNS: Readonly<Record<Operation, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/' };

function numberOf(value: Scalar): number | null {
  if (value === null) return 0;
  return typeof value === 'number' ? value : null;
}

function compute(operation: Operation, a: number, b: number): Scalar {
  switch (operation) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return b === 0 ? { error: '#DIV/0!' } : a / b;
  }
}

/** What a cell holds after it was computed with a pasted value; a formula goes on in brackets. Null: it stays. */
export function operated(
  sheet: SheetView,
  row: number,
  col: number,
  value: Scalar,
  operation: Operation,
): PastedCell | null {
  const { value: there, formula } = sheet.cell(row, col);
  const given = numberOf(value);
  if (given === null) return null;
  if (formula !== undefined) {
    const sign = SIGNS[operation];
    return {
      input: null,
      formula: `=(${formula.slice(1)})${sign}${given < 0 ? `(${given})` : String(given)}`,
    };
  }
  const now = numberOf(there);
  return now === null ? null : { input: compute(operation, now, given) };
}
