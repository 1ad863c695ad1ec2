/** From what a person does with charts to the entries that say so; and charts as they lie at this moment. */

import type { Area } from '../lib/geometry';
import { type Chart, LEAST_SIZE, lookOf, MAX_TITLE, MOST_SIZE } from './chart';
import { Refusal } from './refusal';
import { type Edit, keys } from './entries';
import { randomId } from './ids';
import { parseReference, printReference, type Reference } from './reference';
import type { Resolve } from './resolve';
import type { Sheet } from './sheet';
import type { ChartPatch, ChartPlace, ChartSource, ChartView } from './view';

/** The cells that a stored range covers now. */
export function sourceOf(data: string, context: Resolve): ChartSource | null {
  const reference = parseReference(data);
  if (reference?.kind !== 'range' || reference.sheet === null) return null;
  const { sheet, from, to } = reference;
  const rows = context.rows(sheet)?.span(from.row.line, to.row.line) ?? null;
  const cols = context.cols(sheet)?.span(from.col.line, to.col.line) ?? null;
  if (rows === null || cols === null) return null;
  return { sheet, area: { top: rows[0], left: cols[0], bottom: rows[1], right: cols[1] } };
}

/** A range by the identities of its corners. */
export function dataOf({ sheet, area }: ChartSource, context: Resolve): string {
  const corner = (row: number, col: number) => {
    const r = context.rows(sheet)?.idAt(row) ?? -1;
    const c = context.cols(sheet)?.idAt(col) ?? -1;
    if (r < 0 || c < 0) throw new Refusal('no-cells', 'The cells of the chart are not there any more.');
    return { row: { line: r, absolute: false }, col: { line: c, absolute: false } };
  };
  const reference: Reference = {
    kind: 'range',
    sheet,
    from: corner(area.top, area.left),
    to: corner(area.bottom, area.right),
  };
  return printReference(reference);
}

/** Where a line stands, or what has taken its place. */
function placeOf(
  axis: { indexOf(id: number): number; liveUpTo(id: number): number; readonly shown: number },
  id: number,
  offset: number,
): readonly [index: number, offset: number] {
  const index = axis.indexOf(id);
  return index >= 0 ? [index, offset] : [Math.min(axis.liveUpTo(id), axis.shown - 1), 0];
}

/** A stored chart by visible indices. */
export function chartView(id: string, chart: Chart, sheet: Sheet, context: Resolve): ChartView {
  const { data, row, col, dx = 0, dy = 0, width, height } = chart;
  const [r, down] = placeOf(sheet.record.rows.axis, row, dy);
  const [c, right] = placeOf(sheet.record.cols.axis, col, dx);
  const place: ChartPlace = { row: r, col: c, dx: right, dy: down, width, height };
  return { id, look: lookOf(chart), source: sourceOf(data, context), place };
}

function within(value: number, low: number): number {
  return Math.round(Math.max(low, Math.min(MOST_SIZE, value)));
}

function placed(sheet: Sheet, place: ChartPlace) {
  return {
    row: sheet.rows.id(place.row),
    col: sheet.cols.id(place.col),
    dx: within(place.dx, 0),
    dy: within(place.dy, 0),
    width: within(place.width, LEAST_SIZE),
    height: within(place.height, LEAST_SIZE),
  };
}

/** Only what says something is stored. */
function whole(chart: { readonly [K in keyof Chart]?: Chart[K] | undefined }): Record<string, unknown> {
  const kept = Object.entries(chart).filter(([, value]) => value !== undefined && value !== '');
  const cut = (value: unknown): unknown =>
    typeof value === 'string' ? Array.from(value).slice(0, MAX_TITLE).join('') : value;
  return Object.fromEntries(
    kept.map(([property, value]) => [property, property === 'data' ? value : cut(value)]),
  );
}

export function addChartEdits(
  sheet: Sheet,
  look: ChartView['look'],
  source: ChartSource,
  place: ChartPlace,
  context: Resolve,
): { id: string; edits: Edit[] } {
  const id = randomId();
  const value = whole({ ...look, data: dataOf(source, context), ...placed(sheet, place) });
  return { id, edits: [{ root: 'charts', key: keys.chart(sheet.id, id), value }] };
}

export function changeChartEdits(sheet: Sheet, id: string, patch: ChartPatch, context: Resolve): Edit[] {
  const chart = sheet.record.charts.get(id);
  if (chart === undefined) throw new Refusal('no-chart', 'The chart is not there any more.');
  const { place } = chartView(id, chart, sheet, context);
  const value = whole({
    ...chart,
    ...patch.look,
    ...(patch.source === undefined ? {} : { data: dataOf(patch.source, context) }),
    ...(patch.place === undefined ? {} : placed(sheet, { ...place, ...patch.place })),
  });
  return [{ root: 'charts', key: keys.chart(sheet.id, id), value }];
}

export function deleteChartEdits(sheet: Sheet, id: string): Edit[] {
  return sheet.record.charts.has(id) ? [{ root: 'charts', key: keys.chart(sheet.id, id), value: null }] : [];
}

/** Whole rows and columns end where the sheet's contents do. */
export function usedArea(
  area: Area,
  sheet: {
    readonly rows: { readonly used: number; readonly count: number };
    readonly cols: { readonly used: number; readonly count: number };
  },
): Area {
  const { rows, cols } = sheet;
  const bottom = area.bottom >= rows.count - 1 ? Math.max(area.top, rows.used - 1) : area.bottom;
  const right = area.right >= cols.count - 1 ? Math.max(area.left, cols.used - 1) : area.right;
  return { ...area, bottom, right };
}
