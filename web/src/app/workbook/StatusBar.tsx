import { useEffect, useState } from 'react';
import { ZOOMS } from '../../grid/commands/zooming';
import type { GridHandle, SelectionSummary } from '../../grid/handle';
import { display, isDateCode } from '../../lib/display';
import { Menu } from '../../ui/Menu';
import { numberText } from '../../ui/words';
import { backToGrid } from './deskActs';

/** At most four significant decimals, as a glance needs it. */
function plain(value: number): string {
  const size = Math.abs(value);
  const places = size >= 1000 ? 2 : size >= 1 ? 3 : 6;
  return numberText(Number(value.toFixed(places)));
}

/** A figure as the cells show their numbers. A sum of days is no day, but one of hours is as long as it says. */
function figure(value: number, { format }: SelectionSummary, date1904: boolean, summed = false): string {
  const day = format !== null && isDateCode(format) && !/\[[hms]+\]/i.test(format);
  if (format === null || format === 'General' || format.includes('@') || (day && summed)) return plain(value);
  return display(value, format, date1904).text;
}

/** Count, sum, average, least and most of the selection; the zoom. */
export function StatusBar({ grid, date1904 }: { readonly grid: GridHandle; readonly date1904: boolean }) {
  const [summary, setSummary] = useState<SelectionSummary | null>(null);
  const [zoom, setZoom] = useState(() => grid.zoom);
  useEffect(() => grid.watchSummary(setSummary), [grid]);
  useEffect(() => grid.watchZoom(setZoom), [grid]);

  const many = summary !== null && summary.count > 1;
  const numbers = many && summary.numbers > 1;
  return (
    <div className="stats wide-only" data-testid="stats" data-complete={summary?.complete ?? false}>
      {numbers && (
        <>
          <span data-testid="stat-sum">
            Sum <b>{figure(summary.sum, summary, date1904, true)}</b>
          </span>
          {summary.average !== null && (
            <span data-testid="stat-average">
              Average <b>{figure(summary.average, summary, date1904)}</b>
            </span>
          )}
        </>
      )}
      {many && (
        <span className="opt" data-testid="stat-count">
          Count <b>{summary.count.toLocaleString('en-US')}</b>
        </span>
      )}
      {numbers && summary.min !== null && summary.max !== null && (
        <>
          <span className="opt" data-testid="stat-min">
            Min <b>{figure(summary.min, summary, date1904)}</b>
          </span>
          <span className="opt" data-testid="stat-max">
            Max <b>{figure(summary.max, summary, date1904)}</b>
          </span>
        </>
      )}
      {many && !summary.complete && <span className="q">still counting</span>}
      <Menu
        align="end"
        side="top"
        onClosed={() => backToGrid(grid)}
        trigger={
          <button
            type="button"
            className="t opt"
            aria-label={`Zoom: ${Math.round(zoom * 100)}%`}
            data-tip="Zoom"
            data-testid="zoom"
          >
            {Math.round(zoom * 100)}%
          </button>
        }
        entries={ZOOMS.map((each) => ({
          id: `zoom-${each}`,
          text: `${Math.round(each * 100)}%`,
          checked: each === zoom,
          run: () => {
            grid.zoom = each;
          },
        }))}
      />
    </div>
  );
}
