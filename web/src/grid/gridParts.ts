/** Puts the parts of the grid together. */
import type { WorkbookView } from '../model/view';
import { Announcer } from './announcer';
import { editOrChoose, followLink, pressButton } from './cellClicks';
import { ChartDoor } from './chartDoor';
import { ClipboardDoor } from './clipboard/door';
import type { CommandContext } from './commands/definition';
import { commandContext, moveAfter, TabRun } from './context';
import { GridCore, type Change } from './core';
import { CellEditorView } from './editor/cellView';
import { CellEditor } from './editor/editor';
import { editorFace } from './editor/face';
import type { CellPosition, GridEditor, GridOptions, MenuRequest, SpillView, TracePlace } from './handle';
import { FormatPainter } from './formatPainter';
import { Keyboard } from './keyboard';
import { cellRect } from './layout';
import { LateParts } from './lateParts';
import { listenToKeys } from './listenToKeys';
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
import { Tracing } from './tracing';

export class GridParts {
  /** What the formula bar is given. */
  readonly face: GridEditor;
  readonly #host: HTMLElement;
  readonly core: GridCore;
  readonly editor: CellEditor;
  readonly #editorView: CellEditorView;
  readonly #painter: Painter;
  readonly #clipboard: ClipboardDoor;
  readonly #formats: FormatPainter;
  readonly keyboard: Keyboard;
  readonly #pointer: PointerInput;
  readonly #scroller: Scroller;
  readonly #mirror: Mirror;
  readonly #announcer: Announcer;
  readonly summary: SummaryWatch;
  readonly charts: ChartDoor;
  readonly #late: LateParts;
  readonly tracing: Tracing;
  readonly #tags = new TraceTags((place) => this.#goTo(place));
  readonly #tabs = new TabRun();
  readonly #stops: (() => void)[] = [];
  #viewStops: (() => void)[] = [];

  constructor(host: HTMLElement, options: GridOptions) {
    adoptStyles();
    this.#host = host;
    host.classList.add('dl-grid');
    const core = (this.core = new GridCore(host, options));
    const editor = (this.editor = new CellEditor(core, {
      moveAfter: (move) => moveAfter(core, this.#tabs, move),
      focusGrid: () => this.focus(),
    }));
    this.#scroller = new Scroller((x, y) => core.scrollToPixels(x, y));
    this.#mirror = new Mirror(core, () => this.#nameActive());
    this.#announcer = new Announcer(core);
    this.summary = new SummaryWatch(core);
    this.#painter = new Painter(core, editor, {
      painted: (cellsToo) => this.#painted(cellsToo),
      remoteEdits: (edits) => this.#announcer.remoteEdits(edits),
      references: () => editor.shownReferences(),
    });
    this.charts = new ChartDoor(core, host, {
      focusGrid: () => this.focus(),
      selected: (chart, open) => core.options.onChart?.(chart, open),
      menu: (chart, x, y) =>
        core.options.onContextMenu?.({ on: 'chart', chart, cell: core.selection.active, x, y }),
    });
    const later = (work: () => Promise<void>): void => this.keyboard.later(work);
    this.#clipboard = new ClipboardDoor(
      core,
      {
        show: (clipped) => {
          this.#painter.gesture.clipped = clipped;
          this.#painter.request('overlay');
        },
      },
      later,
    );
    this.#formats = new FormatPainter(core, later);
    zoomByWheel(this.#scroller.element, core);
    this.keyboard = new Keyboard(core, editor, this.#clipboard, {
      context: () => this.context(),
      menu: () => this.#menuAtCell(),
      escape: () => this.#formats.putDown() || this.tracing.clear(),
      suggestions: (event) => this.#late.keydown(event),
    });
    this.tracing = new Tracing(core, later, (words) => this.#announcer.say(words));
    const view = (this.#editorView = new CellEditorView(core, editor, (work) => this.keyboard.ordered(work)));
    this.#late = new LateParts({ core, editor, view, painter: this.#painter, mirror: this.#mirror, host });
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
    this.face = editorFace(core, editor, (event) => this.keyboard.editing(event));
    listenToKeys({
      field: this.#editorView.field,
      pointer: this.#pointer,
      formats: this.#formats,
      keyboard: this.keyboard,
      editor,
      charts: this.charts,
    });
    this.#stops.push(
      core.on((change) => this.#changed(change)),
      watchTheme(host, () => core.refreshTheme()),
      watchSize(this.#scroller.element, (width, height, ratio) => core.resize(width, height, ratio)),
    );
    this.#stops.push(editor.subscribe((state) => state !== null && void this.tracing.clear()));
    this.#listenToView();
    core.setSelection(core.selection, 'none');
  }

  context(): CommandContext {
    return commandContext(
      {
        core: this.core,
        editor: this.editor,
        clipboard: this.#clipboard,
        painter: this.#formats,
        charts: this.charts,
        choices: () => void this.#late.openChoices(),
        later: (work) => this.keyboard.later(work),
      },
      this.#tabs,
    );
  }

  #listenToPointer(): PointerInput {
    const core = this.core;
    return new PointerInput(
      this.#scroller.element,
      {
        core,
        editor: this.editor,
        gesture: this.#painter.gesture,
        redraw: () => this.#painter.request('overlay'),
        context: () => this.context(),
        host: core.host,
      },
      {
        selected: () => this.#formats.apply(),
        painting: () => this.#formats.on,
        focus: () => this.focus(),
        editAt: (x) => editOrChoose(core, this.editor, this.#editorView, x),
        menu: (request) => core.options.onContextMenu?.(request),
        hover: (target) => core.options.onHover?.(target),
        hoverPerson: (cell) => this.#hoverPerson(cell),
        follow: (cell) => followLink(core, cell),
        press: (button) => pressButton(core, button, (command) => this.keyboard.run(command, null)),
        filter: (cell) => core.options.onFilter?.(cell),
      },
    );
  }

  #listenToView(): void {
    const { view } = this.core;
    this.#viewStops = [
      view.subscribe('cells', () => this.#viewChanged()),
      view.subscribe('sheets', () => this.#viewChanged()),
      view.subscribe('people', () => this.core.emit('people')),
      // What is saved is computed: charts of cells out of sight ask again.
      view.subscribe('save', () => this.charts.painted()),
    ];
  }

  /** Something in the workbook changed, by whoever. */
  #viewChanged(): void {
    const core = this.core;
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
      this.editor.shift(moved.rows, moved.cols);
      if (moved.rows !== 0 || moved.cols !== 0) this.#painter.others?.fades.clear();
    }
    this.tracing.follow();
    const selection = refitted(core.sheet, core.selection);
    if (selection !== core.selection && this.editor.state === null) core.setSelection(selection, 'none');
    core.emit('cells');
  }

  #changed(change: Change): void {
    switch (change) {
      case 'people':
        this.#painter.request('cursors');
        return;
      case 'overlay':
      case 'spill':
        this.#painter.request('overlay');
        return;
      case 'cells':
        this.#painter.request('overlay');
        this.summary.changed();
        return;
      case 'selection':
        this.#painter.request('cells');
        this.#announcer.moved();
        this.summary.request();
        return;
      case 'sheet':
        this.#late.sheetChanged();
        this.#painter.others?.fades.clear();
        this.#painter.request('cells');
        return;
      case 'own':
        this.tracing.clear();
        this.#painter.tookOwn();
        this.#clipboard.wrote();
        return;
      case 'scroll':
        this.#painter.request('cells');
        this.core.options.onScroll?.();
        return;
      case 'size':
      case 'marks':
        this.#painter.request('cells');
        return;
      case 'theme':
        this.#painter.request('cells');
        this.charts.recolour();
        return;
    }
  }

  #painted(cellsToo: boolean): void {
    if (cellsToo) this.#placeAll();
    this.charts.painted();
    this.#tags.show(this.#painter.traces.tags);
    this.#late.painted();
    this.#nameActive();
  }

  /** Says to assistive technology where the keyboard is: at a cell only once the table has it. */
  #nameActive(): void {
    const active = this.#late.activeId ?? this.#mirror.activeId();
    const { input } = this.#editorView.field;
    if (active === null) input.removeAttribute('aria-activedescendant');
    else if (input.getAttribute('aria-activedescendant') !== active)
      input.setAttribute('aria-activedescendant', active);
  }

  /** What stands over the cells follows them; while only cursors of others move it stays where it is. */
  #placeAll(): void {
    const core = this.core;
    const { maxX, maxY } = core.scrollRange();
    this.#scroller.set(core.scrollX, core.scrollY, maxX, maxY, core.width, core.height);
    this.#editorView.place();
    this.#mirror.request();
    core.keepPlace();
  }

  #hoverPerson(cell: CellPosition | null): void {
    const core = this.core;
    const over = core.view.people.find(
      (each) => each.sheet === core.sheetId && each.cell?.row === cell?.row && each.cell?.col === cell?.col,
    );
    const client = cell === null ? null : (over?.client ?? null);
    if (this.#painter.others?.remotes.hover(client) === true) this.#painter.request('cursors');
  }

  #menuAtCell(): void {
    const core = this.core;
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

  focus(): void {
    this.#editorView.focus();
  }

  /** The same sheet of another view of the workbook. */
  setView(view: WorkbookView, sheet?: string): void {
    this.editor.cancel();
    this.tracing.clear();
    this.showSpill(null);
    for (const stop of this.#viewStops) stop();
    this.core.showView(view, sheet ?? this.core.sheetId);
    this.#listenToView();
  }

  showSpill(spill: SpillView | null): void {
    if (spill === this.core.spill) return;
    this.core.spill = spill;
    this.core.emit('spill');
  }

  #goTo(place: TracePlace): void {
    const core = this.core;
    if (core.view.sheet(place.sheet) === undefined) return;
    if (place.sheet !== core.sheetId) {
      core.showSheet(place.sheet);
      core.options.onSheet?.(place.sheet);
    }
    core.setSelection(selectAreas(core.sheet, [place.area]), 'active');
    this.focus();
  }

  destroy(): void {
    this.#late.destroy();
    this.editor.cancel();
    for (const stop of [...this.#stops, ...this.#viewStops]) stop();
    this.#pointer.destroy();
    this.charts.destroy();
    this.#painter.destroy();
    this.#mirror.destroy();
    this.#announcer.destroy();
    this.summary.destroy();
    this.#host.replaceChildren();
    this.#host.classList.remove('dl-grid');
  }
}
