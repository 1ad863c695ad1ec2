import { useCallback, useMemo, useState } from 'react';
import type { GridHandle, PageAsk } from '../../../grid/handle';

/** A cell for which a day is chosen. */
export interface DatedCell {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

export interface CheckDesk {
  /** How often the panel was asked for; 0 while it is closed. */
  readonly asked: number;
  readonly date: DatedCell | null;
  /** True: it was about what may be entered. */
  readonly ask: (what: PageAsk) => boolean;
  readonly close: () => void;
  readonly closeDate: () => void;
}

let openings = 0;

/** What may be entered: whether the panel beside the grid is open, and the calendar of a cell that takes dates. */
export function useChecks(grid: GridHandle | null, opened: () => void): CheckDesk {
  const [asked, setAsked] = useState(0);
  const [date, setDate] = useState<DatedCell | null>(null);

  const ask = useCallback(
    (what: PageAsk): boolean => {
      if (what === 'checks') {
        opened();
        setAsked(++openings);
      } else if (what === 'pickDate' && grid !== null) setDate({ sheet: grid.sheet, ...grid.activeCell });
      else return false;
      return true;
    },
    [grid, opened],
  );

  const close = useCallback((): void => {
    setAsked(0);
    grid?.focus();
  }, [grid]);

  const closeDate = useCallback((): void => {
    setDate(null);
    grid?.focus();
  }, [grid]);

  return useMemo(() => ({ asked, date, ask, close, closeDate }), [asked, date, ask, close, closeDate]);
}
