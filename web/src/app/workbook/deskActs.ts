/** What the page does with grid and document at a single word of its user. */
import type { GridHandle } from '../../grid/handle';
import { quoteSheet } from '../../model/resolve';
import type { Area, SheetView, WorkbookView } from '../../model/view';
import { say } from '../../ui/toast';
import { functionPath, workbookPath } from '../routes';
import { areaName, placeOf } from './address';
import type { Place } from './address';
import { rangeFor, sumPlan } from './sums';
import type { Aggregate } from './sums';

interface Selected {
  readonly sheet: SheetView;
  readonly area: Area;
}

function selectedIn(view: WorkbookView, grid: GridHandle): Selected | null {
  const sheet = view.sheet(grid.sheet);
  const area = grid.selectionAreas.at(-1);
  return sheet === undefined || area === undefined ? null : { sheet, area };
}

/** The selection by name, as filters want it. */
export function selectedRange(view: WorkbookView, grid: GridHandle): { sheet: string; range: string } | null {
  const selected = selectedIn(view, grid);
  return selected === null
    ? null
    : { sheet: selected.sheet.name, range: areaName(selected.area, selected.sheet) };
}

/** `Plan!A1:C9`, the selection as a formula would write it. */
export function selectedAddress(view: WorkbookView, grid: GridHandle): string {
  const selected = selectedRange(view, grid);
  return selected === null ? '' : `${quoteSheet(selected.sheet)}!${selected.range}`;
}

/** Puts an address into the clipboard that opens the workbook at the selection. */
export function copyPlaceLink(view: WorkbookView, grid: GridHandle): void {
  const url = window.location.origin + workbookPath(view.id, selectedAddress(view, grid));
  navigator.clipboard.writeText(url).then(
    () => say('The link is copied. It opens for those who may open the workbook.', { kind: 'done' }),
    () => say('The browser did not let the link be copied.', { kind: 'problem' }),
  );
}

/** Gives the grid the keyboard when a menu closes. What was opened meanwhile keeps it; what is closing has none to keep. */
export function backToGrid(grid: GridHandle): void {
  if (!document.activeElement?.closest('.side, [role="dialog"]:not([data-closed])')) grid.focus();
}

/** Where an address or a name can be typed. */
export function focusNameBox(): void {
  document.querySelector<HTMLElement>('[data-testid="name-box"]')?.focus();
}

/** The page about functions, beside the workbook, whose editor may be open. */
export function openFunctions(): void {
  window.open(functionPath(), '_blank', 'noopener');
}

/** Selects a place and brings it into the middle when it was out of sight. */
export function goTo(grid: GridHandle, { sheet, areas }: Place): void {
  if (sheet.id !== grid.sheet) grid.setSheet(sheet.id);
  const [first] = areas;
  grid.scrollTo({ row: first.top, col: first.left }, 'centre');
  grid.select(areas, { row: first.top, col: first.left });
}

/** Selects the place that an address names: `Plan!D11`. */
export function goToPlace(place: string, view: WorkbookView, grid: GridHandle): void {
  const from = view.sheet(grid.sheet);
  const target = from === undefined ? null : placeOf(place, view, from);
  if (target === null) {
    say(`“${place}” is no place in this workbook any more.`);
    return;
  }
  goTo(grid, target);
}

/** Selects cells by the names of their sheet and range. */
export function showPlace(view: WorkbookView, grid: GridHandle, sheetName: string, range: string): void {
  const sheet = view.sheetByName(sheetName);
  const target = sheet === undefined ? null : placeOf(range, view, sheet);
  if (target === null) {
    say(`${sheetName}!${range} is not in this workbook any more.`);
    return;
  }
  goTo(grid, target);
  grid.focus();
}

/** The sum button: formulas under several cells, or one offered in the editor. */
export function insertSum(view: WorkbookView, grid: GridHandle, what: Aggregate): void {
  const selected = selectedIn(view, grid);
  if (selected === null) return;
  const { sheet, area } = selected;
  if (area.top !== area.bottom || area.left !== area.right) {
    const blocks = sumPlan(sheet, area, what);
    if (blocks.length === 0) {
      say('There are no numbers beside these cells to add up.');
      return;
    }
    view.commands.together(() => {
      for (const { row, col, formulas } of blocks) view.commands.type(sheet.id, row, col, formulas);
    });
    grid.select(
      blocks.map(({ row, col, formulas }) => ({
        top: row,
        left: col,
        bottom: row + formulas.length - 1,
        right: col + (formulas[0]?.length ?? 1) - 1,
      })),
    );
    grid.focus();
    return;
  }
  const { row, col } = grid.activeCell;
  const range = rangeFor(sheet, row, col);
  grid.focus();
  grid.editor.begin('edit', range === null ? `=${what}()` : `=${what}(${areaName(range, sheet)})`);
}

/** Somebody types where nothing can be typed: says why. True: the key was that. */
export function sayLocked(event: KeyboardEvent, past: boolean): boolean {
  const writes = event.key.length === 1 || event.key === 'Delete' || event.key === 'Backspace';
  if (!writes || event.ctrlKey || event.metaKey || event.altKey) return false;
  say(
    past
      ? 'This is an earlier moment. Return to now to go on.'
      : 'You may view this workbook, not change it.',
  );
  return true;
}
