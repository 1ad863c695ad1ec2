/** Entries of the menus on cells, row numbers and column letters. */
import {
  ArrowDown,
  ArrowDownAZ,
  ArrowDownToDot,
  ArrowDownZA,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpDown,
  ArrowUpFromDot,
  BetweenHorizontalEnd,
  BetweenHorizontalStart,
  BetweenVerticalEnd,
  BetweenVerticalStart,
  ChartColumn,
  CircleQuestionMark,
  ClipboardPaste,
  Clipboard,
  ClipboardList,
  Copy,
  Eraser,
  ExternalLink,
  Eye,
  EyeOff,
  Funnel,
  FunnelPlus,
  FunnelX,
  Highlighter,
  History,
  Link,
  Link2,
  Link2Off,
  ListChecks,
  ListFilter,
  ListTree,
  RefreshCw,
  RotateCcw,
  Scissors,
  Settings2,
  Snowflake,
  SquareCheck,
  StickyNote,
  TableCellsMerge,
  Tag,
  Trash2,
  UnfoldHorizontal,
  UnfoldVertical,
  X,
} from 'lucide-react';
import type { CommandId } from '../../grid/commands';
import { filterNear } from '../../grid/filterButtons';
import type { GridHandle, MenuRequest } from '../../grid/handle';
import { isWholeCols } from '../../grid/selection';
import type { Area, SheetView } from '../../model/view';
import type { IconType, MenuEntry } from '../../ui/menuEntries';
import { keyWords } from '../../ui/words';
import { areaName } from './address';
import type { OpenDialog } from './DeskDialogs';
import { keysOf, shownKeys } from './keys';

export interface PageActs {
  readonly story: () => void;
  readonly why: () => void;
  readonly undoLast: () => void;
  readonly copyLink: () => void;
  readonly historyOf: () => void;
  readonly explain: () => void;
  readonly trace: (way: 'precedents' | 'dependents') => void;
  readonly removeArrows: () => void;
  /** What can be done with the table around the cell. */
  readonly tables: readonly MenuEntry[];
  readonly open: (dialog: OpenDialog) => void;
  readonly mayEdit: boolean;
  readonly openChart: (id: string) => void;
}

interface Kitchen {
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly area: Area;
}

/** `text`: null for its own name. `keyed`: the command whose keys do the same here. */
function entry(
  { grid }: Kitchen,
  id: CommandId,
  text: string | null,
  icon: IconType,
  keyed: CommandId = id,
): MenuEntry {
  const state = grid.commandState(id);
  const keys = keysOf(keyed);
  return {
    id,
    text: text ?? state.label,
    icon,
    off: !state.enabled,
    run: () => grid.run(id),
    ...(keys === null ? {} : { keys }),
    ...(state.reason === undefined ? {} : { tip: state.reason }),
  };
}

function clipboard(kitchen: Kitchen, acts: PageActs): readonly MenuEntry[] {
  return [
    entry(kitchen, 'edit.cut', 'Cut', Scissors),
    entry(kitchen, 'edit.copy', 'Copy', Copy),
    entry(kitchen, 'edit.paste', 'Paste', ClipboardPaste),
    entry(kitchen, 'edit.pasteValues', 'Paste values only', Clipboard),
    {
      id: 'paste-special',
      text: 'Paste special…',
      icon: ClipboardList,
      keys: shownKeys('Mod+Alt+V'),
      off: !acts.mayEdit,
      run: () => acts.open('paste'),
    },
    'line',
  ];
}

const rowsText = (area: Area): string =>
  area.top === area.bottom ? `row ${area.top + 1}` : `rows ${area.top + 1} to ${area.bottom + 1}`;
const countText = (n: number, one: string, many: string): string => (n === 1 ? one : `${n} ${many}`);

function colsText(area: Area, sheet: SheetView): string {
  const name = areaName({ top: 0, bottom: sheet.rows.count - 1, left: area.left, right: area.right }, sheet);
  return area.left === area.right
    ? `column ${name.split(':')[0] ?? name}`
    : `columns ${name.replace(':', ' to ')}`;
}

function rowEntries(kitchen: Kitchen): readonly [MenuEntry, MenuEntry, MenuEntry] {
  const { area, sheet } = kitchen;
  const n = area.bottom - area.top + 1;
  const cols = isWholeCols(sheet, area);
  return [
    entry(
      kitchen,
      'rows.insertAbove',
      `Insert ${countText(n, 'row', 'rows')} above`,
      BetweenHorizontalEnd,
      cols ? undefined : 'lines.insert',
    ),
    entry(kitchen, 'rows.insertBelow', `Insert ${countText(n, 'row', 'rows')} below`, BetweenHorizontalStart),
    entry(kitchen, 'rows.delete', `Delete ${rowsText(area)}`, Trash2, cols ? undefined : 'lines.delete'),
  ];
}

function colEntries(kitchen: Kitchen): readonly [MenuEntry, MenuEntry, MenuEntry] {
  const { area, sheet } = kitchen;
  const n = area.right - area.left + 1;
  const cols = isWholeCols(sheet, area);
  return [
    entry(
      kitchen,
      'cols.insertLeft',
      `Insert ${countText(n, 'column', 'columns')} at the left`,
      BetweenVerticalEnd,
      cols ? 'lines.insert' : undefined,
    ),
    entry(
      kitchen,
      'cols.insertRight',
      `Insert ${countText(n, 'column', 'columns')} at the right`,
      BetweenVerticalStart,
    ),
    entry(
      kitchen,
      'cols.delete',
      `Delete ${colsText(area, sheet)}`,
      Trash2,
      cols ? 'lines.delete' : undefined,
    ),
  ];
}

function sorting(kitchen: Kitchen): readonly MenuEntry[] {
  return [
    entry(kitchen, 'sort.ascending', null, ArrowDownAZ),
    entry(kitchen, 'sort.descending', null, ArrowDownZA),
    entry(kitchen, 'sort.range', 'Sort range…', ArrowUpDown),
  ];
}

/** What the filter here can become; who may only look has one of their own. */
function filtering(kitchen: Kitchen): readonly MenuEntry[] {
  const { grid, sheet } = kitchen;
  const near = filterNear(sheet, grid.activeCell);
  const mayEdit = grid.commandState('edit.clear').enabled;
  const toggle = near === null ? 'Create a filter' : 'Remove the filter';
  return [
    ...(mayEdit && near?.own !== true
      ? [entry(kitchen, 'filter.toggle', toggle, near === null ? Funnel : FunnelX)]
      : []),
    ...(near !== null && (near.own || mayEdit)
      ? [
          entry(kitchen, 'filter.all', 'Show all rows', Eye),
          entry(kitchen, 'filter.again', 'Apply the filter again', RefreshCw),
        ]
      : []),
    entry(kitchen, 'filter.value', 'Filter by this value', ListFilter),
    entry(
      kitchen,
      'filter.own',
      near?.own === true ? 'Close your own filter' : 'Filter only for me',
      FunnelPlus,
    ),
  ];
}

/** Arrows to what the active cell reads and from it to what reads it. */
function tracing({ grid, sheet }: Kitchen, acts: PageActs): readonly MenuEntry[] {
  const { value, formula } = sheet.cell(grid.activeCell.row, grid.activeCell.col);
  const remove: MenuEntry = { id: 'remove-arrows', text: 'Remove arrows', icon: X, run: acts.removeArrows };
  const reads: MenuEntry = {
    id: 'trace-in',
    text: 'Trace precedents',
    icon: ArrowDownToDot,
    run: () => acts.trace('precedents'),
  };
  const read: MenuEntry = {
    id: 'trace-out',
    text: 'Trace dependents',
    icon: ArrowUpFromDot,
    run: () => acts.trace('dependents'),
  };
  return [
    ...(formula === undefined ? [] : [reads]),
    ...(formula === undefined && value === null ? [] : [read]),
    ...(grid.traced ? [remove] : []),
  ];
}

function size(dialog: 'rowSize' | 'colSize', text: string, icon: IconType, acts: PageActs): MenuEntry {
  return { id: dialog, text, icon, off: !acts.mayEdit, run: () => acts.open(dialog) };
}

function chartEntries(id: string, grid: GridHandle, acts: PageActs): readonly MenuEntry[] {
  const { enabled: mayEdit } = grid.commandState('chart.insert');
  return [
    {
      id: 'chart-open',
      text: 'Chart settings',
      icon: Settings2,
      keys: keyWords('Enter'),
      run: () => acts.openChart(id),
    },
    'line',
    {
      id: 'chart-delete',
      text: 'Delete the chart',
      icon: Trash2,
      keys: keyWords('Delete'),
      off: !mayEdit,
      run: () => grid.deleteChart(id),
    },
  ];
}

function merging(kitchen: Kitchen): MenuEntry {
  const merged = kitchen.grid.commandState('format.merge').on === true;
  return entry(kitchen, 'format.merge', merged ? 'Unmerge cells' : 'Merge cells', TableCellsMerge);
}

/** What hangs on a cell. */
function attachments(kitchen: Kitchen): readonly MenuEntry[] {
  const { note, link } = kitchen.sheet.cell(kitchen.grid.activeCell.row, kitchen.grid.activeCell.col);
  return [
    entry(kitchen, 'note.edit', note === undefined ? 'Add a note' : 'Edit the note', StickyNote),
    ...(note === undefined ? [] : [entry(kitchen, 'note.delete', 'Delete the note', Trash2)]),
    ...(link === undefined ? [] : [entry(kitchen, 'link.open', 'Open the link', ExternalLink)]),
    entry(kitchen, 'link.edit', link === undefined ? 'Insert link' : 'Edit the link', Link2),
    ...(link === undefined ? [] : [entry(kitchen, 'link.remove', 'Remove the link', Link2Off)]),
  ];
}

/** What a right click offers, by what it hit. */
export function contextEntries(
  request: MenuRequest,
  grid: GridHandle,
  sheet: SheetView,
  acts: PageActs,
): readonly MenuEntry[] {
  const area = grid.selectionAreas.at(-1) ?? {
    top: request.cell.row,
    bottom: request.cell.row,
    left: request.cell.col,
    right: request.cell.col,
  };
  const kitchen: Kitchen = { grid, sheet, area };
  if (request.chart !== undefined) return chartEntries(request.chart, grid, acts);
  const name = areaName(area, sheet);
  if (request.on === 'row') {
    return [
      ...clipboard(kitchen, acts),
      ...rowEntries(kitchen),
      entry(kitchen, 'edit.clear', 'Clear contents', Eraser),
      'line',
      entry(kitchen, 'rows.hide', `Hide ${rowsText(area)}`, EyeOff),
      entry(kitchen, 'rows.unhide', 'Show hidden rows', Eye),
      size('rowSize', 'Row height…', UnfoldVertical, acts),
      entry(kitchen, 'rows.fit', 'Fit the height', UnfoldVertical),
      entry(kitchen, 'rows.moveUp', 'Move up', ArrowUp),
      entry(kitchen, 'rows.moveDown', 'Move down', ArrowDown),
      entry(kitchen, 'freeze.rows', `Freeze rows above ${area.top + 1}`, Snowflake),
      'line',
      { id: 'history', text: `History of ${name}`, icon: History, run: acts.historyOf },
    ];
  }
  if (request.on === 'column') {
    return [
      ...clipboard(kitchen, acts),
      ...colEntries(kitchen),
      entry(kitchen, 'edit.clear', 'Clear contents', Eraser),
      'line',
      ...sorting(kitchen),
      ...filtering(kitchen),
      entry(kitchen, 'rules.open', 'Conditional formatting…', Highlighter),
      entry(kitchen, 'check.rules', 'Data validation…', ListChecks),
      'line',
      entry(kitchen, 'cols.hide', `Hide ${colsText(area, sheet)}`, EyeOff),
      entry(kitchen, 'cols.unhide', 'Show hidden columns', Eye),
      size('colSize', 'Column width…', UnfoldHorizontal, acts),
      entry(kitchen, 'cols.fit', 'Fit the width', UnfoldHorizontal),
      entry(kitchen, 'cols.moveLeft', 'Move left', ArrowLeft),
      entry(kitchen, 'cols.moveRight', 'Move right', ArrowRight),
      entry(kitchen, 'freeze.cols', `Freeze columns before ${name.split(':')[0] ?? ''}`, Snowflake),
      'line',
      { id: 'history', text: `History of ${name}`, icon: History, run: acts.historyOf },
    ];
  }
  const single = area.top === area.bottom && area.left === area.right;
  const { value } = sheet.cell(grid.activeCell.row, grid.activeCell.col);
  const wrong = typeof value === 'object' && value !== null;
  const arrows = tracing(kitchen, acts);
  const [rowAbove, rowBelow, removeRows] = rowEntries(kitchen);
  const [colBefore, colBehind, removeCols] = colEntries(kitchen);
  return [
    ...clipboard(kitchen, acts),
    ...(wrong
      ? ([
          {
            id: 'explain',
            text: 'Explain this error',
            icon: CircleQuestionMark,
            keys: keyWords('Alt+F1'),
            run: acts.explain,
          },
          'line',
        ] as const)
      : []),
    rowAbove,
    colBefore,
    removeRows,
    {
      id: 'lines',
      text: 'More of rows and columns',
      icon: BetweenHorizontalStart,
      entries: [
        rowBelow,
        colBehind,
        removeCols,
        'line',
        entry(kitchen, 'freeze.here', 'Freeze above and left of here', Snowflake),
        merging(kitchen),
      ],
    },
    entry(kitchen, 'edit.clear', 'Clear contents', Eraser),
    'line',
    { id: 'sorting', text: 'Sort', icon: ArrowUpDown, entries: sorting(kitchen) },
    ...filtering(kitchen),
    ...acts.tables,
    'line',
    ...(single
      ? [
          { id: 'story', text: `Story of ${name}`, icon: History, keys: keyWords('Alt+H'), run: acts.story },
          { id: 'why', text: `Why did ${name} change?`, icon: ListTree, run: acts.why },
          { id: 'undo-last', text: 'Undo the last change here', icon: RotateCcw, run: acts.undoLast },
        ]
      : [{ id: 'history', text: `History of ${name}`, icon: History, run: acts.historyOf }]),
    ...(arrows.length === 0
      ? []
      : [{ id: 'arrows', text: 'Trace the formula', icon: ArrowUpFromDot, entries: arrows }]),
    'line',
    ...attachments(kitchen),
    {
      id: 'insertions',
      text: 'Insert and define',
      icon: ChartColumn,
      entries: [
        entry(kitchen, 'chart.insert', 'Insert chart', ChartColumn),
        entry(kitchen, 'check.box', 'Insert checkbox', SquareCheck),
        entry(kitchen, 'check.rules', 'Data validation…', ListChecks),
        entry(kitchen, 'rules.open', 'Conditional formatting…', Highlighter),
        {
          id: 'define-name',
          text: 'Name the selection…',
          icon: Tag,
          off: !acts.mayEdit,
          run: () => acts.open('newName'),
        },
      ],
    },
    {
      id: 'copy-link',
      text: single ? 'Copy link to this cell' : 'Copy link to this range',
      icon: Link,
      run: acts.copyLink,
    },
  ];
}
