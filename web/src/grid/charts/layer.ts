/** All charts of the shown sheet: which are there, where they stand, when they are read and drawn anew. */
import type { ChartView } from '../../model/view';
import type { GridCore } from '../core';
import type { PixelRect } from '../handle';
import { bandOf, bandSpan, type Layout } from '../layout';
import { ChartBox } from './box';
import { copyChart, pastedChart } from './clip';
import { ChartGesture } from './gesture';
import { guessChart } from './guess';
import { chartKey } from './keys';
import { placeAt, rectOf } from './place';
import { freePlace, sourceFor } from './fresh';

export interface ChartHooks {
  focusGrid(): void;
  /** Another chart is selected, or none. `open`: what can be set about it is wanted. */
  selected(chart: { readonly sheet: string; readonly id: string } | null, open: boolean): void;
  menu(chart: string, x: number, y: number): void;
}

/** Between one look at the cells and the next, milliseconds. */
const PAUSE = 120;
type Pane = 'scrolled scrolled' | 'scrolled frozen' | 'frozen scrolled' | 'frozen frozen';
const PANES: readonly Pane[] = ['scrolled scrolled', 'scrolled frozen', 'frozen scrolled', 'frozen frozen'];

export class ChartLayer {
  readonly element = document.createElement('div');
  readonly core: GridCore;
  readonly hooks: ChartHooks;
  readonly #panes = new Map<Pane, HTMLElement>();
  readonly #boxes = new Map<string, ChartBox>();
  readonly #gesture: ChartGesture;
  #views: readonly ChartView[] = [];
  #sheet = '';
  #selected: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #redrawAll = false;
  #fetching = false;

  constructor(core: GridCore, hooks: ChartHooks) {
    this.core = core;
    this.hooks = hooks;
    this.element.className = 'dl-charts';
    this.element.dataset.testid = 'charts';
    for (const pane of PANES) {
      const made = document.createElement('div');
      made.className = 'dl-chart-pane';
      this.#panes.set(pane, made);
      this.element.append(made);
    }
    this.#gesture = new ChartGesture(this);
    this.#listen();
  }

  #listen(): void {
    const { element } = this;
    const boxOf = (event: Event): ChartBox | null => {
      const at = event.target instanceof Element ? event.target.closest<HTMLElement>('.dl-chart') : null;
      return at === null ? null : (this.#boxes.get(at.dataset.chart ?? '') ?? null);
    };
    element.addEventListener('pointerdown', (event) => {
      const box = boxOf(event);
      if (box === null || event.button === 1) return;
      this.select(box.chart.id);
      if (event.button === 0) this.#gesture.press(event, box);
    });
    element.addEventListener('dblclick', (event) => {
      const box = boxOf(event);
      if (box !== null) this.select(box.chart.id, true);
    });
    element.addEventListener('focusin', (event) => {
      const box = boxOf(event);
      if (box !== null && box.chart.id !== this.#selected) this.select(box.chart.id);
    });
    element.addEventListener('keydown', (event) => {
      const box = boxOf(event);
      if (box === null) return;
      const used = this.#gesture.key(event) || chartKey(this, box.chart, event);
      if (used || this.core.options.onKey?.(event) === true) event.preventDefault();
    });
    element.addEventListener('contextmenu', (event) => {
      const box = boxOf(event);
      if (box === null) return;
      event.preventDefault();
      this.hooks.menu(box.chart.id, event.clientX, event.clientY);
    });
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    element.addEventListener('copy', (event) => this.#copy(event, boxOf(event), false));
    element.addEventListener('cut', (event) => this.#copy(event, boxOf(event), true));
    element.addEventListener('paste', (event) => {
      if (this.paste(event)) event.preventDefault();
    });
  }

  #wheel(event: WheelEvent): void {
    if (event.ctrlKey) return;
    event.preventDefault();
    const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
    const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    this.core.scrollBy(dx * line, dy * line);
  }

  // What is there

  get selected(): string | null {
    return this.#selected;
  }

  chart(id: string): ChartView | undefined {
    return this.core.sheet.charts.find((chart) => chart.id === id);
  }

  select(id: string | null, open = false): void {
    if (id === this.#selected && !open) {
      if (id !== null) this.#focus(id);
      return;
    }
    this.#selected = id;
    for (const [each, box] of this.#boxes) box.element.classList.toggle('dl-chart-chosen', each === id);
    if (id !== null) this.#focus(id);
    this.hooks.selected(id === null ? null : { sheet: this.core.sheetId, id }, open);
  }

  #focus(id: string): void {
    const box = this.#boxes.get(id);
    if (box !== undefined && !box.element.contains(document.activeElement))
      box.element.focus({ preventScroll: true });
  }

  /** Goes from one chart to the next, as the key for it does. */
  next(step: 1 | -1): boolean {
    const ids = this.core.sheet.charts.map((chart) => chart.id);
    if (ids.length === 0) return false;
    const at = this.#selected === null ? (step > 0 ? -1 : 0) : ids.indexOf(this.#selected);
    const id = ids[(at + step + ids.length) % ids.length];
    if (id === undefined) return false;
    this.reveal(id);
    this.select(id);
    return true;
  }

  /** Scrolls so that a chart is in sight. */
  reveal(id: string): void {
    const chart = this.chart(id);
    if (chart !== undefined) this.core.scrollTo({ row: chart.place.row, col: chart.place.col });
    this.place();
  }

  // Where they stand

  /** After each frame of the grid: only transforms, unless something is new. */
  place(): void {
    const { core } = this;
    const { sheet, layout } = core;
    if (sheet.charts !== this.#views || core.sheetId !== this.#sheet) this.#sync();
    if (this.#boxes.size === 0) return;
    this.element.classList.toggle('dl-locked', !core.editable);
    this.#placePanes(layout);
    let stale = false;
    for (const box of this.#boxes.values()) {
      const { place } = box.chart;
      const rect = this.#gesture.draft(box) ?? rectOf(layout, place);
      const rows = bandOf(layout.rows, place.row);
      const cols = bandOf(layout.cols, place.col);
      const shown = inSight(layout, rect, rows, cols);
      box.element.classList.toggle('dl-chart-out', !shown);
      if (!shown) continue;
      const pane = this.#panes.get(`${rows} ${cols}`);
      if (pane !== undefined && box.element.parentElement !== pane) pane.append(box.element);
      box.place(rect, layout.zoom, layout.ratio);
      stale ||= this.#isOld(box);
    }
    if (stale) this.#soon();
  }

  /** What scrolls passes under what is frozen; a chart in frozen cells lies over the rest. */
  #placePanes(layout: Layout): void {
    for (const [pane, element] of this.#panes) {
      const [rows, cols] = pane.split(' ') as ['scrolled' | 'frozen', 'scrolled' | 'frozen'];
      const [top] = bandSpan(layout.rows, rows);
      const [left] = bandSpan(layout.cols, cols);
      const clip = `inset(${String(Math.max(0, top - 1))}px 0 0 ${String(Math.max(0, left - 1))}px)`;
      if (element.style.clipPath !== clip) element.style.clipPath = clip;
    }
  }

  #sync(): void {
    const { core } = this;
    this.#views = core.sheet.charts;
    if (core.sheetId !== this.#sheet) {
      for (const box of this.#boxes.values()) box.destroy();
      this.#boxes.clear();
      if (this.#selected !== null) this.select(null);
      this.#sheet = core.sheetId;
    }
    const there = new Set(this.#views.map((chart) => chart.id));
    for (const [id, box] of this.#boxes) {
      if (there.has(id)) continue;
      const focused = box.element.contains(document.activeElement);
      box.destroy();
      this.#boxes.delete(id);
      if (id === this.#selected) this.select(null);
      if (focused) this.hooks.focusGrid();
    }
    for (const chart of this.#views) {
      const box = this.#boxes.get(chart.id);
      if (box !== undefined) box.take(chart);
      else this.#boxes.set(chart.id, new ChartBox(chart));
    }
  }

  // What they show

  #isOld(box: ChartBox): boolean {
    const { source } = box.chart;
    const { view } = this.core;
    const sheet = source === null ? undefined : view.sheet(source.sheet);
    if (sheet === undefined || source === null) return box.readAt === -1;
    return sheet.live(source.area) ? box.readAt !== sheet.version : box.fetchedAt !== view.pulse;
  }

  #soon(): void {
    if (this.#fetching) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh();
    }, PAUSE);
  }

  /** Looks again at what is in sight. What is not on screen is asked for first. */
  async #refresh(): Promise<void> {
    const { core } = this;
    this.#fetching = true;
    const old = [...this.#boxes.values()].filter(
      (box) => !box.element.classList.contains('dl-chart-out') && this.#isOld(box),
    );
    await Promise.all(old.map((box) => this.#read(box)));
    this.#fetching = false;
    if (this.#redrawAll) this.redrawAll();
    core.emit('overlay');
  }

  async #read(box: ChartBox): Promise<void> {
    const { view } = this.core;
    const { source } = box.chart;
    const sheet = source === null ? undefined : view.sheet(source.sheet);
    const { pulse } = view;
    if (sheet !== undefined && source !== null && !sheet.live(source.area)) {
      try {
        await sheet.load(source.area);
      } catch {
        // Without a connection it shows what it showed; the next news asks again.
        box.fetchedAt = pulse;
        return;
      }
    }
    if (this.#boxes.get(box.chart.id) !== box) return;
    box.fetchedAt = pulse;
    box.readAt = sheet?.version ?? 0;
    box.read(sheet, { theme: this.core.theme, date1904: view.date1904 });
  }

  /** Other colours, another view. */
  redrawAll(): void {
    const look = { theme: this.core.theme, date1904: this.core.view.date1904 };
    for (const box of this.#boxes.values()) box.redraw(look, true);
  }

  // What is done with them

  /** Lays a chart over the sheet for what is selected, and selects it. */
  async insert(): Promise<void> {
    const { core } = this;
    const { sheet } = core;
    const area = sourceFor(sheet, core.selection);
    if (area === null) {
      core.options.onMessage?.('Select the cells that the chart is to show first.');
      return;
    }
    await sheet.load(area);
    const look = guessChart(sheet, area);
    const place = freePlace(core, area);
    this.#made(core.view.commands.addChart(sheet.id, look, { sheet: sheet.id, area }, place), true);
  }

  #made(id: string, open: boolean): void {
    if (id === '') return;
    this.place();
    this.select(id, open);
    this.core.emit('cells');
  }

  /** Stores where a chart was dragged to. */
  moveTo(chart: ChartView, rect: PixelRect): void {
    const { core } = this;
    const place = placeAt(core.layout, rect);
    core.view.commands.changeChart(core.sheetId, chart.id, { place });
    this.place();
  }

  remove(id: string): void {
    const { core } = this;
    if (!core.editable) {
      core.options.onMessage?.('You may view this workbook, not change it.');
      return;
    }
    core.view.commands.deleteChart(core.sheetId, id);
    this.place();
    core.emit('cells');
  }

  #copy(event: ClipboardEvent, box: ChartBox | null, cut: boolean): void {
    if (box === null) return;
    event.preventDefault();
    copyChart(event, this.core.view.id, box.chart);
    if (cut) this.remove(box.chart.id);
  }

  /** Lays what was copied over this sheet; false when it is no chart. */
  paste(event: ClipboardEvent): boolean {
    const { core } = this;
    const copied = pastedChart(event);
    if (copied === null) return false;
    if (!core.editable) core.options.onMessage?.('You may view this workbook, not change it.');
    else if (copied.workbook !== core.view.id || core.view.sheet(copied.source.sheet) === undefined) {
      core.options.onMessage?.('A chart can be pasted into its own workbook only: it shows the cells there.');
    } else {
      const beside = this.#selected === null ? undefined : this.chart(this.#selected)?.place;
      const { active } = core.selection;
      const at =
        beside === undefined
          ? { ...active, dx: 0, dy: 0 }
          : { ...beside, dx: beside.dx + 24, dy: beside.dy + 24 };
      const { width, height } = copied.place;
      this.#made(
        core.view.commands.addChart(core.sheetId, copied.look, copied.source, { ...at, width, height }),
        false,
      );
    }
    return true;
  }

  destroy(): void {
    clearTimeout(this.#timer);
    for (const box of this.#boxes.values()) box.destroy();
    this.element.remove();
  }
}

function inSight(
  layout: Layout,
  rect: PixelRect,
  rows: 'frozen' | 'scrolled',
  cols: 'frozen' | 'scrolled',
): boolean {
  const [left] = bandSpan(layout.cols, cols);
  const [top] = bandSpan(layout.rows, rows);
  return (
    rect.x < layout.width &&
    rect.x + rect.width > left &&
    rect.y < layout.height &&
    rect.y + rect.height > top
  );
}
