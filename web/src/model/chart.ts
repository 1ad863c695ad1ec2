/** Charts as the document holds them (FORMAT.md §7). */

import { parseReference } from './reference';

export const CHART_KINDS = ['column', 'bar', 'line', 'area', 'pie', 'doughnut', 'scatter', 'combo'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export const STACKS = ['none', 'stacked', 'percent'] as const;
export const LEGENDS = ['none', 'top', 'right', 'bottom', 'left'] as const;

/** How a chart shows its data. */
export interface ChartLook {
  readonly kind: ChartKind;
  readonly title?: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** `cols`: each column is a series. */
  readonly by?: 'cols' | 'rows';
  /** The first line names the series. */
  readonly heads?: boolean;
  /** The first line across holds the categories, or the x values of `scatter`. */
  readonly labels?: boolean;
  readonly stack?: (typeof STACKS)[number];
  readonly legend?: (typeof LEGENDS)[number];
  readonly smooth?: boolean;
  /** Numbers of the series, from 0, that a `combo` draws as lines, joined by commas. */
  readonly lines?: string;
}

/** A chart as stored: its place is in a cell by identity, its size in pixels. */
export interface Chart extends ChartLook {
  readonly data: string;
  readonly row: number;
  readonly col: number;
  readonly dx?: number;
  readonly dy?: number;
  readonly width: number;
  readonly height: number;
}

export const LEAST_SIZE = 40;
export const MOST_SIZE = 10_000;
export const MAX_TITLE = 255;

function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.find((each) => each === value);
}

function pixels(value: unknown, low: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= MOST_SIZE ? value : undefined;
}

function title(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** What is there of the optional properties. */
function given<T extends object>(properties: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

/** A chart of the document; null when the entry is none. */
export function readChart(value: unknown): Chart | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entry = value as Readonly<Record<string, unknown>>;
  const kind = oneOf(CHART_KINDS, entry.kind);
  const { data, row, col } = entry;
  const width = pixels(entry.width, LEAST_SIZE);
  const height = pixels(entry.height, LEAST_SIZE);
  if (kind === undefined || typeof data !== 'string' || typeof row !== 'number' || typeof col !== 'number')
    return null;
  if (width === undefined || height === undefined || parseReference(data)?.kind !== 'range') return null;
  const { lines } = entry;
  return {
    kind,
    data,
    row,
    col,
    width,
    height,
    ...given<Omit<Chart, 'kind' | 'data' | 'row' | 'col' | 'width' | 'height'>>({
      dx: pixels(entry.dx, 0),
      dy: pixels(entry.dy, 0),
      title: title(entry.title),
      xTitle: title(entry.xTitle),
      yTitle: title(entry.yTitle),
      by: oneOf(['cols', 'rows'] as const, entry.by),
      heads: flag(entry.heads),
      labels: flag(entry.labels),
      stack: oneOf(STACKS, entry.stack),
      legend: oneOf(LEGENDS, entry.legend),
      smooth: flag(entry.smooth),
      lines: typeof lines === 'string' && /^[0-9,]*$/.test(lines) ? lines : undefined,
    }),
  };
}

const PLACE: ReadonlySet<string> = new Set(['data', 'row', 'col', 'dx', 'dy', 'width', 'height']);

/** How a chart shows, without what and where. */
export function lookOf(chart: Chart): ChartLook {
  const look = Object.entries(chart).filter(([property]) => !PLACE.has(property));
  return { kind: chart.kind, ...Object.fromEntries(look) };
}
