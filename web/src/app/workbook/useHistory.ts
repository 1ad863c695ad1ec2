import { useCallback, useMemo, useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import type { WorkbookView } from '../../model/view';
import { getChange } from '../../net/api';
import type { CellChange, Change } from '../../net/api';
import type { EntryActions } from '../../panels/history/Entry';
import { lastChangeHere, selectedRange } from './deskActs';
import { marksOf } from './marks';
import type { Moments } from './useMoment';

export interface StoryAt {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

export interface HistoryDesk {
  readonly open: boolean;
  /** The change whose cells are pointed out. */
  readonly picked: Change | null;
  /** The change whose undoing is being looked at. */
  readonly undoing: Change | null;
  /** The cell whose story is told. */
  readonly story: StoryAt | null;
  readonly actions: EntryActions;
  readonly show: () => void;
  readonly close: () => void;
  /** Opens the panel at a change. */
  readonly showChange: (seq: number) => void;
  readonly tellStory: () => void;
  readonly closeStory: () => void;
  readonly undoLast: () => void;
  /** Looks at what undoing a change would do. */
  readonly undo: (change: Change) => void;
  readonly closeUndo: () => void;
  readonly undone: () => void;
  readonly selected: () => { readonly sheet: string; readonly range: string } | null;
}

/** The history panel, the story of a cell and the undo preview, and what they show in the grid. */
export function useHistory(
  view: WorkbookView,
  shown: WorkbookView,
  grid: GridHandle | null,
  look: Moments['look'],
): HistoryDesk {
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<Change | null>(null);
  const [undoing, setUndoing] = useState<Change | null>(null);
  const [story, setStory] = useState<StoryAt | null>(null);

  const highlight = useCallback(
    (cells: readonly CellChange[], scroll: boolean): void => {
      if (grid === null) return;
      const marked = marksOf(cells, shown, grid.sheet);
      const first = marked[0];
      if (first === undefined) {
        grid.clearHighlights();
        return;
      }
      if (scroll && first.sheet !== grid.sheet) grid.setSheet(first.sheet);
      grid.highlight(marked.find((each) => each.sheet === grid.sheet)?.areas ?? [], 'changed');
      if (scroll) grid.scrollTo(first.first, 'centre');
    },
    [grid, shown],
  );

  const pick = useCallback(
    (change: Change): void => {
      setPicked(change);
      highlight(change.cells, true);
      if (change.total_cells <= change.cells.length) return;
      getChange(view.id, change.seq)
        .then((whole) => highlight(whole.cells, false))
        .catch(() => undefined);
    },
    [highlight, view.id],
  );

  const actions = useMemo(
    (): EntryActions => ({
      onPick: pick,
      onUndo: setUndoing,
      onLook: (change) => {
        setPicked(change);
        look(change);
      },
    }),
    [pick, look],
  );

  const forget = useCallback((): void => {
    setPicked(null);
    grid?.clearHighlights();
  }, [grid]);

  const show = useCallback((): void => {
    setStory(null);
    setOpen(true);
  }, []);

  return {
    open,
    picked,
    undoing,
    story,
    actions,
    show,
    close: useCallback((): void => {
      setOpen(false);
      forget();
      grid?.focus();
    }, [grid, forget]),
    showChange: useCallback(
      (seq: number): void => {
        show();
        getChange(view.id, seq).then(pick, () => undefined);
      },
      [show, view.id, pick],
    ),
    tellStory: useCallback((): void => {
      if (grid !== null) setStory({ sheet: grid.sheet, ...grid.activeCell });
    }, [grid]),
    closeStory: useCallback((): void => {
      setStory(null);
      grid?.focus();
    }, [grid]),
    undoLast: useCallback((): void => {
      if (grid !== null)
        void lastChangeHere(view, grid).then((change) => change !== null && setUndoing(change));
    }, [grid, view]),
    undo: setUndoing,
    closeUndo: useCallback((): void => {
      setUndoing(null);
      grid?.focus();
    }, [grid]),
    undone: forget,
    selected: useCallback(() => (grid === null ? null : selectedRange(view, grid)), [grid, view]),
  };
}
