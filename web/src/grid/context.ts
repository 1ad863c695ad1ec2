/** The grid as its commands see it. */
import type { ChartDoor } from './chartDoor';
import type { ClipboardDoor } from './clipboard/door';
import type { CommandContext } from './commands/definition';
import type { GridCore } from './core';
import type { CellEditor } from './editor/editor';
import type { FormatPainter } from './formatPainter';
import type { CommitMove } from './handle';
import { hands } from './later';
import { currentArea, cycle, isSingle, selectCell, step } from './selection';

export interface ContextParts {
  readonly core: GridCore;
  readonly editor: CellEditor;
  readonly clipboard: ClipboardDoor;
  readonly painter: FormatPainter;
  readonly charts: ChartDoor;
  /** Opens the list of the active cell. */
  choices(): void;
  later(work: () => Promise<void>): void;
}

/** What of a format may need another height. */
const SPACE = ['wrap', 'size', 'font', 'bold', 'indent'] as const;

/** Where a run of Tabs began: Enter goes back to that column. */
export class TabRun {
  #start: { readonly sheet: string; readonly row: number; readonly col: number; readonly at: number } | null =
    null;

  tab(sheet: string, row: number, from: number, to: number): void {
    const goesOn = this.#start?.sheet === sheet && this.#start.row === row && this.#start.at === from;
    this.#start = { sheet, row, col: goesOn && this.#start !== null ? this.#start.col : from, at: to };
  }

  /** Column for Enter; null when no run of Tabs led here. */
  column(sheet: string, row: number, col: number): number | null {
    const start = this.#start;
    this.#start = null;
    return start?.sheet === sheet && start.row === row && start.at === col ? start.col : null;
  }
}

export function moveAfter(core: GridCore, tabs: TabRun, move: CommitMove): void {
  const { sheet, selection } = core;
  if (move === 'stay') return;
  const byRow = move === 'left' || move === 'right';
  const forward = move === 'down' || move === 'right';
  const area = currentArea(selection);
  const block = selection.areas.length > 1 || area.top !== area.bottom || area.left !== area.right;
  if (block && !isSingle(sheet, selection)) {
    core.setSelection(cycle(sheet, selection, forward, byRow), 'active');
    return;
  }
  const { active } = selection;
  if (move === 'right' && appendRow(core)) return;
  if (byRow) {
    const next = step(sheet, active, 0, forward ? 1 : -1);
    if (forward) tabs.tab(core.sheetId, active.row, active.col, next.col);
    core.setSelection(selectCell(sheet, next));
    return;
  }
  const next = step(sheet, active, forward ? 1 : -1, 0);
  const col = forward ? tabs.column(core.sheetId, active.row, active.col) : null;
  core.setSelection(selectCell(sheet, col === null ? next : { row: next.row, col }));
}

/** Tab in the last cell of a table adds a row to it. */
function appendRow(core: GridCore): boolean {
  const { row, col } = core.selection.active;
  const table = core.sheet.tables.find((each) => each.data?.bottom === row && each.area.right === col);
  if (table === undefined || !core.editable) return false;
  core.own(() => core.view.commands.table.appendRow(table.id));
  core.setSelection(selectCell(core.sheet, { row: row + 1, col: table.area.left }));
  return true;
}

export function commandContext(parts: ContextParts, tabs: TabRun): CommandContext {
  const { core, editor, clipboard, painter, charts } = parts;
  const keepFitting = (work: () => void): void => {
    if (hands.now === null) work();
    else hands.now.keepFitting(core, core.selection.areas, work);
  };
  return {
    get view() {
      return core.view;
    },
    get sheet() {
      return core.sheet;
    },
    get selection() {
      return core.selection;
    },
    get editing() {
      return editor.state !== null;
    },
    setSelection: (selection, scroll) => core.setSelection(selection, scroll),
    page: (axis) => {
      const layout = axis === 'rows' ? core.layout.rows : core.layout.cols;
      return Math.max(1, layout.scrolled.filter((line) => line.end <= layout.view).length - 1);
    },
    beginEdit: (mode, text) => {
      editor.begin(mode, text);
    },
    moveAfter: (move) => moveAfter(core, tabs, move),
    toClipboard: (cut) => clipboard.write(cut),
    fromClipboard: (special) => clipboard.read(special),
    painter,
    get zoom() {
      return core.zoom;
    },
    set zoom(zoom) {
      core.zoom = zoom;
    },
    callOffCut: () => clipboard.callOff(),
    showSheet: (id) => {
      core.showSheet(id);
      core.options.onSheet?.(id);
    },
    ask: (what) => core.options.onAsk?.(what),
    say: (message, offer) => core.options.onMessage?.(message, offer),
    later: (work) => parts.later(work),
    insertChart: () => charts.insert(),
    nextChart: () => charts.next(),
    attach: (what) => core.options.onAttach?.(what),
    follow: (link) => core.options.onFollow?.(link),
    openChoices: () => parts.choices(),
    format: (patch) => {
      const work = (): void => core.view.commands.format(core.sheetId, core.selection.areas, patch);
      if (SPACE.some((property) => property in patch)) keepFitting(work);
      else work();
    },
    keepFitting,
    fitting: (axis, index) => hands.now?.fittingSize(core, axis, index) ?? null,
  };
}
