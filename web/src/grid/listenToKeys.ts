/** Keys, and what comes through the field in which the keyboard is, to whom they are for. */
import type { ChartDoor } from './chartDoor';
import type { CellEditor } from './editor/editor';
import type { CellEditorView } from './editor/cellView';
import type { FormatPainter } from './formatPainter';
import type { Keyboard } from './keyboard';
import { combinations } from './keys';
import type { PointerInput } from './pointer/pointer';

export interface KeyListeners {
  readonly field: CellEditorView['field'];
  readonly pointer: PointerInput;
  readonly formats: FormatPainter;
  readonly keyboard: Keyboard;
  readonly editor: CellEditor;
  readonly charts: ChartDoor;
}

export function listenToKeys({ field, pointer, formats, keyboard, editor, charts }: KeyListeners): void {
  const { input } = field;
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && pointer.cancel()) {
      event.preventDefault();
      return;
    }
    pointer.held(event);
    if (formats.on && combinations(event).includes('Mod+Alt+V')) {
      event.preventDefault();
      formats.apply();
      return;
    }
    keyboard.down(event);
  });
  input.addEventListener('keyup', (event) => pointer.held(event));
  input.addEventListener('copy', (event) => keyboard.copy(event, false));
  input.addEventListener('cut', (event) => keyboard.copy(event, true));
  input.addEventListener('paste', (event) => {
    if (editor.state === null && charts.paste(event)) event.preventDefault();
    else keyboard.paste(event);
  });
  input.addEventListener('focus', () => charts.select(null));
}
