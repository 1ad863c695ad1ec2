/** What of a sheet is on screen, and which blocks are fetched for it. */

import type { Base } from './base';
import type { BlockStore } from './block-store';
import type { LineView } from './line-view';
import { Pace } from './pace';
import type { SheetRecord } from './record';
import type { SheetData } from './sheet-data';
import type { Area } from './view';

/** Rows fetched ahead at least, in the direction of scrolling. */
const AHEAD = 200;

export class SheetWindow {
  shown: Area | null = null;
  private scrolled: 1 | -1 = 1;
  private readonly pace = new Pace();

  constructor(
    private readonly record: SheetRecord,
    private readonly blocks: BlockStore,
    private readonly source: { readonly data: SheetData; readonly rows: LineView },
  ) {}

  show(area: Area): void {
    if (this.shown !== null && area.top !== this.shown.top)
      this.scrolled = area.top > this.shown.top ? 1 : -1;
    this.pace.moved(this.source.rows.offset(area.top), performance.now());
    this.shown = area;
    this.fetchAround(area);
  }

  /** Lines have moved: other blocks are on screen. */
  fetch(): void {
    if (this.shown !== null) this.fetchAround(this.shown);
  }

  /** Fetches what another base has for the screen. */
  async fetchOnScreen(base: Base): Promise<void> {
    if (this.shown === null) return;
    const { top, bottom } = this.shown;
    await this.blocks.load(base.blocksOf(this.record.rows.axis.runsOf(top, bottom)));
  }

  private fetchAround(area: Area): void {
    const { data, rows } = this.source;
    if (data.base.manifest.blocks.length === 0) {
      this.blocks.want([]);
      return;
    }
    const axis = this.record.rows.axis;
    // As many rows as would show: what is hidden in between is not fetched.
    const height = rows.offset(area.bottom + 1) - rows.offset(area.top);
    const ahead = Math.max(AHEAD * data.base.manifest.rowHeight, height * 3, this.pace.reach);
    const end = rows.at(rows.offset(area.bottom + 1) + (this.scrolled > 0 ? ahead : height));
    const start = rows.at(rows.offset(area.top) - (this.scrolled < 0 ? ahead : height));
    const below = [area.bottom + 1, end] as const;
    const above = [start, area.top - 1] as const;
    const next = this.scrolled > 0 ? [below, above] : [above, below];
    const spans = [[0, rows.frozen - 1] as const, [area.top, area.bottom] as const, ...next];
    const shown = spans.flatMap(([first, last]) => (last < first ? [] : rows.shown(first, last)));
    const runs = shown.flatMap(([first, last]) => axis.runsOf(first, last));
    this.blocks.want(data.base.blocksOf(runs));
  }
}
