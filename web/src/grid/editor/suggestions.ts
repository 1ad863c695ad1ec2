/** What hangs on the text being edited: the list of functions, and the arguments of the one at the caret. */
import type { GridCore } from '../core';
import { areaHas } from '../../lib/geometry';
import {
  callAt,
  complete,
  completionAt,
  type CallHint,
  type Completion,
  type Suggestion,
} from '../formula/completion';
import { type FunctionCatalogue, loadedFunctions, loadFunctions } from '../formula/functions';
import { isFormula } from '../formula/references';
import { definedNames, partsAt, tableNames } from '../formula/ownWords';
import type { EditorState, PixelRect } from '../handle';
import type { CellEditor } from './editor';
import { FunctionHint } from './functionHint';
import { FunctionList } from './functionList';

const GAP = 6;

export class Suggestions {
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  /** Where the text being edited stands in the host. */
  readonly #anchor: () => PixelRect;
  readonly #list: FunctionList;
  readonly #hint: FunctionHint;
  #completion: Completion | null = null;
  /** The text as it was last told of, null before editing. */
  #text: string | null = null;
  /** Text for which Esc closed the list. */
  #closed = '';
  /** The field that was told of the chosen row. */
  #field: Element | null = null;

  constructor(core: GridCore, editor: CellEditor, anchor: () => PixelRect) {
    this.#core = core;
    this.#editor = editor;
    this.#anchor = anchor;
    this.#list = new FunctionList((entry) => this.#take(entry));
    this.#hint = new FunctionHint(core.options.functionPage);
    editor.subscribe((state) => this.#update(state));
    this.#update(editor.state);
  }

  get elements(): readonly HTMLElement[] {
    return [this.#hint.element, this.#list.element];
  }

  get open(): boolean {
    return this.#completion !== null;
  }

  /** Id of the chosen row, null while there is no list. */
  get activeId(): string | null {
    return this.#list.activeId;
  }

  /** True when the key was for the list or the hint. */
  keydown(event: KeyboardEvent): boolean {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    if (event.key === 'F1') return this.#tellMore();
    if (this.#completion === null) return false;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#list.step(event.key === 'ArrowDown' ? 1 : -1);
        this.#tellField();
        return true;
      case 'Tab':
      case 'Enter':
        if (this.#list.chosen !== undefined) this.#take(this.#list.chosen);
        return true;
      case 'Escape':
        this.#closed = this.#editor.state?.text ?? '';
        this.#complete(null);
        this.place();
        return true;
      default:
        return false;
    }
  }

  /** F1: the page about the function that is chosen, or whose arguments are typed. */
  #tellMore(): boolean {
    const name = (this.#completion === null ? null : this.#list.chosen?.name) ?? this.#hint.name;
    const page = this.#core.options.functionPage;
    if (name === null || page === undefined) return false;
    window.open(page(name), '_blank', 'noopener');
    return true;
  }

  #update(state: EditorState | null): void {
    if (state === null) {
      this.#closed = '';
      this.#text = null;
      this.#show(null, null);
      return;
    }
    // A list that opened by itself over a finished text would take the Enter that was meant for the cell.
    const typing = this.#text === null ? state.mode === 'enter' : state.text !== this.#text || this.open;
    this.#text = state.text;
    this.#offer(state, typing);
  }

  #offer(state: EditorState, typing: boolean): void {
    if (state.start !== state.end || !isFormula(state.text)) {
      this.#show(null, null);
      return;
    }
    const catalogue = loadedFunctions();
    if (catalogue === null) {
      // Without it a formula is typed as well; the next edit tries again.
      loadFunctions().then(
        () => {
          if (this.#editor.state !== null) this.#offer(this.#editor.state, typing);
        },
        () => undefined,
      );
      return;
    }
    const offered = typing && state.text !== this.#closed;
    const found = offered ? this.#find(state, catalogue) : null;
    // A name that is typed in full with nothing else to choose from needs no list.
    const full = found?.matches.length === 1 && found.typed === found.matches[0]?.name;
    this.#show(full ? null : found, callAt(state.text, state.start, catalogue));
  }

  #find({ text, start, sheet, cell }: EditorState, catalogue: FunctionCatalogue): Completion | null {
    const { view } = this.#core;
    const tables = view.tables();
    const here = tables.find((each) => each.sheet === sheet && areaHas(each.area, cell.row, cell.col));
    const isName = (word: string): boolean => view.hasName(word, sheet);
    const own = [...definedNames(view.names, sheet), ...tableNames(tables)];
    return partsAt(text, start, tables, here ?? null) ?? completionAt(text, start, catalogue, isName, own);
  }

  #show(completion: Completion | null, call: CallHint | null): void {
    this.#complete(completion);
    this.#hint.show(call);
    this.place();
  }

  #complete(completion: Completion | null): void {
    const before = this.#completion;
    this.#completion = completion;
    if (completion === null) this.#list.hide();
    // What was chosen stays so while the text is the same.
    else if (completion.start !== before?.start || completion.typed !== before.typed)
      this.#list.show(completion);
    this.#tellField();
  }

  /** The keyboard stays in the text; the field names the row that is chosen. */
  #tellField(): void {
    const id = this.activeId;
    if (id === null) {
      if (this.#field === null) return;
      this.#field.removeAttribute('aria-activedescendant');
      this.#field = null;
      // The field in the grid names its cell again when that is painted.
      this.#core.emit('overlay');
      return;
    }
    this.#field = document.activeElement;
    this.#field?.setAttribute('aria-activedescendant', id);
  }

  #take(entry: Suggestion): void {
    const { state } = this.#editor;
    if (this.#completion === null || state === null) return;
    const next = complete(state.text, this.#completion, entry);
    this.#editor.setText(next.text, next.caret, next.caret);
  }

  /** Below the text, or above where there is more room; the hint on the other side. */
  place(): void {
    const list = this.#list.element;
    const hint = this.#hint.element;
    if (list.hidden && hint.hidden) return;
    const rect = this.#anchor();
    const { width, height } = this.#core;
    const roomAbove = rect.y - GAP;
    const roomBelow = height - (rect.y + rect.height + GAP);
    this.#list.fit(Math.max(roomAbove, roomBelow));
    const listBelow = list.offsetHeight <= roomBelow || roomBelow >= roomAbove;
    this.#put(list, rect, listBelow, width);
    const aboveFits = hint.offsetHeight <= roomAbove;
    const hintBelow = this.open ? !listBelow : !aboveFits;
    hint.style.visibility = !hintBelow && !aboveFits ? 'hidden' : '';
    this.#put(hint, rect, hintBelow, width);
  }

  #put(element: HTMLElement, rect: PixelRect, below: boolean, width: number): void {
    if (element.hidden) return;
    const x = Math.max(4, Math.min(rect.x, width - element.offsetWidth - 4));
    const y = below ? rect.y + rect.height + GAP : rect.y - GAP - element.offsetHeight;
    element.style.transform = `translate(${String(Math.round(x))}px, ${String(Math.round(y))}px)`;
  }
}
