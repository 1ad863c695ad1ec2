/** A chart on the clipboard. What comes back may have been written by anybody. */
import { lookOf, readChart } from '../../model/chart';
import type { ChartView } from '../../model/view';

const TYPE = 'application/x-daylight-chart+json';

export interface CopiedChart extends Pick<ChartView, 'look' | 'place'> {
  readonly workbook: string;
  readonly source: NonNullable<ChartView['source']>;
}

export function copyChart(event: ClipboardEvent, workbook: string, chart: ChartView): void {
  const { look, source, place } = chart;
  event.clipboardData?.setData('text/plain', look.title ?? '');
  event.clipboardData?.setData(TYPE, JSON.stringify({ workbook, look, source, place }));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function index(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

export function pastedChart(event: ClipboardEvent): CopiedChart | null {
  const text = event.clipboardData?.getData(TYPE) ?? '';
  if (text === '') return null;
  let parsed: Readonly<Record<string, unknown>>;
  try {
    parsed = record(JSON.parse(text));
  } catch {
    return null;
  }
  const source = record(parsed.source);
  const area = record(source.area);
  const place = record(parsed.place);
  // The rules of the document hold here as well.
  const chart = readChart({ ...record(parsed.look), ...place, data: 'x!0,0:0,0', row: 0, col: 0 });
  if (chart === null || typeof parsed.workbook !== 'string' || typeof source.sheet !== 'string') return null;
  const { dx = 0, dy = 0, width, height } = chart;
  return {
    workbook: parsed.workbook,
    look: lookOf(chart),
    place: { row: 0, col: 0, dx, dy, width, height },
    source: {
      sheet: source.sheet,
      area: {
        top: index(area.top),
        left: index(area.left),
        bottom: index(area.bottom),
        right: index(area.right),
      },
    },
  };
}
