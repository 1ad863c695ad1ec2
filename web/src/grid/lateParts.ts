/** What comes after the first cells: what others do, what hangs on the text being edited, and what cells ask. */
import type { GridCore } from './core';
import type { AskedCells } from './editor/asked';
import type { CellEditorView } from './editor/cellView';
import type { CellEditor } from './editor/editor';
import type { Suggestions } from './editor/suggestions';
import type { PixelRect } from './handle';
import type * as Hands from './hands';
import { hands } from './later';
import { scrolledArea } from './layout';
import type { Mirror } from './mirror';
import type { Painter } from './painter';

export interface LateNeeds {
  readonly core: GridCore;
  readonly editor: CellEditor;
  readonly view: CellEditorView;
  readonly painter: Painter;
  readonly mirror: Mirror;
  readonly host: HTMLElement;
}

export class LateParts {
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  readonly #view: CellEditorView;
  readonly #painter: Painter;
  readonly #mirror: Mirror;
  readonly #host: HTMLElement;
  /** Null until it has been fetched, after the first cells. */
  #suggestions: Suggestions | null = null;
  /** Null until a sheet has cells that are asked something. */
  #asked: AskedCells | null = null;
  #asking: Promise<AskedCells> | null = null;
  /** Hands have been asked for. */
  #calling = false;
  #gone = false;

  constructor({ core, editor, view, painter, mirror, host }: LateNeeds) {
    this.#core = core;
    this.#editor = editor;
    this.#view = view;
    this.#painter = painter;
    this.#mirror = mirror;
    this.#host = host;
  }

  /** After each frame. */
  painted(): void {
    this.#suggestions?.place();
    this.#placeAsked();
    this.#fetchHands();
  }

  /** True when the key was for what hangs on the text. */
  keydown(event: KeyboardEvent): boolean {
    return this.#asked?.keydown(event) === true || this.#suggestions?.keydown(event) === true;
  }

  /** Id of the row that is chosen in a list; null while there is none. */
  get activeId(): string | null {
    return this.#asked?.activeId ?? this.#suggestions?.activeId ?? null;
  }

  /** Another sheet may ask what could not be fetched for the one before. */
  sheetChanged(): void {
    if (this.#asked === null) this.#asking = null;
  }

  async openChoices(): Promise<void> {
    const asked = await this.#fetchAsked();
    asked.open();
  }

  destroy(): void {
    this.#gone = true;
  }

  /** Once the first cells are on screen, hands get the rest of what they need. */
  #fetchHands(): void {
    const shown = scrolledArea(this.#core.layout);
    if (this.#calling || shown === null || !this.#core.sheet.cell(shown.top, shown.left).loaded) return;
    this.#calling = true;
    // After the frame has been painted. What fails now is fetched when it is wanted.
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#mirror.open();
        hands.load().then(
          (arrived) => this.#arrived(arrived),
          () => undefined,
        );
      }),
    );
  }

  #arrived({ Fades, PictureUpdate, Remotes, Suggestions }: typeof Hands): void {
    if (this.#gone) return;
    this.#painter.picture.update = new PictureUpdate();
    const remotes = new Remotes(() => this.#painter.request('overlay'));
    this.#painter.canvas.after(remotes.canvas);
    this.#painter.others = { remotes, fades: new Fades() };
    this.#painter.request('cells');
    this.#suggestions = new Suggestions(this.#core, this.#editor, () => this.#editedRect());
    this.#view.clip.after(...this.#suggestions.elements);
    this.#core.present();
  }

  #placeAsked(): void {
    if (this.#asked !== null) this.#asked.place();
    // What cannot be fetched now is fetched with the next sheet, or when somebody asks for it.
    else if (this.#core.sheet.checks.length > 0) this.#fetchAsked().catch(() => undefined);
  }

  #fetchAsked(): Promise<AskedCells> {
    this.#asking ??= import('./editor/asked').then(({ AskedCells }) => {
      const asked = new AskedCells(
        this.#core,
        this.#editor,
        () => this.#editedRect(),
        () => this.#suggestions?.open === true,
      );
      this.#host.append(...asked.elements);
      this.#asked = asked;
      asked.place();
      return asked;
    });
    return this.#asking;
  }

  /** Where the text is edited: over the cell, or in the formula bar, for which the upper edge stands in. */
  #editedRect(): PixelRect {
    const host = this.#host.getBoundingClientRect();
    const { focused, element } = this.#view.field;
    const box = (focused ? element : (document.activeElement ?? element)).getBoundingClientRect();
    if (focused || box.bottom > host.top) {
      const own = this.#view.element.getBoundingClientRect();
      return { x: own.left - host.left, y: own.top - host.top, width: own.width, height: own.height };
    }
    return { x: box.left - host.left, y: box.top - host.top, width: box.width, height: box.height };
  }
}
