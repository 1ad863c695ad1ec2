/** A chart in words, for those who do not see it. */
import { display } from '../../lib/display';
import type { ChartKind, ChartLook } from '../../model/chart';
import type { ChartData, Series } from './data';

export const KIND_WORDS: Readonly<Record<ChartKind, string>> = {
  column: 'Column chart',
  bar: 'Bar chart',
  line: 'Line chart',
  area: 'Area chart',
  pie: 'Pie chart',
  doughnut: 'Doughnut chart',
  scatter: 'Scatter chart',
  combo: 'Combined chart',
};

/** Points that the table for screen readers lists. */
const LISTED = 200;

function counted(n: number, one: string, many: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** `Column chart: Revenue. 2 series, 12 points.` */
export function chartWords(look: ChartLook, data: ChartData | null): string {
  const title = look.title === undefined ? '' : `: ${look.title}`;
  if (data === null) return `${KIND_WORDS[look.kind]}${title}.`;
  const series = counted(data.series.length, 'series', 'series');
  return `${KIND_WORDS[look.kind]}${title}. ${series}, ${counted(data.categories.length, 'point', 'points')}.`;
}

function cell(tag: 'td' | 'th', text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** A number of a series as its cells show it. */
export function shownNumber(series: Series, n: number, date1904: boolean): string {
  const value = series.values[n] ?? null;
  return value === null ? '' : display(value, series.format, date1904).text;
}

/** The same numbers as a table. */
export function chartTable(look: ChartLook, data: ChartData, date1904: boolean): HTMLTableElement {
  const table = document.createElement('table');
  const caption = document.createElement('caption');
  const more = data.categories.length - LISTED;
  caption.textContent = `${chartWords(look, data)}${more > 0 ? ` The first ${String(LISTED)} are listed.` : ''}`;
  const head = document.createElement('tr');
  head.append(cell('th', data.xs.name), ...data.series.map(({ name }) => cell('th', name)));
  const rows = data.categories.slice(0, LISTED).map((category, n) => {
    const row = document.createElement('tr');
    row.append(
      cell('th', category),
      ...data.series.map((series) => cell('td', shownNumber(series, n, date1904))),
    );
    return row;
  });
  table.append(caption, head, ...rows);
  return table;
}
