/** Puts the parts of the grid together. */
import type { Area, WorkbookView } from '../model/view';
import { Announcer } from './announcer';
import type { CellButton } from './cellButtons';
import { ChartDoor } from './chartDoor';
import { ClipboardDoor } from './clipboard/door';
import { stateOf, type CommandArgument, type CommandId, type CommandState } from './commands';
import { commandContext, moveAfter, TabRun } from './context';
import { GridCore, type Change } from './core';
import type { CellLayer, Mark } from './draw/scene';
import { CellEditorView } from './editor/cellView';
import { caretAt } from './editor/caret';
import { CellEditor } from './editor/editor';
import type { AskedCells } from './editor/asked';
import type { Suggestions } from './editor/suggestions';
import { editorFace } from './editor/face';
import type {
  CellMark,
  CellPosition,
  FoundCells,
  GridEditor,
  GridHandle,
  GridOptions,
  MarkKind,
  MenuRequest,
  PixelRect,
  SelectionSummary,
  SpillView,
  Trace,
  TracePlace,
} from './handle';
import { FormatPainter } from './formatPainter';
import type * as Hands from './hands';
import { Keyboard } from './keyboard';
import { combinations } from './keys';
import { hands } from './later';
import { bandOf, bandSpan, cellRect, inSight, scrolledArea } from './layout';
import { Mirror } from './mirror';
import { Painter } from './painter';
import { PointerInput } from './pointer/pointer';
import { zoomByWheel } from './pointer/zoomWheel';
import { footprint, refitted, selectAreas } from './selection';
import { Scroller } from './scroller';
import { watchSize } from './size';
import { adoptStyles } from './styles';
import { SummaryWatch } from './summary';
import { watchTheme } from './theme';
import { TraceTags } from './traceTags';

export function createGrid(host: HTMLElement, options: GridOptions): GridHandle {
  return new Grid(host, options);
}

class Grid implements GridHandle {
  readonly editor: GridEditor;
  readonly #host: HTMLElement;
  readonly #core: GridCore;
  readonly #cellEditor: CellEditor;
  readonly #editorView: CellEditorView;
  readonly #painter: Painter;
  readonly #clipboard: ClipboardDoor;
  readonly #formats: FormatPainter;
  readonly #keyboard: Keyboard;
  readonly #pointer: PointerInput;
  readonly #scroller: Scroller;
  readonly #mirror: Mirror;
  readonly #announcer: Announcer;
  readonly #summary: SummaryWatch;
  /** Null until it has been fetched, after the first cells. */
  #suggestions: Suggestions | null = null;
  /** Null until a sheet has cells that are asked something. */
  #asked: AskedCells | null = null;
  #asking: Promise<AskedCells> | null = null;
  readonly #charts: ChartDoor;
  /** Hands have been asked for. */
  #calling = false;
  #gone = false;
  readonly #tags = new TraceTags((place) => this.#goTo(place));
  readonly #tabs = new TabRun();
  readonly #stops: (() => void)[] = [];
  /** What the arrows stand on. */
  #standing: Hands.Standing | null = null;
  #viewStops: (() => void)[] = [];

  constructor(host: HTMLElement, options: GridOptions) {
    adoptStyles();
    this.#host = host;
    host.classList.add('dl-grid');
    const core = (this.#core = new GridCore(host, options));
    const editor = (this.#cellEditor = new CellEditor(core, {
      moveAfter: (move) => moveAfter(core, this.#tabs, move),
      focusGrid: () => this.focus(),
    }));
    this.#scroller = new Scroller((x, y) => core.scrollToPixels(x, y));
    this.#mirror = new Mirror(core, () => this.#nameActive());
    this.#announcer = new Announcer(core);
    this.#summary = new SummaryWatch(core);
    this.#painter = new Painter(core, editor, {
      painted: (cellsToo) => this.#painted(cellsToo),
      remoteEdits: (edits) => this.#announcer.remoteEdits(edits),
      references: () => editor.shownReferences(),
    });
    this.#charts = new ChartDoor(core, host, {
      focusGrid: () => this.focus(),
      selected: (chart, open) => core.options.onChart?.(chart, open),
      menu: (chart, x, y) =>
        core.options.onContextMenu?.({ on: 'chart', chart, cell: core.selection.active, x, y }),
    });
    const later = (work: () => Promise<void>): void => this.#keyboard.later(work);
    this.#clipboard = new ClipboardDoor(
      core,
      {
        show: (clipped) => {
          this.#painter.gesture.clipped = clipped;
          this.#painter.request(false);
        },
      },
      later,
    );
    this.#formats = new FormatPainter(core, later);
    zoomByWheel(this.#scroller.element, core);
    this.#keyboard = new Keyboard(core, editor, this.#clipboard, {
      context: () => this.#context(),
      menu: () => this.#menuAtCell(),
      escape: () => this.#formats.putDown() || this.clearTraces(),
      suggestions: (event) =>
        this.#asked?.keydown(event) === true || this.#suggestions?.keydown(event) === true,
    });
    this.#editorView = new CellEditorView(core, editor, (work) => this.#keyboard.ordered(work));
    this.#pointer = this.#listenToPointer();
    host.append(
      this.#painter.canvas,
      this.#mirror.element,
      this.#scroller.element,
      this.#tags.element,
      this.#editorView.clip,
      this.#announcer.moves,
      this.#announcer.edits,
    );
    this.editor = editorFace(core, editor, (event) => this.#keyboard.editing(event));
    this.#listenToKeys();
    this.#stops.push(
      core.on((change) => this.#changed(change)),
      watchTheme(host, () => core.refreshTheme()),
      watchSize(this.#scroller.element, (width, height, ratio) => core.resize(width, height, ratio)),
    );
    this.#stops.push(editor.subscribe((state) => state !== null && void this.clearTraces()));
    this.#listenToView();
    core.setSelection(core.selection, 'none');
  }

  #context() {
    return commandContext(
      {
        core: this.#core,
        editor: this.#cellEditor,
        clipboard: this.#clipboard,
        painter: this.#formats,
        charts: this.#charts,
        choices: () => void this.#fetchAsked().then((asked) => asked.open()),
        later: (work) => this.#keyboard.later(work),
      },
      this.#tabs,
    );
  }

  #listenToPointer(): PointerInput {
    const core = this.#core;
    return new PointerInput(
      this.#scroller.element,
      {
        core,
        editor: this.#cellEditor,
        gesture: this.#painter.gesture,
        redraw: () => this.#painter.request(false),
        context: () => this.#context(),
      },
      {
        selected: () => this.#formats.apply(),
        painting: () => this.#formats.on,
        focus: () => this.focus(),
        editAt: (x) => this.#doubled(x),
        menu: (request) => core.options.onContextMenu?.(request),
        hover: (target) => core.options.onHover?.(target),
        hoverPerson: (cell) => this.#hoverPerson(cell),
        follow: (cell) => this.#follow(cell),
        press: (button) => this.#press(button),
        filter: (cell) => core.options.onFilter?.(cell),
      },
    );
  }

  #listenToKeys(): void {
    const { input } = this.#editorView.field;
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#pointer.cancel()) {
        event.preventDefault();
        return;
      }
      this.#pointer.held(event);
      if (this.#formats.on && combinations(event).includes('Mod+Alt+V')) {
        event.preventDefault();
        this.#formats.apply();
        return;
      }
      this.#keyboard.down(event);
    });
    input.addEventListener('keyup', (event) => this.#pointer.held(event));
    input.addEventListener('copy', (event) => this.#keyboard.copy(event, false));
    input.addEventListener('cut', (event) => this.#keyboard.copy(event, true));
    input.addEventListener('paste', (event) => {
      if (this.#cellEditor.state === null && this.#charts.paste(event)) event.preventDefault();
      else this.#keyboard.paste(event);
    });
    input.addEventListener('focus', () => this.#charts.select(null));
  }

  #listenToView(): void {
    const { view } = this.#core;
    this.#viewStops = [
      view.subscribe('cells', () => this.#viewChanged()),
      view.subscribe('sheets', () => this.#viewChanged()),
      view.subscribe('people', () => this.#core.emit('people')),
      // What is saved is computed: charts of cells out of sight ask again.
      view.subscribe('save', () => this.#charts.painted()),
    ];
  }

  /** Something in the workbook changed, by whoever. */
  #viewChanged(): void {
    const core = this.#core;
    if (core.view.sheet(core.sheetId) === undefined) {
      const first = core.view.sheets[0];
      if (first !== undefined) {
        core.showSheet(first.id);
        core.options.onSheet?.(first.id);
      }
    }
    // What the server does in one's own name is nobody else's edit.
    if (core.view.commands.working) this.#painter.tookOwn();
    if (!core.changing) {
      const moved = core.followLines();
      this.#cellEditor.shift(moved.rows, moved.cols);
      if (moved.rows !== 0 || moved.cols !== 0) this.#painter.others?.fades.clear();
    }
    if (core.traces.length > 0 && this.#standing?.still(core.view) !== true) this.clearTraces();
    const selection = refitted(core.sheet, core.selection);
    if (selection !== core.selection && this.#cellEditor.state === null) core.setSelection(selection, 'none');
    core.emit('cells');
  }

  #changed(change: Change): void {
    switch (change) {
      case 'people':
      case 'overlay':
      case 'spill':
        this.#painter.request(false);
        return;
      case 'cells':
        this.#painter.request(false);
        this.#summary.changed();
        return;
      case 'selection':
        this.#painter.request(true);
        this.#announcer.moved();
        this.#summary.request();
        return;
      case 'sheet':
        if (this.#asked === null) this.#asking = null;
        this.#painter.others?.fades.clear();
        this.#painter.request(true);
        return;
      case 'own':
        this.clearTraces();
        this.#painter.tookOwn();
        this.#clipboard.wrote();
        return;
      case 'scroll':
        this.#painter.request(true);
        this.#core.options.onScroll?.();
        return;
      case 'size':
      case 'marks':
        this.#painter.request(true);
        return;
      case 'theme':
        this.#painter.request(true);
        this.#charts.recolour();
        return;
    }
  }

  #painted(cellsToo: boolean): void {
    if (cellsToo) this.#placeAll();
    this.#charts.painted();
    this.#suggestions?.place();
    this.#placeAsked();
    this.#tags.show(this.#painter.traces.tags);
    this.#nameActive();
    this.#fetchHands();
  }

  /** Says to assistive technology where the keyboard is: at a cell only once the table has it. */
  #nameActive(): void {
    const active = this.#asked?.activeId ?? this.#suggestions?.activeId ?? this.#mirror.activeId();
    const { input } = this.#editorView.field;
    if (active === null) input.removeAttribute('aria-activedescendant');
    else if (input.getAttribute('aria-activedescendant') !== active)
      input.setAttribute('aria-activedescendant', active);
  }

  /** What stands over the cells follows them; while only cursors of others move it stays where it is. */
  #placeAll(): void {
    const core = this.#core;
    const { maxX, maxY } = core.scrollRange();
    this.#scroller.set(core.scrollX, core.scrollY, maxX, maxY, core.width, core.height);
    this.#editorView.place();
    this.#mirror.request();
    core.keepPlace();
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

  #arrived({ Fades, PictureUpdate: Update, RemoteCursors, Suggestions: Offered }: typeof Hands): void {
    if (this.#gone) return;
    this.#painter.picture.update = new Update();
    this.#painter.others = { cursors: new RemoteCursors(), fades: new Fades() };
    this.#painter.request(true);
    this.#suggestions = new Offered(this.#core, this.#cellEditor, () => this.#editedRect());
    this.#editorView.clip.after(...this.#suggestions.elements);
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
        this.#cellEditor,
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
    const { focused, element } = this.#editorView.field;
    const box = (focused ? element : (document.activeElement ?? element)).getBoundingClientRect();
    if (focused || box.bottom > host.top) {
      const own = this.#editorView.element.getBoundingClientRect();
      return { x: own.left - host.left, y: own.top - host.top, width: own.width, height: own.height };
    }
    return { x: box.left - host.left, y: box.top - host.top, width: box.width, height: box.height };
  }

  /** Opens what a cell leads to; false when it leads nowhere. */
  #follow(cell: CellPosition): boolean {
    const core = this.#core;
    const { top, left } = footprint(core.sheet, cell);
    const { link } = core.sheet.cell(top, left);
    if (link === undefined) return false;
    core.options.onFollow?.(link);
    return true;
  }

  /** A box or an arrow in a cell was clicked. */
  #press({ kind, cell }: CellButton): void {
    const core = this.#core;
    if (kind === 'arrow') this.run('cell.menu');
    else {
      const area = footprint(core.sheet, cell);
      core.own(() => core.view.commands.check.toggle(core.sheetId, [area]));
    }
  }

  /** A double click edits, or opens what there is to choose from. */
  #doubled(x: number): void {
    const { view, sheet, selection, options } = this.#core;
    const { top, left } = footprint(sheet, selection.active);
    const { check, formula } = sheet.cell(top, left);
    if (check?.kind === 'date' && formula === undefined && !view.readOnly) options.onAsk?.('pickDate');
    else this.#editAt(x);
  }

  #editAt(x: number): void {
    const caret = caretAt(this.#core, this.#core.selection.active, x);
    if (!this.#cellEditor.begin('edit')) return;
    const text = this.#cellEditor.text;
    const at = Math.min(caret, text.length);
    this.#cellEditor.setText(text, at, at);
    this.focus();
    this.#editorView.field.input.setSelectionRange(at, at);
  }

  #hoverPerson(cell: CellPosition | null): void {
    const core = this.#core;
    const over = core.view.people.find(
      (each) => each.sheet === core.sheetId && each.cell?.row === cell?.row && each.cell?.col === cell?.col,
    );
    const client = cell === null ? null : (over?.client ?? null);
    if (this.#painter.others?.cursors.hover(client) === true) this.#painter.request(false);
  }

  #menuAtCell(): void {
    const core = this.#core;
    const rect = cellRect(core.layout, footprint(core.sheet, core.selection.active));
    const box = this.#host.getBoundingClientRect();
    const request: MenuRequest = {
      on: 'cell',
      cell: core.selection.active,
      x: box.left + Math.max(0, Math.min(core.width, rect.x + rect.width / 2)),
      y: box.top + Math.max(0, Math.min(core.height, rect.y + rect.height)),
    };
    core.options.onContextMenu?.(request);
  }

  get sheet(): string {
    return this.#core.sheetId;
  }

  get activeCell(): CellPosition {
    return this.#core.selection.active;
  }

  get selectionAreas(): readonly Area[] {
    return this.#core.selection.areas;
  }

  get zoom(): number {
    return this.#core.zoom;
  }

  set zoom(zoom: number) {
    this.#core.zoom = zoom;
  }

  setSheet(sheet: string): void {
    // A formula may point at another sheet: its editor stays open. Anything else is stored first.
    const { state } = this.#cellEditor;
    if (state !== null && !state.text.startsWith('=')) this.#cellEditor.settle();
    this.#core.showSheet(sheet);
  }

  setView(view: WorkbookView, sheet?: string): void {
    this.#cellEditor.cancel();
    this.clearTraces();
    this.showSpill(null);
    for (const stop of this.#viewStops) stop();
    this.#core.showView(view, sheet ?? this.#core.sheetId);
    this.#listenToView();
  }

  focus(): void {
    this.#editorView.focus();
  }

  select(area: Area | readonly Area[], active?: CellPosition): void {
    const areas: readonly Area[] = isAreas(area) ? area : [area];
    this.#core.setSelection(selectAreas(this.#core.sheet, areas, active), 'active');
  }

  scrollTo(cell: CellPosition, how: 'nearest' | 'centre' = 'nearest'): void {
    this.#core.scrollTo(cell, how === 'centre');
  }

  highlight(cells: readonly (Area | CellMark)[], kind: MarkKind): void {
    const marks = cells.map((each): Mark => ('area' in each ? { ...each, kind } : { area: each, kind }));
    this.#core.marks = [...this.#core.marks.filter((mark) => mark.kind !== kind), ...marks];
    this.#core.emit('marks');
  }

  clearHighlights(): void {
    this.#core.marks = [];
    this.#core.emit('marks');
  }

  trace(trace: Trace): void {
    const core = this.#core;
    if (hands.now === null) {
      this.#keyboard.later(() => hands.load().then(() => this.trace(trace)));
      return;
    }
    const { row, col } = trace.cell;
    const same = (each: Trace): boolean =>
      each.sheet === trace.sheet && each.way === trace.way && each.cell.row === row && each.cell.col === col;
    core.traces = [...core.traces.filter((each) => !same(each)), trace];
    this.#standing = new hands.now.Standing(core.view, core.traces);
    this.#announcer.say(hands.now.traceWords(trace));
    core.emit('overlay');
  }

  get traced(): boolean {
    return this.#core.traces.length > 0;
  }

  clearTraces(): boolean {
    if (this.#core.traces.length === 0) return false;
    this.#core.traces = [];
    this.#core.emit('overlay');
    return true;
  }

  showSpill(spill: SpillView | null): void {
    if (spill === this.#core.spill) return;
    this.#core.spill = spill;
    this.#core.emit('spill');
  }

  selectChart(id: string | null): void {
    this.#charts.select(id);
  }

  deleteChart(id: string): void {
    this.#charts.remove(id);
  }

  showFound(found: FoundCells | null): void {
    if (found === this.#core.found) return;
    this.#core.found = found;
    this.#core.emit('marks');
  }

  showLayer(layer: CellLayer | null): void {
    this.#core.layer = layer;
    this.#core.emit('marks');
  }

  #goTo(place: TracePlace): void {
    const core = this.#core;
    if (core.view.sheet(place.sheet) === undefined) return;
    if (place.sheet !== core.sheetId) {
      core.showSheet(place.sheet);
      core.options.onSheet?.(place.sheet);
    }
    this.select(place.area);
    this.focus();
  }

  run(command: CommandId, argument: CommandArgument = null): void {
    this.#keyboard.run(command, argument);
  }

  commandState(command: CommandId): CommandState {
    return stateOf(command, this.#context());
  }

  cellRect(cell: CellPosition): PixelRect | null {
    const { layout, sheet } = this.#core;
    const area = footprint(sheet, cell);
    if (!inSight(layout, area)) return null;
    const rect = cellRect(layout, area);
    const [left, right] = bandSpan(layout.cols, bandOf(layout.cols, area.left));
    const [top, bottom] = bandSpan(layout.rows, bandOf(layout.rows, area.top));
    const x = Math.max(rect.x, left);
    const y = Math.max(rect.y, top);
    return {
      x,
      y,
      width: Math.min(rect.x + rect.width, right) - x,
      height: Math.min(rect.y + rect.height, bottom) - y,
    };
  }

  watchSummary(listener: (summary: SelectionSummary) => void): () => void {
    return this.#summary.watch(listener);
  }

  load(area: Area): Promise<void> {
    return this.#core.sheet.load(area);
  }

  watchZoom(listener: (zoom: number) => void): () => void {
    return this.#core.on((change) => {
      if (change === 'size') listener(this.#core.zoom);
    });
  }

  refreshTheme(): void {
    this.#core.refreshTheme();
  }

  destroy(): void {
    this.#gone = true;
    this.#cellEditor.cancel();
    for (const stop of [...this.#stops, ...this.#viewStops]) stop();
    this.#pointer.destroy();
    this.#charts.destroy();
    this.#painter.destroy();
    this.#mirror.destroy();
    this.#announcer.destroy();
    this.#summary.destroy();
    this.#host.replaceChildren();
    this.#host.classList.remove('dl-grid');
  }
}

function isAreas(area: Area | readonly Area[]): area is readonly Area[] {
  return Array.isArray(area);
}
