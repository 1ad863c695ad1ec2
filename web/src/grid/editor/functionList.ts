/** What the word at the caret may be meant for, functions and parts of tables, as a list under the text. */
import type { Completion, Suggestion } from '../formula/completion';
import { signatureText } from '../formula/signature';
import { key, part, strong } from './parts';

let lists = 0;

export class FunctionList {
  readonly element = part('dl-popup dl-suggestions');
  readonly #id = `dl-functions-${String(++lists)}`;
  readonly #rows = part('dl-rows');
  readonly #foot = part('dl-foot');
  #matches: readonly Suggestion[] = [];
  #chosen = 0;

  constructor(take: (entry: Suggestion) => void) {
    this.#rows.setAttribute('role', 'listbox');
    this.#rows.setAttribute('aria-label', 'Suggestions');
    this.element.hidden = true;
    this.element.append(this.#rows, this.#foot);
    // The text keeps the keyboard while the list is clicked.
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    this.#rows.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('.dl-suggestion') : null;
      const entry = this.#matches[row === null ? -1 : [...this.#rows.children].indexOf(row)];
      if (entry !== undefined) take(entry);
    });
  }

  get chosen(): Suggestion | undefined {
    return this.#matches[this.#chosen];
  }

  /** Of the chosen row, while the list is open. */
  get activeId(): string | null {
    return this.element.hidden ? null : this.#idOf(this.#chosen);
  }

  show(completion: Completion): void {
    this.#matches = completion.matches;
    this.#rows.replaceChildren(
      ...this.#matches.map((entry, index) => this.#row(entry, index, completion.typed)),
    );
    this.element.hidden = false;
    this.#choose(0);
    this.#rows.scrollTop = 0;
  }

  hide(): void {
    this.element.hidden = true;
    this.#matches = [];
  }

  step(by: 1 | -1): void {
    const count = this.#matches.length;
    this.#choose((this.#chosen + by + count) % count);
  }

  /** Makes the rows scroll where all of it would be higher than this. */
  fit(height: number): void {
    const foot = this.#foot.offsetHeight;
    this.#rows.style.maxHeight = `${String(Math.max(60, Math.min(248, height - foot - 8)))}px`;
  }

  #idOf(index: number): string {
    return `${this.#id}-${String(index)}`;
  }

  #choose(index: number): void {
    this.#rows.children[this.#chosen]?.setAttribute('aria-selected', 'false');
    this.#chosen = index;
    const row = this.#rows.children[index];
    row?.setAttribute('aria-selected', 'true');
    row?.scrollIntoView({ block: 'nearest' });
    const entry = this.#matches[index];
    if (entry === undefined) return;
    this.#foot.replaceChildren(
      part('dl-signature', 'insert' in entry ? entry.name : signatureText(entry)),
      part('dl-about', entry.about),
      part(
        'dl-keys',
        key('Tab'),
        key('Enter'),
        ' take it ',
        key('↑'),
        key('↓'),
        ' choose ',
        key('Esc'),
        ' closes the list',
      ),
    );
  }

  #row(entry: Suggestion, index: number, typed: string): HTMLElement {
    const at = Math.max(0, entry.name.toUpperCase().indexOf(typed));
    const name = part(
      'dl-name',
      entry.name.slice(0, at),
      ...(typed === '' ? [] : [strong(entry.name.slice(at, at + typed.length))]),
      entry.name.slice(at + typed.length),
    );
    const row = part(
      'dl-suggestion',
      name,
      part('dl-about', entry.about),
      part('dl-category', entry.category),
    );
    row.id = this.#idOf(index);
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', 'false');
    return row;
  }
}
