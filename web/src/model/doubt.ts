/**
 * Values on screen that a change may have made old. The server tells only of values that came out otherwise; so when it has
 * said nothing for a moment, the formulas that may read what changed are asked for, and marked until the answer is there.
 */

import { type Area, cellArea, unionArea } from '../lib/geometry';
import { affected, EVERYWHERE, type FormulaAt } from './affected';
import type { SheetChange } from './record';
import type { Resolve } from './resolve';
import type { SheetView } from './view';

export interface DoubtHost {
  readonly resolve: Resolve;
  /** The formulas on screen, and whose sheet they are on. */
  onScreen(): { readonly sheet: string; readonly formulas: readonly FormulaAt[] } | null;
  /** Where changed cells stand now. */
  areasOf(change: SheetChange): readonly Area[];
  mark(sheet: string, cells: readonly FormulaAt[]): void;
  /** Takes all marks away. */
  clear(): void;
  /** Takes the values of an area as the server has them after all it knows; false when they came to nothing. */
  ask(sheet: string, area: Area): Promise<boolean>;
}

/** After so long without news they are asked for, milliseconds. */
const ASK = 120;
/** After so long they are marked. */
const MARK = 200;
/** More changed areas than this are taken as one. */
const MANY = 200;
/** Between one question and the next. */
const AGAIN = 1500;

/** More changed cells than this count as the whole sheet. */
const MOST = 1000;

/** Where the cells of a change stand whose contents it changed. */
export function contentAreas(sheet: SheetView, change: SheetChange): readonly Area[] {
  if (change.structure || change.cells.size > MOST) return [EVERYWHERE];
  const areas: Area[] = [];
  for (const [row, line] of change.cells.rows()) {
    for (const [col, what] of line) {
      const [r, c] = [sheet.rows.indexOf(row), sheet.cols.indexOf(col)];
      if (what === 'content' && r >= 0 && c >= 0) areas.push(cellArea(r, c));
    }
  }
  return areas;
}

export class Doubt {
  private changed = new Map<string, Area[]>();
  /** The change after which values count, Infinity until it is durable; null when there is no doubt. */
  private seq: number | null = null;
  /** How many changes were noted, to tell whether an answer is about all of them. */
  private notes = 0;
  private asking: ReturnType<typeof setTimeout> | null = null;
  private marking: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: DoubtHost) {}

  /** The document changed. `seq` is what values must reach. */
  note(change: SheetChange, seq: number): void {
    const areas = this.host.areasOf(change);
    if (areas.length === 0) return;
    const all = [...(this.changed.get(change.id) ?? []), ...areas];
    this.changed.set(change.id, all.length > MANY ? [all.reduce(unionArea)] : all);
    this.seq = Math.max(this.seq ?? 0, seq);
    this.notes++;
    this.asking ??= setTimeout(() => void this.ask(), ASK);
    this.marking ??= setTimeout(() => this.mark(), MARK);
  }

  /** Own changes up to now are durable with change `seq`. */
  durable(seq: number): void {
    if (this.seq === Infinity) this.seq = seq;
  }

  /** Values up to change `seq` are here. */
  reached(seq: number): void {
    if (this.seq === null || seq < this.seq) return;
    this.close();
    this.host.clear();
  }

  close(): void {
    if (this.asking !== null) clearTimeout(this.asking);
    if (this.marking !== null) clearTimeout(this.marking);
    this.asking = this.marking = null;
    this.changed = new Map();
    this.seq = null;
  }

  private find(): { readonly sheet: string; readonly cells: readonly FormulaAt[] } | null {
    const screen = this.host.onScreen();
    if (screen === null) return null;
    const cells = affected(screen.sheet, screen.formulas, this.changed, this.host.resolve);
    return cells.length === 0 ? null : { sheet: screen.sheet, cells };
  }

  private mark(): void {
    this.marking = null;
    const found = this.find();
    if (found !== null) this.host.mark(found.sheet, found.cells);
  }

  private async ask(): Promise<void> {
    this.asking = null;
    const found = this.find();
    if (found === null) {
      // Nothing on screen reads what changed.
      this.reached(Infinity);
      return;
    }
    // What is not durable yet the server does not know.
    if (this.seq !== Infinity) {
      const area = found.cells
        .map(({ row, col }) => cellArea(row, col))
        .reduce((all, cell) => unionArea(all, cell));
      const { notes } = this;
      try {
        const answered = await this.host.ask(found.sheet, area);
        if (answered && notes === this.notes) this.reached(Infinity);
      } catch {
        // The marks stay, and it is asked again.
      }
    }
    if (this.seq !== null) this.asking ??= setTimeout(() => void this.ask(), AGAIN);
  }
}
