import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GridHandle, PageAsk } from '../../../grid/handle';
import { footprint } from '../../../grid/selection';
import { readTyped } from '../../../lib/input';
import type { CheckDraft, CheckView } from '../../../model/check';
import { fits } from '../../../model/check-fit';
import { display } from '../../../lib/display';
import type { EditedCheck } from '../../../panels/checks/ChecksPanel';
import type { Area, SheetView, WorkbookView } from '../../../model/view';
import { say } from '../../../ui/toast';
import { areaName, placeOf } from '../address';
import { undoAction } from '../deskActs';

/** A cell for which a day is chosen. */
export interface DatedCell {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

export interface CheckDesk {
  /** The panel is open. */
  readonly open: boolean;
  readonly checks: readonly CheckView[];
  readonly edited: EditedCheck | null;
  readonly date: DatedCell | null;
  /** True: it was about what may be entered. */
  readonly ask: (what: PageAsk) => boolean;
  readonly rangeOf: (check: CheckView) => string;
  readonly selected: () => string;
  readonly add: () => void;
  readonly edit: (check: CheckView) => void;
  readonly save: (range: string, draft: CheckDraft) => string | null;
  readonly remove: (check: CheckView) => void;
  readonly back: () => void;
  readonly close: () => void;
  /** The day in the cell, null for none. */
  readonly day: string | null;
  readonly offers: (day: string) => boolean;
  readonly pick: (day: string) => void;
  readonly typeDay: (text: string) => void;
  readonly closeDate: () => void;
}

function rangesText(areas: readonly Area[], sheet: SheetView): string {
  return areas.map((area) => areaName(area, sheet)).join(', ');
}

let openings = 0;

/** What may be entered: the panel beside the grid, and the calendar of cells that take dates. */
export function useChecks(
  view: WorkbookView,
  shown: WorkbookView,
  grid: GridHandle | null,
  sheetId: string | null,
  opened: () => void,
): CheckDesk {
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState<(EditedCheck & { readonly sheet: string }) | null>(null);
  const [date, setDate] = useState<DatedCell | null>(null);
  const [, setNews] = useState(0);
  const sheet = shown.sheet(sheetId ?? '') ?? shown.sheets[0];

  useEffect(() => {
    if (!open) return;
    return shown.subscribe('cells', () => setNews((n) => n + 1));
  }, [open, shown]);

  const selected = useCallback((): string => {
    const here = grid === null ? undefined : shown.sheet(grid.sheet);
    return grid === null || here === undefined ? '' : rangesText(grid.selectionAreas, here);
  }, [grid, shown]);

  const begin = useCallback((check: CheckView | null, on: SheetView, range: string): void => {
    setEditing({ key: String(++openings), check, range, sheet: on.id });
  }, []);

  const add = useCallback((): void => {
    const here = grid === null ? undefined : view.sheet(grid.sheet);
    if (here !== undefined) begin(null, here, selected());
  }, [grid, view, begin, selected]);

  const edit = useCallback(
    (check: CheckView): void => {
      const on = shown.sheet(check.sheet);
      const [first] = check.areas;
      if (on === undefined || grid === null || first === undefined) return;
      if (grid.sheet !== on.id) grid.setSheet(on.id);
      grid.scrollTo({ row: first.top, col: first.left }, 'centre');
      grid.select(check.areas, { row: first.top, col: first.left });
      begin(check, on, rangesText(check.areas, on));
    },
    [shown, grid, begin],
  );

  const show = useCallback((): void => {
    opened();
    setOpen(true);
    const here = grid === null ? undefined : view.sheet(grid.sheet);
    if (grid === null || here === undefined) return;
    const { top, left } = footprint(here, grid.activeCell);
    const { check } = here.cell(top, left);
    if (view.readOnly) setEditing(null);
    else if (check === undefined) begin(null, here, selected());
    else begin(check, here, rangesText(check.areas, here));
  }, [grid, view, begin, selected, opened]);

  const ask = useCallback(
    (what: PageAsk): boolean => {
      if (what === 'checks') show();
      else if (what === 'pickDate' && grid !== null) setDate({ sheet: grid.sheet, ...grid.activeCell });
      else return false;
      return true;
    },
    [show, grid],
  );

  const back = useCallback((): void => setEditing(null), []);
  const close = useCallback((): void => {
    setOpen(false);
    setEditing(null);
    grid?.focus();
  }, [grid]);

  const save = useCallback(
    (range: string, draft: CheckDraft): string | null => {
      const on = editing === null ? undefined : view.sheet(editing.sheet);
      const place = on === undefined ? null : placeOf(range, view, on);
      if (editing === null || on === undefined || place === null) return 'Write cells such as B2:B20.';
      if (place.sheet.id !== on.id) return 'The cells must be on this sheet.';
      const refused = view.commands.check.set(on.id, place.areas, draft, editing.check?.id);
      if (refused === null) back();
      return refused;
    },
    [editing, view, back],
  );

  const remove = useCallback(
    (check: CheckView): void => {
      view.commands.check.clear(check.sheet, check.areas);
      back();
      say('Anything may be entered there again.', { action: undoAction(view) });
    },
    [view, back],
  );

  const closeDate = useCallback((): void => {
    setDate(null);
    grid?.focus();
  }, [grid]);

  return useMemo((): CheckDesk => {
    const dated = date === null ? undefined : view.sheet(date.sheet)?.cell(date.row, date.col);
    const day =
      typeof dated?.value === 'number' && dated.value >= 61
        ? display(Math.floor(dated.value), 'yyyy-mm-dd', view.date1904).text
        : null;
    return {
      open,
      checks: sheet?.checks ?? [],
      edited: editing,
      date,
      ask,
      rangeOf: (check) => {
        const on = shown.sheet(check.sheet);
        return on === undefined ? '' : rangesText(check.areas, on);
      },
      selected,
      add,
      edit,
      save,
      remove,
      back,
      close,
      day,
      offers: (wanted) => {
        const typed = readTyped(wanted, view.date1904);
        const check = dated?.check;
        if (typed.kind === 'formula') return false;
        return check === undefined || fits(check, typed.value, view.date1904) !== 'wrong';
      },
      pick: (wanted) => {
        if (date !== null) view.commands.type(date.sheet, date.row, date.col, [[wanted]]);
        closeDate();
      },
      typeDay: (text) => {
        closeDate();
        grid?.editor.begin('enter', text);
      },
      closeDate,
    };
  }, [
    open,
    sheet,
    editing,
    date,
    view,
    shown,
    grid,
    ask,
    selected,
    add,
    edit,
    save,
    remove,
    back,
    close,
    closeDate,
  ]);
}
