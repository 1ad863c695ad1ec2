/**
 * A text area whose text is drawn, coloured, by an element behind it. The cell's editor and the formula bar are both one of
 * these; the cell's one always has the keyboard, so that no first character is ever lost.
 */
import type { TextSpan } from '../handle';

export interface FieldHooks {
  /** The person changed text or caret. */
  edited(text: string, start: number, end: number): void;
  /** A composition begins, perhaps before anything is edited. */
  composing(): void;
}

export class TextField {
  readonly element: HTMLDivElement;
  readonly input: HTMLTextAreaElement;
  readonly #paint: HTMLPreElement;
  #shown = '';
  #spans: readonly TextSpan[] | null = null;
  #composing = false;

  constructor(label: string, hooks: FieldHooks) {
    this.element = document.createElement('div');
    this.element.className = 'dl-field';
    this.#paint = document.createElement('pre');
    this.#paint.className = 'dl-field-paint';
    this.#paint.setAttribute('aria-hidden', 'true');
    this.input = document.createElement('textarea');
    this.input.className = 'dl-field-input';
    this.input.rows = 1;
    this.input.wrap = 'soft';
    this.input.setAttribute('aria-label', label);
    for (const [name, value] of [
      ['spellcheck', 'false'],
      ['autocomplete', 'off'],
      ['autocapitalize', 'off'],
      ['autocorrect', 'off'],
      ['data-gramm', 'false'],
    ] as const) {
      this.input.setAttribute(name, value);
    }
    this.element.append(this.#paint, this.input);
    this.input.addEventListener('input', () => {
      this.#spans = null;
      if (this.#composing) this.#mirror();
      hooks.edited(this.input.value, this.input.selectionStart, this.input.selectionEnd);
    });
    this.input.addEventListener('compositionstart', () => {
      this.#composing = true;
      this.element.classList.add('dl-composing');
      hooks.composing();
    });
    this.input.addEventListener('compositionend', () => {
      this.#composing = false;
      this.element.classList.remove('dl-composing');
      hooks.edited(this.input.value, this.input.selectionStart, this.input.selectionEnd);
    });
    this.input.addEventListener('selectionchange', () => {
      if (!this.#composing && this.focused) {
        hooks.edited(this.input.value, this.input.selectionStart, this.input.selectionEnd);
      }
    });
    this.input.addEventListener('scroll', () => this.#follow());
  }

  get focused(): boolean {
    return document.activeElement === this.input;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** Takes over the shared text; leaves the caret of the field alone that it came from. */
  show(text: string, spans: readonly TextSpan[], start: number, end: number): void {
    if (this.input.value !== text && !this.#composing) this.input.value = text;
    if (
      this.focused &&
      !this.#composing &&
      (this.input.selectionStart !== start || this.input.selectionEnd !== end)
    ) {
      this.input.setSelectionRange(start, end);
    }
    this.#colour(text, spans);
  }

  clear(): void {
    if (this.input.value !== '') this.input.value = '';
    this.#colour('', []);
  }

  #colour(text: string, spans: readonly TextSpan[]): void {
    if (this.#shown === text && this.#spans === spans) return;
    this.#shown = text;
    this.#spans = spans;
    const parts = spans.map((span) => {
      const part = document.createElement('span');
      part.textContent = text.slice(span.start, span.end);
      if (span.kind !== 'text')
        part.className = span.ref === undefined ? `dl-${span.kind}` : `dl-ref dl-ref-${String(span.ref)}`;
      return part;
    });
    // A last line break needs something after it to take up room.
    this.#paint.replaceChildren(
      ...parts,
      document.createTextNode(text.endsWith('\n') || text === '' ? '\u200b' : ''),
    );
    this.#follow();
  }

  /** While composing, the plain text sizes the field. */
  #mirror(): void {
    this.#paint.textContent = this.input.value === '' ? '\u200b' : this.input.value;
    this.#shown = this.input.value;
  }

  #follow(): void {
    this.#paint.style.transform =
      this.input.scrollTop === 0 && this.input.scrollLeft === 0
        ? ''
        : `translate(${String(-this.input.scrollLeft)}px, ${String(-this.input.scrollTop)}px)`;
  }
}
