/** What a paste writes where. */
import { areaWithout } from '../../lib/geometry';
import type { Area, Commands, PastedCell, SheetView, WorkbookView } from '../../model/view';
import { currentArea, type Selection } from '../selection';
import type { ForeignCell } from './foreign';
import type { ForeignTable } from './html';
import type { Clip } from './own';
import { PLACE } from './r1c1';
import { operated, transposed } from './altered';
import type { Operation, Special } from './special';

/** A source that is repeated more often does not bring its merged areas along. */
const MOST_REPEATED = 100;

export interface Target {
  readonly sheet: SheetView;
  readonly area: Area;
  /** How often the source is repeated down and across. */
  readonly down: number;
  readonly across: number;
}

/** Where a source of that size goes: over a selection that is a multiple of it, else from its upper left cell on. */
export function pasteTarget(sheet: SheetView, selection: Selection, rows: number, cols: number): Target {
  const area = currentArea(selection);
  const height = area.bottom - area.top + 1;
  const width = area.right - area.left + 1;
  const wholeHeight = area.top === 0 && area.bottom >= sheet.rows.count - 1;
  const wholeWidth = area.left === 0 && area.right >= sheet.cols.count - 1;
  const down = !wholeHeight && height > rows && height % rows === 0 ? height / rows : 1;
  const across = !wholeWidth && width > cols && width % cols === 0 ? width / cols : 1;
  // A source of one row fills a taller selection of its width, and the other way round.
  return {
    sheet,
    area: {
      top: area.top,
      left: area.left,
      bottom: Math.min(sheet.rows.count, area.top + rows * down) - 1,
      right: Math.min(sheet.cols.count, area.left + cols * across) - 1,
    },
    down,
    across,
  };
}

/** What a paste gives the cells of its target, and which areas it merges. */
export interface Pasting {
  /** Counted from the upper left cell; null leaves a cell as it is. */
  readonly at: (row: number, col: number) => PastedCell | null;
  readonly merges: readonly Area[];
}

function grid<T>(target: Target, at: (row: number, col: number) => T): T[][] {
  const { top, left, bottom, right } = target.area;
  return Array.from({ length: bottom - top + 1 }, (_, r) =>
    Array.from({ length: right - left + 1 }, (_unused, c) => at(r, c)),
  );
}

function wrapped<T>(rows: readonly (readonly T[])[], r: number, c: number): T | undefined {
  const row = rows[r % rows.length];
  return row?.[c % row.length];
}

/** Where a cell of a clip came from. */
function origin(clip: Clip, r: number, c: number): { sheet: string; row: number; col: number } {
  return {
    sheet: clip.sheet,
    row: clip.rows?.[r] ?? clip.area.top + r,
    col: clip.cols?.[c] ?? clip.area.left + c,
  };
}

/** Cells computed with those of a clip. */
export function pasteOperated(
  commands: Commands,
  target: Target,
  source: Clip,
  special: Special,
  operation: Operation,
): void {
  const clip = special.transpose ? transposed(source) : source;
  const { sheet, area } = target;
  const cells = grid(target, (r, c) => {
    const cell = wrapped(clip.cells, r, c);
    if (cell === undefined || (special.skipBlanks && cell.value === null)) return null;
    return operated(sheet, area.top + r, area.left + c, cell.value, operation);
  });
  commands.paste(sheet.id, area.top, area.left, cells);
}

/** What may be entered comes along from other cells; what comes from another program says nothing of it. */
function pastedCheck(clip: Clip, { check }: Clip['cells'][number][number]): Pick<PastedCell, 'check'> {
  return clip.workbook === '' ? {} : { check: check ?? null };
}

/** What one cell of a clip writes. A cut keeps formulas as they are; a copy lets them move along. */
function pasted(clip: Clip, r: number, c: number, special: Special): PastedCell | null {
  const cell = clip.cells[r]?.[c];
  if (cell === undefined) return null;
  const empty = cell.value === null && cell.formula === undefined;
  if (special.skipBlanks && empty) return null;
  // Where cells came from is kept as it was before rows became columns.
  const from = special.transpose ? origin(clip, c, r) : origin(clip, r, c);
  const carried =
    cell.formula === undefined
      ? { input: cell.value }
      : {
          input: cell.value,
          formula: cell.formula,
          ...(clip.cut === null ? { from: { ...from, ...(special.transpose ? { turned: true } : {}) } } : {}),
        };
  switch (special.what) {
    case 'all':
      return {
        ...carried,
        format: cell.format,
        note: cell.note ?? null,
        link: cell.link ?? null,
        ...pastedCheck(clip, cell),
      };
    case 'formulas':
      return carried;
    case 'values':
      return { input: cell.value };
    case 'numbers':
      return { input: cell.value, patch: { format: cell.format.format ?? null } };
    case 'formats':
      return { format: cell.format };
    case 'checks':
      return pastedCheck(clip, cell);
    case 'widths':
      return null;
  }
}

/** Without gaps where hidden lines were left out. */
function isWhole({ area, cells }: Clip): boolean {
  return cells.length === area.bottom - area.top + 1 && cells[0]?.length === area.right - area.left + 1;
}

/** Conditional formats go where the formats of their cells go, within one workbook. */
export function carryRules(view: WorkbookView, { sheet, area }: Target, clip: Clip, special: Special): void {
  const looks = special.what === 'all' || special.what === 'formats';
  if (!looks || special.transpose || clip.workbook !== view.id || !isWhole(clip)) return;
  view.commands.rules.carry({ sheet: clip.sheet, area: clip.area }, { sheet: sheet.id, area });
}

/** Cells of a clip, as a whole or a part of them. */
export function ownPasting(target: Target, source: Clip, special: Special): Pasting {
  const clip = special.transpose ? transposed(source) : source;
  const height = clip.cells.length;
  const width = clip.cells[0]?.length ?? 1;
  const looks = special.what === 'all' || special.what === 'formats';
  return {
    at: (r, c) => pasted(clip, r % height, c % width, special),
    merges: looks ? mergesIn(target, clip.merges, height, width) : [],
  };
}

export function pasteOwn(commands: Commands, target: Target, source: Clip, special: Special): void {
  const { sheet, area } = target;
  if (special.what === 'widths') {
    pasteWidths(commands, target, special.transpose ? transposed(source) : source);
    return;
  }
  const { at, merges } = ownPasting(target, source, special);
  commands.paste(sheet.id, area.top, area.left, grid(target, at));
  for (const merge of merges) commands.merge(sheet.id, merge);
}

function pasteWidths(commands: Commands, { sheet, area }: Target, { widths = [] }: Clip): void {
  const bySize = new Map<number, number[]>();
  for (let col = area.left; col <= area.right; col++) {
    const size = widths[(col - area.left) % Math.max(1, widths.length)];
    if (size !== undefined) bySize.set(size, [...(bySize.get(size) ?? []), col]);
  }
  for (const [size, cols] of bySize) commands.resizeCols(sheet.id, cols, size);
}

/** Where the merged areas of a source lie, once for each time that it is repeated. */
function mergesIn(target: Target, merges: readonly Area[], rows: number, cols: number): Area[] {
  const found: Area[] = [];
  if (target.down * target.across > MOST_REPEATED) return found;
  for (let y = 0; y < target.down; y++) {
    for (let x = 0; x < target.across; x++) {
      for (const merge of merges) {
        const moved = shiftArea(merge, target.area.top + y * rows, target.area.left + x * cols);
        if (moved.bottom <= target.area.bottom && moved.right <= target.area.right) found.push(moved);
      }
    }
  }
  return found;
}

function shiftArea(area: Area, down: number, right: number): Area {
  return {
    top: area.top + down,
    left: area.left + right,
    bottom: area.bottom + down,
    right: area.right + right,
  };
}

/** What of a cut's source is emptied: all that the target did not overwrite. */
export function emptied(source: Area, target: Area, sameSheet: boolean): Area[] {
  return sameSheet ? areaWithout(source, target) : [source];
}

/** Plain texts, understood as if typed. Empty ones empty the cell. */
export function pasteTexts(commands: Commands, target: Target, rows: readonly (readonly string[])[]): void {
  commands.type(
    target.sheet.id,
    target.area.top,
    target.area.left,
    grid(target, (r, c) => {
      const text = wrapped(rows, r, c) ?? '';
      return text === '' ? null : text;
    }),
  );
}

/** A table of another program: values that it says exactly, texts as if typed, looks and merged areas. */
export function pasteForeign(commands: Commands, target: Target, table: ForeignTable): void {
  const { sheet, area } = target;
  const { at, merges } = foreignPasting(target, table);
  commands.paste(sheet.id, area.top, area.left, grid(target, at));
  for (const merge of merges) commands.merge(sheet.id, merge);
}

function foreignMerges(target: Target, table: ForeignTable): Area[] {
  return mergesIn(target, table.merges, table.cells.length, table.cells[0]?.length ?? 1);
}

/** As `pasteTexts`. */
export function textsPasting(rows: readonly (readonly string[])[]): Pasting {
  return { at: (r, c) => ({ typed: wrapped(rows, r, c) ?? '' }), merges: [] };
}

export function foreignPasting(target: Target, table: ForeignTable): Pasting {
  const at = (r: number, c: number): PastedCell => {
    const cell = wrapped(table.cells, r, c);
    return cell === undefined ? { typed: '' } : foreignCell(cell, target.sheet.id);
  };
  return { at, merges: foreignMerges(target, table) };
}

function foreignCell({ text, value, formula, format, link }: ForeignCell, sheet: string): PastedCell {
  const content: PastedCell =
    formula !== undefined
      ? { input: value ?? null, formula, from: { sheet, ...PLACE } }
      : value !== undefined
        ? { input: value }
        : { typed: text };
  const patch = Object.keys(format).length === 0 ? {} : { patch: format };
  return { ...content, ...patch, ...(link === undefined ? {} : { link }) };
}
