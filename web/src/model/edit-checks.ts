/** From what a person wants of what may be entered to the entries that say so. Pure: nothing is written here. */

import { type Area, cellArea, joinedAreas, areaWithout } from '../lib/geometry';
import { between } from '../lib/fractions';
import {
  type CheckDraft,
  type CheckOperand,
  type CheckRule,
  type CheckView,
  MAX_ITEMS,
  MAX_RANGES,
  MAX_WORDS,
  operandsOf,
  checkEntry,
} from './check';
import { areasOf } from './check-view';
import { isFormula, type Stored, type StoredFormula, storedOf } from './content';
import { type EditContext } from './edit-cells';
import { Refusal } from './refusal';
import { type Edit, keys } from './entries';
import { shiftFormula } from './formula-carry';
import { parseFormula } from './formula-parse';
import { randomId } from './ids';
import { parseReference, printReference, type End, type Reference } from './reference';
import type { Resolve } from './resolve';
import type { Sheet } from './sheet';

interface Cell {
  readonly row: number;
  readonly col: number;
}

/** A check while its cells are being changed. */
interface Held {
  readonly id: string;
  readonly pos: string;
  readonly rule: CheckRule;
  /** Contents as they read in the cell `first`. */
  readonly a: Stored;
  readonly b: Stored;
  readonly first: Cell;
  areas: Area[];
}

/** A check as it was copied: its formulas are written for `first` of the sheet `from`. */
export interface CheckCopy extends CheckDraft {
  readonly id: string;
  readonly from: string;
  readonly first: Cell;
}

function sizeOf(rule: CheckRule): void {
  if ((rule.items?.length ?? 0) > MAX_ITEMS) {
    throw new Refusal('check', 'A list holds 8,192 characters at most. Put longer ones into cells.');
  }
  if (rule.say.length > MAX_WORDS || rule.hint.length > MAX_WORDS) {
    throw new Refusal('check', 'A message holds 1,024 characters at most.');
  }
}

/** An operand as stored, written for one cell of a sheet. */
function storedOperand(operand: CheckOperand | null, sheet: Sheet, at: Cell, context: Resolve): Stored {
  if (operand === null) return null;
  if ('value' in operand) return storedOf(operand.value);
  const cell = { row: sheet.rows.id(at.row), col: sheet.cols.id(at.col) };
  const formula = parseFormula(operand.formula.replace(/^=/, ''), sheet.id, context, cell);
  if (formula === null) throw new Refusal('formula-too-long', 'A formula may have 8,192 characters at most.');
  return formula;
}

/** References that name no sheet mean the one that the formula was written on. */
function named(formula: StoredFormula, sheet: string): StoredFormula {
  const [tag, template, ...refs] = formula;
  const onSheet = refs.map((ref) => {
    const reference = parseReference(ref);
    const plain =
      reference !== null &&
      reference.kind !== 'name' &&
      reference.kind !== 'stack' &&
      reference.kind !== 'table';
    return plain && reference.sheet === null ? printReference({ ...reference, sheet }) : ref;
  });
  return [tag, template, ...onSheet];
}

function end(line: number): End {
  return { line, absolute: false };
}

/** A range as stored: whole rows and columns as such. */
function rangeOf(area: Area, sheet: Sheet): string {
  const rows = sheet.record.rows.axis;
  const cols = sheet.record.cols.axis;
  const bottom = Math.min(area.bottom, rows.shown - 1);
  const right = Math.min(area.right, cols.shown - 1);
  const [top, left] = [end(rows.idAt(area.top)), end(cols.idAt(area.left))];
  const [last, end2] = [end(rows.idAt(bottom)), end(cols.idAt(right))];
  const made = (reference: Reference): string => printReference(reference);
  if (area.top === 0 && bottom === rows.shown - 1)
    return made({ kind: 'cols', sheet: null, from: left, to: end2 });
  if (area.left === 0 && right === cols.shown - 1)
    return made({ kind: 'rows', sheet: null, from: top, to: last });
  if (area.top === bottom && area.left === right)
    return made({ kind: 'cell', sheet: null, at: { row: top, col: left } });
  return made({ kind: 'range', sheet: null, from: { row: top, col: left }, to: { row: last, col: end2 } });
}

function corner({ top, left }: Area): Cell {
  return { row: top, col: left };
}

/** The checks of a sheet while cells get others; in the end the entries that make it so. */
export class CheckPlan {
  private readonly held: Held[];
  private readonly before: ReadonlyMap<string, readonly Area[]>;
  private readonly cuts: Area[] = [];
  private readonly given = new Map<Held, Area[]>();
  private readonly copied = new Map<string, Held>();

  constructor(
    private readonly sheet: Sheet,
    private readonly context: EditContext,
  ) {
    this.held = sheet.record.checks.all.map(({ id, pos, rule, a, b, ...check }) => {
      const areas = [...areasOf({ ...check, id, pos, rule, a, b }, sheet.id, context.resolve)];
      return {
        id,
        pos,
        rule,
        a,
        b,
        first: corner(areas[0] ?? { top: 0, left: 0, bottom: 0, right: 0 }),
        areas,
      };
    });
    this.before = new Map(this.held.map(({ id, areas }) => [id, areas]));
  }

  /** Nothing is asked of these cells any more, unless they are given something. */
  cut(area: Area): void {
    this.cuts.push(area);
  }

  /** What the check `id` asks, it asks of these cells as well. False when there is no such check. */
  join(id: string, area: Area): boolean {
    const held = this.held.find((each) => each.id === id && each.areas.length > 0);
    if (held === undefined) return false;
    this.give(held, area);
    return true;
  }

  /** A check for these areas; the formulas read as in the first one's first cell. `id` changes the one there is. */
  set(areas: readonly Area[], draft: CheckDraft, id: string | null): void {
    const [area] = areas;
    if (area === undefined) return;
    sizeOf(draft);
    const first = corner(area);
    const count = operandsOf(draft);
    const operand = (which: CheckOperand | null): Stored =>
      storedOperand(which, this.sheet, first, this.context.resolve);
    const old = id === null ? -1 : this.held.findIndex((each) => each.id === id);
    const made: Held = {
      id: id ?? randomId(),
      pos: this.held[old]?.pos ?? this.nextPos(),
      rule: draft,
      a: count > 0 ? operand(draft.a) : null,
      b: count > 1 ? operand(draft.b) : null,
      first,
      areas: [],
    };
    if (old < 0) this.held.push(made);
    else this.held[old] = made;
    for (const each of areas) this.give(made, each);
  }

  /** Cells get a check that was copied, here or elsewhere. */
  paste(copy: CheckCopy, area: Area): void {
    if (copy.from === this.sheet.id && this.join(copy.id, area)) return;
    const key = `${copy.from} ${copy.id}`;
    let held = this.copied.get(key);
    if (held === undefined) {
      const first = corner(area);
      const operand = (which: CheckOperand | null): Stored => this.carried(which, copy, first);
      held = {
        id: randomId(),
        pos: this.nextPos(),
        rule: copy,
        a: operand(copy.a),
        b: operand(copy.b),
        first,
        areas: [],
      };
      this.copied.set(key, held);
      this.held.push(held);
    }
    this.give(held, area);
  }

  /** An operand of a copied check as it reads in another cell. The cells of a list stay where they are. */
  private carried(operand: CheckOperand | null, copy: CheckCopy, at: Cell): Stored {
    const { resolve } = this.context;
    const stays = copy.kind === 'list' && resolve.sheetName(copy.from) !== null;
    const own = stays ? copy.from : this.sheet.id;
    if (operand === null || 'value' in operand) return operand === null ? null : storedOf(operand.value);
    const formula = parseFormula(operand.formula.replace(/^=/, ''), own, resolve);
    if (formula === null) return null;
    const shift = { rows: at.row - copy.first.row, cols: at.col - copy.first.col };
    const moved = shiftFormula(formula, shift, own, resolve);
    return own === this.sheet.id ? moved : named(moved, own);
  }

  private nextPos(): string {
    return between(
      this.held.reduce((last, { pos }) => (pos > last ? pos : last), ''),
      null,
    );
  }

  private give(held: Held, area: Area): void {
    this.cuts.push(area);
    const given = this.given.get(held) ?? [];
    given.push(area);
    this.given.set(held, given);
  }

  edits(): Edit[] {
    const cuts = joinedAreas(this.cuts);
    return this.held.flatMap((held) => {
      let { areas } = held;
      for (const cut of cuts) areas = areas.flatMap((area) => areaWithout(area, cut));
      const given = this.given.get(held) ?? [];
      const before = this.before.get(held.id);
      const same = areas.length === held.areas.length && areas.every((area, i) => area === held.areas[i]);
      // What is neither new nor touched stays as it is written, ranges that are gone for now included.
      if (same && given.length === 0 && before === held.areas) return [];
      return this.write(held, joinedAreas([...areas, ...given]));
    });
  }

  /** Too many ranges for one entry become several. */
  private write(held: Held, areas: readonly Area[]): Edit[] {
    const { row, col } = held.first;
    const leads = ({ top, left }: Area): boolean => top === row && left === col;
    const ordered = [...areas.filter(leads), ...areas.filter((area) => !leads(area))];
    if (ordered.length === 0) return this.entries(held, held.id, []);
    const edits: Edit[] = [];
    for (let at = 0; at < ordered.length; at += MAX_RANGES) {
      const id = at === 0 ? held.id : randomId();
      edits.push(...this.entries(held, id, ordered.slice(at, at + MAX_RANGES)));
    }
    return edits;
  }

  private entries(held: Held, id: string, areas: readonly Area[]): Edit[] {
    const { sheet } = this;
    const [lead] = areas;
    const on = areas.map((area) => rangeOf(area, sheet)).join(' ');
    const operand = (slot: 'a' | 'b'): Edit[] => {
      const value = lead === undefined ? null : this.movedTo(held[slot], held.first, lead);
      if (value === null && !sheet.record.checks.hasOperand(id, slot)) return [];
      return [{ root: 'checks', key: keys.checkOperand(sheet.id, id, slot), value }];
    };
    const value = lead === undefined ? null : checkEntry(held.rule, on, held.pos);
    return [{ root: 'checks', key: keys.check(sheet.id, id), value }, ...operand('a'), ...operand('b')];
  }

  /** An operand as it reads in the cell from which it is read from now on. */
  private movedTo(stored: Stored, from: Cell, lead: Area): Stored {
    if (!isFormula(stored)) return stored;
    const shift = { rows: lead.top - from.row, cols: lead.left - from.col };
    return shiftFormula(stored, shift, this.sheet.id, this.context.resolve);
  }
}

type Pasted = readonly (readonly ({ readonly check?: CheckCopy | null } | null)[])[];

/** Checks that come along with pasted cells; where a cell brings none, anything may be entered. */
export function pasteCheckEdits(sheet: Sheet, at: Cell, cells: Pasted, context: EditContext): Edit[] {
  const any = (wanted: (check: CheckCopy | null | undefined) => boolean): boolean =>
    cells.some((line) => line.some((cell) => wanted(cell?.check)));
  const replaces = sheet.checks.length > 0 && any((check) => check !== undefined);
  if (!replaces && !any((check) => check !== undefined && check !== null)) return [];
  const plan = new CheckPlan(sheet, context);
  cells.forEach((line, r) =>
    line.forEach((cell, c) => {
      const area = cellArea(at.row + r, at.col + c);
      if (cell?.check === null) plan.cut(area);
      else if (cell?.check !== undefined) plan.paste(cell.check, area);
    }),
  );
  return plan.edits();
}

/** The cell of the source that a filled cell repeats. */
export function filledFrom(source: Area, target: Area): (row: number, col: number) => [number, number] {
  const down = target.bottom > source.bottom || target.top < source.top;
  const repeat = (at: number, first: number, last: number): number => {
    const length = last - first + 1;
    return first + ((((at - first) % length) + length) % length);
  };
  return (row, col) =>
    down ? [repeat(row, source.top, source.bottom), col] : [row, repeat(col, source.left, source.right)];
}

/** Filled cells get the checks of those that they repeat. */
export function fillCheckEdits(sheet: Sheet, source: Area, target: Area, context: EditContext): Edit[] {
  if (sheet.checks.length === 0) return [];
  const plan = new CheckPlan(sheet, context);
  const from = filledFrom(source, target);
  for (const part of areaWithout(target, source)) {
    for (let row = part.top; row <= part.bottom; row++) {
      for (let col = part.left; col <= part.right; col++) {
        const check = sheet.check(...from(row, col));
        const area = cellArea(row, col);
        if (check === undefined) plan.cut(area);
        else plan.join(check.id, area);
      }
    }
  }
  return plan.edits();
}

/** New rows of a table are asked what the row above is asked, where nothing is asked yet. */
export function newRowCheckEdits(
  sheet: Sheet,
  table: Area,
  rows: Pick<Area, 'top' | 'bottom'>,
  model: number,
  context: EditContext,
): Edit[] {
  if (sheet.checks.length === 0) return [];
  const plan = new CheckPlan(sheet, context);
  for (let col = table.left; col <= table.right; col++) {
    const check = sheet.check(model, col);
    if (check === undefined) continue;
    for (let row = rows.top; row <= rows.bottom; row++) {
      if (sheet.check(row, col) === undefined) plan.join(check.id, cellArea(row, col));
    }
  }
  return plan.edits();
}

/** Checks of cells that move go along. */
export function moveCheckEdits(from: Sheet, area: Area, to: Sheet, at: Cell, context: EditContext): Edit[] {
  if (from.checks.length === 0 && to.checks.length === 0) return [];
  const plan = new CheckPlan(to, context);
  const left = from.id === to.id ? plan : new CheckPlan(from, context);
  left.cut(area);
  for (let row = area.top; row <= area.bottom; row++) {
    for (let col = area.left; col <= area.right; col++) {
      const check = from.check(row, col);
      const place = cellArea(at.row + row - area.top, at.col + col - area.left);
      if (check === undefined) plan.cut(place);
      else plan.paste(copyOf(check), place);
    }
  }
  return left === plan ? plan.edits() : [...plan.edits(), ...left.edits()];
}

/** A check ready to be carried elsewhere. */
export function copyOf(check: CheckView): CheckCopy {
  const [lead] = check.areas;
  const { kind, op, items, arrow, refuse, filled, say, hint, a, b, id, sheet: from } = check;
  const first = lead === undefined ? { row: 0, col: 0 } : corner(lead);
  return { kind, op, items, arrow, refuse, filled, say, hint, a, b, id, from, first };
}
