/** What kind of chart a selection asks for, and how its cells are to be read. */
import { isDateCode } from '../../lib/display';
import type { ChartLook } from '../../model/chart';
import type { Area, CellView, SheetView } from '../../model/view';
import { readArea, shownLines } from './data';

/** Lines looked at; a guess needs no more. */
const SEEN = 200;

type Grid = readonly (readonly CellView[])[];

function isNumber(cell: CellView | undefined): boolean {
  return typeof cell?.value === 'number';
}

function isText(cell: CellView | undefined): boolean {
  return typeof cell?.value === 'string' && cell.value !== '';
}

function isEmpty(cell: CellView | undefined): boolean {
  return cell === undefined || cell.value === null || cell.value === '';
}

function isDate(cell: CellView | undefined): boolean {
  return isNumber(cell) && isDateCode(cell?.format.format ?? '');
}

function isYear(cell: CellView | undefined): boolean {
  const value = cell?.value;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1900 && value <= 2100;
}

function share(cells: readonly CellView[], test: (cell: CellView) => boolean): number {
  const filled = cells.filter((cell) => !isEmpty(cell));
  return filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
}

function turned(grid: Grid): Grid {
  return (grid[0] ?? []).map((_, c) => grid.map((row) => row[c]).filter((cell) => cell !== undefined));
}

/** Does the first line name what follows? Texts over numbers do; so do dates or years beside an empty corner. */
function names(grid: Grid): boolean {
  const [first = [], ...rest] = grid;
  if (rest.length === 0) return false;
  const body = rest.flatMap((row) => row.slice(1));
  const inner = first.slice(1);
  if (first.length === 1) return isText(first[0]) && share(rest.flat(), isNumber) > 0.5;
  if (share(inner, isText) > 0.5) return share(body, isNumber) > 0.4 || share(rest.flat(), isNumber) > 0.4;
  const cornerFree = isEmpty(first[0]) || isText(first[0]);
  if (!cornerFree) return false;
  return share(inner, isDate) > 0.8
    ? share(body, isDate) < 0.2
    : share(inner, isYear) === 1 && share(body, isYear) < 0.2;
}

/** Does the first line across say what the points are? */
function labelled(lines: Grid, heads: boolean): boolean {
  if (lines.length < 2) return false;
  const cells = (lines[0] ?? []).slice(heads ? 1 : 0);
  const rest = lines.slice(1).flatMap((line) => line.slice(heads ? 1 : 0));
  if (share(cells, (cell) => isText(cell) || isDate(cell)) > 0.5) return true;
  // An empty corner says that the line beside it is another thing than the rest.
  const corner = lines[0]?.[0];
  if (heads && isEmpty(corner) && share(cells, isNumber) > 0.5) return true;
  return share(cells, isYear) === 1 && cells.length > 1 && share(rest, isYear) < 0.2;
}

/** Numbers that grow from point to point, such as times and distances. */
function grows(cells: readonly CellView[]): boolean {
  const values = cells.map((cell) => cell.value).filter((value) => typeof value === 'number');
  return values.length > 2 && values.every((value, n) => n === 0 || value > (values[n - 1] ?? 0));
}

function kindOf(lines: Grid, heads: boolean, labels: boolean): Pick<ChartLook, 'kind' | 'lines' | 'labels'> {
  const bodies = lines.map((line) => line.slice(heads ? 1 : 0));
  const series = bodies.slice(labels ? 1 : 0).filter((line) => share(line, isNumber) > 0);
  const points = bodies[0]?.length ?? 0;
  if (!labels && series.length === 2 && lines.length === 2 && points > 2) {
    // Two columns of numbers: the one against the other.
    return { kind: 'scatter', labels: true };
  }
  const marks = labels ? (bodies[0] ?? []) : [];
  if (labels && (share(marks, isDate) > 0.5 || (share(marks, isYear) === 1 && points > 2)))
    return { kind: 'line', labels };
  if (labels && share(marks, isNumber) > 0.8) return { kind: grows(marks) ? 'line' : 'scatter', labels };
  const percent = series.map(
    (line) => line.find((cell) => isNumber(cell))?.format.format?.includes('%') === true,
  );
  if (series.length > 1 && percent.includes(true) && percent.includes(false)) {
    const numbers = percent.flatMap((each, n) => (each ? [n] : []));
    return { kind: 'combo', labels, lines: numbers.join(',') };
  }
  const only = series.length === 1 ? (series[0] ?? []) : [];
  const values = only.map((cell) => cell.value).filter((value) => typeof value === 'number');
  const sum = values.reduce((total, value) => total + value, 0);
  const shares = Math.abs(sum - 1) < 0.005 || (Math.abs(sum - 100) < 0.5 && values.length < 12);
  if (labels && values.length > 1 && values.length <= 10 && values.every((value) => value > 0) && shares)
    return { kind: 'pie', labels };
  if (points > 40) return { kind: 'line', labels };
  const longest = marks.reduce((most, cell) => Math.max(most, cell.text.length), 0);
  return { kind: longest > 18 && points <= 20 && series.length <= 2 ? 'bar' : 'column', labels };
}

/** A chart for cells that nobody has said anything about. */
export function guessChart(sheet: SheetView, range: Area): ChartLook {
  const area = readArea(sheet, range);
  const rows = shownLines(sheet.rows, area.top, area.bottom, SEEN);
  const cols = shownLines(sheet.cols, area.left, area.right, SEEN);
  const grid = rows.map((row) => cols.map((col) => sheet.cell(row, col)));
  const top = names(grid);
  const side = names(turned(grid)) || labelled(turned(grid), top);
  const height = rows.length - (top ? 1 : 0);
  const width = cols.length - (side ? 1 : 0);
  // Series run along the longer side; texts at one side only say which way they run.
  const by = height >= width ? 'cols' : 'rows';
  const lines = by === 'cols' ? turned(grid) : grid;
  const heads = by === 'cols' ? top : side;
  const found = by === 'cols' ? labelled(lines, heads) : top || labelled(lines, heads);
  const { kind, labels, ...rest } = kindOf(lines, heads, found);
  const count = lines.length - (labels === true ? 1 : 0);
  const title = count === 1 && heads ? (lines.at(-1)?.[0]?.text ?? '') : '';
  const round = kind === 'pie' || kind === 'doughnut';
  return {
    kind,
    by,
    heads,
    ...(labels === undefined ? {} : { labels }),
    ...rest,
    ...(title === '' ? {} : { title }),
    legend: round ? 'right' : count > 1 ? 'bottom' : 'none',
    ...(kind === 'scatter' && heads
      ? { xTitle: lines[0]?.[0]?.text ?? '', yTitle: count === 1 ? title : '' }
      : {}),
  };
}
