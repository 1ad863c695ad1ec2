/** Which cells' computed values come by themselves, and fetching those of all others. */

import { areaCells, areaHas } from '../lib/geometry';
import type { Sheet } from './sheet';
import type { Area } from './view';
import type { ValueAt } from './workbook-source';

/** What it needs of its workbook. */
export interface ValuesHost {
  readonly seq: number;
  sheetById(id: string): Sheet | undefined;
  /** The values of an area are wanted from now on. */
  show(sheet: string, area: Area): void;
  /** The values of an area as they are now. */
  valuesOf(sheet: string, area: Area): Promise<{ readonly seq: number; readonly cells: readonly ValueAt[] }>;
  drawn(): void;
}

/** Rows and columns beyond the screen for which values are asked for as well. */
const MARGIN_ROWS = 60;
const MARGIN_COLS = 12;
const MOST_ROWS = 2000;
const MOST_COLS = 500;
/** Cells in one request for values outside of the screen. */
const VALUES_AT_ONCE = 50_000;
/** Values of frozen rows far away are asked for at most this often, milliseconds. */
const ASIDE = 300;

function covers(outer: Area, area: Area): boolean {
  return areaHas(outer, area.top, area.left) && areaHas(outer, area.bottom, area.right);
}

/** What is on screen with a margin, so that a little scrolling asks for nothing. */
function surroundings({ rows, cols }: Sheet, area: Area): Area {
  const bottom = Math.min(area.bottom + MARGIN_ROWS, rows.count - 1);
  const right = Math.min(area.right + MARGIN_COLS, cols.count - 1);
  // Frozen lines are on screen too; as long as they fit they are part of what is watched.
  const top = rows.frozen > 0 && bottom < MOST_ROWS ? 0 : Math.max(0, area.top - MARGIN_ROWS);
  const left = cols.frozen > 0 && right < MOST_COLS ? 0 : Math.max(0, area.left - MARGIN_COLS);
  return {
    top,
    left,
    bottom: Math.min(bottom, top + MOST_ROWS - 1),
    right: Math.min(right, left + MOST_COLS - 1),
  };
}

/** What shows outside of what is watched: frozen rows, and rows that lie far apart because those between them are hidden. */
function aside(sheet: Sheet, area: Area, screen: Area): readonly Area[] {
  const { rows } = sheet;
  const parts: Area[] = [];
  if (rows.frozen > 0 && area.top >= rows.frozen) parts.push({ ...area, top: 0, bottom: rows.frozen - 1 });
  const frozen = parts.length;
  const near = VALUES_AT_ONCE / areaCells({ ...area, top: 0, bottom: 0 });
  for (const [top, bottom] of rows.shown(area.bottom + 1, Math.min(screen.bottom, rows.used - 1))) {
    const before = parts.length > frozen ? parts.at(-1) : undefined;
    if (before !== undefined && bottom - before.top < near) parts[parts.length - 1] = { ...before, bottom };
    else parts.push({ ...area, top, bottom });
  }
  return parts;
}

export class WatchedValues {
  /** `screen` is what was shown when the area around it was asked for. */
  private now: { readonly sheet: string; readonly area: Area; readonly screen: Area } | null = null;
  private asking: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: ValuesHost) {}

  /** The sheet that is watched. */
  get sheet(): Sheet | undefined {
    return this.now === null ? undefined : this.host.sheetById(this.now.sheet);
  }

  /** Fetches what is watched, as `moment` does; where nothing is, all is there. */
  async fetch(): Promise<number | null> {
    const { sheet, now } = this;
    return sheet === undefined || now === null ? this.host.seq : this.moment(sheet, now.area);
  }

  /** What is watched of a sheet; null when that is another one. */
  areaOn(sheet: string): Area | null {
    return this.now?.sheet === sheet ? this.now.area : null;
  }

  forget(): void {
    this.now = null;
  }

  /** Values around an area on screen come by themselves from now on. */
  watch(sheet: Sheet, area: Area): void {
    if (this.now?.sheet === sheet.id && covers(this.now.area, area)) return;
    const around = surroundings(sheet, area);
    const before = this.now;
    this.now = { sheet: sheet.id, area: around, screen: area };
    const same = before?.sheet === sheet.id && covers(before.area, around) && covers(around, before.area);
    if (!same) this.host.show(sheet.id, around);
    this.refreshAside();
  }

  /** Rows on screen too far away to be watched along with the rest are asked for by themselves. */
  refreshAside(): void {
    const { sheet } = this;
    if (sheet === undefined || this.now === null || this.asking !== null) return;
    const parts = aside(sheet, this.now.area, this.now.screen);
    if (parts.length === 0) return;
    this.asking = setTimeout(() => {
      this.asking = null;
      // What cannot be fetched now keeps its cached values until the next change.
      for (const part of parts) this.moment(sheet, part).catch(() => undefined);
    }, ASIDE);
  }

  /** Fetches the values of an area unless they come by themselves. */
  async values(sheet: Sheet, area: Area): Promise<void> {
    if (!this.watches(sheet, area)) await this.moment(sheet, area);
  }

  watches(sheet: Sheet, area: Area): boolean {
    return this.now?.sheet === sheet.id && covers(this.now.area, area);
  }

  /**
   * Fetches the computed values of an area as they are at this moment. Answers with the change that they are of, null when
   * lines moved meanwhile.
   */
  async moment(sheet: Sheet, area: Area): Promise<number | null> {
    await sheet.data.arriving;
    let reached = this.host.seq;
    if (!sheet.hasFormulas(area)) {
      sheet.valuesComplete();
      return reached;
    }
    const bottom = Math.min(area.bottom, sheet.rows.used - 1);
    const right = Math.min(area.right, sheet.cols.used - 1);
    if (bottom < area.top || right < area.left) return reached;
    reached = Infinity;
    const width = areaCells({ top: 0, bottom: 0, left: area.left, right });
    const height = Math.max(1, Math.floor(VALUES_AT_ONCE / width));
    for (let top = area.top; top <= bottom; top += height) {
      const part: Area = { top, left: area.left, bottom: Math.min(top + height - 1, bottom), right };
      const { axis: rows } = sheet.record.rows;
      const { axis: cols } = sheet.record.cols;
      const { seq, cells } = await this.host.valuesOf(sheet.name, part);
      // Lines that moved meanwhile would put values into the wrong cells.
      if (sheet.record.rows.axis !== rows || sheet.record.cols.axis !== cols) return null;
      reached = Math.min(reached, seq);
      sheet.takeValues(
        {
          seq,
          sheet: sheet.id,
          all: false,
          cells: cells.map(({ row, col, value }) => [rows.idAt(row), cols.idAt(col), value] as const),
        },
        null,
      );
    }
    sheet.valuesComplete();
    this.host.drawn();
    return reached;
  }

  close(): void {
    if (this.asking !== null) clearTimeout(this.asking);
  }
}
