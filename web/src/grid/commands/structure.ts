/** Rows, columns, panes. */
import type { Area } from '../../model/view';
import { withHidden } from '../hiddenLines';
import { currentArea, isWholeCols, isWholeRows } from '../selection';
import { defineCommands, type CommandContext, type GridCommand } from './definition';

type Axis = 'rows' | 'cols';

/** Lines of the selection as ascending, separate stretches. */
export function stretches(areas: readonly Area[], axis: Axis): readonly (readonly [number, number])[] {
  const spans = areas
    .map((area): [number, number] => (axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right]))
    .sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span[0] <= last[1] + 1) last[1] = Math.max(last[1], span[1]);
    else joined.push([...span]);
  }
  return joined;
}

/** Lines of a selection one by one, for sizes; whole sheets are cut at what is in use. */
function lines(context: CommandContext, axis: Axis): number[] {
  const used = axis === 'rows' ? context.sheet.rows.used : context.sheet.cols.used;
  const all: number[] = [];
  for (const [first, last] of stretches(context.selection.areas, axis)) {
    const end = last - first > 20_000 ? Math.max(first, Math.min(last, used - 1)) : last;
    for (let index = first; index <= end; index++) all.push(index);
  }
  return all;
}

function wordFor(axis: Axis): string {
  return axis === 'rows' ? 'rows' : 'columns';
}

function insert(axis: Axis, where: 'before' | 'after', label: string): GridCommand {
  return {
    label,
    group: 'structure',
    writes: true,
    when: ({ selection, sheet }) => {
      const whole =
        axis === 'rows'
          ? isWholeCols(sheet, currentArea(selection))
          : isWholeRows(sheet, currentArea(selection));
      return whole ? `Select fewer ${wordFor(axis)} first.` : null;
    },
    run: ({ view, sheet, selection }) => {
      const area = currentArea(selection);
      const [first, last] = axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
      const before = where === 'before' ? first : last + 1;
      if (axis === 'rows') view.commands.insertRows(sheet.id, before, last - first + 1);
      else view.commands.insertCols(sheet.id, before, last - first + 1);
    },
  };
}

function remove(axis: Axis, label: string): GridCommand {
  return {
    label,
    group: 'structure',
    writes: true,
    when: ({ selection, sheet }) => {
      const whole =
        axis === 'rows'
          ? isWholeCols(sheet, currentArea(selection))
          : isWholeRows(sheet, currentArea(selection));
      return whole ? `A sheet keeps at least some ${wordFor(axis)}.` : null;
    },
    run: ({ view, sheet, selection }) => {
      // From the end, so that indices before stay what they were.
      for (const [first, last] of [...stretches(selection.areas, axis)].reverse()) {
        if (axis === 'rows') view.commands.deleteRows(sheet.id, first, last);
        else view.commands.deleteCols(sheet.id, first, last);
      }
    },
  };
}

function hide(axis: Axis, label: string, keys: readonly string[]): GridCommand {
  return {
    label,
    group: 'structure',
    keys,
    writes: true,
    run: ({ view, sheet, selection }) => {
      for (const [first, last] of stretches(selection.areas, axis)) {
        if (axis === 'rows') view.commands.hideRows(sheet.id, first, last, true);
        else view.commands.hideCols(sheet.id, first, last, true);
      }
    },
  };
}

/** Hidden lines cannot be selected alone: those beside the selection are meant as well. */
function unhide(axis: Axis, label: string, keys: readonly string[]): GridCommand {
  const found = ({ sheet, selection }: CommandContext): readonly (readonly [number, number])[] =>
    stretches(selection.areas, axis).flatMap(([first, last]) => {
      const span = withHidden(sheet[axis], first, last);
      return span === null ? [] : [span];
    });
  return {
    label,
    group: 'structure',
    keys,
    writes: true,
    when: (context) => (found(context).length === 0 ? `No ${wordFor(axis)} are hidden here.` : null),
    run: (context) => {
      const { commands } = context.view;
      commands.together(() => {
        for (const [first, last] of found(context)) {
          if (axis === 'rows') commands.hideRows(context.sheet.id, first, last, false);
          else commands.hideCols(context.sheet.id, first, last, false);
        }
      });
    },
  };
}

function move(axis: Axis, by: -1 | 1, label: string, keys: readonly string[]): GridCommand {
  return {
    label,
    group: 'structure',
    keys,
    writes: true,
    run: (context) => {
      const { view, sheet, selection } = context;
      const area = currentArea(selection);
      const [first, last] = axis === 'rows' ? [area.top, area.bottom] : [area.left, area.right];
      const count = axis === 'rows' ? sheet.rows.count : sheet.cols.count;
      if (by < 0 ? first === 0 : last >= count - 1) return;
      const before = by < 0 ? first - 1 : last + 2;
      if (axis === 'rows') view.commands.moveRows(sheet.id, first, last, before);
      else view.commands.moveCols(sheet.id, first, last, before);
      const shift = (a: Area): Area =>
        axis === 'rows'
          ? { ...a, top: a.top + by, bottom: a.bottom + by }
          : { ...a, left: a.left + by, right: a.right + by };
      const cell = (c: { row: number; col: number }) =>
        axis === 'rows' ? { row: c.row + by, col: c.col } : { row: c.row, col: c.col + by };
      context.setSelection(
        {
          ...selection,
          active: cell(selection.active),
          anchor: cell(selection.anchor),
          head: cell(selection.head),
          areas: selection.areas.map((each) => (each === area ? shift(each) : each)),
        },
        'active',
      );
    },
  };
}

/** Argument: pixels at 100 %, null for the default. */
function resize(axis: Axis, label: string): GridCommand {
  return {
    label,
    group: 'structure',
    writes: true,
    value: ({ sheet, selection }) =>
      axis === 'rows' ? sheet.rows.size(selection.active.row) : sheet.cols.size(selection.active.col),
    run: (context, argument) => {
      const size =
        typeof argument === 'number' && Number.isFinite(argument)
          ? Math.max(2, Math.min(2000, argument))
          : null;
      if (axis === 'rows') context.view.commands.resizeRows(context.sheet.id, lines(context, axis), size);
      else context.view.commands.resizeCols(context.sheet.id, lines(context, axis), size);
    },
  };
}

function fit(axis: Axis, label: string): GridCommand {
  return {
    label,
    group: 'structure',
    writes: true,
    run: (context) => fitLines(context, axis, lines(context, axis)),
  };
}

/** Gives each line the size that shows its contents; equal sizes go together in one command. */
export function fitLines(context: CommandContext, axis: Axis, indices: readonly number[]): void {
  const bySize = new Map<number | null, number[]>();
  for (const index of indices) {
    const size = context.fitting(axis, index);
    const same = bySize.get(size);
    if (same === undefined) bySize.set(size, [index]);
    else same.push(index);
  }
  for (const [size, same] of bySize) {
    if (axis === 'rows') context.view.commands.resizeRows(context.sheet.id, same, size);
    else context.view.commands.resizeCols(context.sheet.id, same, size);
  }
}

/** `why` says what is missing where there is nothing to freeze. */
function freeze(
  label: string,
  panes: (context: CommandContext) => readonly [number, number],
  why: string | null = null,
): GridCommand {
  const isSo = (context: CommandContext): boolean => {
    const [rows, cols] = panes(context);
    return context.sheet.rows.frozen === rows && context.sheet.cols.frozen === cols;
  };
  const none = (context: CommandContext): boolean => panes(context).every((count) => count === 0);
  return {
    label,
    group: 'structure',
    writes: true,
    when: (context) => (none(context) ? why : null),
    on: (context) => !none(context) && isSo(context),
    run: (context) => context.view.commands.freeze(context.sheet.id, ...panes(context)),
  };
}

/** Ctrl+- and Ctrl++ act on rows or columns, as the selection says. */
function byShape(rows: GridCommand, cols: GridCommand, label: string, keys: readonly string[]): GridCommand {
  const pick = (context: CommandContext): GridCommand =>
    isWholeCols(context.sheet, currentArea(context.selection)) ? cols : rows;
  return {
    label,
    group: 'structure',
    keys,
    writes: true,
    when: (context) => pick(context).when?.(context) ?? null,
    run: (context, argument) => pick(context).run(context, argument),
  };
}

const insertAbove = insert('rows', 'before', 'Insert rows above');
const insertLeft = insert('cols', 'before', 'Insert columns to the left');
const removeRows = remove('rows', 'Delete rows');
const removeCols = remove('cols', 'Delete columns');

export const STRUCTURE = defineCommands({
  'rows.insertAbove': insertAbove,
  'rows.insertBelow': insert('rows', 'after', 'Insert rows below'),
  'rows.delete': removeRows,
  'rows.hide': hide('rows', 'Hide rows', ['Mod+9']),
  'rows.unhide': unhide('rows', 'Unhide rows', ['Mod+Shift+9']),
  'rows.moveUp': move('rows', -1, 'Move rows up', ['Alt+Shift+ArrowUp']),
  'rows.moveDown': move('rows', 1, 'Move rows down', ['Alt+Shift+ArrowDown']),
  'rows.resize': resize('rows', 'Row height'),
  'rows.fit': fit('rows', 'Fit row height'),
  'cols.insertLeft': insertLeft,
  'cols.insertRight': insert('cols', 'after', 'Insert columns to the right'),
  'cols.delete': removeCols,
  'cols.hide': hide('cols', 'Hide columns', ['Mod+0']),
  'cols.unhide': unhide('cols', 'Unhide columns', ['Mod+Shift+0']),
  'cols.moveLeft': move('cols', -1, 'Move columns left', ['Alt+Shift+ArrowLeft']),
  'cols.moveRight': move('cols', 1, 'Move columns right', ['Alt+Shift+ArrowRight']),
  'cols.resize': resize('cols', 'Column width'),
  'cols.fit': fit('cols', 'Fit column width'),
  'lines.insert': byShape(insertAbove, insertLeft, 'Insert', ['Mod++', 'Mod+Shift+=', 'Mod+Alt+=']),
  'lines.delete': byShape(removeRows, removeCols, 'Delete', ['Mod+-', 'Mod+Alt+-']),
  'freeze.firstRow': freeze('Freeze the first row', ({ sheet }) => [1, sheet.cols.frozen]),
  'freeze.firstCol': freeze('Freeze the first column', ({ sheet }) => [sheet.rows.frozen, 1]),
  'freeze.rows': freeze(
    'Freeze the rows above',
    ({ selection, sheet }) => [selection.active.row, selection.active.row === 0 ? 0 : sheet.cols.frozen],
    'No row is above the selected cell.',
  ),
  'freeze.cols': freeze(
    'Freeze the columns at the left',
    ({ selection, sheet }) => [selection.active.col === 0 ? 0 : sheet.rows.frozen, selection.active.col],
    'No column is at the left of the selected cell.',
  ),
  'freeze.here': freeze(
    'Freeze above and left of the cell',
    ({ selection }) => [selection.active.row, selection.active.col],
    'Nothing is above or left of the first cell.',
  ),
  'freeze.none': {
    label: 'Unfreeze',
    group: 'structure',
    writes: true,
    when: ({ sheet }) => (sheet.rows.frozen + sheet.cols.frozen === 0 ? 'Nothing is frozen.' : null),
    run: ({ view, sheet }) => view.commands.freeze(sheet.id, 0, 0),
  },
});
