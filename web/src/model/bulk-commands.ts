/** Commands on more cells than are written entry by entry: worked out here in slices, made by the server as one change. */

import { inSlices, type Steps } from '../lib/steps';
import { areaCells, movedArea, unionArea } from '../lib/geometry';
import type { BulkAct, Pasted } from '../net/bulk';
import { Problem } from '../net/problem';
import { bulkBody, type Corner } from './bulk-body';
import {
  type CellsAt,
  checkMany,
  clearSteps,
  type Coat,
  coatSteps,
  pasteSteps,
  usedParts,
} from './bulk-edits';
import type { ServerActs } from './command-host';
import type { WorkbookDocument } from './document';
import { type EditContext, MAX_CELLS } from './edit-cells';
import { type Move, moveSteps, type Reader } from './edit-move';
import { Refusal } from './refusal';
import { headingConsequences } from './edit-tables';
import { type Edit, parsePair, splitKey } from './entries';
import { fillSteps } from './fill';
import { LinesMoved } from './lines-moved';
import type { Sheet } from './sheet';
import type { Task } from './task';
import type { Area } from './view';

/** What these commands need of the others. */
export interface BulkHost {
  readonly document: WorkbookDocument;
  readonly context: EditContext;
  sheetById(id: string): Sheet | undefined;
  notice(code: string, detail: string): void;
  /** Has the server make a change, as a step of one's own history. */
  operate(work: (acts: ServerActs) => Promise<Pasted>): Promise<Pasted>;
  /** Writes few entries here. */
  write(edits: readonly Edit[]): void;
  end(task: Task): void;
}

/** Works out the entries of an act whose upper left cell stands there now. */
type Make = (sheet: Sheet, top: number, left: number) => Steps<readonly Edit[]>;

interface Act {
  readonly what: BulkAct;
  /** What was done, as a sentence says it: `pasted`. */
  readonly done: string;
  readonly sheet: string;
  /** What has to be known of the sheet. */
  readonly reads: Area;
  readonly top: number;
  readonly left: number;
  readonly make: Make;
  /** How many rows and columns are meant, if not all that are written. */
  readonly size?: readonly [rows: number, cols: number];
  /** Entries that are few in the end are written here, also without the server. */
  readonly mayBeFew?: boolean;
}

const WORKED_OUT = 0.6;
const ATTEMPTS = 5;

export class BulkEditing {
  constructor(private readonly host: BulkHost) {}

  /** True when it was done. What refuses becomes a notice; calling it off does not. */
  async paste(
    sheet: string,
    area: Area,
    cells: CellsAt,
    merges: readonly Area[],
    task: Task,
  ): Promise<boolean> {
    const make: Make = (found, top, left) => {
      const at = movedArea(area, top, left);
      const moved = merges.map((merge) =>
        movedArea(merge, merge.top - area.top + top, merge.left - area.left + left),
      );
      return pasteSteps(found, at, cells, moved, this.host.context);
    };
    const act: Act = {
      what: 'paste',
      done: 'pasted',
      sheet,
      reads: area,
      top: area.top,
      left: area.left,
      make,
    };
    return this.run(act, areaCells(area), task);
  }

  async fill(sheet: string, source: Area, target: Area, task: Task): Promise<boolean> {
    const { top, left } = target;
    const make: Make = (found, row, col) => {
      const from = movedArea(source, source.top - top + row, source.left - left + col);
      return fillSteps(found, from, movedArea(target, row, col), this.host.context);
    };
    const reads = {
      top: Math.min(source.top, top),
      left: Math.min(source.left, left),
      bottom: Math.max(source.bottom, target.bottom),
      right: Math.max(source.right, target.right),
    };
    const act: Act = { what: 'fill', done: 'filled', sheet, reads, top, left, make };
    return this.run(act, areaCells(target), task);
  }

  /** Empties what cells of areas hold. */
  async clear(sheet: string, areas: readonly Area[], task: Task): Promise<boolean> {
    const found = this.host.sheetById(sheet);
    const reads = around(found === undefined ? [] : usedParts(found, areas));
    const { top, left } = reads;
    const make: Make = (now, row, col) =>
      clearSteps(
        now,
        areas.map((area) => movedArea(area, area.top - top + row, area.left - left + col)),
      );
    const act: Act = { what: 'clear', done: 'cleared', sheet, reads, top, left, make, mayBeFew: true };
    return this.run(act, 0, task);
  }

  /** Lays looks over cells. */
  async format(sheet: string, coats: readonly Coat[], task: Task): Promise<boolean> {
    const reads = around(coats.flatMap(({ areas }) => areas));
    const { top, left } = reads;
    const make: Make = (now, row, col) =>
      coatSteps(
        now,
        coats.map(({ areas, patch }) => ({
          areas: areas.map((area) => movedArea(area, area.top - top + row, area.left - left + col)),
          patch,
        })),
      );
    const act: Act = { what: 'format', done: 'formatted', sheet, reads, top, left, make };
    const most = Math.max(...coats.map(({ areas }) => areas.reduce((sum, area) => sum + areaCells(area), 0)));
    return this.run(act, most, task);
  }

  /** Moves cells; what refers to them follows. */
  async move({ from, area, to, row, col }: Move, readers: readonly Reader[], task: Task): Promise<boolean> {
    const source = { row: from.rows.id(area.top), col: from.cols.id(area.left) };
    const make: Make = (found, top, left) => {
      const now = this.host.sheetById(from.id);
      const [r, c] = [now?.rows.indexOf(source.row) ?? -1, now?.cols.indexOf(source.col) ?? -1];
      if (now === undefined || r < 0 || c < 0) throw new Refusal('gone', 'The cells were deleted meanwhile.');
      const move = { from: now, area: movedArea(area, r, c), to: found, row: top, col: left };
      return moveSteps(move, readers, this.host.document);
    };
    const act: Act = {
      what: 'move',
      done: 'moved',
      sheet: to.id,
      reads: movedArea(area, row, col),
      top: row,
      left: col,
      size: [area.bottom - area.top + 1, area.right - area.left + 1],
      make,
    };
    return this.run(act, areaCells(area), task);
  }

  private async run(act: Act, cells: number, task: Task): Promise<boolean> {
    try {
      checkMany(cells, act.done);
      const found = this.host.sheetById(act.sheet);
      if (found === undefined) return false;
      if (!found.hasLoaded(act.reads)) await found.loadCells(act.reads);
      task.signal.throwIfAborted();
      const edits = await this.workedOut(act, task);
      if (act.mayBeFew === true && edits.length <= MAX_CELLS) this.host.write(edits);
      else await this.send(act, this.withHeadings(act, edits), task);
      return true;
    } catch (error) {
      if (!task.signal.aborted) this.refused(act, error);
      return false;
    } finally {
      this.host.end(task);
    }
  }

  /** Lines that others insert meanwhile move the cells along. */
  private async workedOut(act: Act, task: Task): Promise<readonly Edit[]> {
    const first = this.host.sheetById(act.sheet);
    const corner = [first?.rows.id(act.top) ?? -1, first?.cols.id(act.left) ?? -1] as const;
    for (let attempt = 0; ; attempt++) {
      const found = this.host.sheetById(act.sheet);
      const top = found?.rows.indexOf(corner[0]) ?? -1;
      const left = found?.cols.indexOf(corner[1]) ?? -1;
      if (found === undefined || top < 0 || left < 0) {
        throw new Refusal('gone', 'The cells were deleted meanwhile.');
      }
      try {
        const work = act.make(found, top, left);
        return await inSlices(work, task.signal, (share) => task.tell(share, 0.1, WORKED_OUT));
      } catch (error) {
        if (!(error instanceof LinesMoved) || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  /** With what tables call their columns then. */
  private withHeadings({ sheet }: Act, edits: readonly Edit[]): readonly Edit[] {
    const found = this.host.sheetById(sheet);
    if (found === undefined) return edits;
    const named = headingConsequences(headings(edits, found), this.host.document, (id) =>
      this.host.sheetById(id),
    );
    return named.length === 0 ? edits : [...edits, ...named];
  }

  private async send(act: Act, edits: readonly Edit[], task: Task): Promise<void> {
    const found = this.host.sheetById(act.sheet);
    if (found === undefined || edits.length === 0) return;
    const what = {
      sheet: act.sheet,
      act: act.what,
      rows: found.record.rows.axis,
      cols: found.record.cols.axis,
      corners: corners(act, found),
    };
    const body = await inSlices(bulkBody(what, edits), task.signal);
    await this.host.operate((acts) =>
      acts.paste(body, {
        signal: task.signal,
        onProgress: (share) => {
          if (share < 1) task.tell(share, WORKED_OUT, 1);
          else task.commit();
        },
      }),
    );
    // It is done when it can be seen.
    await this.host.sheetById(act.sheet)?.data.arriving.catch(() => undefined);
  }

  private refused(act: Act, error: unknown): void {
    const nothing = `Nothing was ${act.done}.`;
    if (error instanceof Refusal) this.host.notice(error.code, `${error.message} ${nothing}`);
    else if (error instanceof Problem) this.host.notice(error.code, `${nothing} ${error.detail}`);
    else if (error instanceof LinesMoved) {
      this.host.notice('moved', `${nothing} Others keep inserting or deleting lines. Try again.`);
    } else {
      this.host.notice('not-loaded', `${nothing} The cells could not be fetched. Try again.`);
    }
  }
}

/** The cells that are meant, by identity, as far as they have not moved since. */
function corners({ size, top, left }: Act, { rows, cols }: Sheet): readonly [Corner, Corner] | undefined {
  if (size === undefined) return undefined;
  const last = [rows.id(top + size[0] - 1), cols.id(left + size[1] - 1)] as const;
  return [[rows.id(top), cols.id(left)], last];
}

function around([first, ...rest]: readonly Area[]): Area {
  return rest.reduce(unionArea, first ?? { top: 0, left: 0, bottom: 0, right: 0 });
}

/** Those of the entries that may be headings of tables. */
function headings(edits: readonly Edit[], sheet: Sheet): readonly Edit[] {
  const rows = new Set(sheet.tables.filter((table) => table.header).map((t) => sheet.rows.id(t.area.top)));
  if (rows.size === 0) return [];
  return edits.filter(({ root, key }) => {
    const pair = root === 'cells' ? parsePair(splitKey(key)?.[1] ?? '') : null;
    return pair !== null && rows.has(pair[0]);
  });
}
