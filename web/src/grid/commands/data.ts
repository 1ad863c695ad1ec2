/** Looking through the cells and putting them in order. The page answers with a bar or a dialog. */
import { type ColumnKind, kindOfCells, sortWords } from '../../model/column-kind';
import type { FilterView } from '../../model/filter';
import type { CellView } from '../../model/view';
import { filterNear, filterOfHeading } from '../filterButtons';
import type { PageAsk } from '../handle';
import { openChoices } from './checks';
import { defineCommands, type CommandContext, type GridCommand } from './definition';

const LOOKING = 'You may view this workbook, not change it.';

function asks(label: string, what: PageAsk, keys: readonly string[] = []): GridCommand {
  return { label, group: 'data', keys, run: (context) => context.ask(what) };
}

function changes(label: string, what: PageAsk, keys: readonly string[] = []): GridCommand {
  // What the server does later is no part of the step that a writing command makes at once.
  const when = ({ view }: CommandContext): string | null => (view.readOnly ? LOOKING : null);
  return { ...asks(label, what, keys), when };
}

function filterHere({ sheet, selection }: CommandContext): FilterView | null {
  return filterNear(sheet, selection.active);
}

/** One's own filter can be set by everybody. */
function notToBeSet(context: CommandContext): string | null {
  const filter = filterHere(context);
  if (filter === null) return 'There is no filter here.';
  return context.view.readOnly && !filter.own ? LOOKING : null;
}

/** Rows about the active cell that tell what its column holds, as far as they are there. */
const ABOUT = 30;

function kindHere({ sheet, selection }: CommandContext): ColumnKind {
  const { row, col } = selection.active;
  const cells: CellView[] = [];
  const last = Math.min(sheet.rows.used - 1, row + ABOUT);
  for (let each = Math.max(0, row - ABOUT); each <= last; each++) {
    const cell = sheet.cell(each, col);
    if (cell.loaded) cells.push(cell);
  }
  return kindOfCells(cells);
}

function sorts(what: PageAsk, descending: boolean): GridCommand {
  return {
    ...changes(sortWords('text', descending), what),
    name: (context) => sortWords(kindHere(context), descending),
  };
}

export const DATA = defineCommands({
  'find.open': asks('Find…', 'find', ['Mod+F']),
  'find.replace': changes('Find and replace…', 'replace', ['Mod+H', 'Mod+Shift+H']),
  'find.next': asks('Find next', 'findNext', ['F3']),
  'find.previous': asks('Find previous', 'findPrevious', ['Mod+Shift+G']),
  'sort.ascending': sorts('sortAscending', false),
  'sort.descending': sorts('sortDescending', true),
  'sort.range': changes('Sort range…', 'sortRange'),
  'filter.toggle': {
    ...asks('Create or remove a filter', 'filter', ['Mod+Shift+L']),
    on: (context) => filterHere(context) !== null,
  },
  'filter.own': asks('Filter only for me', 'filterOwn'),
  'filter.again': {
    ...asks('Apply the filter again', 'filterAgain', ['Mod+Alt+L']),
    when: notToBeSet,
  },
  'filter.all': {
    ...asks('Show all rows of the filter', 'filterAll'),
    when: (context) =>
      notToBeSet(context) ?? (filterHere(context)?.criteria.size === 0 ? 'The filter shows all rows.' : null),
  },
  'filter.value': asks('Filter by this value', 'filterValue'),
  'cell.menu': {
    label: 'Open the list of the cell',
    group: 'data',
    keys: ['Alt+ArrowDown'],
    run: (context) => {
      const { sheet, selection } = context;
      if (filterOfHeading(sheet, selection.active) !== null || !openChoices(context)) context.ask('cellMenu');
    },
  },
});
