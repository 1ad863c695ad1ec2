import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GridHandle, HoverTarget } from '../../grid/handle';
import { cellName } from '../../lib/a1';
import type { WorkbookView } from '../../model/view';
import { getChange, revertChange } from '../../net/api';
import type { Change } from '../../net/api';
import type { CellPlace } from '../../net/explain';
import { Problem } from '../../net/problem';
import { say } from '../../ui/toast';
import { showPlace } from './deskActs';
import { useLinger } from './useLinger';

export interface ExplainedCell {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
  /** As the cell shows it. */
  readonly code: string;
  /** By key or menu, not by hovering. */
  readonly asked: boolean;
}

export interface ExplainDesk {
  readonly cell: ExplainedCell | null;
  readonly explainHere: () => void;
  readonly hover: (target: HoverTarget | null) => void;
  /** The pointer is on the card. */
  readonly hold: (held: boolean) => void;
  readonly go: (place: CellPlace) => void;
  readonly bringBack: (seq: number) => Promise<void>;
  /** Closes the card; it goes without a word when the window or the selection moves. */
  readonly leave: () => void;
  readonly close: () => void;
}

function errorAt(view: WorkbookView, sheet: string, row: number, col: number): string | null {
  const value = view.sheet(sheet)?.cell(row, col).value;
  return typeof value === 'object' && value !== null ? value.error : null;
}

/** The card that tells why a cell shows an error: when it comes, and when it goes. */
export function useExplain(
  view: WorkbookView,
  grid: GridHandle | null,
  past: boolean,
  undo: (change: Change) => void,
): ExplainDesk {
  const [cell, setCell] = useState<ExplainedCell | null>(null);
  // A card that came by hovering goes by itself.
  const goAway = useCallback((): void => setCell((now) => (now?.asked === true ? now : null)), []);
  const { stay, linger, hold, forget } = useLinger(goAway);

  const leave = useCallback((): void => {
    forget();
    setCell(null);
  }, [forget]);

  const close = useCallback((): void => {
    leave();
    grid?.focus();
  }, [leave, grid]);

  const hover = useCallback(
    (target: HoverTarget | null): void => {
      if (grid === null || past) return;
      const code =
        target === null || grid.editor.state !== null
          ? null
          : errorAt(view, grid.sheet, target.cell.row, target.cell.col);
      if (target === null || code === null) {
        linger();
        return;
      }
      stay();
      const next = { sheet: grid.sheet, ...target.cell, code, asked: false };
      setCell((now) =>
        now !== null &&
        (now.asked || (now.sheet === next.sheet && now.row === next.row && now.col === next.col))
          ? now
          : next,
      );
    },
    [grid, past, view, linger, stay],
  );

  const explainHere = useCallback((): void => {
    if (grid === null) return;
    const { row, col } = grid.activeCell;
    const code = errorAt(view, grid.sheet, row, col);
    if (past) say('This is an earlier moment. Return to now to ask for the cause.');
    else if (code === null) say(`${cellName(row, col)} shows no error.`);
    else setCell({ sheet: grid.sheet, row, col, code, asked: true });
  }, [grid, view, past]);

  // What shows no error any more needs no explanation.
  useEffect(() => {
    if (cell === null) return;
    return view.subscribe('cells', () => {
      if (errorAt(view, cell.sheet, cell.row, cell.col) === null) leave();
    });
  }, [cell, view, leave]);

  const go = useCallback(
    (place: CellPlace): void => {
      leave();
      if (grid !== null) showPlace(view, grid, place.sheet, place.cell);
    },
    [leave, grid, view],
  );

  const bringBack = useCallback(
    async (seq: number): Promise<void> => {
      try {
        const preview = await revertChange(view.id, seq, { preview: true });
        if (preview.conflicts.length > 0) {
          // What was changed again since is for the person to choose.
          const change = await getChange(view.id, seq);
          leave();
          undo(change);
          return;
        }
        // Before anything is done: what was done must be told.
        const { doneWords } = await import('../../panels/history/takeback');
        say(doneWords(await revertChange(view.id, seq)), { kind: 'done' });
        close();
      } catch (cause) {
        const problem = cause instanceof Problem ? cause : Problem.offline(cause);
        say(`It was not brought back. ${problem.detail}`, { kind: 'problem' });
      }
    },
    [view.id, leave, close, undo],
  );

  return useMemo(
    () => ({ cell, explainHere, hover, hold, go, bringBack, leave, close }),
    [cell, explainHere, hover, hold, go, bringBack, leave, close],
  );
}
