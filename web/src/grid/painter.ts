/** Frames: what must be drawn again, and when. Nothing runs while nothing changes. */
import type { GridCore } from './core';
import { paintOverlay } from './draw/overlay';
import type { Overlay, Scene } from './draw/scene';
import { NO_TRACES, type TracePlan } from './draw/tracePlan';
import type { Area, Presence } from '../model/view';
import type { CellEditor } from './editor/editor';
import type { Fades, RemoteEdit } from './fades';
import type { CellPosition } from './handle';
import { hands } from './later';
import { scrolledArea, shownArea, type Layout } from './layout';
import { canvasContext, CellsPicture, fit } from './picture';
import type { Remotes } from './remotes/remotes';
import { sameArea } from './selection';

/** The hand rests when nothing has moved for so long. */
const REST_MS = 150;

/** Things under way that only the overlay shows. */
export interface Gesture {
  clipped: { readonly sheet: string; readonly area: Area } | null;
  filling: Area | null;
  carrying: Overlay['carrying'];
  guide: Overlay['guide'];
  dropping: Overlay['dropping'];
}

/** What is due in a frame: the overlay is drawn over the picture of the cells, and others' cursors may be on a canvas of their own. */
export type Due = 'cursors' | 'overlay' | 'cells';

export interface PainterHooks {
  /** After each frame that drew on the canvas: the editor and the mirror follow. */
  painted(cellsToo: boolean): void;
  remoteEdits(edits: readonly RemoteEdit[]): void;
  references(): Overlay['references'];
}

export class Painter {
  /** The only canvas of the page on screen, since browsers hand over each of them whole: the picture of the cells, and what moves over it. */
  readonly canvas = document.createElement('canvas');
  /** Others' cursors, and the edits of theirs that fade; null until they have been fetched, after the first cells. */
  others: {
    readonly remotes: Remotes;
    readonly fades: Fades;
  } | null = null;
  readonly gesture: Gesture = {
    clipped: null,
    filling: null,
    carrying: null,
    guide: null,
    dropping: null,
  };
  /** Arrows as they were last drawn. */
  traces: TracePlan = NO_TRACES;
  readonly #core: GridCore;
  readonly #editor: CellEditor;
  readonly #hooks: PainterHooks;
  readonly #context = canvasContext(this.canvas);
  readonly picture = new CellsPicture();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #note: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;
  #cellsDirty = true;
  #version = -1;
  #people: readonly Presence[] = [];
  #sheet = '';
  #shown: Area | null = null;
  #shownSheet = '';
  #ownVersion = -1;
  /** Where the window stood in the last frame. */
  #at = '';
  /** The window scrolls, or has just done so. */
  #scrolling = false;
  /** Others changed something meanwhile. */
  #others = false;
  #destroyed = false;

  constructor(core: GridCore, editor: CellEditor, hooks: PainterHooks) {
    this.#core = core;
    this.#editor = editor;
    this.#hooks = hooks;
  }

  /** Asks for a frame. Cells are drawn again when they are due or their version moved. */
  request(due: Due): void {
    this.#cellsDirty ||= due === 'cells';
    if (due === 'cursors' && this.#frame === 0 && this.others?.remotes.apart === true) this.#moveRemotes();
    else if (this.#frame === 0 && !this.#destroyed)
      this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /** Draws at once what is due, for changes that must not wait for the next frame. */
  flush(): void {
    if (this.#frame === 0) return;
    cancelAnimationFrame(this.#frame);
    this.#draw(performance.now());
  }

  /** The present state of the cells came about by one's own hand. */
  tookOwn(): void {
    this.#ownVersion = this.#core.sheet.version;
  }

  destroy(): void {
    this.#destroyed = true;
    this.others?.remotes.destroy();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#note);
  }

  #draw(now: number): void {
    this.#frame = 0;
    const core = this.#core;
    if (core.width === 0 || core.height === 0) return;
    const { layout, sheet } = core;
    const width = Math.max(1, Math.round(layout.width * layout.ratio));
    const height = Math.max(1, Math.round(layout.height * layout.ratio));
    this.#fit(layout, width, height);
    const changed = sheet.version !== this.#version || sheet.id !== this.#sheet;
    this.#version = sheet.version;
    this.#sheet = sheet.id;
    const scene = this.#scene(layout);
    const cellsToo = this.#cellsDirty || changed;
    if (cellsToo) {
      this.#cellsDirty = false;
      this.#tellShown(layout);
      this.picture.paint(scene, width, height);
    }
    this.#visit(now, cellsToo);
    if (cellsToo) this.#compare(layout, now, changed);
    const remotes = this.others?.remotes.frame(scene, core.view.people, now);
    const fades = this.others?.fades.frame(core.theme, now);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.drawImage(this.picture.canvas, 0, 0);
    paintOverlay(this.#context, scene, {
      remotes: (context) => this.others?.remotes.paint(context, remotes?.plan ?? null),
      fades: fades?.fades ?? [],
      references: this.#hooks.references(),
      traces: (this.traces = this.#planTraces(layout)),
      spill: core.spill?.sheet === core.sheetId ? core.spill.area : null,
      clipped: this.gesture.clipped?.sheet === core.sheetId ? this.gesture.clipped.area : null,
      filling: this.gesture.filling,
      carrying: this.gesture.carrying,
      guide: this.gesture.guide,
      dropping: this.gesture.dropping,
      handle: core.editable && !core.touched && this.#editor.state === null,
      ends: core.touched && this.#editor.state === null,
    });
    this.#hooks.painted(cellsToo);
    if (remotes?.moving === true || fades?.moving === true) this.request('overlay');
    else this.#wake(now, remotes?.wake ?? null, fades?.wake ?? null);
  }

  /** Others' cursors are elsewhere, and nothing else is due: the page draws nothing. */
  #moveRemotes(): void {
    const core = this.#core;
    const now = performance.now();
    this.#visit(now, false);
    const remotes = this.others?.remotes.frame(this.#scene(core.layout), core.view.people, now);
    if (remotes?.plan !== null) this.request('overlay');
    else this.#wake(now, remotes.wake, this.others?.fades.frame(core.theme, now).wake ?? null);
  }

  /** Remembers where others were, when that is news. */
  #visit(now: number, anyway: boolean): void {
    const { people } = this.#core.view;
    if (!anyway && people === this.#people) return;
    this.#people = people;
    this.others?.fades.visit(people, now);
  }

  #planTraces(layout: Layout): TracePlan {
    const { traces, sheet, measure, theme } = this.#core;
    if (traces.length === 0 || hands.now === null) return NO_TRACES;
    const font = `500 ${String(theme.headFontSize)}px ${theme.fontUi}`;
    return hands.now.planTraces(layout, sheet, traces, measure, font);
  }

  /** A flag shrinks, or a mark of an edit goes, though nothing moves. */
  #wake(now: number, flag: number | null, fade: number | null): void {
    const next = Math.min(flag ?? Infinity, fade ?? Infinity);
    if (next === this.#wakeAt) return;
    this.#wakeAt = next;
    clearTimeout(this.#timer);
    if (next === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#wakeAt = Infinity;
        this.request(next === fade ? 'overlay' : 'cursors');
      },
      Math.max(16, next - now + 5),
    );
  }

  /** Looks for edits of others when something changed; while the window scrolls, and after that, once the hand rests. */
  #compare(layout: Layout, now: number, changed: boolean): void {
    const at = `${String(layout.cols.scroll)} ${String(layout.rows.scroll)}`;
    if (at !== this.#at) this.#scrolling = true;
    this.#at = at;
    const own = this.#ownVersion === this.#core.sheet.version;
    clearTimeout(this.#note);
    if (changed && (own || !this.#scrolling)) {
      this.#compareNow(layout, now, own);
      return;
    }
    this.#others ||= changed;
    this.#note = setTimeout(
      () => this.#compareNow(this.#core.layout, performance.now(), !this.#others),
      REST_MS,
    );
  }

  #compareNow(layout: Layout, now: number, own: boolean): void {
    this.#scrolling = false;
    this.#others = false;
    const main = scrolledArea(layout);
    if (main === null || this.others === null) return;
    const frozen = layout.rows.frozen.at(-1);
    const areas: Area[] = frozen === undefined ? [main] : [main, { ...main, top: 0, bottom: frozen.index }];
    const edits = this.others.fades.compare(this.#core.sheet, areas, own, now);
    if (edits.length === 0) return;
    this.#hooks.remoteEdits(edits);
    this.request('overlay');
  }

  /** Tells the model what is on screen, when that changes. */
  #tellShown(layout: Layout): void {
    const shown = shownArea(layout);
    const before = this.#shown;
    if (shown === null) return;
    if (before !== null && sameArea(before, shown) && this.#core.sheetId === this.#shownSheet) return;
    this.#shown = shown;
    this.#shownSheet = this.#core.sheetId;
    this.#core.sheet.show(scrolledArea(layout) ?? shown);
  }

  #scene(layout: Layout): Scene {
    const core = this.#core;
    const { state } = this.#editor;
    const edited: CellPosition | null = state !== null && state.sheet === core.sheetId ? state.cell : null;
    return {
      layout,
      sheet: core.sheet,
      theme: core.theme,
      colors: core.colors,
      fonts: core.fonts,
      measure: core.measure,
      selection: core.selection,
      marks: core.marks,
      found: core.found,
      layer: core.layer,
      lit: core.lit,
      edited,
    };
  }

  #fit(layout: Layout, width: number, height: number): void {
    if (fit(this.canvas, width, height)) return;
    this.canvas.style.width = `${String(layout.width)}px`;
    this.canvas.style.height = `${String(layout.height)}px`;
    this.#cellsDirty = true;
  }
}
