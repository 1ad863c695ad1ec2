/** Keys and clipboard events of the one text area that always has the keyboard. */
import type { ClipboardDoor } from './clipboard/door';
import { command, stateOf, type CommandArgument, type CommandId } from './commands';
import type { CommandContext } from './commands/definition';
import type { GridCore } from './core';
import type { CellEditor } from './editor/editor';
import { editorKey } from './editor/keys';
import { TypeAhead } from './editor/typeAhead';
import { commandFor, combinations } from './keys';
import { hands } from './later';

export interface KeyboardHooks {
  /** The command's view of the grid, as it is now. */
  context(): CommandContext;
  menu(): void;
  /** Takes arrows away; false when there were none. */
  escape(): boolean;
  /** The list of functions takes its keys first. */
  suggestions(event: KeyboardEvent): boolean;
}

export class Keyboard {
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  readonly #clipboard: ClipboardDoor;
  readonly #hooks: KeyboardHooks;
  readonly #ahead: TypeAhead;
  /** Work that must wait for something that is being fetched, in the order in which keys came. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(core: GridCore, editor: CellEditor, clipboard: ClipboardDoor, hooks: KeyboardHooks) {
    this.#core = core;
    this.#editor = editor;
    this.#clipboard = clipboard;
    this.#hooks = hooks;
    this.#ahead = new TypeAhead(editor, (event) => this.down(event));
  }

  get busy(): boolean {
    return this.#waiting > 0;
  }

  later(work: () => Promise<unknown>): void {
    this.#waiting++;
    this.#queue = this.#queue
      .then(work)
      .catch(() => {
        this.#core.options.onMessage?.('What this needs could not be fetched. Try again once connected.');
      })
      .finally(() => this.#waiting--);
  }

  /** Runs now, or after what is still under way. */
  ordered(work: () => void): void {
    if (!this.busy) {
      work();
      return;
    }
    this.later(() => {
      work();
      return Promise.resolve();
    });
  }

  run(id: CommandId, argument: CommandArgument = null): void {
    if (command(id).writes === true && hands.now === null) this.later(() => hands.load());
    this.ordered(() => {
      const context = this.#hooks.context();
      const state = stateOf(id, context);
      if (!state.enabled) {
        if (state.reason !== undefined) context.say(state.reason);
        return;
      }
      // A commit leads the editing to its end before anything else acts on the cells.
      const { group } = command(id);
      if (group !== 'format') this.#editor.settle();
      if (command(id).writes === true) this.#core.own(() => command(id).run(context, argument));
      else command(id).run(context, argument);
    });
  }

  /** A key while editing, wherever the text is typed. True when it was used. */
  editing(event: KeyboardEvent): boolean {
    if (this.#editor.asking) return this.#ahead.hold(event);
    return this.#hooks.suggestions(event) || editorKey(this.#editor, event, (work) => this.later(work));
  }

  down(event: KeyboardEvent): void {
    if (event.isComposing || event.key === 'Process') return;
    if (this.#editor.state !== null) {
      if (this.editing(event)) event.preventDefault();
      return;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      this.#hooks.menu();
      return;
    }
    if (combinations(event).includes('Mod+Shift+V')) {
      this.#clipboard.nextValuesOnly();
      return;
    }
    const id = commandFor(event);
    // Esc without a cut to call off is the page's: it closes a panel.
    if (id === 'edit.callOff') {
      const used =
        this.#clipboard.callOff() || this.#core.options.onKey?.(event) === true || this.#hooks.escape();
      if (used) event.preventDefault();
      return;
    }
    if (id === 'move.enter' && this.#clipboard.marked && this.#core.editable) {
      event.preventDefault();
      this.ordered(() => this.#clipboard.pasteMarked());
      return;
    }
    // A space is typed where there is nothing to check.
    if (id === 'check.toggle' && !stateOf(id, this.#hooks.context()).enabled) return;
    if (id !== null) {
      event.preventDefault();
      this.run(id);
      return;
    }
    if (this.#core.options.onKey?.(event) === true) event.preventDefault();
  }

  copy(event: ClipboardEvent, cut: boolean): void {
    if (this.#editor.state === null) this.#clipboard.copy(event, cut);
  }

  paste(event: ClipboardEvent): void {
    if (this.#editor.state === null) this.#clipboard.paste(event);
  }
}
