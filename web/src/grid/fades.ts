/** Cells that somebody else just changed: found by comparing what is on screen, coloured by who was there. */
import type { Area, CellView, Presence, Scalar, SheetView } from '../model/view';
import type { Fade } from './draw/scene';
import { personColor, type Theme } from './theme';

const FADE_MS = 1200;
const STILL_MS = 2000;
/** How long after leaving a cell a person still counts as its author. */
const MEMORY_MS = 5000;
/** More than that at once is a paste or an import; one flash of the whole window helps nobody. */
const MOST = 200;

interface Visit {
  readonly client: number;
  readonly color: number;
  readonly sheet: string;
  readonly area: Area;
  readonly at: number;
}

interface Running {
  readonly row: number;
  readonly col: number;
  readonly person: number;
  readonly since: number;
}

type Content = Exclude<Scalar, { readonly error: string }>;

/** What a person entered. Results of formulas follow from other cells, and looks from rules. */
function contentOf({ formula, value }: CellView): Content {
  if (formula !== undefined) return formula;
  return typeof value === 'object' && value !== null ? value.error : value;
}

export interface RemoteEdit {
  readonly row: number;
  readonly col: number;
}

export class Fades {
  #seen = new Map<string, Content>();
  #sheet = '';
  #visits: Visit[] = [];
  #running: Running[] = [];

  /** Remembers where people are. */
  visit(people: readonly Presence[], now: number): void {
    this.#visits = this.#visits.filter((visit) => now - visit.at < MEMORY_MS);
    for (const { client, person, sheet, cell, selection } of people) {
      if (sheet === null || cell === null) continue;
      const area = selection ?? { top: cell.row, left: cell.col, bottom: cell.row, right: cell.col };
      this.#visits.push({ client, color: person.color, sheet, area, at: now });
    }
    if (this.#visits.length > 500) this.#visits.splice(0, this.#visits.length - 500);
  }

  /**
   * Compares the shown cells with what they were. `own` says that the change is one's own: it is taken over without a trace.
   * Returns the cells that others changed.
   */
  compare(sheet: SheetView, areas: readonly Area[], own: boolean, now: number): RemoteEdit[] {
    const edits: RemoteEdit[] = [];
    const next = new Map<string, Content>();
    const fresh = this.#sheet !== sheet.id;
    for (const area of areas) {
      for (let row = area.top; row <= area.bottom; row++) {
        if (sheet.rows.hidden(row)) {
          row = Math.max(row, sheet.rows.sameUntil(row) - 1);
          continue;
        }
        const rowId = sheet.rows.id(row);
        for (let col = area.left; col <= area.right; col++) {
          const view = sheet.cell(row, col);
          if (!view.loaded) continue;
          const key = `${String(rowId)}:${String(sheet.cols.id(col))}`;
          const content = contentOf(view);
          next.set(key, content);
          const before = this.#seen.get(key);
          if (!fresh && !own && before !== undefined && before !== content) edits.push({ row, col });
        }
      }
    }
    this.#seen = next;
    this.#sheet = sheet.id;
    if (edits.length > MOST) return edits;
    for (const edit of edits) {
      const person = this.#author(sheet.id, edit.row, edit.col);
      if (person === null) continue;
      this.#running = this.#running.filter((each) => each.row !== edit.row || each.col !== edit.col);
      this.#running.push({ ...edit, person, since: now });
    }
    return edits;
  }

  /** Who was there last; the only other person when nobody was. */
  #author(sheet: string, row: number, col: number): number | null {
    const here = this.#visits.filter(
      ({ sheet: at, area }) =>
        at === sheet && row >= area.top && row <= area.bottom && col >= area.left && col <= area.right,
    );
    const last = here.at(-1);
    if (last !== undefined) return last.color;
    const clients = new Set(this.#visits.map((visit) => visit.client));
    return clients.size === 1 ? (this.#visits[0]?.color ?? null) : null;
  }

  /** Inserted or deleted lines move running fades along. */
  clear(): void {
    this.#running = [];
  }

  frame(theme: Theme, now: number): { fades: readonly Fade[]; moving: boolean; wake: number | null } {
    const length = theme.reducedMotion ? STILL_MS : FADE_MS;
    this.#running = this.#running.filter((each) => now - each.since < length);
    const fades = this.#running.map((each) => ({
      row: each.row,
      col: each.col,
      color: personColor(theme, each.person).color,
      strength: 1 - (now - each.since) / length,
    }));
    const first = this.#running[0];
    return {
      fades,
      moving: fades.length > 0 && !theme.reducedMotion,
      wake: theme.reducedMotion && first !== undefined ? first.since + length : null,
    };
  }
}
