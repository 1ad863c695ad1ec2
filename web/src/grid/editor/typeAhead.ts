/** Keys that come while the server is asked whether a text is taken: they wait, and are typed when it is. */
import type { CellEditor } from './editor';

const SILENT: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock']);

export class TypeAhead {
  readonly #editor: CellEditor;
  /** A key that the editor has no use for, as one pressed in the grid. */
  readonly #press: (event: KeyboardEvent) => void;
  #held: KeyboardEvent[] = [];

  constructor(editor: CellEditor, press: (event: KeyboardEvent) => void) {
    this.#editor = editor;
    this.#press = press;
    editor.onAnswer((taken) => {
      if (taken) this.#release();
      else this.#held = [];
    });
  }

  /** Keeps a key back. Esc calls everything off. */
  hold(event: KeyboardEvent): boolean {
    if (SILENT.has(event.key)) return false;
    if (event.key === 'Escape') {
      this.#held = [];
      this.#editor.cancel();
    } else this.#held.push(event);
    return true;
  }

  #release(): void {
    const keys = this.#held;
    this.#held = [];
    for (const [at, event] of keys.entries()) {
      if (this.#editor.asking) {
        this.#held.push(...keys.slice(at));
        return;
      }
      const types = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
      if (!types) this.#press(event);
      else if (this.#editor.state === null) this.#editor.begin('enter', event.key);
      else this.#editor.insert(event.key);
    }
  }
}
