/** The way to the clipboard's code, which comes after the first cells: what is asked of it before that waits. */
import type { GridCore } from '../core';
import { hands } from '../later';
import type { Clipboard, ClipboardHooks } from './clipboard';
import { PASTE_ALL, PASTE_VALUES, type Special } from './special';

/** Our own type: the cells with all that they hold. */
export const OWN_TYPE = 'application/x-daylight+json';

export class ClipboardDoor {
  readonly #core: GridCore;
  readonly #hooks: ClipboardHooks;
  /** Runs work in the order in which keys came. */
  readonly #later: (work: () => Promise<void>) => void;
  #clipboard: Clipboard | null = null;
  #special: Special = PASTE_ALL;

  constructor(core: GridCore, hooks: ClipboardHooks, later: (work: () => Promise<void>) => void) {
    this.#core = core;
    this.#hooks = hooks;
    this.#later = later;
  }

  get #here(): Clipboard | null {
    if (hands.now !== null) this.#clipboard ??= new hands.now.Clipboard(this.#core, this.#hooks);
    return this.#clipboard;
  }

  #with(work: (clipboard: Clipboard) => void): void {
    const here = this.#here;
    if (here !== null) work(here);
    else
      this.#later(async () => {
        await hands.load();
        if (this.#here !== null) work(this.#here);
      });
  }

  /** Takes the edge away and forgets the cut. True when there was one. */
  callOff(): boolean {
    return this.#clipboard?.callOff() === true;
  }

  /** The edge is there: Enter pastes. */
  get marked(): boolean {
    return this.#clipboard?.marked === true;
  }

  /** Brings what is marked to where one is, and takes the edge away. */
  pasteMarked(): void {
    void this.#clipboard?.pasteMarked();
  }

  /** Something was changed by hand: what waits on the clipboard is no longer pointed out, and a cut is off. */
  wrote(): void {
    this.#clipboard?.wrote();
  }

  /** The next paste brings values only (Ctrl+Shift+V). */
  nextValuesOnly(): void {
    this.#special = PASTE_VALUES;
  }

  copy(event: ClipboardEvent, cut: boolean): void {
    event.preventDefault();
    const here = this.#here;
    if (here === null) this.write(cut);
    else here.copy(event.clipboardData, cut);
  }

  /** An event's data can be read only while it happens. */
  paste(event: ClipboardEvent): void {
    event.preventDefault();
    const special = this.#special;
    this.#special = PASTE_ALL;
    const data = event.clipboardData;
    if (data === null) return;
    const offered = {
      own: data.getData(OWN_TYPE),
      html: data.getData('text/html'),
      text: data.getData('text/plain'),
    };
    const here = this.#here;
    if (here !== null) here.paste(offered, special);
    else this.#with((clipboard) => clipboard.pasteOffered(offered, special));
  }

  /** From a menu or toolbar, where there is no event to fill. */
  write(cut: boolean): void {
    this.#with((clipboard) => void clipboard.write(cut));
  }

  /** From a menu: the browser may ask for permission. */
  read(special: Special): void {
    this.#with((clipboard) => void clipboard.read(special));
  }
}
