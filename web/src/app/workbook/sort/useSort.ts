import { useCallback, useMemo, useState } from 'react';
import type { GridHandle, PageAsk } from '../../../grid/handle';
import type { SortLevel, WorkbookView } from '../../../model/view';
import { say } from '../../../ui/toast';
import type { SortTarget } from './target';

/** What is asked before anything is sorted. */
export type SortQuestion =
  /** One column of a block is selected: sort the block, or tear it apart? `descending` null leads to the dialog. */
  | {
      readonly kind: 'wider';
      readonly target: SortTarget;
      readonly wider: SortTarget;
      readonly descending: boolean | null;
    }
  /** Columns, directions, headings. */
  | { readonly kind: 'levels'; readonly target: SortTarget };

export interface SortDesk {
  readonly question: SortQuestion | null;
  /** True: it was about sorting. */
  readonly ask: (what: PageAsk) => boolean;
  /** Goes on with one of the two ranges. */
  readonly choose: (target: SortTarget, descending: boolean | null) => void;
  readonly sort: (target: SortTarget, by: readonly SortLevel[]) => Promise<string | null>;
  readonly close: () => void;
}

const WAYS: Readonly<Partial<Record<PageAsk, boolean | null>>> = {
  sortAscending: false,
  sortDescending: true,
  sortRange: null,
};

/** Sorting from a word to its end; what it takes is loaded when it is first asked for. */
export function useSort(view: WorkbookView, grid: GridHandle | null): SortDesk {
  const [question, setQuestion] = useState<SortQuestion | null>(null);

  const sort = useCallback(
    async (target: SortTarget, by: readonly SortLevel[]): Promise<string | null> => {
      if (grid === null) return null;
      const { sortRange } = await import('./sortRange');
      return sortRange(view, grid, target, by);
    },
    [view, grid],
  );

  const choose = useCallback(
    (target: SortTarget, descending: boolean | null): void => {
      if (descending === null) {
        setQuestion({ kind: 'levels', target });
        return;
      }
      setQuestion(null);
      grid?.focus();
      void sort(target, [{ col: target.col, descending }]).then((refused) => {
        if (refused !== null) say(refused, { kind: 'problem' });
      });
    },
    [sort, grid],
  );

  const begin = useCallback(
    async (descending: boolean | null): Promise<void> => {
      if (grid === null) return;
      const { chooseTarget } = await import('./target');
      const choice = await chooseTarget(view, grid);
      if (choice.kind === 'not') say(choice.why);
      else if (choice.kind === 'sort') choose(choice.target, descending);
      else setQuestion({ kind: 'wider', target: choice.target, wider: choice.wider, descending });
    },
    [view, grid, choose],
  );

  const ask = useCallback(
    (what: PageAsk): boolean => {
      const descending = WAYS[what];
      if (descending === undefined) return false;
      begin(descending).catch(() =>
        say('This was not sorted: the cells could not be fetched. Try again.', { kind: 'problem' }),
      );
      return true;
    },
    [begin],
  );

  const close = useCallback((): void => {
    setQuestion(null);
    grid?.focus();
  }, [grid]);

  return useMemo(() => ({ question, ask, choose, sort, close }), [question, ask, choose, sort, close]);
}
