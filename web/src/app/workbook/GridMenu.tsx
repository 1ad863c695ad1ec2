import type { ComponentProps } from 'react';
import type { GridHandle } from '../../grid/handle';
import type { MenuRequest } from '../../grid/handle';
import type { SheetView, WorkbookView } from '../../model/view';
import { PointMenu } from '../../ui/Menu';
import { contextEntries, type PageActs } from './contextMenus';
import { tableEntries } from './tables/tableMenu';
import type { TableDesk } from './tables/useTables';

interface GridMenuProps extends Pick<ComponentProps<typeof PointMenu>, 'onClose'> {
  readonly at: MenuRequest;
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly tables: TableDesk;
  readonly acts: Omit<PageActs, 'tables'>;
}

/** What a right click on the grid opens. */
export function GridMenu({ at, view, grid, sheet, tables, acts, onClose }: GridMenuProps) {
  const ofTable = tableEntries(view, tables, at.cell);
  return (
    <PointMenu
      at={at}
      testId="grid-menu"
      onClose={onClose}
      entries={contextEntries(at, grid, sheet, { ...acts, tables: ofTable })}
    />
  );
}
