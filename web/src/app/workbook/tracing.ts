/** From an explanation by names to the arrows of the grid by index. */
import type { Trace, TracePlace } from '../../grid/handle';
import { cellName, parseRange } from '../../lib/a1';
import { areaCells } from '../../lib/geometry';
import type { Area, SheetView, WorkbookView } from '../../model/view';
import type { Explanation, RangePlace } from '../../net/explain';
import { quoteSheet } from '../../grid/formula/references';
import { count } from '../../ui/words';

export type Way = Trace['way'];

/** Cells looked through for an error that an arrow should show. */
const LOOKED_AT = 400;

function showsError(sheet: SheetView, area: Area): boolean {
  if (areaCells(area) > LOOKED_AT) return false;
  for (let row = area.top; row <= area.bottom; row++) {
    for (let col = area.left; col <= area.right; col++) {
      const value = sheet.value(row, col);
      if (typeof value === 'object' && value !== null) return true;
    }
  }
  return false;
}

function areaOn(sheet: SheetView, range: string): Area | null {
  const area = parseRange(range);
  if (area === null || area.top >= sheet.rows.count || area.left >= sheet.cols.count) return null;
  return {
    ...area,
    bottom: Math.min(area.bottom, sheet.rows.count - 1),
    right: Math.min(area.right, sheet.cols.count - 1),
  };
}

/** What a cell reads, or what reads it, as arrows on its sheet and tags for other sheets. */
export function traceOf(
  view: WorkbookView,
  sheet: SheetView,
  cell: { readonly row: number; readonly col: number },
  way: Way,
  answer: Explanation,
): Trace {
  const listed: readonly RangePlace[] = way === 'precedents' ? answer.precedents : answer.dependents.cells;
  const areas: Trace['areas'][number][] = [];
  const elsewhere: TracePlace[] = [];
  let cells = 0;
  for (const place of listed) {
    const on = view.sheetByName(place.sheet);
    const area = on === undefined ? null : areaOn(on, place.range);
    if (on === undefined || area === null) continue;
    cells += areaCells(area);
    const wrong = showsError(on, area);
    if (on.id === sheet.id) areas.push({ area, wrong });
    else {
      const text = `${quoteSheet(on.name)}!${place.range}`;
      elsewhere.push({ sheet: on.id, area, text, cells: areaCells(area), wrong });
    }
  }
  const more = way === 'precedents' ? 0 : Math.max(0, answer.dependents.count - cells);
  return { sheet: sheet.id, cell, way, areas, elsewhere, more };
}

export function isEmpty(trace: Trace): boolean {
  return trace.areas.length === 0 && trace.elsewhere.length === 0 && trace.more === 0;
}

/** What to say about a trace, where the arrows do not tell all; null where they do. */
export function traceSentence(trace: Trace): string | null {
  const cell = cellName(trace.cell.row, trace.cell.col);
  if (isEmpty(trace)) {
    return trace.way === 'precedents' ? `${cell} reads no other cell.` : `No formula reads ${cell}.`;
  }
  if (trace.more === 0) return null;
  const listed = [...trace.areas.map(({ area }) => areaCells(area)), ...trace.elsewhere.map((p) => p.cells)];
  const shown = listed.reduce((sum, n) => sum + n, 0);
  return `${count(shown + trace.more, 'cell')} read ${cell}; ${shown.toLocaleString('en-US')} of them are shown.`;
}

/** Which areas to select for a trace: those on its sheet, else those of the first other sheet. */
export function selectable(trace: Trace): { readonly sheet: string; readonly areas: readonly Area[] } | null {
  if (trace.areas.length > 0) return { sheet: trace.sheet, areas: trace.areas.map(({ area }) => area) };
  const first = trace.elsewhere[0];
  if (first === undefined) return null;
  const there = trace.elsewhere.filter((place) => place.sheet === first.sheet);
  return { sheet: first.sheet, areas: there.map(({ area }) => area) };
}
