/** What a right click offers for tables. */
import { Sigma, Table2, TableProperties, Ungroup } from 'lucide-react';
import { areaHas } from '../../../lib/geometry';
import type { TableView, TotalFunction, WorkbookView } from '../../../model/view';
import type { MenuEntry } from '../../../ui/menuEntries';
import { keyWords } from '../../../ui/words';
import type { TableDesk } from './useTables';

const TOTALS: readonly (readonly [TotalFunction | null, string, RegExp])[] = [
  [null, 'Nothing', /^$/],
  ['sum', 'Sum', /^=SUBTOTAL\(109,/],
  ['average', 'Average', /^=SUBTOTAL\(101,/],
  ['counta', 'Count', /^=SUBTOTAL\(103,/],
  ['count', 'Count of numbers', /^=SUBTOTAL\(102,/],
  ['max', 'Largest', /^=SUBTOTAL\(104,/],
  ['min', 'Smallest', /^=SUBTOTAL\(105,/],
  ['stdev', 'Standard deviation', /^=SUBTOTAL\(107,/],
  ['var', 'Variance', /^=SUBTOTAL\(110,/],
];

function totalEntries(view: WorkbookView, table: TableView, row: number, col: number): readonly MenuEntry[] {
  const cell = view.sheet(table.sheet)?.cell(row, col);
  const content = cell?.formula ?? cell?.text ?? '';
  return [
    { id: 'total-caption', caption: `Total of ${table.columns[col - table.area.left] ?? ''}` },
    ...TOTALS.map(([what, text, is]) => ({
      id: `total-${what ?? 'none'}`,
      text,
      checked: is.test(content),
      run: () => view.commands.table.total(table.id, col - table.area.left, what),
    })),
    'line',
  ];
}

/** Entries about the table around a cell, or the one that makes a table. */
export function tableEntries(
  view: WorkbookView,
  desk: TableDesk,
  cell: { readonly row: number; readonly col: number },
): readonly MenuEntry[] {
  const table = desk.here();
  const off = view.readOnly;
  if (table === null) {
    return [
      { id: 'table', text: 'Make a table', icon: Table2, keys: keyWords('Ctrl+L'), off, run: desk.makeHere },
    ];
  }
  const onTotals = table.totals && cell.row === table.area.bottom && areaHas(table.area, cell.row, cell.col);
  return [
    ...(onTotals && !off ? totalEntries(view, table, cell.row, cell.col) : []),
    { id: 'table-caption', caption: `Table ${table.name}` },
    {
      id: 'table-change',
      text: 'Name, range and look…',
      icon: TableProperties,
      off,
      run: () => desk.change(table.id),
    },
    {
      id: 'table-totals',
      text: table.totals ? 'Hide the totals' : 'Show totals',
      icon: Sigma,
      off,
      run: () => view.commands.table.showTotals(table.id, !table.totals),
    },
    {
      id: 'table-cells',
      text: 'Turn into plain cells',
      icon: Ungroup,
      off,
      run: () => view.commands.table.toCells(table.id),
    },
  ];
}
