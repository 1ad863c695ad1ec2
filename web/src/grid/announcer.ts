/** What a screen reader is told: the active cell as it moves, and changes by others as a sum, every 5 seconds at most. */
import { cellName } from '../lib/a1';
import type { CellView, SheetView } from '../model/view';
import type { GridCore } from './core';
import { filterOfHeading } from './filterButtons';
import type { RemoteEdit } from './fades';
import { shownText } from './mirror';
import { footprint } from './selection';

const MOVE_MS = 120;
const REMOTE_MS = 5000;

function liveRegion(): HTMLDivElement {
  const element = document.createElement('div');
  element.className = 'dl-live';
  element.setAttribute('aria-live', 'polite');
  element.setAttribute('aria-atomic', 'true');
  return element;
}

function textAt(sheet: SheetView, row: number, col: number): string {
  const area = footprint(sheet, { row, col });
  const view = sheet.cell(area.top, area.left);
  return typeof view.value === 'string' ? view.text : '';
}

/** Headings of a cell: the text that begins its row, and the one on top of its column. */
export function headings(sheet: SheetView, row: number, col: number): string[] {
  const beside = col > 0 ? textAt(sheet, row, 0) : '';
  const frozen = sheet.rows.frozen;
  const above =
    frozen > 0 && row >= frozen ? textAt(sheet, frozen - 1, col) : row > 0 ? textAt(sheet, 0, col) : '';
  return [beside, above].filter((text) => text !== '');
}

export function describe(
  sheet: SheetView,
  row: number,
  col: number,
  view: CellView,
  guests: readonly string[],
): string {
  const parts = [cellName(row, col), ...headings(sheet, row, col)];
  const text = shownText(view);
  parts.push(view.loaded ? (text === '' ? 'empty' : text) : 'loading');
  if (view.formula !== undefined) parts.push('formula');
  if (view.spilled === true) parts.push('filled by a formula in another cell');
  const filter = filterOfHeading(sheet, { row, col });
  if (filter !== null) parts.push(filter.criteria.has(col) ? 'filtered by' : 'has a filter menu');
  if (view.stale) parts.push('being computed');
  for (const name of guests) parts.push(`${name} is here`);
  return parts.join(', ');
}

export class Announcer {
  readonly moves = liveRegion();
  readonly edits = liveRegion();
  readonly #core: GridCore;
  #moveTimer: ReturnType<typeof setTimeout> | undefined;
  #editTimer: ReturnType<typeof setTimeout> | undefined;
  #lastEdit = -Infinity;
  #cells = new Set<string>();

  constructor(core: GridCore) {
    this.#core = core;
  }

  destroy(): void {
    clearTimeout(this.#moveTimer);
    clearTimeout(this.#editTimer);
  }

  moved(): void {
    clearTimeout(this.#moveTimer);
    this.#moveTimer = setTimeout(() => {
      const { sheet, selection, view } = this.#core;
      const { row, col } = selection.active;
      const guests = view.people
        .filter((each) => each.sheet === sheet.id && each.cell?.row === row && each.cell.col === col)
        .map((each) => each.person.name);
      this.moves.textContent = describe(sheet, row, col, sheet.cell(row, col), guests);
    }, MOVE_MS);
  }

  /** Says at once what eyes see. */
  say(text: string): void {
    this.edits.textContent = text;
  }

  remoteEdits(edits: readonly RemoteEdit[]): void {
    for (const { row, col } of edits) this.#cells.add(cellName(row, col));
    if (this.#editTimer !== undefined) return;
    const wait = Math.max(0, this.#lastEdit + REMOTE_MS - performance.now());
    this.#editTimer = setTimeout(() => {
      this.#editTimer = undefined;
      this.#lastEdit = performance.now();
      const cells = [...this.#cells];
      this.#cells = new Set();
      this.edits.textContent =
        cells.length <= 3
          ? `${cells.join(', ')} changed by somebody else`
          : `${String(cells.length)} cells in view changed by others`;
    }, wait);
  }
}
