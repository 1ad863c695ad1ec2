import { useCallback, useEffect, useMemo, useState } from 'react';
import { filterNear, filterOfHeading } from '../../../grid/filterButtons';
import type { CellPosition, GridHandle, PageAsk } from '../../../grid/handle';
import type { FilterView } from '../../../model/filter';
import type { WorkbookView } from '../../../model/view';
import { say } from '../../../ui/toast';
import { keepFilters, keptFilters } from './kept';

/** The heading whose menu is open. */
export interface OpenHeading extends CellPosition {
  readonly sheet: string;
}

export interface FilterDesk {
  readonly heading: OpenHeading | null;
  /** True: it was about filters. */
  readonly ask: (what: PageAsk) => boolean;
  /** Opens the menu of a heading. */
  readonly open: (cell: CellPosition) => void;
  readonly close: () => void;
  readonly again: (filter: FilterView) => void;
  readonly share: (filter: FilterView) => void;
  readonly closeOwn: (filter: FilterView) => void;
}

const load = () => import('./filterActs');
const NOT_DONE = 'This was not done: the server does not answer. Try again.';

/** Filters from a word to their end; what they take is loaded when it is first asked for. */
export function useFilters(
  view: WorkbookView,
  grid: GridHandle | null,
  ready: boolean,
  past: boolean,
): FilterDesk {
  const [heading, setHeading] = useState<OpenHeading | null>(null);

  // Filters of one's own come back with the page that was loaded again.
  useEffect(() => {
    if (!ready) return;
    const kept = keptFilters(view.id);
    let restored = kept.length === 0;
    if (!restored) {
      view.commands.filter
        .restore(kept)
        .catch(() => say('Your own filter could not be applied again.', { kind: 'problem' }))
        .finally(() => {
          restored = true;
        });
    }
    let last = '';
    return view.subscribe('cells', () => {
      if (!restored) return;
      const now = view.commands.filter.kept;
      const text = now.length === 0 ? '' : JSON.stringify(now);
      if (text === last) return;
      last = text;
      keepFilters(view.id, now);
    });
  }, [view, ready]);

  const run = useCallback((work: (acts: Awaited<ReturnType<typeof load>>) => Promise<void>): void => {
    load()
      .then(work)
      .catch(() => say(NOT_DONE, { kind: 'problem' }));
  }, []);

  const open = useCallback(
    (cell: CellPosition): void => {
      // An earlier moment shows its filters as they were.
      if (grid !== null && !past) setHeading({ sheet: grid.sheet, row: cell.row, col: cell.col });
    },
    [grid, past],
  );

  const ask = useCallback(
    (what: PageAsk): boolean => {
      const sheet = grid === null ? undefined : view.sheet(grid.sheet);
      if (grid === null || sheet === undefined || past) return false;
      if (what === 'filter') run((acts) => acts.toggleFilter(view, grid));
      else if (what === 'filterOwn') run((acts) => acts.ownFilter(view, grid));
      else if (what === 'filterValue') run((acts) => acts.filterByValue(view, grid));
      else if (what === 'filterAgain' || what === 'filterAll') {
        const filter = filterNear(sheet, grid.activeCell);
        const act = what === 'filterAgain' ? 'applyAgain' : 'showAll';
        if (filter !== null) run((acts) => acts[act](view, filter));
      } else if (what === 'cellMenu' && filterOfHeading(sheet, grid.activeCell) !== null) {
        open(grid.activeCell);
      } else return false;
      return true;
    },
    [view, grid, past, run, open],
  );

  const close = useCallback((): void => {
    setHeading(null);
    grid?.focus();
  }, [grid]);

  const again = useCallback(
    (filter: FilterView): void => run((acts) => acts.applyAgain(view, filter)),
    [view, run],
  );
  const share = useCallback(
    (filter: FilterView): void => run((acts) => acts.shareOwn(view, filter)),
    [view, run],
  );
  const closeOwn = useCallback(
    (filter: FilterView): void => {
      view.commands.filter.closeOwn(filter);
      grid?.focus();
    },
    [view, grid],
  );

  return useMemo(
    () => ({ heading, ask, open, close, again, share, closeOwn }),
    [heading, ask, open, close, again, share, closeOwn],
  );
}
