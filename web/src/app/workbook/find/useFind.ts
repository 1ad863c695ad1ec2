import { useCallback, useMemo, useState } from 'react';
import type { PageAsk } from '../../../grid/handle';
import type { Area } from '../../../model/view';
import { say } from '../../../ui/toast';

/** What is looked for, and where; kept while the bar is closed. */
export interface FindWish {
  readonly text: string;
  readonly replacement: string;
  readonly case: boolean;
  readonly whole: boolean;
  readonly regex: boolean;
  readonly formulas: boolean;
  readonly where: 'sheet' | 'all' | 'area';
  /** The selection as it was when it was chosen. */
  readonly area: { readonly sheet: string; readonly area: Area } | null;
}

export interface FindDesk {
  readonly open: boolean;
  readonly replacing: boolean;
  readonly wish: FindWish;
  /** The last thing asked for, a new object each time. */
  readonly asked: { readonly what: PageAsk; readonly text: string } | null;
  /** True: it was about finding. */
  readonly ask: (what: PageAsk) => boolean;
  readonly setWish: (patch: Partial<FindWish>) => void;
  readonly setReplacing: (replacing: boolean) => void;
  readonly close: () => void;
}

const NOTHING: FindWish = {
  text: '',
  replacement: '',
  case: false,
  whole: false,
  regex: false,
  formulas: false,
  where: 'sheet',
  area: null,
};

/** Whether the bar for finding is open, and what it looks for. */
export function useFind(past: boolean): FindDesk {
  const [open, setOpen] = useState(false);
  const [replacing, setReplacing] = useState(false);
  const [asked, setAsked] = useState<FindDesk['asked']>(null);
  const [wish, change] = useState(NOTHING);

  const ask = useCallback(
    (what: PageAsk): boolean => {
      if (what !== 'find' && what !== 'replace' && what !== 'findNext' && what !== 'findPrevious')
        return false;
      if (past) {
        say('This is an earlier moment. Return to now to search.');
        return true;
      }
      setOpen(true);
      if (what === 'replace') setReplacing(true);
      setAsked({ what, text: wish.text });
      return true;
    },
    [past, wish.text],
  );
  const setWish = useCallback((patch: Partial<FindWish>): void => {
    change((before) => ({ ...before, ...patch }));
  }, []);
  const close = useCallback((): void => {
    setOpen(false);
    setReplacing(false);
    setAsked(null);
    // A selection is looked through once; the next search is one of the sheet again.
    change((before) => (before.where === 'area' ? { ...before, where: 'sheet', area: null } : before));
  }, []);

  return useMemo(
    () => ({ open: open && !past, replacing, wish, asked, ask, setWish, setReplacing, close }),
    [open, past, replacing, wish, asked, ask, setWish, close],
  );
}
