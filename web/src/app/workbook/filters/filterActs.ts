/** Sets filters, and says what came of it where the sheet itself does not show it. */
import { filterNear } from '../../../grid/filterButtons';
import type { GridHandle } from '../../../grid/handle';
import { rangeName } from '../../../lib/a1';
import { areaHas } from '../../../lib/geometry';
import type { Criteria, FilterResult, FilterTarget, FilterView } from '../../../model/filter';
import type { WorkbookView } from '../../../model/view';
import { Problem } from '../../../net/problem';
import { say } from '../../../ui/toast';
import { count } from '../../../ui/words';
import { chooseCells } from './chooseCells';
import { grown } from './grown';

/** Why the server did not, in words for whoever sees the grid. */
export function refusalWords(problem: Problem, { area }: Pick<FilterTarget, 'area'>): string {
  switch (problem.code) {
    case 'moved':
      return `Somebody has just inserted, deleted or moved rows or columns of ${rangeName(area)}. Look at it and filter again.`;
    case 'read-only':
      return 'You may view this workbook, not change it. A filter only for you is possible.';
    default:
      return problem.detail;
  }
}

/** Does it; gives why it was refused, null when it is done. */
export async function attempt(target: FilterTarget, work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return refusalWords(error instanceof Problem ? error : Problem.offline(error), target);
  }
}

async function said(target: FilterTarget, work: () => Promise<unknown>): Promise<void> {
  const refused = await attempt(target, work);
  if (refused !== null) say(refused, { kind: 'problem' });
}

/** Makes a filter here, or takes away the one that is here. */
export async function toggleFilter(view: WorkbookView, grid: GridHandle): Promise<void> {
  const sheet = view.sheet(grid.sheet);
  if (sheet === undefined) return;
  const near = filterNear(sheet, grid.activeCell);
  if (near === null) await makeFilter(view, grid, view.readOnly);
  else if (near.own) view.commands.filter.closeOwn(near);
  else if (view.readOnly) await ownOf(view, near);
  else await said(near, () => view.commands.filter.remove(near));
}

/** A filter of one's own: that of everybody taken over, or a new one. */
export async function ownFilter(view: WorkbookView, grid: GridHandle): Promise<void> {
  const sheet = view.sheet(grid.sheet);
  if (sheet === undefined) return;
  const near = filterNear(sheet, grid.activeCell);
  if (near === null) await makeFilter(view, grid, true);
  else if (near.own) view.commands.filter.closeOwn(near);
  else await ownOf(view, near);
}

function ownOf(view: WorkbookView, filter: FilterView): Promise<void> {
  return said(filter, () => view.commands.filter.setOwn(filter, filter.criteria));
}

async function makeFilter(view: WorkbookView, grid: GridHandle, own: boolean): Promise<void> {
  const sheet = view.sheet(grid.sheet);
  if (sheet === undefined) return;
  const chosen = await chooseCells(sheet, grid);
  if ('why' in chosen) {
    say(chosen.why);
    return;
  }
  const none: Criteria = new Map();
  const { filter } = view.commands;
  await said(chosen, () => (own ? filter.setOwn(chosen, none) : filter.set(chosen, none)));
}

/** Shows the rows alone that read as the active cell does in its column, by the filter that is here or by a new one. */
export async function filterByValue(view: WorkbookView, grid: GridHandle): Promise<void> {
  const sheet = view.sheet(grid.sheet);
  if (sheet === undefined) return;
  const { row, col } = grid.activeCell;
  const near = filterNear(sheet, grid.activeCell);
  const chosen = near === null ? await chooseCells(sheet, grid) : grown(sheet, near);
  if ('why' in chosen) {
    say(chosen.why);
    return;
  }
  if (row === chosen.area.top || !areaHas(chosen.area, row, col)) {
    say(`Select a cell below the headings of ${rangeName(chosen.area)}.`);
    return;
  }
  const criteria = new Map(near?.criteria).set(col, ['in', sheet.cell(row, col).text]);
  const { filter } = view.commands;
  const own = near?.own === true || view.readOnly;
  await said(chosen, () => (own ? filter.setOwn(chosen, criteria) : filter.set(chosen, criteria)));
}

/** Sets a filter as what it is: everybody's, or one's own. */
function write(view: WorkbookView, filter: FilterView, criteria: Criteria): Promise<FilterResult> {
  const { commands } = view;
  return filter.own ? commands.filter.setOwn(filter, criteria) : commands.filter.set(filter, criteria);
}

/** Chooses the rows anew by the criteria that there are. */
export async function applyAgain(view: WorkbookView, before: FilterView): Promise<void> {
  const sheet = view.sheet(before.sheet);
  if (sheet === undefined) return;
  const filter = grown(sheet, before);
  const { criteria, shown } = filter;
  await said(filter, async () => {
    const done = await write(view, filter, criteria);
    if (done.shown === shown && done.of === before.of)
      say(`Still ${shown.toLocaleString('en-US')} of ${count(done.of, 'row')}.`);
  });
}

/** Shows all rows again; the buttons stay. */
export function showAll(view: WorkbookView, filter: FilterView): Promise<void> {
  return said(filter, () => write(view, filter, new Map()));
}

/** Everybody sees from now on what one has filtered for oneself. */
export async function shareOwn(view: WorkbookView, filter: FilterView): Promise<void> {
  await said(filter, async () => {
    await view.commands.filter.set(filter, filter.criteria);
    view.commands.filter.closeOwn(filter);
  });
}
