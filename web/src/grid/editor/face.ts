/** The editor as pages see it. */
import type { GridCore } from '../core';
import type { CommitMove, EditorState, GridEditor } from '../handle';
import type { CellEditor } from './editor';
import { attachFormulaBar } from './formulaBar';

export function editorFace(
  core: GridCore,
  editor: CellEditor,
  keydown: (event: KeyboardEvent) => boolean,
): GridEditor {
  return {
    get state(): EditorState | null {
      return editor.state;
    },
    get text(): string {
      return editor.text;
    },
    subscribe: (listener) => editor.subscribe(listener),
    begin: (mode, text) => editor.begin(mode, text),
    setText: (text, start, end) => editor.setText(text, start, end),
    commit: (move?: CommitMove, fill?: boolean) => editor.commit(move, fill),
    cancel: () => editor.cancel(),
    keydown,
    attach: (host) => attachFormulaBar(host, core, editor, keydown),
  };
}
