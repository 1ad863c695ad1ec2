/** Moving and selecting. */
import type { AxisView } from '../../model/view';
import type { CellPosition } from '../handle';
import {
  clampCell,
  colsArea,
  currentArea,
  extendTo,
  footprint,
  nextShown,
  region,
  rowsArea,
  sameArea,
  selectArea,
  selectCell,
  shownAt,
  step,
  type Selection,
} from '../selection';
import { defineCommands, type CommandContext, type GridCommand } from './definition';

type Step = -1 | 0 | 1;

function go(context: CommandContext, to: CellPosition, extend: boolean): void {
  const next = extend ? extendTo(context.sheet, context.selection, to) : selectCell(context.sheet, to);
  context.setSelection(next, extend ? 'head' : 'active');
}

/** Where a movement starts: the moving corner when it extends, else the active cell. */
function from(context: CommandContext, extend: boolean): CellPosition {
  return extend ? context.selection.head : context.selection.active;
}

function stepping(
  label: string,
  keys: readonly string[],
  dRow: Step,
  dCol: Step,
  extend: boolean,
): GridCommand {
  return {
    label,
    group: extend ? 'select' : 'move',
    keys,
    run: (context) => {
      go(
        context,
        extend
          ? extendedStep(context, dRow, dCol)
          : step(context.sheet, context.selection.active, dRow, dCol),
        extend,
      );
    },
  };
}

/** One step of the moving corner; on until the area really changes, since merged areas swallow steps. */
function extendedStep(context: CommandContext, dRow: Step, dCol: Step): CellPosition {
  const { sheet, selection } = context;
  const area = currentArea(selection);
  let head = selection.head;
  for (let tries = 0; tries < 64; tries++) {
    const next = {
      row: dRow === 0 ? head.row : nextShown(sheet.rows, head.row, dRow),
      col: dCol === 0 ? head.col : nextShown(sheet.cols, head.col, dCol),
    };
    if (next.row === head.row && next.col === head.col) return head;
    head = next;
    if (!sameArea(currentArea(extendTo(sheet, selection, head)), area)) return head;
  }
  return head;
}

function edging(
  label: string,
  keys: readonly string[],
  dRow: Step,
  dCol: Step,
  extend: boolean,
): GridCommand {
  return {
    label,
    group: extend ? 'select' : 'move',
    keys,
    run: (context) => {
      context.later(async () => {
        const start = from(context, extend);
        const edge = await context.sheet.edge(start.row, start.col, dRow, dCol);
        go(
          context,
          { row: shownAt(context.sheet.rows, edge.row), col: shownAt(context.sheet.cols, edge.col) },
          extend,
        );
      });
    },
  };
}

/** The line a window away, those that are hidden not counted. */
function pageFrom(axis: AxisView, start: number, way: Step, lines: number): number {
  let index = start;
  for (let n = 0; way !== 0 && n < lines; n++) index = nextShown(axis, index, way);
  return index;
}

function paging(
  label: string,
  keys: readonly string[],
  dRow: Step,
  dCol: Step,
  extend: boolean,
): GridCommand {
  return {
    label,
    group: extend ? 'select' : 'move',
    keys,
    run: (context) => {
      const start = from(context, extend);
      const to = clampCell(context.sheet, {
        row: pageFrom(context.sheet.rows, start.row, dRow, context.page('rows')),
        col: pageFrom(context.sheet.cols, start.col, dCol, context.page('cols')),
      });
      go(
        context,
        { row: shownAt(context.sheet.rows, to.row), col: shownAt(context.sheet.cols, to.col) },
        extend,
      );
    },
  };
}

function jumping(
  label: string,
  keys: readonly string[],
  target: (context: CommandContext, start: CellPosition) => CellPosition,
  extend: boolean,
): GridCommand {
  return {
    label,
    group: extend ? 'select' : 'move',
    keys,
    run: (context) => {
      const to = target(context, from(context, extend));
      go(
        context,
        { row: shownAt(context.sheet.rows, to.row), col: shownAt(context.sheet.cols, to.col) },
        extend,
      );
    },
  };
}

const rowStart = (context: CommandContext, start: CellPosition): CellPosition => ({
  row: start.row,
  // As far as the first column that scrolls; a second press goes on to the frozen ones.
  col: start.col > context.sheet.cols.frozen ? context.sheet.cols.frozen : 0,
});
const rowEnd = (context: CommandContext, start: CellPosition): CellPosition => {
  for (let col = Math.min(context.sheet.cols.used, context.sheet.cols.count) - 1; col > 0; col--) {
    if (context.sheet.filled(start.row, col)) return { row: start.row, col };
  }
  return { row: start.row, col: 0 };
};
const sheetStart = (context: CommandContext): CellPosition => ({
  row: context.sheet.rows.frozen,
  col: context.sheet.cols.frozen,
});
const sheetEnd = (context: CommandContext): CellPosition => ({
  row: Math.max(0, context.sheet.rows.used - 1),
  col: Math.max(0, context.sheet.cols.used - 1),
});

function selectLines(axis: 'rows' | 'cols'): (context: CommandContext) => void {
  return (context) => {
    const { sheet, selection } = context;
    const area = currentArea(selection);
    const whole =
      axis === 'rows' ? rowsArea(sheet, area.top, area.bottom) : colsArea(sheet, area.left, area.right);
    const next: Selection = {
      active: selection.active,
      anchor: axis === 'rows' ? { row: selection.anchor.row, col: 0 } : { row: 0, col: selection.anchor.col },
      head:
        axis === 'rows'
          ? { row: selection.head.row, col: whole.right }
          : { row: whole.bottom, col: selection.head.col },
      areas: selection.areas.map((each, index) => (index === selection.current ? whole : each)),
      current: selection.current,
    };
    context.setSelection(next, 'none');
  };
}

/** The block around the active cell first, everything at the second time. */
function selectAll(context: CommandContext): void {
  const { sheet, selection } = context;
  const all = { top: 0, left: 0, bottom: sheet.rows.count - 1, right: sheet.cols.count - 1 };
  const block = region(sheet, selection.active);
  const here = currentArea(selection);
  const lonely =
    sameArea(block, footprint(sheet, selection.active)) &&
    !sheet.filled(selection.active.row, selection.active.col);
  const next = lonely || (sameArea(here, block) && selection.areas.length === 1) ? all : block;
  context.setSelection(selectArea(sheet, next, selection.active), 'none');
}

function after(move: 'down' | 'up' | 'right' | 'left', label: string, key: string): GridCommand {
  return { label, group: 'move', keys: [key], run: (context) => context.moveAfter(move) };
}

function sheetStep(label: string, keys: readonly string[], by: 1 | -1): GridCommand {
  return {
    label,
    group: 'sheet',
    keys,
    run: (context) => {
      const sheets = context.view.sheets;
      const next = sheets[sheets.findIndex((sheet) => sheet.id === context.sheet.id) + by];
      if (next !== undefined) context.showSheet(next.id);
    },
  };
}

export const NAVIGATION = defineCommands({
  'move.up': stepping('Up', ['ArrowUp'], -1, 0, false),
  'move.down': stepping('Down', ['ArrowDown'], 1, 0, false),
  'move.left': stepping('Left', ['ArrowLeft'], 0, -1, false),
  'move.right': stepping('Right', ['ArrowRight'], 0, 1, false),
  'move.edgeUp': edging('To the edge of the data above', ['Mod+ArrowUp'], -1, 0, false),
  'move.edgeDown': edging('To the edge of the data below', ['Mod+ArrowDown'], 1, 0, false),
  'move.edgeLeft': edging('To the edge of the data at the left', ['Mod+ArrowLeft'], 0, -1, false),
  'move.edgeRight': edging('To the edge of the data at the right', ['Mod+ArrowRight'], 0, 1, false),
  'move.pageUp': paging('One window up', ['PageUp'], -1, 0, false),
  'move.pageDown': paging('One window down', ['PageDown'], 1, 0, false),
  'move.pageLeft': paging('One window to the left', ['Alt+PageUp'], 0, -1, false),
  'move.pageRight': paging('One window to the right', ['Alt+PageDown'], 0, 1, false),
  'move.rowStart': jumping('Start of the row', ['Home'], rowStart, false),
  'move.rowEnd': jumping('Last filled cell of the row', ['End'], rowEnd, false),
  'move.sheetStart': jumping('Start of the sheet', ['Mod+Home'], sheetStart, false),
  'move.sheetEnd': jumping('Last cell in use', ['Mod+End'], sheetEnd, false),
  'move.enter': after('down', 'Next cell below', 'Enter'),
  'move.enterBack': after('up', 'Next cell above', 'Shift+Enter'),
  'move.tab': after('right', 'Next cell at the right', 'Tab'),
  'move.tabBack': after('left', 'Next cell at the left', 'Shift+Tab'),

  'select.up': stepping('Extend up', ['Shift+ArrowUp'], -1, 0, true),
  'select.down': stepping('Extend down', ['Shift+ArrowDown'], 1, 0, true),
  'select.left': stepping('Extend to the left', ['Shift+ArrowLeft'], 0, -1, true),
  'select.right': stepping('Extend to the right', ['Shift+ArrowRight'], 0, 1, true),
  'select.edgeUp': edging('Extend to the edge above', ['Mod+Shift+ArrowUp'], -1, 0, true),
  'select.edgeDown': edging('Extend to the edge below', ['Mod+Shift+ArrowDown'], 1, 0, true),
  'select.edgeLeft': edging('Extend to the edge at the left', ['Mod+Shift+ArrowLeft'], 0, -1, true),
  'select.edgeRight': edging('Extend to the edge at the right', ['Mod+Shift+ArrowRight'], 0, 1, true),
  'select.pageUp': paging('Extend one window up', ['Shift+PageUp'], -1, 0, true),
  'select.pageDown': paging('Extend one window down', ['Shift+PageDown'], 1, 0, true),
  'select.pageLeft': paging('Extend one window to the left', ['Alt+Shift+PageUp'], 0, -1, true),
  'select.pageRight': paging('Extend one window to the right', ['Alt+Shift+PageDown'], 0, 1, true),
  'select.rowStart': jumping('Extend to the start of the row', ['Shift+Home'], rowStart, true),
  'select.rowEnd': jumping('Extend to the last filled cell of the row', ['Shift+End'], rowEnd, true),
  'select.sheetStart': jumping('Extend to the start of the sheet', ['Mod+Shift+Home'], sheetStart, true),
  'select.sheetEnd': jumping('Extend to the last cell in use', ['Mod+Shift+End'], sheetEnd, true),
  'select.all': { label: 'Select all', group: 'select', keys: ['Mod+A', 'Mod+Shift+Space'], run: selectAll },
  'select.columns': {
    label: 'Select columns',
    group: 'select',
    keys: ['Ctrl+Space'],
    run: selectLines('cols'),
  },
  'select.rows': { label: 'Select rows', group: 'select', keys: ['Shift+Space'], run: selectLines('rows') },
  'select.single': {
    label: 'Select the active cell only',
    group: 'select',
    keys: ['Shift+Backspace'],
    run: (context) => context.setSelection(selectCell(context.sheet, context.selection.active), 'active'),
  },
  'select.showActive': {
    label: 'Scroll to the active cell',
    group: 'move',
    keys: ['Mod+Backspace'],
    run: (context) => context.setSelection(context.selection, 'active'),
  },

  'sheet.next': sheetStep('Next sheet', ['Mod+Shift+PageDown', 'Ctrl+PageDown'], 1),
  'sheet.previous': sheetStep('Previous sheet', ['Mod+Shift+PageUp', 'Ctrl+PageUp'], -1),
});
