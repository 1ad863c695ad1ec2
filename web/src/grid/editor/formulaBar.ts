/** The formula bar's text field: the same text as the cell's editor, in a place of the page's choosing. */
import { areaHas } from '../../lib/geometry';
import type { GridCore } from '../core';
import { isFormula, plainText } from '../formula/references';
import { hands } from '../later';
import type { CellEditor } from './editor';
import { TextField } from './field';

/** Formula of the array that the selected cell belongs to: to be seen, not edited here. */
function ghostText({ spill, sheetId, selection, sheet }: GridCore): string {
  const { row, col } = selection.active;
  if (spill?.sheet !== sheetId || !areaHas(spill.area, row, col)) return '';
  return sheet.cell(row, col).spilled === true ? spill.formula : '';
}

export function attachFormulaBar(
  host: HTMLElement,
  core: GridCore,
  editor: CellEditor,
  keydown: (event: KeyboardEvent) => boolean,
): () => void {
  const field = new TextField('Formula bar', {
    edited: (text, start, end) => {
      if (editor.state === null && (text === editor.text || !editor.begin('edit', text))) {
        refresh();
        return;
      }
      editor.setText(text, start, end);
    },
    composing: () => {
      editor.begin('edit');
    },
  });
  const refresh = (): void => {
    const { state } = editor;
    const text = state?.text ?? editor.text;
    const ghost = state === null && text === '' ? ghostText(core) : '';
    host.classList.toggle('dl-formula', isFormula(text));
    host.classList.toggle('dl-ghost', ghost !== '');
    if (field.input.placeholder !== ghost) field.input.placeholder = ghost;
    if (state === null) {
      const { spans } = (hands.now?.readFormula ?? plainText)(text);
      const caret = Math.min(field.input.selectionStart, text.length);
      field.show(text, spans, caret, caret);
    } else {
      field.show(state.text, state.spans, state.start, state.end);
    }
    field.input.readOnly = !core.editable;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (keydown(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const onFocus = (): void => {
    if (editor.state === null && core.editable) {
      const caret = [field.input.selectionStart, field.input.selectionEnd] as const;
      if (editor.begin('edit')) editor.setText(editor.text, ...caret);
    } else editor.setMode('edit');
  };
  field.input.addEventListener('keydown', onKey);
  // The caret stands where it was put only after the press.
  field.input.addEventListener('pointerup', onFocus);
  host.classList.add('dl-bar');
  host.append(field.element);
  const stops = [
    editor.subscribe(refresh),
    core.on((change) => {
      if (change === 'selection' || change === 'sheet' || change === 'cells' || change === 'spill') refresh();
    }),
  ];
  refresh();
  // A formula that is shown already gets its colours.
  if (hands.now === null) hands.load().then(refresh, () => undefined);
  return () => {
    for (const stop of stops) stop();
    field.element.remove();
    host.classList.remove('dl-bar', 'dl-formula');
  };
}
