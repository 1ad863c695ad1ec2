/** Keys while editing. */
import type { CellEditor } from './editor';

type Step = -1 | 0 | 1;

const ARROWS: Readonly<Record<string, readonly [Step, Step]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const MOVES = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const;

/** True when the key was used; otherwise the text field does with it what it always does. */
export function editorKey(
  editor: CellEditor,
  event: KeyboardEvent,
  later: (work: () => Promise<void>) => void,
): boolean {
  const { state } = editor;
  if (state === null || event.isComposing || event.key === 'Process') return false;
  const mod = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'Enter':
      if (event.altKey) editor.insert('\n');
      else if (mod) editor.commit('stay', true);
      else editor.commit(event.shiftKey ? 'up' : 'down');
      return true;
    case 'Tab':
      if (mod || event.altKey) return false;
      editor.commit(event.shiftKey ? 'left' : 'right');
      return true;
    case 'Escape':
      editor.cancel();
      return true;
    case 'F2':
      editor.setMode(state.mode === 'edit' ? 'enter' : 'edit');
      return true;
    case 'F4':
      return editor.turnDollars();
    case 'PageUp':
    case 'PageDown':
      return true;
    case 'ArrowUp':
    case 'ArrowDown':
    case 'ArrowLeft':
    case 'ArrowRight':
      return arrow(editor, event, event.key, later);
    default:
      return false;
  }
}

function arrow(
  editor: CellEditor,
  event: KeyboardEvent,
  key: keyof typeof MOVES,
  later: (work: () => Promise<void>) => void,
): boolean {
  const { state } = editor;
  const [dRow, dCol] = ARROWS[key] ?? [0, 0];
  if (state?.mode !== 'enter' || event.altKey) return false;
  if (editor.pointing) {
    if (event.ctrlKey || event.metaKey) later(() => editor.pointEdge(dRow, dCol, event.shiftKey));
    else editor.pointStep(dRow, dCol, event.shiftKey);
    return true;
  }
  if (event.shiftKey || event.ctrlKey || event.metaKey) return false;
  editor.commit(MOVES[key]);
  return true;
}
