import { useCallback, useMemo, useState } from 'react';
import type { GridHandle, HoverTarget } from '../../grid/handle';
import { isAddress } from '../../model/edit-links';
import type { WorkbookView } from '../../model/view';
import { say } from '../../ui/toast';
import { goToPlace } from './deskActs';
import { useLinger } from './useLinger';

export interface AttachedCell {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
  /** The card to look at, the note being written, or the link's dialog. */
  readonly what: 'look' | 'note' | 'link';
}

export interface AttachedDesk {
  readonly cell: AttachedCell | null;
  readonly hover: (target: HoverTarget | null) => void;
  /** The pointer is on the card. */
  readonly hold: (held: boolean) => void;
  /** Lets the person write the note or the link of the active cell, or of that whose card is open. */
  readonly write: (what: 'note' | 'link') => void;
  readonly saveNote: (text: string) => void;
  /** A sentence when the address is none. */
  readonly saveLink: (text: string | null, address: string) => string | null;
  readonly unlink: () => void;
  readonly follow: (link: string) => void;
  /** The card goes without a word when the window or the selection moves. */
  readonly leave: () => void;
  readonly close: () => void;
}

/** Notes and links of cells, and why they do not fit: the card that comes by hovering, writing them, and following links. */
export function useAttached(
  view: WorkbookView,
  shown: WorkbookView,
  grid: GridHandle | null,
  now: boolean,
): AttachedDesk {
  const [cell, setCell] = useState<AttachedCell | null>(null);
  const lookAway = useCallback((): void => setCell((open) => (open?.what === 'look' ? null : open)), []);
  const { stay, linger, hold, forget } = useLinger(lookAway);

  const leave = useCallback((): void => {
    forget();
    lookAway();
  }, [forget, lookAway]);

  const close = useCallback((): void => {
    forget();
    setCell(null);
    grid?.focus();
  }, [forget, grid]);

  const hover = useCallback(
    (target: HoverTarget | null): void => {
      if (grid === null) return;
      const view =
        target === null ? undefined : shown.sheet(grid.sheet)?.cell(target.cell.row, target.cell.col);
      // Why it is wrong goes before what somebody says about it.
      const wrong = typeof view?.value === 'object' && view.value !== null;
      const hung = view?.note !== undefined || view?.link !== undefined || view?.look?.bad !== undefined;
      const has = hung && !wrong;
      if (target === null || !has || grid.editor.state !== null) {
        linger();
        return;
      }
      stay();
      const next: AttachedCell = { sheet: grid.sheet, ...target.cell, what: 'look' };
      setCell((open) =>
        open !== null && (open.what !== 'look' || (open.row === next.row && open.col === next.col))
          ? open
          : next,
      );
    },
    [grid, shown, linger, stay],
  );

  const write = useCallback(
    (what: 'note' | 'link'): void => {
      if (grid === null || !now) return;
      const { sheet, activeCell } = grid;
      const area = view.sheet(sheet)?.mergeAt(activeCell.row, activeCell.col);
      const at = area === null || area === undefined ? activeCell : { row: area.top, col: area.left };
      setCell((open) => (open === null ? { sheet, ...at, what } : { ...open, what }));
    },
    [grid, now, view],
  );

  const saveNote = useCallback(
    (text: string): void => {
      if (cell !== null)
        view.commands.setNote(cell.sheet, cell.row, cell.col, text.trim() === '' ? null : text);
      close();
    },
    [cell, view, close],
  );

  const saveLink = useCallback(
    (text: string | null, address: string): string | null => {
      if (cell === null) return null;
      const { sheet, row, col } = cell;
      const said: { problem: string | null } = { problem: null };
      view.commands.together(() => {
        said.problem = view.commands.setLink(sheet, row, col, address);
        if (said.problem !== null || text === null) return;
        view.commands.type(sheet, row, col, [[text]]);
        // A text that is an address itself has taken the link's place.
        view.commands.setLink(sheet, row, col, address);
      });
      if (said.problem === null) close();
      return said.problem;
    },
    [cell, view, close],
  );

  const unlink = useCallback((): void => {
    if (cell !== null) view.commands.setLink(cell.sheet, cell.row, cell.col, null);
    close();
  }, [cell, view, close]);

  const follow = useCallback(
    (link: string): void => {
      if (link.startsWith('#') && grid !== null) {
        close();
        goToPlace(link.slice(1), shown, grid);
      } else if (isAddress(link)) window.open(link, '_blank', 'noopener');
      else say('This link leads nowhere that may be opened from here.');
    },
    [grid, shown, close],
  );

  return useMemo(
    () => ({ cell, hover, hold, write, saveNote, saveLink, unlink, follow, leave, close }),
    [cell, hover, hold, write, saveNote, saveLink, unlink, follow, leave, close],
  );
}
