/** What hangs on cells that are asked something: lists to choose from, and words. Fetched with the first such cell. */
import type { GridCore } from '../core';
import type { PixelRect } from '../handle';
import { CellWords } from './cellWords';
import { Choices } from './choices';
import type { CellEditor } from './editor';

export class AskedCells {
  readonly #choices: Choices;
  readonly #words: CellWords;

  /** `covered`: something else hangs on the text. */
  constructor(core: GridCore, editor: CellEditor, anchor: () => PixelRect, covered: () => boolean) {
    this.#choices = new Choices(core, editor, anchor);
    this.#words = new CellWords(core, editor, anchor, () => !this.#choices.element.hidden || covered());
  }

  get elements(): readonly HTMLElement[] {
    return [this.#choices.element, ...this.#words.elements];
  }

  get activeId(): string | null {
    return this.#choices.activeId;
  }

  keydown(event: KeyboardEvent): boolean {
    return this.#choices.keydown(event);
  }

  open(): void {
    this.#choices.open();
  }

  place(): void {
    this.#choices.place();
    this.#words.place();
  }
}
