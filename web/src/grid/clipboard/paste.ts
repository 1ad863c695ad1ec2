/** What a paste writes where. */
import { areaWithout } from '../../lib/geometry';
import type {
  Area,
  CellFormat,
  Commands,
  FormatPatch,
  PastedCell,
  SheetView,
  WorkbookView,
} from '../../model/view';
import { currentArea, type Selection } from '../selection';
import type { ForeignTable } from './html';
import type { Clip } from './own';
import { operated, transposed, type Operation, type Special } from './special';

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
export function pasteOwn(commands: Commands, target: Target, source: Clip, special: Special): void {
  const clip = special.transpose ? transposed(source) : source;
  const height = clip.cells.length;
  const width = clip.cells[0]?.length ?? 1;
  const { sheet, area } = target;
  if (special.what === 'widths') {
    pasteWidths(commands, target, clip);
    return;
  }
  const cells = grid(target, (r, c) => pasted(clip, r % height, c % width, special));
  commands.paste(sheet.id, area.top, area.left, cells);
  if (special.what === 'all' || special.what === 'formats') {
    mergeAgain(commands, target, clip.merges, height, width);
  }
}

function pasteWidths(commands: Commands, { sheet, area }: Target, { widths = [] }: Clip): void {
  const bySize = new Map<number, number[]>();
  for (let col = area.left; col <= area.right; col++) {
    const size = widths[(col - area.left) % Math.max(1, widths.length)];
    if (size !== undefined) bySize.set(size, [...(bySize.get(size) ?? []), col]);
  }
  for (const [size, cols] of bySize) commands.resizeCols(sheet.id, cols, size);
}

function mergeAgain(
  commands: Commands,
  target: Target,
  merges: readonly Area[],
  rows: number,
  cols: number,
): void {
  if (target.down * target.across > 100) return;
  for (let y = 0; y < target.down; y++) {
    for (let x = 0; x < target.across; x++) {
      for (const merge of merges) {
        const moved = shiftArea(merge, target.area.top + y * rows, target.area.left + x * cols);
        if (moved.bottom <= target.area.bottom && moved.right <= target.area.right) {
          commands.merge(target.sheet.id, moved);
        }
      }
    }
  }
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

/** A table of another program: texts as if typed, then their formats, then merged areas. */
export function pasteForeign(commands: Commands, target: Target, table: ForeignTable): void {
  pasteTexts(
    commands,
    target,
    table.cells.map((row) => row.map((cell) => cell.text)),
  );
  const { top, left, bottom, right } = target.area;
  for (let row = top; row <= bottom; row++) {
    for (let col = left; col <= right; col++) {
      const link = wrapped(table.cells, row - top, col - left)?.link;
      if (link !== undefined) commands.setLink(target.sheet.id, row, col, link);
    }
  }
  const runs = formatRuns(target, table);
  for (const [, run] of runs) commands.format(target.sheet.id, run.areas, run.patch);
  mergeAgain(commands, target, table.merges, table.cells.length, table.cells[0]?.length ?? 1);
}

/** Cells with equal formats side by side, so that a table needs few commands. */
function formatRuns(target: Target, table: ForeignTable): Map<string, { patch: FormatPatch; areas: Area[] }> {
  const runs = new Map<string, { patch: FormatPatch; areas: Area[] }>();
  const keys = new Map<CellFormat, string>();
  const { top, left, bottom, right } = target.area;
  for (let row = top; row <= bottom; row++) {
    let before = '';
    for (let col = left; col <= right; col++) {
      const format = wrapped(table.cells, row - top, col - left)?.format ?? {};
      const key = keys.get(format) ?? JSON.stringify(format);
      keys.set(format, key);
      if (key !== '{}') {
        const run = runs.get(key) ?? { patch: format, areas: [] };
        runs.set(key, run);
        const last = run.areas.at(-1);
        if (before === key && last !== undefined) run.areas[run.areas.length - 1] = { ...last, right: col };
        else run.areas.push({ top: row, left: col, bottom: row, right: col });
      }
      before = key;
    }
  }
  return runs;
}
