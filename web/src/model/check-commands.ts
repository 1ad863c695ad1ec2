/** Commands on what may be entered, and what is asked of somebody who enters something. */

import { cellName } from '../lib/a1';
import type { CheckAnswer, CheckQuestion, Choices } from '../net/checks';
import { boxValues, fits, isChecked, spelled } from './check-fit';
import { type CheckDraft, type CheckView, itemsOf } from './check';
import { checkSays } from './check-words';
import { CheckPlan } from './edit-checks';
import { checkSize, contentEdit, readAs } from './edit-cells';
import { Refusal } from './refusal';
import { isFormula, storedOf } from './content';
import type { Edit } from './entries';
import type { Sheet } from './sheet';
import type { Steps } from './command-host';
import { type Area, intersectAreas, unionArea } from '../lib/geometry';

/** What the server knows about checks. */
export interface CheckSource {
  askCheck(question: CheckQuestion, signal?: AbortSignal): Promise<CheckAnswer>;
  choices(sheet: string, cell: string, search: string, signal?: AbortSignal): Promise<Choices>;
}

/** What comes of a text typed into a cell. */
export type Judged =
  /** Taken, in the spelling of a list. */
  | { readonly kind: 'taken'; readonly text: string }
  | { readonly kind: 'refused'; readonly says: string }
  /** The server has to be asked. */
  | { readonly kind: 'ask' };

export interface CheckCommands {
  /** What these areas ask from now on, instead of anything before; `id` changes a check. A sentence when refused. */
  set(sheet: string, areas: readonly Area[], draft: CheckDraft, id?: string): string | null;
  clear(sheet: string, areas: readonly Area[]): void;
  /** Makes checkboxes; what is empty is not checked. */
  addBoxes(sheet: string, areas: readonly Area[]): void;
  /** Checks all checkboxes of the areas, or none when all are checked. */
  toggle(sheet: string, areas: readonly Area[]): void;
  judge(sheet: string, row: number, col: number, text: string): Judged;
  /** Asks the server: a sentence when it is refused, null when it is taken. Never rejects and answers soon. */
  ask(sheet: string, row: number, col: number, text: string): Promise<string | null>;
  /** What a list offers. Rejects when nobody knows. */
  choices(sheet: string, row: number, col: number, search: string, signal?: AbortSignal): Promise<Choices>;
}

/** What takes longer is taken and marked later, milliseconds. */
const PATIENCE = 2000;

export const CHECKBOX: CheckDraft = {
  kind: 'checkbox',
  op: null,
  items: null,
  arrow: true,
  refuse: true,
  filled: false,
  say: '',
  hint: '',
  a: null,
  b: null,
};

export class CheckEditing implements CheckCommands {
  constructor(
    private readonly steps: Steps,
    private readonly source: CheckSource,
  ) {}

  set(id: string, areas: readonly Area[], draft: CheckDraft, check?: string): string | null {
    const sheet = this.steps.sheetById(id);
    if (sheet === undefined) return null;
    try {
      const plan = this.plan(sheet);
      plan.set(areas, draft, check ?? null);
      const edits = plan.edits();
      this.steps.attempt(() => edits);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  clear(id: string, areas: readonly Area[]): void {
    const sheet = this.steps.sheetById(id);
    if (sheet === undefined) return;
    this.steps.attempt(() => {
      const plan = this.plan(sheet);
      for (const area of areas) plan.cut(area);
      return plan.edits();
    });
  }

  addBoxes(id: string, areas: readonly Area[]): void {
    const [first] = areas;
    if (first === undefined) return;
    this.whenLoaded(id, areas, (sheet) => {
      const plan = this.plan(sheet);
      plan.set(areas, CHECKBOX, null);
      return [...plan.edits(), ...areas.flatMap((area) => emptyBoxes(sheet, area))];
    });
  }

  toggle(id: string, areas: readonly Area[]): void {
    this.whenLoaded(id, areas, (sheet) => {
      const boxes = areas.flatMap((area) => boxesIn(sheet, area));
      checkSize(boxes.length);
      const on = boxes.some(({ checked }) => !checked);
      return boxes.flatMap(({ check, row, col }) => {
        const values = boxValues(check);
        if (values === null) return [];
        return contentEdit(sheet, row, col, storedOf(on ? values.on : values.off));
      });
    });
  }

  judge(id: string, row: number, col: number, text: string): Judged {
    const sheet = this.steps.sheetById(id);
    const check = sheet?.check(row, col);
    if (sheet === undefined || check === undefined) return { kind: 'taken', text };
    const { date1904 } = this.steps.context;
    const own = spelled(check, text);
    const { format } = sheet.data.formatOf(sheet.rows.id(row), sheet.cols.id(col));
    const typed = readAs(own, format, date1904);
    // A formula comes to something only when it is computed.
    if (typed.kind === 'formula') return check.refuse ? { kind: 'ask' } : { kind: 'taken', text };
    const fit = fits(check, typed.value, date1904);
    if (fit === 'fits' || !check.refuse) return { kind: 'taken', text: own };
    if (fit === 'unknown') return { kind: 'ask' };
    return { kind: 'refused', says: checkSays(check, text === '', date1904) };
  }

  async ask(id: string, row: number, col: number, text: string): Promise<string | null> {
    const sheet = this.steps.sheetById(id);
    const check = sheet?.check(row, col);
    if (sheet === undefined || check === undefined) return null;
    const question = { sheet: sheet.name, cell: cellName(row, col), input: text };
    try {
      const answer = await this.source.askCheck(question, AbortSignal.timeout(PATIENCE));
      if (answer.fits || !answer.refuse) return null;
      return answer.say === '' ? checkSays(check, text === '', this.steps.context.date1904) : answer.say;
    } catch {
      // Who cannot be asked says later, by a mark, that it does not fit.
      return null;
    }
  }

  async choices(
    id: string,
    row: number,
    col: number,
    search: string,
    signal?: AbortSignal,
  ): Promise<Choices> {
    const sheet = this.steps.sheetById(id);
    const check = sheet?.check(row, col);
    if (sheet === undefined || check?.kind !== 'list') return { values: [], more: false };
    if (check.items !== null) return { values: itemsOf(check.items), more: false };
    return this.source.choices(sheet.name, cellName(row, col), search, signal);
  }

  private plan(sheet: Sheet): CheckPlan {
    return new CheckPlan(sheet, this.steps.context);
  }

  private whenLoaded(id: string, areas: readonly Area[], make: (sheet: Sheet) => readonly Edit[]): void {
    const [first, ...rest] = areas;
    if (first === undefined) return;
    this.steps.whenLoaded(id, rest.reduce(unionArea, first), (sheet) =>
      this.steps.attempt(() => make(sheet)),
    );
  }
}

interface Box {
  readonly check: CheckView;
  /** By identity. */
  readonly row: number;
  readonly col: number;
  readonly checked: boolean;
}

/** The checkboxes of an area that a hand may change: those of formulas are computed. */
function boxesIn(sheet: Sheet, area: Area): readonly Box[] {
  const boxes: Box[] = [];
  for (const check of sheet.checks) {
    if (check.kind !== 'checkbox') continue;
    for (const part of check.areas) {
      const seen = intersectAreas(part, area);
      if (seen === null) continue;
      checkSize((Math.min(seen.bottom, sheet.rows.count) - seen.top + 1) * (seen.right - seen.left + 1));
      for (let r = seen.top; r <= seen.bottom; r++) {
        for (let c = seen.left; c <= seen.right; c++) {
          const [row, col] = [sheet.rows.id(r), sheet.cols.id(c)];
          if (sheet.check(r, c)?.id !== check.id || isFormula(sheet.data.holding(row, col)?.stored)) continue;
          const checked = isChecked(check, sheet.value(r, c));
          if (checked !== null) boxes.push({ check, row, col, checked });
        }
      }
    }
  }
  return boxes;
}

/** New checkboxes hold FALSE where nothing is, so that formulas can count them. */
function emptyBoxes(sheet: Sheet, area: Area): readonly Edit[] {
  const whole = area.bottom >= sheet.rows.count - 1 || area.right >= sheet.cols.count - 1;
  // In whole rows and columns empty cells stay empty, and count as not checked.
  if (whole) return [];
  checkSize((area.bottom - area.top + 1) * (area.right - area.left + 1));
  const edits: Edit[] = [];
  for (let r = area.top; r <= area.bottom; r++) {
    for (let c = area.left; c <= area.right; c++) {
      if (!sheet.filled(r, c)) edits.push(...contentEdit(sheet, sheet.rows.id(r), sheet.cols.id(c), false));
    }
  }
  return edits;
}
