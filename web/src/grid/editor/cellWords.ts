/** A few words beside a cell: why a text is not taken, or what is to be entered. */
import type { GridCore } from '../core';
import type { PixelRect } from '../handle';
import { cellRect, inSight } from '../layout';
import { footprint } from '../selection';
import { besideRect } from './beside';
import type { CellEditor } from './editor';
import { part } from './parts';

export class CellWords {
  readonly refusal = part('dl-popup dl-words dl-refusal');
  readonly hint = part('dl-popup dl-words');
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  readonly #anchor: () => PixelRect;
  /** Something else stands where the hint would. */
  readonly #covered: () => boolean;

  constructor(core: GridCore, editor: CellEditor, anchor: () => PixelRect, covered: () => boolean) {
    this.#core = core;
    this.#editor = editor;
    this.#anchor = anchor;
    this.#covered = covered;
    this.refusal.hidden = this.hint.hidden = true;
    this.refusal.setAttribute('role', 'alert');
    this.refusal.dataset.testid = 'refusal';
    this.hint.setAttribute('role', 'note');
    this.hint.dataset.testid = 'cell-hint';
    editor.subscribe(() => this.#refuse());
  }

  get elements(): readonly HTMLElement[] {
    return [this.refusal, this.hint];
  }

  #refuse(): void {
    const words = this.#editor.refusal;
    this.refusal.hidden = words === null;
    if (words !== null && this.refusal.textContent !== words) this.refusal.textContent = words;
    if (words === null) this.refusal.textContent = '';
    this.place();
  }

  place(): void {
    const core = this.#core;
    if (!this.refusal.hidden) besideRect(this.refusal, this.#anchor(), core.width, core.height);
    const area = footprint(core.sheet, core.selection.active);
    const words = core.sheet.cell(area.top, area.left).check?.hint ?? '';
    const shown =
      words !== '' && core.editable && this.refusal.hidden && !this.#covered() && inSight(core.layout, area);
    this.hint.hidden = !shown;
    if (!shown) return;
    if (this.hint.textContent !== words) this.hint.textContent = words;
    const rect = this.#editor.state === null ? cellRect(core.layout, area) : this.#anchor();
    besideRect(this.hint, rect, core.width, core.height);
  }
}
