/** Frames: what must be drawn again, and when. Nothing runs while nothing changes. */
import type { GridCore } from './core';
import { paintOverlay } from './draw/overlay';
import type { Overlay, Scene } from './draw/scene';
import { NO_TRACES, type TracePlan } from './draw/tracePlan';
import type { Area, Presence } from '../model/view';
import type { CellEditor } from './editor/editor';
import { Fades, type RemoteEdit } from './fades';
import type { CellPosition } from './handle';
import { hands } from './later';
import { scrolledArea, shownArea, type Layout } from './layout';
import { canvasContext, CellsPicture, fit } from './picture';
import { RemoteCursors } from './presence';
import { sameArea } from './selection';

/** Things under way that only the overlay shows. */
export interface Gesture {
  clipped: { readonly sheet: string; readonly area: Area } | null;
  filling: Area | null;
  carrying: Overlay['carrying'];
  guide: Overlay['guide'];
  dropping: Overlay['dropping'];
}

export interface PainterHooks {
  /** After each frame that drew cells: the editor and the mirror follow. */
  painted(cellsToo: boolean): void;
  remoteEdits(edits: readonly RemoteEdit[]): void;
  references(): Overlay['references'];
}

export class Painter {
  /** The only canvas on screen, since browsers hand over each of them whole: the picture of the cells, and what moves over it. */
  readonly canvas = document.createElement('canvas');
  readonly cursors = new RemoteCursors();
  readonly fades = new Fades();
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
  #cellsDirty = true;
  #version = -1;
  #people: readonly Presence[] = [];
  #sheet = '';
  #shown: Area | null = null;
  #shownSheet = '';
  #ownVersion = -1;
  #destroyed = false;

  constructor(core: GridCore, editor: CellEditor, hooks: PainterHooks) {
    this.#core = core;
    this.#editor = editor;
    this.#hooks = hooks;
  }

  /** Asks for a frame. Cells are drawn again when `cells` says so or their version moved. */
  request(cells: boolean): void {
    this.#cellsDirty ||= cells;
    if (this.#frame === 0 && !this.#destroyed) this.#frame = requestAnimationFrame((now) => this.#draw(now));
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
    if (cellsToo || core.view.people !== this.#people) {
      this.#people = core.view.people;
      this.fades.visit(this.#people, now);
    }
    if (cellsToo) this.#compare(layout, now, changed);
    const remotes = this.cursors.frame(core.view.people, sheet, core.theme, now);
    const fades = this.fades.frame(core.theme, now);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.drawImage(this.picture.canvas, 0, 0);
    paintOverlay(this.#context, scene, {
      remotes: remotes.cursors,
      fades: fades.fades,
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
    if (remotes.moving || fades.moving) this.request(false);
    this.#wake(now, remotes.wake, fades.wake);
  }

  #planTraces(layout: Layout): TracePlan {
    const { traces, sheet, measure, theme } = this.#core;
    if (traces.length === 0) return NO_TRACES;
    const font = `500 ${String(theme.headFontSize)}px ${theme.fontUi}`;
    return hands.now?.planTraces(layout, sheet, traces, measure, font) ?? NO_TRACES;
  }

  #wake(now: number, ...times: readonly (number | null)[]): void {
    clearTimeout(this.#timer);
    const next = times.reduce<number>((first, time) => Math.min(first, time ?? Infinity), Infinity);
    if (next !== Infinity) this.#timer = setTimeout(() => this.request(false), Math.max(16, next - now + 5));
  }

  /** Looks for edits of others when something changed; after mere scrolling it only takes note, once the hand rests. */
  #compare(layout: Layout, now: number, changed: boolean): void {
    clearTimeout(this.#note);
    if (!changed) {
      this.#note = setTimeout(() => this.#compareNow(this.#core.layout, performance.now(), true), 150);
      return;
    }
    this.#compareNow(layout, now, this.#ownVersion === this.#core.sheet.version);
  }

  #compareNow(layout: Layout, now: number, own: boolean): void {
    const main = scrolledArea(layout);
    if (main === null) return;
    const frozen = layout.rows.frozen.at(-1);
    const areas: Area[] = frozen === undefined ? [main] : [main, { ...main, top: 0, bottom: frozen.index }];
    const edits = this.fades.compare(this.#core.sheet, areas, own, now);
    if (edits.length > 0) this.#hooks.remoteEdits(edits);
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
