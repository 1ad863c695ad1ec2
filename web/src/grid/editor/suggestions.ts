/** The list of functions under the text being edited, and the arguments of the one at the caret. */
import type { GridCore } from '../core';
import { callAt, complete, completionAt, type CallHint, type Completion } from '../formula/completion';
import type { FunctionEntry } from '../formula/functions';
import type { EditorState, PixelRect } from '../handle';
import type { CellEditor } from './editor';

const GAP = 6;

function part(className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.append(...children);
  return element;
}

function key(text: string): HTMLElement {
  const element = document.createElement('kbd');
  element.textContent = text;
  return element;
}

function signature(entry: FunctionEntry, current: number | null): HTMLElement {
  const line = part('dl-signature', `${entry.name}(`);
  entry.args.forEach((name, index) => {
    if (index > 0) line.append(', ');
    if (index !== current) {
      line.append(name);
      return;
    }
    const strong = document.createElement('b');
    strong.textContent = name;
    line.append(strong);
  });
  line.append(')');
  return line;
}

export class Suggestions {
  readonly list = part('dl-popup dl-suggestions');
  readonly hint = part('dl-popup dl-hint');
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  /** Where the text being edited stands in the host. */
  readonly #anchor: () => PixelRect | null;
  #completion: Completion | null = null;
  #chosen = 0;
  /** Text for which Esc closed the list. */
  #closed = '';

  constructor(core: GridCore, editor: CellEditor, anchor: () => PixelRect | null) {
    this.#core = core;
    this.#editor = editor;
    this.#anchor = anchor;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Functions');
    this.hint.setAttribute('role', 'note');
    this.list.hidden = this.hint.hidden = true;
    // The text keeps the keyboard while the list is clicked.
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    editor.subscribe((state) => this.#update(state));
  }

  get open(): boolean {
    return this.#completion !== null;
  }

  /** True when the key was for the list. */
  keydown(event: KeyboardEvent): boolean {
    const completion = this.#completion;
    if (completion === null || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const count = completion.matches.length;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#chosen = (this.#chosen + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
        this.#render(completion);
        return true;
      case 'Tab':
        if (event.shiftKey) return false;
        this.#take(completion, this.#chosen);
        return true;
      case 'Escape':
        this.#closed = this.#editor.state?.text ?? '';
        this.#show(null, null);
        return true;
      default:
        return false;
    }
  }

  #update(state: EditorState | null): void {
    if (state === null || state.start !== state.end) {
      this.#closed = '';
      this.#show(null, null);
      return;
    }
    const found = state.text === this.#closed ? null : completionAt(state.text, state.start);
    // A name that is typed in full with nothing else to choose from needs no list.
    const completion =
      found?.matches.length === 1 && found.end - found.start === found.matches[0]?.name.length ? null : found;
    if (completion?.start !== this.#completion?.start || completion?.end !== this.#completion?.end)
      this.#chosen = 0;
    this.#show(completion, callAt(state.text, state.start));
  }

  #show(completion: Completion | null, call: CallHint | null): void {
    this.#completion = completion;
    this.list.hidden = completion === null;
    this.hint.hidden = call === null;
    if (completion !== null) this.#render(completion);
    if (call !== null) {
      this.hint.replaceChildren(signature(call.entry, call.argument), part('dl-about', call.entry.about));
    }
    this.place();
  }

  #render(completion: Completion): void {
    const rows = completion.matches.map((entry, index) => {
      const row = part('dl-suggestion', part('dl-name', entry.name), part('dl-about', entry.about));
      row.setAttribute('role', 'option');
      row.setAttribute('aria-selected', index === this.#chosen ? 'true' : 'false');
      row.addEventListener('click', () => this.#take(completion, index));
      return row;
    });
    const chosen = completion.matches[this.#chosen];
    const foot = part('dl-foot');
    if (chosen !== undefined) foot.append(signature(chosen, null));
    foot.append(
      part(
        'dl-keys',
        key('Tab'),
        ' takes it ',
        key('↑'),
        key('↓'),
        ' choose ',
        key('Esc'),
        ' closes the list',
      ),
    );
    this.list.replaceChildren(...rows, foot);
  }

  #take(completion: Completion, index: number): void {
    const entry = completion.matches[index];
    const { state } = this.#editor;
    if (entry === undefined || state === null) return;
    const next = complete(state.text, completion, entry);
    this.#editor.setText(next.text, next.caret, next.caret);
  }

  /** Below the text, or above where there is no room; the hint on the other side. */
  place(): void {
    if (this.list.hidden && this.hint.hidden) return;
    const rect = this.#anchor();
    if (rect === null) {
      this.list.hidden = this.hint.hidden = true;
      return;
    }
    const { width, height } = this.#core;
    const below = rect.y + rect.height + GAP;
    const listHeight = this.list.hidden ? 0 : this.list.offsetHeight;
    const listBelow = below + listHeight <= height || rect.y - GAP - listHeight < 0;
    this.#put(this.list, rect, listBelow, width);
    const hintHeight = this.hint.hidden ? 0 : this.hint.offsetHeight;
    const aboveFits = rect.y - GAP - hintHeight >= 0;
    const hintBelow = this.list.hidden ? !aboveFits || rect.y <= 0 : !listBelow;
    if (!hintBelow && !aboveFits) this.hint.style.visibility = 'hidden';
    else this.hint.style.visibility = '';
    this.#put(this.hint, rect, hintBelow, width);
  }

  #put(element: HTMLElement, rect: PixelRect, below: boolean, width: number): void {
    if (element.hidden) return;
    const x = Math.max(4, Math.min(rect.x, width - element.offsetWidth - 4));
    const y = below ? rect.y + rect.height + GAP : rect.y - GAP - element.offsetHeight;
    element.style.transform = `translate(${String(Math.round(x))}px, ${String(Math.round(y))}px)`;
  }
}
