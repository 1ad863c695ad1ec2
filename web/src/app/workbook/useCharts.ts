import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import { quoteSheet } from '../../model/resolve';
import { usedArea } from '../../model/edit-charts';
import type { ChartPatch, ChartView, WorkbookView } from '../../model/view';
import { areaName, placeOf } from './address';

export interface ChosenChart {
  readonly sheet: string;
  readonly id: string;
}

export interface ChartDesk {
  /** The chart whose settings are open. */
  readonly chart: ChartView | null;
  readonly range: string;
  readonly series: readonly string[];
  /** The grid tells which chart is selected, and whether its settings are wanted. */
  readonly chosen: (chart: ChosenChart | null, open: boolean) => void;
  readonly open: (id: string) => void;
  readonly close: () => void;
  readonly change: (patch: ChartPatch) => void;
  readonly takeRange: (text: string) => string | null;
  readonly takeSelection: () => void;
  readonly remove: () => void;
}

/** A range with its sheet, as formulas write it. */
function rangeText(view: WorkbookView, chart: ChartView): string {
  const sheet = chart.source === null ? undefined : view.sheet(chart.source.sheet);
  return sheet === undefined || chart.source === null
    ? '#REF!'
    : `${quoteSheet(sheet.name)}!${areaName(chart.source.area, sheet)}`;
}

/** Names of the series as their first cells have them. */
function seriesNames(view: WorkbookView, { source, look }: ChartView): readonly string[] {
  const sheet = source === null ? undefined : view.sheet(source.sheet);
  if (sheet === undefined || source === null) return [];
  const area = usedArea(source.area, sheet);
  const rows = look.by === 'rows';
  const axis = rows ? sheet.rows : sheet.cols;
  const [first, last] = rows ? [area.top, area.bottom] : [area.left, area.right];
  const names: string[] = [];
  let skip = look.labels === true;
  for (let line = first; line <= last && names.length < 60; line++) {
    if (axis.hidden(line)) {
      line = Math.max(line, axis.sameUntil(line) - 1);
      continue;
    }
    if (skip) {
      skip = false;
      continue;
    }
    const head = rows ? sheet.cell(line, area.left) : sheet.cell(area.top, line);
    const name = look.heads === true ? head.text : '';
    names.push(name === '' ? `Series ${String(names.length + 1)}` : name);
  }
  return names;
}

/** The panel beside the grid that sets what a chart shows. */
export function useCharts(view: WorkbookView, shown: WorkbookView, grid: GridHandle | null): ChartDesk {
  const [chosen, setChosen] = useState<ChosenChart | null>(null);
  const [wanted, setWanted] = useState(false);
  const [, setNews] = useState(0);

  useEffect(() => {
    if (!wanted || chosen === null) return;
    return shown.subscribe('cells', () => setNews((n) => n + 1));
  }, [wanted, chosen, shown]);

  const chart =
    chosen === null || !wanted
      ? null
      : (shown.sheet(chosen.sheet)?.charts.find((each) => each.id === chosen.id) ?? null);

  const take = useCallback((next: ChosenChart | null, open: boolean): void => {
    // Without a chart selected the panel goes on about the last one.
    if (next !== null) setChosen(next);
    if (open) setWanted(true);
  }, []);

  const close = useCallback((): void => {
    setWanted(false);
    grid?.focus();
  }, [grid]);

  const change = useCallback(
    (patch: ChartPatch): void => {
      if (chosen !== null) view.commands.changeChart(chosen.sheet, chosen.id, patch);
    },
    [view, chosen],
  );

  const takeRange = useCallback(
    (text: string): string | null => {
      const own = chosen === null ? undefined : view.sheet(chosen.sheet);
      const place = own === undefined ? null : placeOf(text, view, own);
      if (place?.areas.length !== 1) return 'This is no range of this workbook, such as Plan!A1:C9.';
      change({ source: { sheet: place.sheet.id, area: place.areas[0] } });
      return null;
    },
    [view, chosen, change],
  );

  return useMemo(
    () => ({
      chart,
      range: chart === null ? '' : rangeText(shown, chart),
      series: chart === null ? [] : seriesNames(shown, chart),
      chosen: take,
      open: (id: string): void => {
        if (grid === null) return;
        take({ sheet: grid.sheet, id }, true);
      },
      close,
      change,
      takeRange,
      takeSelection: (): void => {
        const area = grid?.selectionAreas.at(-1);
        if (grid !== null && area !== undefined) change({ source: { sheet: grid.sheet, area } });
      },
      remove: (): void => {
        if (chosen === null) return;
        view.commands.deleteChart(chosen.sheet, chosen.id);
        close();
      },
    }),
    [chart, shown, take, grid, close, change, takeRange, chosen, view],
  );
}
