/** The list of a cell that takes one of several: opened by its arrow, or offered while something is typed. */
import { itemsOf } from '../../model/check';
import type { CheckView } from '../../model/check';
import type { GridCore } from '../core';
import { isFormula } from '../formula/references';
import type { EditorState, PixelRect } from '../handle';
import type { CellEditor } from './editor';
import { part, strong } from './parts';
import { besideRect } from './beside';

/** Rows shown at most; the rest is found by typing. */
const MOST = 500;

let lists = 0;

export class Choices {
  readonly element = part('dl-popup dl-choices');
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  readonly #anchor: () => PixelRect;
  readonly #id = `dl-choices-${String(++lists)}`;
  #check: CheckView | null = null;
  /** What the list offers; null as long as that is not known. */
  #all: readonly string[] | null = null;
  /** There are others, which only the server finds. */
  #more = false;
  #shown: readonly string[] = [];
  #chosen = -1;
  /** The text for which everything is shown, or for which the list was closed. */
  #whole: string | null = null;
  #closed: string | null = null;
  #text = '';
  #asked: AbortController | null = null;
  /** Opened by the arrow or a key: the cell stays selected, and Esc ends all of it. */
  #opened = false;

  constructor(core: GridCore, editor: CellEditor, anchor: () => PixelRect) {
    this.#core = core;
    this.#editor = editor;
    this.#anchor = anchor;
    this.element.hidden = true;
    this.element.id = this.#id;
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-label', 'Choices');
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    this.element.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      const value = this.#shown[row === null ? -1 : [...this.element.children].indexOf(row)];
      if (value !== undefined) this.#take(value, 'stay');
    });
    editor.subscribe((state) => this.#update(state));
  }

  get activeId(): string | null {
    return this.element.hidden || this.#chosen < 0 ? null : this.#idOf(this.#chosen);
  }

  /** Opens the list of the active cell. */
  open(): void {
    this.#opened = true;
    if (!this.#editor.begin('edit')) this.#opened = false;
  }

  /** True when the key was for the list. */
  keydown(event: KeyboardEvent): boolean {
    if (event.isComposing || event.ctrlKey || event.metaKey) return false;
    if (this.element.hidden) {
      if (event.key !== 'ArrowDown' || !event.altKey || this.#check === null) return false;
      this.#whole = this.#text;
      this.#closed = null;
      this.#filter();
      return true;
    }
    if (event.altKey && event.key === 'ArrowUp') return this.#close();
    if (event.altKey || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#step(event.key === 'ArrowDown' ? 1 : -1);
        return true;
      case 'Enter':
      case 'Tab': {
        const value = this.#shown[this.#chosen];
        if (value === undefined) return false;
        this.#take(value, event.key === 'Tab' ? 'right' : this.#opened ? 'stay' : 'down');
        return true;
      }
      case 'Escape':
        if (this.#opened) this.#editor.cancel();
        else this.#close();
        return true;
      default:
        return false;
    }
  }

  #close(): boolean {
    this.#closed = this.#text;
    this.#hide();
    return true;
  }

  #update(state: EditorState | null): void {
    if (state === null) {
      this.#end();
      return;
    }
    const { check } = this.#core.view.sheet(state.sheet)?.cell(state.cell.row, state.cell.col) ?? {};
    if (check?.kind !== 'list' || isFormula(state.text)) {
      if (this.#check !== null) this.#end();
      return;
    }
    const begins = this.#check === null;
    if (!begins && state.text === this.#text) return;
    this.#check = check;
    this.#text = state.text;
    if (begins) {
      // Who edits what is there sees all there is; who types sees what goes with it.
      if (state.mode === 'edit') this.#whole = state.text;
      this.#all = check.items === null ? null : itemsOf(check.items);
    }
    if (check.items === null && (begins || this.#more)) this.#ask(state);
    this.#filter();
  }

  #end(): void {
    this.#asked?.abort();
    this.#asked = null;
    this.#check = null;
    this.#all = null;
    this.#more = false;
    this.#whole = null;
    this.#closed = null;
    this.#opened = false;
    this.#text = '';
    this.#hide();
  }

  #ask({ sheet, cell, text }: EditorState): void {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    const search = this.#whole === text ? '' : text;
    this.#core.view.commands.check.choices(sheet, cell.row, cell.col, search, asked.signal).then(
      ({ values, more }) => {
        if (asked.signal.aborted) return;
        this.#all = values;
        this.#more = more;
        this.#filter();
      },
      () => {
        // Without the list a text is typed as well, and judged when it is stored.
      },
    );
  }

  #filter(): void {
    const all = this.#all;
    if (all === null || this.#closed === this.#text) {
      this.#hide();
      return;
    }
    const typed = this.#text.trim().toLowerCase();
    const whole = this.#whole === this.#text || typed === '';
    const lower = (value: string): string => value.toLowerCase();
    const rank = (value: string): number =>
      lower(value) === typed ? 0 : lower(value).startsWith(typed) ? 1 : 2;
    this.#shown = (
      whole ? [...all] : all.filter((value) => lower(value).includes(typed)).sort((a, b) => rank(a) - rank(b))
    ).slice(0, MOST);
    const exact = this.#shown.findIndex((value) => lower(value) === typed);
    // Where anything may be typed, a text that goes on to be something else must not be taken over.
    const first = !whole && this.#check?.refuse === true ? 0 : -1;
    if (this.#shown.length === 0 || (exact === 0 && this.#shown.length === 1 && !whole)) {
      this.#hide();
      return;
    }
    this.element.replaceChildren(...this.#shown.map((value, n) => this.#row(value, n, whole ? '' : typed)));
    this.element.hidden = false;
    this.#choose(exact >= 0 ? exact : first);
    this.place();
  }

  #hide(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#shown = [];
    this.#choose(-1);
  }

  #row(value: string, n: number, typed: string): HTMLElement {
    const at = value.toLowerCase().indexOf(typed);
    const row =
      typed === '' || at < 0
        ? part('dl-choice', value)
        : part(
            'dl-choice',
            value.slice(0, at),
            strong(value.slice(at, at + typed.length)),
            value.slice(at + typed.length),
          );
    row.id = this.#idOf(n);
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', 'false');
    return row;
  }

  #idOf(n: number): string {
    return `${this.#id}-${String(n)}`;
  }

  #step(by: 1 | -1): void {
    const count = this.#shown.length;
    const from = this.#chosen < 0 && by < 0 ? 0 : this.#chosen;
    this.#choose((from + by + count) % count);
  }

  #choose(n: number): void {
    this.element.querySelector('[aria-selected="true"]')?.setAttribute('aria-selected', 'false');
    this.#chosen = n;
    const row = this.element.children[n];
    row?.setAttribute('aria-selected', 'true');
    row?.scrollIntoView({ block: 'nearest' });
    // The field names the row that is chosen when the next frame is drawn.
    this.#core.emit('overlay');
  }

  #take(value: string, move: 'stay' | 'down' | 'right'): void {
    // What would be read as a formula is meant as it stands there.
    this.#editor.setText(/^[=']/.test(value) ? `'${value}` : value);
    this.#editor.commit(move);
  }

  place(): void {
    if (this.element.hidden) return;
    const rect = this.#anchor();
    this.element.style.minWidth = `${String(Math.round(Math.min(rect.width, 400)))}px`;
    besideRect(this.element, rect, this.#core.width, this.#core.height);
  }
}
