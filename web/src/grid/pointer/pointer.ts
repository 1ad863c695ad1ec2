/** Mouse, pen and finger. */
import { buttonAt, type CellButton } from '../cellButtons';
import { isFormula } from '../formula/references';
import { filterOfHeading } from '../filterButtons';
import type { CellPosition, MenuRequest } from '../handle';
import { hitTest, type Hit } from '../hit';
import { isApple } from '../keys';
import {
  addCell,
  currentArea,
  extendTo,
  footprint,
  isWholeCols,
  isWholeRows,
  neighbourEnd,
  selectArea,
  selectCell,
} from '../selection';
import { EdgeScroll } from './edgeScroll';
import { Hover, type HoverHooks } from './hover';
import {
  endDrag,
  fillDrag,
  fitAt,
  linesDrag,
  linesSelection,
  moveLinesDrag,
  pointDrag,
  pointLinesDrag,
  resizeDrag,
  selectDrag,
  type Drag,
  type DragParts,
} from './drag';
import { moveDrag } from './moveDrag';

export interface PointerHooks extends HoverHooks {
  focus(): void;
  /** Starts editing with the caret at a point of the host. */
  editAt(x: number, y: number): void;
  menu(request: MenuRequest): void;
  /** A selection was drawn up, or clicked. */
  selected(): void;
  /** The looks of some cells wait to be laid over others. */
  painting(): boolean;
  /** Opens what the button of a filter is for. */
  filter(cell: CellPosition): void;
  /** Opens the link of a cell; false when it has none. */
  follow(cell: { readonly row: number; readonly col: number }): boolean;
  /** A box or an arrow in a cell was clicked. */
  press(button: CellButton): void;
}

/** Pixels the pointer may move and still count as resting. */
const SLOP = 4;

interface Held {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Is the key held that turns a move into a copy? */
function copies(event: Held): boolean {
  return isApple() ? event.altKey || event.metaKey : event.ctrlKey;
}

export class PointerInput {
  readonly #parts: DragParts;
  readonly #hooks: PointerHooks;
  readonly #element: HTMLElement;
  readonly #edge: EdgeScroll;
  readonly #hover: Hover;
  #drag: Drag | null = null;
  #pointer: number | null = null;
  #down = { x: 0, y: 0 };
  #pending: (() => void) | null = null;
  /** The box or arrow that was pressed, as long as the pointer rests. */
  #pressedButton: CellButton | null = null;
  /** The heading whose button was pressed: its menu opens with the click, which would close one that opened with the press. */
  #pressedHeading: CellPosition | null = null;

  constructor(element: HTMLElement, parts: DragParts, hooks: PointerHooks) {
    this.#element = element;
    this.#parts = parts;
    this.#hooks = hooks;
    this.#edge = new EdgeScroll(parts.core);
    this.#hover = new Hover(parts.core, hooks);
    element.addEventListener('pointerdown', (event) => this.#pressed(event));
    element.addEventListener('pointermove', (event) => this.#moved(event));
    element.addEventListener('pointerup', (event) => this.#released(event, true));
    element.addEventListener('pointercancel', (event) => this.#released(event, false));
    element.addEventListener('pointerleave', () => this.#left());
    element.addEventListener('dblclick', (event) => this.#doubled(event));
    element.addEventListener('click', (event) => this.#tapped(event));
    // What a finger has taken hold of does not scroll.
    element.addEventListener(
      'touchstart',
      (event) => {
        if (this.#drag !== null) event.preventDefault();
      },
      { passive: false },
    );
    element.addEventListener('contextmenu', (event) => this.#menu(event));
    // The text area keeps the keyboard whatever is clicked; the scroll bars work all the same.
    element.addEventListener('mousedown', (event) => {
      if (!this.#onBars(event)) event.preventDefault();
    });
  }

  destroy(): void {
    this.#hover.stop();
    this.#edge.stop();
  }

  /** Esc calls a drag off. */
  cancel(): boolean {
    if (this.#drag === null) return false;
    this.#drag.cancel();
    this.#stop();
    return true;
  }

  /** Keys that change what a drag does went down or up. */
  held(event: KeyboardEvent): void {
    this.#drag?.hold?.(copies(event));
  }

  #place(event: MouseEvent): { x: number; y: number } {
    const box = this.#element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #onBars(event: MouseEvent): boolean {
    const { x, y } = this.#place(event);
    return x >= this.#element.clientWidth || y >= this.#element.clientHeight;
  }

  #hit(x: number, y: number, touch: boolean): Hit {
    const { core, editor } = this.#parts;
    const free = core.editable && editor.state === null && !this.#hooks.painting();
    const one = core.selection.areas.length === 1;
    return hitTest(core.layout, x, y, {
      handle: one && free && !touch ? currentArea(core.selection) : null,
      ...(touch ? { ends: one && editor.state === null ? currentArea(core.selection) : null } : {}),
      // While a formula is written a press points at the cell.
      headings: (cell) =>
        editor.state === null && filterOfHeading(core.sheet, cell) !== null
          ? footprint(core.sheet, cell)
          : null,
    });
  }

  #pressed(event: PointerEvent): void {
    this.#pressedHeading = null;
    if (this.#onBars(event)) return;
    const { x, y } = this.#place(event);
    this.#down = { x, y };
    if (event.pointerType === 'touch') {
      const drag = this.#grasp(this.#hit(x, y, true));
      if (drag !== null) this.#start(event, drag);
      return;
    }
    this.#parts.core.touched = false;
    const hit = this.#hit(x, y, false);
    if (event.button === 2) {
      this.#selectForMenu(hit);
      return;
    }
    if (event.button !== 0) return;
    this.#hover.over(null);
    const modified = event.shiftKey || event.ctrlKey || event.metaKey;
    const button = modified || this.#hooks.painting() ? null : this.#buttonAt(hit, x, y);
    const drag = this.#begin(button === null ? hit : { kind: 'cell', ...button.cell }, event);
    this.#pressedButton = this.#parts.editor.state === null ? button : null;
    if (drag !== null) this.#start(event, drag);
  }

  /** What a finger takes hold of; all else scrolls. */
  #grasp(hit: Hit): Drag | null {
    const { core, editor } = this.#parts;
    if (hit.kind === 'end') return endDrag(this.#parts, hit.last);
    if (editor.state !== null || !core.editable) return null;
    if (hit.kind === 'columnEdge') return resizeDrag(this.#parts, 'cols', hit.col);
    return hit.kind === 'rowEdge' ? resizeDrag(this.#parts, 'rows', hit.row) : null;
  }

  #start(event: PointerEvent, drag: Drag): void {
    this.#drag = drag;
    this.#pointer = event.pointerId;
    this.#element.setPointerCapture(event.pointerId);
    if (drag.cursor !== undefined && this.#pending === null) this.#element.style.cursor = drag.cursor;
  }

  /** Decides what a press does, and which drag may follow. */
  #begin(hit: Hit, event: PointerEvent): Drag | null {
    const { editor } = this.#parts;
    if (editor.state !== null) {
      const pointing = editor.pointing && isFormula(editor.state.text);
      if (pointing) return this.#point(hit, event.shiftKey);
      if (!editor.commit('stay', false, () => this.#goTo(hit))) return null;
    }
    this.#hooks.focus();
    switch (hit.kind) {
      case 'corner':
        this.#selectEverything();
        return null;
      case 'column':
        return this.#lines('cols', hit.col, event);
      case 'row':
        return this.#lines('rows', hit.row, event);
      case 'columnEdge':
        return this.#parts.core.editable ? resizeDrag(this.#parts, 'cols', hit.col) : null;
      case 'rowEdge':
        return this.#parts.core.editable ? resizeDrag(this.#parts, 'rows', hit.row) : null;
      case 'handle':
        return fillDrag(this.#parts);
      case 'end':
        return null;
      case 'border':
        return this.#border(hit, event);
      case 'cell':
        return this.#cells(hit, event);
      case 'filter':
        return this.#filter(hit);
      case 'outside':
        return null;
    }
  }

  #buttonAt(hit: Hit, x: number, y: number): CellButton | null {
    if (hit.kind !== 'cell' && hit.kind !== 'border') return null;
    return buttonAt(this.#parts.core, x, y);
  }

  /** The cell that was clicked while the server was still asked about the text in another. */
  #goTo(hit: Hit): void {
    const { core } = this.#parts;
    if (hit.kind === 'cell' || hit.kind === 'border') core.setSelection(selectCell(core.sheet, hit));
  }

  #filter({ row, col }: CellPosition): null {
    const { core } = this.#parts;
    core.setSelection(selectCell(core.sheet, { row, col }), 'active');
    this.#pressedHeading = { row, col };
    return null;
  }

  /** The heading of a filter under the pointer is lit. */
  #light(hit: Hit): void {
    const { core } = this.#parts;
    const under = 'col' in hit && 'row' in hit ? footprint(core.sheet, hit) : null;
    const cell = under === null ? null : { row: under.top, col: under.left };
    const lit = cell === null || filterOfHeading(core.sheet, cell) === null ? null : cell;
    if (lit?.row === core.lit?.row && lit?.col === core.lit?.col) return;
    core.lit = lit;
    core.emit('marks');
  }

  /** A press on the selection's edge carries it; a mere click is one on the cell. */
  #border(hit: { row: number; col: number }, event: PointerEvent): Drag | null {
    const { core } = this.#parts;
    if (event.shiftKey) return this.#cells(hit, event);
    this.#pending = () => {
      this.#cells(hit, event);
    };
    const area = currentArea(core.selection);
    if (isWholeRows(core.sheet, area)) return moveLinesDrag(this.#parts, 'rows');
    if (isWholeCols(core.sheet, area)) return moveLinesDrag(this.#parts, 'cols');
    return moveDrag(this.#parts, this.#down);
  }

  #selectEverything(): void {
    const { core } = this.#parts;
    const { sheet } = core;
    core.setSelection(
      selectArea(
        sheet,
        { top: 0, left: 0, bottom: sheet.rows.count - 1, right: sheet.cols.count - 1 },
        core.selection.active,
      ),
      'none',
    );
  }

  #cells(hit: { row: number; col: number }, event: PointerEvent): Drag | null {
    const { core } = this.#parts;
    const cell = { row: hit.row, col: hit.col };
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && this.#hooks.follow(cell)) return null;
    if (event.shiftKey) core.setSelection(extendTo(core.sheet, core.selection, cell), 'none');
    else if (event.ctrlKey || event.metaKey)
      core.setSelection(addCell(core.sheet, core.selection, cell), 'none');
    else core.setSelection(selectCell(core.sheet, cell), 'active');
    return selectDrag(this.#parts);
  }

  /** Would a drag from this header carry the selected lines? */
  #carries(axis: 'rows' | 'cols', index: number): boolean {
    const { core, editor } = this.#parts;
    const { sheet, selection } = core;
    const area = currentArea(selection);
    const whole =
      axis === 'rows'
        ? isWholeRows(sheet, area) && !isWholeCols(sheet, area)
        : isWholeCols(sheet, area) && !isWholeRows(sheet, area);
    const inside =
      axis === 'rows' ? index >= area.top && index <= area.bottom : index >= area.left && index <= area.right;
    return whole && inside && core.editable && selection.areas.length === 1 && editor.state === null;
  }

  #lines(axis: 'rows' | 'cols', index: number, event: PointerEvent): Drag {
    const { core } = this.#parts;
    const { selection } = core;
    const modified = event.shiftKey || event.ctrlKey || event.metaKey;
    if (!modified && this.#carries(axis, index)) {
      // A press on what is selected already carries it; a mere click selects that one line.
      this.#pending = () => {
        core.setSelection(linesSelection(core, axis, index, index, null), 'none');
        return linesDrag(this.#parts, axis, index);
      };
      return moveLinesDrag(this.#parts, axis);
    }
    if (event.shiftKey) {
      const first = axis === 'rows' ? selection.anchor.row : selection.anchor.col;
      core.setSelection(linesSelection(core, axis, first, index, selection), 'none');
      return linesDrag(this.#parts, axis, first);
    }
    if (event.ctrlKey || event.metaKey) {
      const next = linesSelection(core, axis, index, index, null);
      core.setSelection(
        { ...next, areas: [...selection.areas, currentArea(next)], current: selection.areas.length },
        'none',
      );
    } else {
      core.setSelection(linesSelection(core, axis, index, index, null), 'none');
    }
    return linesDrag(this.#parts, axis, index);
  }

  #point(hit: Hit, extend: boolean): Drag | null {
    const { core, editor } = this.#parts;
    if (hit.kind === 'column' || hit.kind === 'row') {
      const drag =
        hit.kind === 'column'
          ? pointLinesDrag(this.#parts, 'cols', hit.col)
          : pointLinesDrag(this.#parts, 'rows', hit.row);
      drag.move(this.#down.x, this.#down.y);
      return drag;
    }
    if (hit.kind !== 'cell' && hit.kind !== 'handle' && hit.kind !== 'border') return null;
    const cell = { row: hit.row, col: hit.col };
    if (extend) {
      editor.pointTo(cell);
      return null;
    }
    const area = footprint(core.sheet, cell);
    editor.point({ row: area.top, col: area.left }, cell);
    return pointDrag(this.#parts, cell);
  }

  #moved(event: PointerEvent): void {
    const { x, y } = this.#place(event);
    if (this.#drag !== null && event.pointerId === this.#pointer) {
      if (Math.abs(x - this.#down.x) <= SLOP && Math.abs(y - this.#down.y) <= SLOP && this.#pending !== null)
        return;
      if (this.#pending !== null && this.#drag.cursor !== undefined) {
        this.#element.style.cursor = this.#drag.cursor;
      }
      this.#pending = null;
      this.#drag.hold?.(copies(event));
      this.#drag.move(x, y);
      this.#edge.pull(this.#drag, this.#down, { x, y });
      return;
    }
    if (event.pointerType === 'touch') return;
    const hit = this.#hit(x, y, false);
    this.#element.style.cursor =
      this.#buttonAt(hit, x, y) === null || this.#hooks.painting() ? this.#cursorFor(hit) : 'pointer';
    this.#light(hit);
    this.#hover.over(hit.kind === 'cell' || hit.kind === 'handle' || hit.kind === 'border' ? hit : null);
  }

  #released(event: PointerEvent, kept: boolean): void {
    if (event.pointerId !== this.#pointer || this.#drag === null) return;
    const drag = this.#drag;
    const pending = this.#pending;
    const button = this.#pressedButton;
    this.#stop();
    const { x, y } = this.#place(event);
    const rests = Math.abs(x - this.#down.x) <= SLOP && Math.abs(y - this.#down.y) <= SLOP;
    if (!kept) drag.cancel();
    else if (pending !== null) pending();
    else drag.end(copies(event));
    if (kept && drag.selects === true) this.#hooks.selected();
    if (kept && rests && button !== null) this.#hooks.press(button);
  }

  #stop(): void {
    if (this.#pointer !== null && this.#element.hasPointerCapture(this.#pointer)) {
      this.#element.releasePointerCapture(this.#pointer);
    }
    if (this.#drag?.cursor !== undefined) this.#element.style.cursor = '';
    this.#drag = null;
    this.#pointer = null;
    this.#pending = null;
    this.#pressedButton = null;
    this.#edge.stop();
    this.#parts.core.dragged = false;
  }

  #cursorFor(hit: Hit): string {
    const { editable } = this.#parts.core;
    switch (hit.kind) {
      case 'columnEdge':
        return editable ? 'col-resize' : 'default';
      case 'rowEdge':
        return editable ? 'row-resize' : 'default';
      case 'handle':
        return 'crosshair';
      case 'border':
        return this.#hooks.painting() ? 'copy' : 'grab';
      case 'cell':
        return this.#hooks.painting() ? 'copy' : 'cell';
      case 'column':
        return this.#carries('cols', hit.col) ? 'grab' : 'default';
      case 'row':
        return this.#carries('rows', hit.row) ? 'grab' : 'default';
      case 'filter':
      case 'end':
        return 'pointer';
      case 'corner':
      case 'outside':
        return 'default';
    }
  }

  #doubled(event: MouseEvent): void {
    if (this.#onBars(event) || event.button !== 0) return;
    const { x, y } = this.#place(event);
    const { core, editor } = this.#parts;
    const hit = this.#hit(x, y, false);
    if (hit.kind === 'columnEdge' && core.editable) fitAt(this.#parts, 'cols', hit.col);
    else if (hit.kind === 'rowEdge' && core.editable) fitAt(this.#parts, 'rows', hit.row);
    else if (hit.kind === 'handle') this.#fillDown();
    else if (
      (hit.kind === 'cell' || hit.kind === 'border') &&
      editor.state === null &&
      this.#buttonAt(hit, x, y) === null
    )
      this.#hooks.editAt(x, y);
  }

  /** A double click on the handle fills down as far as the block beside it goes. */
  #fillDown(): void {
    const { core } = this.#parts;
    const source = currentArea(core.selection);
    const bottom = neighbourEnd(core.sheet, source.top, source.left, source.right, source.bottom);
    if (bottom <= source.bottom) return;
    const target = { ...source, bottom };
    core.own(() => core.view.commands.fill(core.sheetId, source, target));
    core.setSelection(selectArea(core.sheet, target, core.selection.active), 'none');
  }

  /** A finger selects when it lifts without having scrolled. */
  #tapped(event: MouseEvent): void {
    const heading = this.#pressedHeading;
    if (heading !== null) {
      this.#pressedHeading = null;
      this.#hooks.filter(heading);
      return;
    }
    if (!(event instanceof PointerEvent) || event.pointerType !== 'touch' || this.#onBars(event)) return;
    const { x, y } = this.#place(event);
    const { core, editor } = this.#parts;
    const hit = this.#hit(x, y, true);
    if (hit.kind === 'filter') {
      this.#filter(hit);
      this.#pressedHeading = null;
      this.#hooks.filter({ row: hit.row, col: hit.col });
      return;
    }
    if (hit.kind === 'outside' || hit.kind === 'end') return;
    core.touched = true;
    if (!('row' in hit) || !('col' in hit)) {
      if (editor.state !== null && !editor.commit('stay')) return;
      if (hit.kind === 'corner') this.#selectEverything();
      else {
        const line = 'col' in hit ? (['cols', hit.col] as const) : (['rows', hit.row] as const);
        core.setSelection(linesSelection(core, line[0], line[1], line[1], null), 'none');
      }
      this.#hooks.selected();
      this.#hooks.focus();
      return;
    }
    if (editor.state !== null) {
      if (editor.pointing) {
        editor.point({ row: hit.row, col: hit.col }, { row: hit.row, col: hit.col });
        return;
      }
      if (!editor.commit('stay', false, () => this.#goTo(hit))) return;
    }
    const button = this.#buttonAt(hit, x, y);
    core.setSelection(selectCell(core.sheet, hit), 'none');
    this.#hooks.selected();
    this.#hooks.focus();
    if (button !== null) this.#hooks.press(button);
  }

  #selectForMenu(hit: Hit): void {
    const { core, editor } = this.#parts;
    editor.settle();
    this.#hooks.focus();
    const { selection } = core;
    const covers = (row: number | null, col: number | null): boolean =>
      selection.areas.some(
        (area) =>
          (row === null ? isWholeCols(core.sheet, area) : row >= area.top && row <= area.bottom) &&
          (col === null ? isWholeRows(core.sheet, area) : col >= area.left && col <= area.right),
      );
    if ('row' in hit && 'col' in hit) {
      if (!covers(hit.row, hit.col)) core.setSelection(selectCell(core.sheet, hit), 'none');
    } else if (hit.kind === 'column' || hit.kind === 'columnEdge') {
      if (covers(null, hit.col)) return;
      core.setSelection(linesSelection(core, 'cols', hit.col, hit.col, null), 'none');
    } else if (hit.kind === 'row' || hit.kind === 'rowEdge') {
      if (covers(hit.row, null)) return;
      core.setSelection(linesSelection(core, 'rows', hit.row, hit.row, null), 'none');
    }
  }

  #menu(event: MouseEvent): void {
    if (this.#onBars(event)) return;
    event.preventDefault();
    const { x, y } = this.#place(event);
    const hit = this.#hit(x, y, false);
    const { active } = this.#parts.core.selection;
    const on =
      hit.kind === 'column' || hit.kind === 'columnEdge'
        ? 'column'
        : hit.kind === 'row' || hit.kind === 'rowEdge'
          ? 'row'
          : hit.kind === 'corner'
            ? 'corner'
            : 'cell';
    this.#hooks.menu({ on, cell: active, x: event.clientX, y: event.clientY });
  }

  #left(): void {
    this.#hover.over(null);
    this.#light({ kind: 'outside' });
  }
}
