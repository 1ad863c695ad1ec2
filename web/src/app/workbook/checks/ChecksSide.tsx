import { useState } from 'react';
import type { GridHandle } from '../../../grid/handle';
import { footprint } from '../../../grid/selection';
import type { CheckDraft, CheckView } from '../../../model/check';
import type { Area, SheetView, WorkbookView } from '../../../model/view';
import { ChecksPanel } from '../../../panels/checks/ChecksPanel';
import { say, undoAction } from '../../../ui/toast';
import { areaName, placeOf } from '../address';
import { useNews } from '../useView';

interface ChecksSideProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet that is shown. */
  readonly sheet: SheetView;
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

/** A check in the form, or a new one. */
interface Edited {
  readonly key: string;
  readonly sheet: string;
  readonly check: CheckView | null;
  readonly range: string;
}

function rangesText(areas: readonly Area[], sheet: SheetView): string {
  return areas.map((area) => areaName(area, sheet)).join(', ');
}

let openings = 0;

function edited(sheet: SheetView, check: CheckView | null, areas: readonly Area[]): Edited {
  return { key: String(++openings), sheet: sheet.id, check, range: rangesText(areas, sheet) };
}

/** What the panel begins with: the rule of the active cell, or a new one for the selection. */
function editedHere(sheet: SheetView, grid: GridHandle): Edited {
  const { top, left } = footprint(sheet, grid.activeCell);
  const { check } = sheet.cell(top, left);
  return check === undefined ? edited(sheet, null, grid.selectionAreas) : edited(sheet, check, check.areas);
}

/** The panel with the rules of a sheet, beside the grid. */
export function ChecksSide({ view, grid, sheet, mayEdit, onClose }: ChecksSideProps) {
  const [form, setForm] = useState<Edited | null>(() => (mayEdit ? editedHere(sheet, grid) : null));
  useNews(view, 'cells');
  const back = (): void => {
    setForm(null);
    grid.focus();
  };

  const edit = (check: CheckView): void => {
    const [first] = check.areas;
    if (first === undefined) return;
    grid.scrollTo({ row: first.top, col: first.left }, 'centre');
    grid.select(check.areas, { row: first.top, col: first.left });
    setForm(edited(sheet, check, check.areas));
  };
  const save = (range: string, draft: CheckDraft): string | null => {
    const on = form === null ? undefined : view.sheet(form.sheet);
    const place = on === undefined ? null : placeOf(range, view, on);
    if (form === null || on === undefined || place === null) return 'Write cells such as B2:B20.';
    if (place.sheet.id !== on.id) return `The cells must be on the sheet ${on.name}.`;
    const refused = view.commands.check.set(on.id, place.areas, draft, form.check?.id);
    if (refused === null) back();
    return refused;
  };
  const remove = (check: CheckView): void => {
    view.commands.check.clear(check.sheet, check.areas);
    back();
    say('Anything may be entered there again.', { action: undoAction(view.commands) });
  };
  return (
    <ChecksPanel
      checks={sheet.checks}
      edited={form}
      date1904={view.date1904}
      mayEdit={mayEdit}
      rangeOf={(check) => rangesText(check.areas, sheet)}
      selected={() => rangesText(grid.selectionAreas, sheet)}
      onAdd={() => setForm(edited(sheet, null, grid.selectionAreas))}
      onEdit={edit}
      onSave={save}
      onRemove={remove}
      onBack={back}
      onClose={onClose}
    />
  );
}
