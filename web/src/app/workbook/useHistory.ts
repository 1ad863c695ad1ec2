import { useCallback, useMemo, useRef, useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import type { WorkbookView } from '../../model/view';
import { getChange } from '../../net/api';
import type { CellChange, Change } from '../../net/api';
import type { Ends } from '../../panels/history/compare';
import type { Wanted } from '../../panels/history/takeback';
import type { Asked, HistoryActions } from '../../panels/history/wishes';
import { say } from '../../ui/toast';
import { selectedRange } from './deskActs';
import type { Moments } from './useMoment';

export interface StoryAt {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

/** What stands in the place of the list of changes. */
export type HistorySide =
  | { readonly kind: 'take'; readonly wanted: Wanted }
  /** Two moments, or what two people wrote between them. */
  | { readonly kind: 'compare'; readonly ends: Ends; readonly people: boolean }
  /** Why a cell changed, by the ids of its lines; since the change that was pointed out, if any. */
  | { readonly kind: 'why'; readonly cell: StoryAt; readonly picked: Change | null };

export interface HistoryDesk {
  readonly open: boolean;
  /** The change whose cells are pointed out. */
  readonly picked: Change | null;
  /** Two moments are compared, or taking something back is looked at. */
  readonly side: HistorySide | null;
  /** The dialog that is open. */
  readonly asked: Asked | null;
  /** The cell whose story is told. */
  readonly story: StoryAt | null;
  readonly actions: HistoryActions;
  readonly show: () => void;
  readonly close: () => void;
  /** Opens the panel at a change. */
  readonly showChange: (seq: number) => void;
  readonly tellStory: () => void;
  readonly closeStory: () => void;
  /** Tells why the active cell changed. */
  readonly why: () => void;
  readonly undoLast: () => void;
  /** Looks at what undoing a change would do. */
  readonly undo: (change: Change) => void;
  readonly closeSide: () => void;
  /** What was looked at is taken back. */
  readonly taken: () => void;
  /** Grows when a moment got a name here. */
  readonly named: number;
  readonly onNamed: () => void;
  readonly closeAsked: () => void;
  readonly selected: () => { readonly sheet: string; readonly range: string } | null;
}

/** The history panel, the story of a cell, comparing and taking back, and what they show in the grid. */
export function useHistory(
  view: WorkbookView,
  shown: WorkbookView,
  grid: GridHandle | null,
  { look, leave }: Pick<Moments, 'look' | 'leave'>,
): HistoryDesk {
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<Change | null>(null);
  const [side, setSide] = useState<HistorySide | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [story, setStory] = useState<StoryAt | null>(null);
  const [named, setNamed] = useState(0);

  const pointed = useRef(0);

  const highlight = useCallback(
    async (cells: readonly CellChange[], scroll: boolean): Promise<void> => {
      if (grid === null) return;
      const ticket = ++pointed.current;
      const { marksOf } = await import('./marks');
      // Something else is pointed out meanwhile, or nothing any more.
      if (ticket !== pointed.current) return;
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
      const shown = highlight(change.cells, true).catch(() => undefined);
      if (change.total_cells <= change.cells.length) return;
      getChange(view.id, change.seq)
        .then((whole) => shown.then(() => highlight(whole.cells, false)))
        .catch(() => undefined);
    },
    [highlight, view.id],
  );

  const forget = useCallback((): void => {
    setPicked(null);
    pointed.current++;
    grid?.clearHighlights();
  }, [grid]);

  const take = useCallback(
    (wanted: Wanted): void => {
      pointed.current++;
      grid?.clearHighlights();
      setStory(null);
      setSide({ kind: 'take', wanted });
    },
    [grid],
  );

  const actions = useMemo(
    (): HistoryActions => ({
      onPick: pick,
      onLook: look,
      onCompare: (ends, people = false) => {
        pointed.current++;
        grid?.clearHighlights();
        setSide({ kind: 'compare', ends, people });
        // The grid shows the later moment.
        if (ends.to === null) leave();
        else look(ends.to);
      },
      onTakeBack: take,
      onAsk: setAsked,
    }),
    [pick, look, leave, grid, take],
  );

  const show = useCallback((): void => {
    setStory(null);
    setOpen(true);
  }, []);
  const undo = useCallback(
    (change: Change): void => {
      import('../../panels/history/takeback').then(
        ({ wantOne }) => take(wantOne(change)),
        () => say('This could not be loaded, because the server does not answer.', { kind: 'problem' }),
      );
    },
    [take],
  );
  const comparesThen = side?.kind === 'compare' && side.ends.to !== null;
  const closeSide = useCallback((): void => {
    setSide(null);
    if (comparesThen) leave();
    grid?.focus();
  }, [grid, comparesThen, leave]);

  return {
    open,
    picked,
    side,
    asked,
    story,
    actions,
    show,
    close: useCallback((): void => {
      setOpen(false);
      setSide(null);
      if (comparesThen) leave();
      forget();
      grid?.focus();
    }, [grid, forget, comparesThen, leave]),
    showChange: useCallback(
      (seq: number): void => {
        closeSide();
        show();
        getChange(view.id, seq).then(pick, () => undefined);
      },
      [closeSide, show, view.id, pick],
    ),
    tellStory: useCallback((): void => {
      if (grid !== null) setStory({ sheet: grid.sheet, ...grid.activeCell });
    }, [grid]),
    closeStory: useCallback((): void => {
      setStory(null);
      grid?.focus();
    }, [grid]),
    why: useCallback((): void => {
      const sheet = grid === null ? undefined : view.sheet(grid.sheet);
      if (grid === null || sheet === undefined) return;
      const { row, col } = grid.activeCell;
      const cell = { sheet: sheet.id, row: sheet.rows.id(row), col: sheet.cols.id(col) };
      pointed.current++;
      grid.clearHighlights();
      leave();
      setStory(null);
      setSide({ kind: 'why', cell, picked });
    }, [grid, view, leave, picked]),
    undoLast: useCallback((): void => {
      if (grid === null) return;
      import('./history/lastChange')
        .then(({ lastChangeHere }) => lastChangeHere(view, grid))
        .then((change) => change !== null && undo(change))
        // Without a connection nothing can be undone here, and the page says that there is none.
        .catch(() => undefined);
    }, [grid, view, undo]),
    undo,
    closeSide,
    taken: useCallback((): void => {
      closeSide();
      forget();
    }, [closeSide, forget]),
    named,
    onNamed: useCallback(() => setNamed((n) => n + 1), []),
    closeAsked: useCallback((): void => {
      setAsked(null);
      grid?.focus();
    }, [grid]),
    selected: useCallback(() => (grid === null ? null : selectedRange(view, grid)), [grid, view]),
  };
}
