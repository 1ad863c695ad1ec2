/** The grid as the page has it. */
import type { Area, WorkbookView } from '../model/view';
import { stateOf, type CommandArgument, type CommandId, type CommandState } from './commands';
import type { CellLayer, Mark } from './draw/scene';
import { GridParts } from './gridParts';
import type {
  CellMark,
  CellPosition,
  FoundCells,
  GridEditor,
  GridHandle,
  GridOptions,
  MarkKind,
  PixelRect,
  SelectionSummary,
  SpillView,
  Trace,
} from './handle';
import { bandOf, bandSpan, cellRect, inSight } from './layout';
import { footprint, selectAreas } from './selection';

export function createGrid(host: HTMLElement, options: GridOptions): GridHandle {
  return new Grid(new GridParts(host, options));
}

class Grid implements GridHandle {
  readonly editor: GridEditor;
  readonly #parts: GridParts;

  constructor(parts: GridParts) {
    this.#parts = parts;
    this.editor = parts.face;
  }

  get sheet(): string {
    return this.#parts.core.sheetId;
  }

  get activeCell(): CellPosition {
    return this.#parts.core.selection.active;
  }

  get selectionAreas(): readonly Area[] {
    return this.#parts.core.selection.areas;
  }

  get zoom(): number {
    return this.#parts.core.zoom;
  }

  set zoom(zoom: number) {
    this.#parts.core.zoom = zoom;
  }

  setSheet(sheet: string): void {
    // A formula may point at another sheet: its editor stays open. Anything else is stored first.
    const { state } = this.#parts.editor;
    if (state !== null && !state.text.startsWith('=')) this.#parts.editor.settle();
    this.#parts.core.showSheet(sheet);
  }

  setView(view: WorkbookView, sheet?: string): void {
    this.#parts.setView(view, sheet);
  }

  focus(): void {
    this.#parts.focus();
  }

  select(area: Area | readonly Area[], active?: CellPosition): void {
    const areas: readonly Area[] = isAreas(area) ? area : [area];
    this.#parts.core.setSelection(selectAreas(this.#parts.core.sheet, areas, active), 'active');
  }

  scrollTo(cell: CellPosition, how: 'nearest' | 'centre' = 'nearest'): void {
    this.#parts.core.scrollTo(cell, how === 'centre');
  }

  highlight(cells: readonly (Area | CellMark)[], kind: MarkKind): void {
    const marks = cells.map((each): Mark => ('area' in each ? { ...each, kind } : { area: each, kind }));
    this.#parts.core.marks = [...this.#parts.core.marks.filter((mark) => mark.kind !== kind), ...marks];
    this.#parts.core.emit('marks');
  }

  clearHighlights(): void {
    this.#parts.core.marks = [];
    this.#parts.core.emit('marks');
  }

  trace(trace: Trace): void {
    this.#parts.tracing.show(trace);
  }

  get traced(): boolean {
    return this.#parts.tracing.shown;
  }

  clearTraces(): boolean {
    return this.#parts.tracing.clear();
  }

  showSpill(spill: SpillView | null): void {
    this.#parts.showSpill(spill);
  }

  selectChart(id: string | null): void {
    this.#parts.charts.select(id);
  }

  deleteChart(id: string): void {
    this.#parts.charts.remove(id);
  }

  showFound(found: FoundCells | null): void {
    if (found === this.#parts.core.found) return;
    this.#parts.core.found = found;
    this.#parts.core.emit('marks');
  }

  showLayer(layer: CellLayer | null): void {
    this.#parts.core.layer = layer;
    this.#parts.core.emit('marks');
  }

  run(command: CommandId, argument: CommandArgument = null): void {
    this.#parts.keyboard.run(command, argument);
  }

  commandState(command: CommandId): CommandState {
    return stateOf(command, this.#parts.context());
  }

  cellRect(cell: CellPosition): PixelRect | null {
    const { layout, sheet } = this.#parts.core;
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
    return this.#parts.summary.watch(listener);
  }

  load(area: Area): Promise<void> {
    return this.#parts.core.sheet.load(area);
  }

  watchZoom(listener: (zoom: number) => void): () => void {
    return this.#parts.core.on((change) => {
      if (change === 'size') listener(this.#parts.core.zoom);
    });
  }

  refreshTheme(): void {
    this.#parts.core.refreshTheme();
  }

  destroy(): void {
    this.#parts.destroy();
  }
}

function isAreas(area: Area | readonly Area[]): area is readonly Area[] {
  return Array.isArray(area);
}
