/** Traces beside their drawing: whether the lines they were made for still stand there, and what they say. */
import { rangeName } from '../lib/a1';
import type { Area, WorkbookView } from '../model/view';
import type { Trace } from './handle';

interface Corner {
  readonly sheet: string;
  readonly axis: 'rows' | 'cols';
  readonly index: number;
  readonly id: number;
}

/** Rows and columns that arrows begin and end at. When one of them moves, the arrows would tell something else. */
export class Standing {
  readonly #corners: readonly Corner[];

  constructor(view: WorkbookView, traces: readonly Trace[]) {
    const corners: Corner[] = [];
    const note = (id: string, area: Area): void => {
      const sheet = view.sheet(id);
      if (sheet === undefined) return;
      for (const index of [area.top, area.bottom])
        corners.push({ sheet: id, axis: 'rows', index, id: sheet.rows.id(index) });
      for (const index of [area.left, area.right])
        corners.push({ sheet: id, axis: 'cols', index, id: sheet.cols.id(index) });
    };
    for (const { sheet, cell, areas, elsewhere } of traces) {
      note(sheet, { top: cell.row, bottom: cell.row, left: cell.col, right: cell.col });
      for (const { area } of areas) note(sheet, area);
      for (const place of elsewhere) note(place.sheet, place.area);
    }
    this.#corners = corners;
  }

  still(view: WorkbookView): boolean {
    return this.#corners.every(
      ({ sheet, axis, index, id }) => view.sheet(sheet)?.[axis].indexOf(id) === index,
    );
  }
}

const LISTED = 6;

/** The arrows in words, for those who do not see them. */
export function traceWords(trace: Trace): string {
  const places = [
    ...trace.areas.map(({ area }) => rangeName(area)),
    ...trace.elsewhere.map(({ text }) => text),
  ];
  const cell = rangeName({
    top: trace.cell.row,
    bottom: trace.cell.row,
    left: trace.cell.col,
    right: trace.cell.col,
  });
  const rest = places.length - LISTED;
  const listed = places.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${String(rest)} more places` : '');
  return trace.way === 'precedents' ? `${cell} reads ${listed}` : `${cell} is read by ${listed}`;
}
