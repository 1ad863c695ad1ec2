/** What the name box shows and understands. */
import { cellName, parseRange, rangeName } from '../../lib/a1';
import type { Area, SheetView, WorkbookView } from '../../model/view';

/** `G4`, or while a range is selected `C4:F4`; whole rows and columns as `4:6` and `C:F`. */
export function selectionName(
  areas: readonly Area[],
  active: { row: number; col: number },
  sheet: SheetView,
): string {
  const area = areas.at(-1);
  if (areas.length !== 1 || area === undefined) return cellName(active.row, active.col);
  const single = sheet.mergeAt(active.row, active.col) ?? {
    top: active.row,
    left: active.col,
    bottom: active.row,
    right: active.col,
  };
  const plain =
    area.top === single.top &&
    area.left === single.left &&
    area.bottom === single.bottom &&
    area.right === single.right;
  return plain ? cellName(active.row, active.col) : areaName(area, sheet);
}

/** `C4:F4`, `4:6`, `C:F`. */
export function areaName(area: Area, sheet: SheetView): string {
  if (area.left === 0 && area.right >= sheet.cols.count - 1) return `${area.top + 1}:${area.bottom + 1}`;
  if (area.top === 0 && area.bottom >= sheet.rows.count - 1) {
    const letters = (col: number): string => cellName(0, col).slice(0, -1);
    return `${letters(area.left)}:${letters(area.right)}`;
  }
  return rangeName(area);
}

/** `4R × 2C`, as long as a selection is being drawn up. */
export function sizeName(area: Area): string {
  return `${area.bottom - area.top + 1}R × ${area.right - area.left + 1}C`;
}

/** The defined name of just these cells, as a formula on this sheet would write it. */
export function nameOf(area: Area, sheet: SheetView, view: WorkbookView): string | null {
  const found = view.names.find(
    ({ target, scope }) =>
      target?.sheet === sheet.id &&
      (scope === null || scope === sheet.id) &&
      target.area.top === area.top &&
      target.area.left === area.left &&
      Math.min(target.area.bottom, sheet.rows.count - 1) === area.bottom &&
      Math.min(target.area.right, sheet.cols.count - 1) === area.right,
  );
  return found?.name ?? null;
}

/** Cells of one sheet, in one or more areas. */
export interface Place {
  readonly sheet: SheetView;
  readonly areas: readonly [Area, ...Area[]];
}

interface Part {
  readonly sheet: SheetView;
  readonly area: Area;
}

/** Splits at commas and semicolons outside of quotes. */
function partsOf(text: string): readonly string[] {
  return (text.match(/(?:'(?:[^']|'')*'|[^,;'])+/g) ?? []).map((part) => part.trim());
}

function unquoted(name: string): string {
  return name.replace(/^'(.*)'$/, '$1').replaceAll("''", "'");
}

function namedPart(word: string, scope: string | null, view: WorkbookView): Part | null {
  const named = view.names.filter((each) => each.name.toLowerCase() === word.toLowerCase());
  const found =
    named.find((each) => each.scope === scope) ?? named.find((each) => each.scope === null) ?? named[0];
  const target = found?.target ?? null;
  const sheet = target === null ? undefined : view.sheet(target.sheet);
  return target === null || sheet === undefined ? null : { sheet, area: target.area };
}

function partOf(text: string, view: WorkbookView, current: SheetView): Part | null {
  const mark = text.lastIndexOf('!');
  const sheet = mark < 0 ? current : view.sheetByName(unquoted(text.slice(0, mark)));
  if (sheet === undefined) return null;
  const rest = text.slice(mark + 1).trim();
  const area = parseRange(rest.replaceAll(' ', ''));
  const part = area === null ? namedPart(rest, sheet.id, view) : { sheet, area };
  if (part === null) return null;
  const [rows, cols] = [part.sheet.rows.count, part.sheet.cols.count];
  if (part.area.top >= rows || part.area.left >= cols) return null;
  return {
    sheet: part.sheet,
    area: {
      ...part.area,
      bottom: Math.min(part.area.bottom, rows - 1),
      right: Math.min(part.area.right, cols - 1),
    },
  };
}

/**
 * `D11`, `Plan!D11`, `'My sheet'!A1:C9`, `A1:B2, D4`, `B:B` or a defined name; null when it names no place of this
 * workbook.
 */
export function placeOf(text: string, view: WorkbookView, current: SheetView): Place | null {
  const areas: Area[] = [];
  let sheet = current;
  for (const [index, each] of partsOf(text).entries()) {
    const part = partOf(each, view, sheet);
    if (part === null || (index > 0 && part.sheet.id !== sheet.id)) return null;
    sheet = part.sheet;
    areas.push(part.area);
  }
  const [first, ...more] = areas;
  return first === undefined ? null : { sheet, areas: [first, ...more] };
}
