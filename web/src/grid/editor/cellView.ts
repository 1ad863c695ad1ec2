/** The editor in the grid: the text area that always has the keyboard, opened over a cell while editing. */
import type { GridCore } from '../core';
import { isFormula } from '../formula/references';
import { bandOf, bandSpan, cellRect } from '../layout';
import { footprint } from '../selection';
import { alignOf } from '../text/place';
import type { CellEditor } from './editor';
import { TextField } from './field';

export class CellEditorView {
  readonly element: HTMLDivElement;
  /** Cuts the editor off at the headers and frozen panes. */
  readonly clip: HTMLDivElement;
  readonly field: TextField;
  readonly #core: GridCore;
  readonly #editor: CellEditor;

  constructor(core: GridCore, editor: CellEditor, ordered: (work: () => void) => void) {
    this.#core = core;
    this.#editor = editor;
    this.clip = document.createElement('div');
    this.clip.className = 'dl-clip';
    this.element = document.createElement('div');
    this.element.className = 'dl-editor';
    this.field = new TextField('Cell', {
      edited: (text, start, end) => {
        if (editor.state !== null) editor.setText(text, start, end);
        else if (text !== '') ordered(() => this.#beginTyped());
      },
      composing: () => {
        if (editor.state === null) ordered(() => this.#beginTyped());
      },
    });
    this.element.append(this.field.element);
    this.clip.append(this.element);
    editor.subscribe((state) => {
      if (state === null) this.field.clear();
      else this.field.show(state.text, state.spans, state.start, state.end);
      this.place();
    });
  }

  /** Text that came while nothing was edited replaces the cell's content; it stands in the text area already. */
  #beginTyped(): void {
    if (this.#editor.state !== null) {
      this.#editor.setText(
        this.field.input.value,
        this.field.input.selectionStart,
        this.field.input.selectionEnd,
      );
      return;
    }
    if (!this.#editor.begin('enter', this.field.input.value)) this.field.clear();
  }

  focus(): void {
    this.field.input.focus({ preventScroll: true });
  }

  /** Puts the element over its cell. Composition windows open where it stands, so it follows the active cell always. */
  place(): void {
    const core = this.#core;
    const { state } = this.#editor;
    const { layout, sheet } = core;
    const elsewhere = state !== null && state.sheet !== core.sheetId;
    const cell = state === null || elsewhere ? core.selection.active : state.cell;
    const area = footprint(sheet, cell);
    const rect = cellRect(layout, area);
    const [left, right] = bandSpan(layout.cols, bandOf(layout.cols, area.left));
    const [top, bottom] = bandSpan(layout.rows, bandOf(layout.rows, area.top));
    const open = state !== null && !elsewhere;
    const box = {
      x: left - 2,
      y: top - 2,
      width: Math.max(0, right - left + 2),
      height: Math.max(0, bottom - top + 2),
    };
    px(this.clip, box);
    const { style } = this.element;
    this.element.classList.toggle('dl-editing', open);
    style.transform = `translate(${String(rect.x - 1 - box.x)}px, ${String(rect.y - 1 - box.y)}px)`;
    if (!open) {
      style.minWidth = style.maxWidth = style.width = '1px';
      style.minHeight = style.height = `${String(rect.height)}px`;
      return;
    }
    const formula = isFormula(state.text);
    const view = sheet.cell(cell.row, cell.col);
    const font = core.fonts.of(view.format);
    style.width = '';
    style.height = '';
    style.minWidth = `${String(rect.width + 1)}px`;
    style.minHeight = `${String(rect.height + 1)}px`;
    style.maxWidth = `${String(Math.max(rect.width + 1, right - Math.max(left, rect.x) - 8))}px`;
    style.font = formula ? `${String(font.size)}px ${core.theme.fontCode}` : font.css;
    style.lineHeight = `${String(font.lineHeight)}px`;
    const pad = core.theme.padX * core.zoom;
    const edge = core.theme.select;
    const upright = Math.max(0, (rect.height + 1 - 2 * edge - font.lineHeight) / 2);
    style.padding = `${String(upright)}px ${String(Math.max(0, pad - edge - 4))}px 0 ${String(pad - edge + 1)}px`;
    style.textAlign = formula ? 'left' : alignOf(view) === 'center' ? 'center' : 'left';
  }
}

function px(element: HTMLElement, box: { x: number; y: number; width: number; height: number }): void {
  element.style.left = `${String(box.x)}px`;
  element.style.top = `${String(box.y)}px`;
  element.style.width = `${String(box.width)}px`;
  element.style.height = `${String(box.height)}px`;
}
