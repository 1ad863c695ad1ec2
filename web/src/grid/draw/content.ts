/** What a picture shows of its cells, to tell after a change of the sheet which rows look different now. */
import type { Area, CellView, SheetView } from '../../model/view';
import { shownArea, type AxisLayout, type Layout, type Line } from '../layout';
import { sameArea } from '../selection';
import { wear } from './looks';
import { INFLOW } from './plan';
import type { Scene } from './scene';
import { dresser } from './tableLook';

export interface Content {
  readonly version: number;
  readonly gridLines: boolean;
  readonly filters: SheetView['filters'];
  readonly area: Area | null;
  readonly merges: readonly Area[];
  /** Columns on screen, by the first and the last of each band. */
  readonly cols: string;
  /** By row: its cells on screen, and the nearest on either side whose text may flow in. */
  readonly rows: ReadonlyMap<number, readonly CellView[]>;
}

/** Reads what is on screen; rows known from before are not read again while the sheet is what it was. */
export function contentOf(scene: Scene, before: Content | null): Content {
  const { layout, sheet } = scene;
  const area = shownArea(layout);
  const cols = columnsOf(layout);
  const known = before?.version === sheet.version && before.cols === cols ? before.rows : null;
  const read = reader(scene);
  const rows = new Map<number, readonly CellView[]>();
  for (const lines of [layout.rows.frozen, layout.rows.scrolled])
    for (const { index } of lines) rows.set(index, known?.get(index) ?? read(index));
  return {
    version: sheet.version,
    gridLines: sheet.gridLines,
    filters: sheet.filters,
    area,
    merges: area === null ? [] : sheet.mergesIn(area),
    cols,
    rows,
  };
}

/** Rows on screen that look different now; null when more than cells has changed. */
export function changedRows(
  before: Content,
  now: Content,
  from: Layout,
  { layout, sheet }: Scene,
): readonly number[] | null {
  if (before.version === now.version) return [];
  const kept =
    before.gridLines === now.gridLines &&
    (before.filters === now.filters || before.filters.length + now.filters.length === 0) &&
    before.cols === now.cols &&
    sameLines(from.rows, layout.rows) &&
    sameLines(from.cols, layout.cols) &&
    before.area !== null &&
    sameAreas(before.merges, sheet.mergesIn(before.area)) &&
    // What a merged area shows is known by its first cell.
    now.merges.every(({ top, left }) => now.rows.has(top) && onScreen(layout.cols, left));
  if (!kept) return null;
  const changed: number[] = [];
  for (const [row, cells] of now.rows) {
    const old = before.rows.get(row);
    // What came into view is painted anyway.
    if (old === undefined) continue;
    const same = old.length === cells.length && cells.every((cell, n) => looksSame(old[n], cell));
    if (!same) changed.push(row);
  }
  return changed;
}

function onScreen({ frozen, scrolled }: AxisLayout, index: number): boolean {
  const within = (lines: readonly Line[]): boolean =>
    index >= (lines[0]?.index ?? Infinity) && index <= (lines.at(-1)?.index ?? -1);
  return within(frozen) || within(scrolled);
}

function columnsOf({ cols }: Layout): string {
  return [cols.frozen, cols.scrolled]
    .map((lines) => `${String(lines[0]?.index)}-${String(lines.at(-1)?.index)}`)
    .join();
}

function reader({ layout, sheet }: Scene): (row: number) => readonly CellView[] {
  const dress = dresser(sheet.tables);
  const cell = (row: number, col: number): CellView => {
    const view = sheet.cell(row, col);
    return wear(dress === null ? view : dress(view, row, col));
  };
  const { frozen, scrolled } = layout.cols;
  const first = scrolled[0]?.index ?? 0;
  const last = scrolled.at(-1)?.index ?? first;
  const end = Math.min(sheet.cols.count, sheet.cols.used, last + 1 + INFLOW);
  return (row) => {
    const cells: CellView[] = [];
    for (const { index } of frozen) cells.push(cell(row, index));
    for (const { index } of scrolled) cells.push(cell(row, index));
    for (let col = first - 1; col >= Math.max(0, first - INFLOW); col--) {
      if (!sheet.filled(row, col)) continue;
      cells.push(cell(row, col));
      break;
    }
    for (let col = last + 1; col < end; col++) {
      if (!sheet.filled(row, col)) continue;
      cells.push(cell(row, col));
      break;
    }
    return cells;
  };
}

/** Do the lines that were on screen and still are stand at the same places of their sheet? */
function sameLines(a: AxisLayout, b: AxisLayout): boolean {
  const stand = (old: readonly Line[], now: readonly Line[], by: number): boolean => {
    const lines = new Map(now.map((line) => [line.index, line]));
    return old.every(({ index, start, end }) => {
      const line = lines.get(index);
      if (line === undefined) return start - by >= b.view || end - by <= b.edge;
      return Math.abs(start - by - line.start) < 0.01 && Math.abs(end - by - line.end) < 0.01;
    });
  };
  // Where the sheet ends within sight, what is beyond may have changed as well.
  const whole = a.end === a.view && b.end === b.view && a.frozen.length === b.frozen.length;
  return whole && stand(a.frozen, b.frozen, 0) && stand(a.scrolled, b.scrolled, b.scroll - a.scroll);
}

function sameAreas(a: readonly Area[], b: readonly Area[]): boolean {
  return a.length === b.length && a.every((area, n) => b[n] !== undefined && sameArea(area, b[n]));
}

function looksSame(a: CellView | undefined, b: CellView): boolean {
  if (a === b) return true;
  return (
    a?.text === b.text &&
    a.format === b.format &&
    a.look === b.look &&
    a.check === b.check &&
    a.textColor === b.textColor &&
    a.stale === b.stale &&
    a.loaded === b.loaded &&
    a.note === b.note &&
    a.link === b.link &&
    sameValue(a.value, b.value)
  );
}

function sameValue(a: CellView['value'], b: CellView['value']): boolean {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) return a.error === b.error;
  return a === b;
}
