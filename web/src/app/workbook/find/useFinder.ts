import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FoundCells, GridHandle } from '../../../grid/handle';
import type { WorkbookView } from '../../../model/view';
import { showCell } from '../showCell';
import { Finder, type FindMatch, type FindOptions, type FindState } from './finder';
import type { FindWish } from './useFind';

export interface FinderDesk {
  readonly state: FindState;
  readonly options: FindOptions;
  readonly step: (by: 1 | -1) => void;
  /** A match was replaced: on to the next one. */
  readonly replaced: (match: FindMatch) => void;
}

const START: FindState = { matches: [], at: -1, complete: true, busy: false, problem: null };

function optionsOf(wish: FindWish, sheet: string): FindOptions {
  const { text, where, area, regex, formulas, whole } = wish;
  const scope =
    where === 'all'
      ? ({ kind: 'all' } as const)
      : where === 'area' && area !== null
        ? ({ kind: 'area', ...area } as const)
        : ({ kind: 'sheet', sheet } as const);
  return { text, case: wish.case, whole, regex, formulas, scope };
}

/** By sheet and row, as the grid looks them up. */
function cellsOf(matches: readonly FindMatch[]): FoundCells['sheets'] {
  const sheets = new Map<string, Map<number, number[]>>();
  for (const { sheet, row, col } of matches) {
    let rows = sheets.get(sheet);
    if (rows === undefined) sheets.set(sheet, (rows = new Map<number, number[]>()));
    const cols = rows.get(row);
    if (cols === undefined) rows.set(row, [col]);
    else cols.push(col);
  }
  return sheets;
}

/** A search as long as its bar is open: asked of the server, lit in the grid. */
export function useFinder(
  view: WorkbookView,
  grid: GridHandle,
  wish: FindWish,
  sheet: string,
  onGone: () => void,
): FinderDesk {
  const [state, setState] = useState(START);
  const finder = useRef<Finder | null>(null);
  const { text, where, area, regex, formulas, whole, case: exact } = wish;
  // The sheet counts only where the search is about it.
  const about = where === 'sheet' ? sheet : '';
  const options = useMemo(
    () => optionsOf({ text, where, area, regex, formulas, whole, case: exact, replacement: '' }, about),
    [text, where, area, regex, formulas, whole, exact, about],
  );
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });

  const go = useCallback(
    (match: FindMatch): void => {
      showCell(grid, match);
      gone.current();
    },
    [grid],
  );

  useEffect(() => {
    const made = new Finder(view, {
      changed: () => setState(made.state),
      reached: go,
      here: () => ({ sheet: grid.sheet, ...grid.activeCell }),
    });
    finder.current = made;
    return () => {
      finder.current = null;
      made.close();
      grid.showFound(null);
    };
  }, [view, grid, go]);

  useEffect(() => finder.current?.look(options), [options, view, grid]);

  const { matches, at } = state;
  const sheets = useMemo(() => cellsOf(matches), [matches]);
  useEffect(() => {
    grid.showFound({ sheets, current: matches[at] ?? null });
  }, [grid, sheets, matches, at]);

  const step = useCallback(
    (by: 1 | -1): void => {
      const match = finder.current?.step(by);
      if (match) go(match);
    },
    [go],
  );
  const replaced = useCallback(
    (match: FindMatch): void => {
      const next = finder.current?.without(match);
      if (next) go(next);
    },
    [go],
  );
  return { state, options, step, replaced };
}
