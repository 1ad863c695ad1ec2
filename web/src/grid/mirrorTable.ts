/** Fills the table of the visible cells. It comes after the first of them are painted. */
import { cellName, columnName } from '../lib/a1';
import { iconsOf } from '../lib/iconSets';
import { misfitWords } from '../model/check-words';
import type { CellView } from '../model/view';
import type { GridCore } from './core';
import { shownText } from './mirror';

interface Line {
  readonly index: number;
}

/** The lines in view, and that of the active cell, which is read out wherever it is. */
function withLine(lines: readonly Line[], index: number): readonly Line[] {
  if (lines.some((line) => line.index === index)) return lines;
  return [...lines, { index }].sort((a, b) => a.index - b.index);
}

export class MirrorTable {
  readonly #core: GridCore;
  readonly #element: HTMLTableElement;
  readonly #id: string;
  readonly #head = document.createElement('tr');
  readonly #body = document.createElement('tbody');
  readonly #lines = new Map<number, HTMLTableRowElement>();
  readonly #spare: HTMLTableRowElement[] = [];

  constructor(core: GridCore, element: HTMLTableElement, id: string) {
    this.#core = core;
    this.#element = element;
    this.#id = id;
    this.#head.setAttribute('aria-rowindex', '1');
    const thead = document.createElement('thead');
    thead.append(this.#head);
    element.append(thead, this.#body);
  }

  update(): void {
    const { layout, sheet, selection } = this.#core;
    const rows = withLine([...layout.rows.frozen, ...layout.rows.scrolled], selection.active.row);
    const cols = withLine([...layout.cols.frozen, ...layout.cols.scrolled], selection.active.col);
    this.#element.setAttribute('aria-rowcount', String(sheet.rows.count + 1));
    this.#element.setAttribute('aria-colcount', String(sheet.cols.count + 1));
    this.#resize(this.#head, cols.length + 1, 'th');
    this.#headings(cols);
    this.#keepRows(new Set(rows.map((row) => row.index)));
    rows.forEach((row, r) => {
      let line = this.#lines.get(row.index);
      if (line === undefined) {
        line = this.#spare.pop() ?? document.createElement('tr');
        this.#lines.set(row.index, line);
      }
      const before = this.#body.rows[r];
      if (before !== line) this.#body.insertBefore(line, before ?? null);
      set(line, 'aria-rowindex', String(row.index + 2));
      this.#resize(line, cols.length + 1, 'td');
      this.#row(line, row, cols);
    });
    this.#spare.length = 0;
  }

  /** Rows that stay in view keep their elements; those of rows that left are used again. */
  #keepRows(shown: ReadonlySet<number>): void {
    for (const [index, line] of this.#lines) {
      if (shown.has(index)) continue;
      this.#lines.delete(index);
      this.#spare.push(line);
      line.remove();
    }
  }

  #headings(cols: readonly Line[]): void {
    const corner = this.#head.cells[0];
    if (corner !== undefined) {
      set(corner, 'scope', 'col');
      set(corner, 'aria-colindex', '1');
      text(corner, 'Row');
    }
    cols.forEach((col, c) => {
      const cell = this.#head.cells[c + 1];
      if (cell === undefined) return;
      set(cell, 'scope', 'col');
      set(cell, 'aria-colindex', String(col.index + 2));
      text(cell, columnName(col.index));
    });
  }

  #row(line: HTMLTableRowElement, row: Line, cols: readonly Line[]): void {
    const { sheet, selection } = this.#core;
    const head = line.cells[0];
    if (head !== undefined) {
      set(head, 'role', 'rowheader');
      set(head, 'aria-colindex', '1');
      text(head, String(row.index + 1));
    }
    cols.forEach((col, c) => {
      const cell = line.cells[c + 1];
      if (cell === undefined) return;
      const name = cellName(row.index, col.index);
      const merge = sheet.mergeAt(row.index, col.index);
      const root = merge === null || (merge.top === row.index && merge.left === col.index);
      const view = sheet.cell(row.index, col.index);
      set(cell, 'role', 'gridcell');
      set(cell, 'aria-colindex', String(col.index + 2));
      set(cell, 'data-cell', name);
      set(cell, 'id', `${this.#id}-${name}`);
      const chosen = selection.areas.some(
        (area) =>
          row.index >= area.top &&
          row.index <= area.bottom &&
          col.index >= area.left &&
          col.index <= area.right,
      );
      set(cell, 'aria-selected', chosen ? 'true' : 'false');
      set(cell, 'aria-busy', view.loaded && !view.stale ? null : 'true');
      set(cell, 'aria-description', descriptionOf(view));
      set(cell, 'data-formula', view.formula ?? null);
      set(cell, 'aria-haspopup', popupOf(view));
      set(cell, 'aria-invalid', view.look?.bad === undefined ? null : 'true');
      text(cell, root ? shownText(view) : '');
    });
  }

  #resize(row: HTMLTableRowElement, count: number, tag: 'td' | 'th'): void {
    while (row.cells.length > count) row.deleteCell(-1);
    while (row.cells.length < count) row.append(document.createElement(tag));
  }
}

/** What Alt+↓ opens. */
function popupOf({ check }: CellView): string | null {
  if (check?.kind === 'list') return 'listbox';
  return check?.kind === 'date' ? 'dialog' : null;
}

/** What eyes see as a hatch or an outline, in words. */
function descriptionOf(view: CellView): string | null {
  const words = [
    view.stale ? 'Being computed, this is the value from before' : '',
    iconWords(view),
    view.spilled === true ? 'Filled by a formula in another cell' : '',
    view.note === undefined ? '' : `Note: ${view.note}`,
    misfitWords(view) ?? '',
    view.check?.hint ?? '',
    view.link === undefined ? '' : `Leads to ${view.link.replace(/^#/, '')}`,
  ].filter((each) => each !== '');
  return words.length === 0 ? null : words.join('. ');
}

function iconWords({ look }: CellView): string {
  if (look?.icon === undefined) return '';
  const { set, index } = look.icon;
  return `Icon ${String(index + 1)} of ${String(iconsOf(set).length)}`;
}

function set(element: Element, name: string, value: string | null): void {
  if (value === null) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function text(element: Element, value: string): void {
  if (element.textContent !== value) element.textContent = value;
}
