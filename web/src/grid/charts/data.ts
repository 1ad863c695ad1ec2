/** What a chart shows: the visible cells of its range as series. */
import { intersectAreas } from '../../lib/geometry';
import type { ChartLook } from '../../model/chart';
import { usedArea } from '../../model/edit-charts';
import type { Area, Scalar, SheetView } from '../../model/view';

/** Points of a series, and series, beyond which nothing is drawn. */
export const MOST_POINTS = 20_000;
export const MOST_SERIES = 60;

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Number format of its first number. */
  readonly format: string | null;
}

export interface ChartData {
  /** What stands below the points, as the cells show it. */
  readonly categories: readonly string[];
  /** x values of a scatter chart. */
  readonly xs: Series;
  readonly series: readonly Series[];
  /** Something of the range is beyond what is drawn. */
  readonly cut: boolean;
}

/** Visible lines between two indices. */
export function shownLines(axis: SheetView['rows'], first: number, last: number, most: number): number[] {
  const lines: number[] = [];
  for (let index = first; index <= last && lines.length < most; index++) {
    if (axis.hidden(index)) index = Math.max(index, axis.sameUntil(index) - 1);
    else lines.push(index);
  }
  return lines;
}

/** The part of a range that there is something to read of. */
export function readArea(sheet: SheetView, area: Area): Area {
  const used = usedArea(area, sheet);
  const inside = { top: 0, left: 0, bottom: sheet.rows.count - 1, right: sheet.cols.count - 1 };
  return intersectAreas(used, inside) ?? used;
}

function numberOf(value: Scalar): number | null {
  return typeof value === 'number' ? value : null;
}

export function readData(sheet: SheetView, range: Area, look: ChartLook): ChartData {
  const area = readArea(sheet, range);
  const byRows = look.by === 'rows';
  const [along, across] = byRows ? [sheet.cols, sheet.rows] : [sheet.rows, sheet.cols];
  const [first, last] = byRows ? [area.left, area.right] : [area.top, area.bottom];
  const [from, to] = byRows ? [area.top, area.bottom] : [area.left, area.right];
  const points = shownLines(along, first, last, MOST_POINTS + 1);
  const lines = shownLines(across, from, to, MOST_SERIES + 1);
  const cell = (point: number, line: number) => (byRows ? sheet.cell(line, point) : sheet.cell(point, line));
  const value = (point: number, line: number) =>
    byRows ? sheet.value(line, point) : sheet.value(point, line);

  const head = look.heads === true ? points.shift() : undefined;
  const label = look.labels === true ? lines.shift() : undefined;
  const read = (line: number, name: string): Series => {
    const values = points.map((point) => numberOf(value(point, line)));
    const at = values.findIndex((each) => each !== null);
    const format = at < 0 ? null : (cell(points[at] ?? 0, line).format.format ?? null);
    return { name, values, format };
  };
  const series = lines.map((line, n) =>
    read(line, (head === undefined ? '' : cell(head, line).text) || `Series ${String(n + 1)}`),
  );
  const categories = points.map((point, n) =>
    label === undefined ? String(n + 1) : cell(point, label).text,
  );
  const counted: Series = { name: '', values: points.map((_, n) => n + 1), format: null };
  const measured = label === undefined ? counted : read(label, '');
  const name = head === undefined || label === undefined ? '' : cell(head, label).text;
  return {
    categories,
    // Texts cannot be measured: they stand at 1, 2, 3.
    xs: { ...(measured.values.every((value) => value === null) ? counted : measured), name },
    series: series.slice(0, MOST_SERIES),
    cut: series.length > MOST_SERIES || points.length > MOST_POINTS,
  };
}
