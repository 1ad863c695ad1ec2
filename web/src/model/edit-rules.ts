/** From what a person does with conditional formats to the entries that say so. Pure: nothing is written here. */

import { between } from '../lib/fractions';
import { areasMeet } from '../lib/geometry';
import { readTyped } from '../lib/input';
import { areaOf } from './affected';
import { isFormula, type Stored, type StoredFormula, storedOf } from './content';
import { type EditContext } from './edit-cells';
import { Refusal } from './refusal';
import { type Edit, keys } from './entries';
import { shiftFormula } from './formula-carry';
import { parseFormula } from './formula-parse';
import { showFormula } from './formula-show';
import { randomId } from './ids';
import { type PlainReference, printReference } from './reference';
import type { Resolve } from './resolve';
import {
  MOST_RANGES,
  OPERANDS,
  operandCount,
  operandNeeded,
  type Rule,
  type RuleBody,
  ruleEntry,
} from './rule';
import { carried, sameAreas, tidied, without } from './rule-areas';
import { ruleAreas } from './rule-view';
import type { Sheet } from './sheet';
import type { Area, RuleDraft } from './view';

type Operands = readonly (Stored | undefined)[];

/** A cell by visible index, for which the formulas of a rule are written. */
interface Anchor {
  readonly row: number;
  readonly col: number;
}

function anchorOf(areas: readonly Area[]): Anchor | null {
  const [first] = areas;
  return first === undefined ? null : { row: first.top, col: first.left };
}

/** An area by identity: whole columns and rows as such. */
function rangeOf(area: Area, sheet: Sheet): PlainReference {
  const end = (line: number) => ({ line, absolute: false });
  const { rows, cols } = sheet;
  if (area.top === 0 && area.bottom >= rows.count - 1) {
    return { kind: 'cols', sheet: null, from: end(cols.id(area.left)), to: end(cols.id(area.right)) };
  }
  if (area.left === 0 && area.right >= cols.count - 1) {
    return { kind: 'rows', sheet: null, from: end(rows.id(area.top)), to: end(rows.id(area.bottom)) };
  }
  const from = { row: end(rows.id(area.top)), col: end(cols.id(area.left)) };
  if (area.top === area.bottom && area.left === area.right) return { kind: 'cell', sheet: null, at: from };
  return {
    kind: 'range',
    sheet: null,
    from,
    to: { row: end(rows.id(area.bottom)), col: end(cols.id(area.right)) },
  };
}

function onOf(areas: readonly Area[], sheet: Sheet): string {
  if (areas.length > MOST_RANGES)
    throw new Refusal('too-many-ranges', `A rule holds for ${MOST_RANGES} ranges at most.`);
  return areas.map((area) => printReference(rangeOf(area, sheet))).join(' ');
}

/** The entries of one rule; contents that it does not need any more go. */
function entriesOf(
  sheet: Sheet,
  id: string,
  rule: { readonly on: string; readonly pos: string; readonly body: RuleBody },
  operands: Operands,
): Edit[] {
  const before = sheet.record.rules.operandsOf(id);
  return [
    { root: 'rules', key: keys.rule(sheet.id, id), value: ruleEntry(rule.on, rule.pos, rule.body) },
    ...OPERANDS.flatMap((letter, n): Edit[] => {
      const value = operands[n];
      return value === undefined && before[n] === undefined
        ? []
        : [{ root: 'rules', key: keys.ruleOperand(sheet.id, id, letter), value }];
    }),
  ];
}

function onText(rule: Rule): string {
  return rule.on.map(printReference).join(' ');
}

function ruleOf(sheet: Sheet, id: string): Rule {
  const rule = sheet.record.rules.rules.get(id);
  if (rule === undefined) throw new Refusal('no-rule', 'This rule is not there any more.');
  return rule;
}

// What is typed

function formulaOf(text: string, sheet: Sheet, anchor: Anchor, context: EditContext): StoredFormula {
  const cell = { row: sheet.rows.id(anchor.row), col: sheet.cols.id(anchor.col) };
  const formula = parseFormula(text, sheet.id, context.resolve, cell);
  if (formula === null) throw new Refusal('formula-too-long', 'A formula may have 8,192 characters at most.');
  return formula;
}

function operandOf(
  typed: string,
  body: RuleBody,
  sheet: Sheet,
  anchor: Anchor,
  context: EditContext,
): Stored {
  const text = typed.trim();
  if (body.kind === 'formula') {
    const formula = text.replace(/^=/, '').trim();
    if (formula === '')
      throw new Refusal('no-operand', 'Write a formula that is true or false, such as =B1>10.');
    return formulaOf(formula, sheet, anchor, context);
  }
  if (text === '') {
    const number = body.kind !== 'cell' && body.kind !== 'text';
    throw new Refusal('no-operand', number ? 'This point needs a number.' : 'Say what to compare with.');
  }
  if (/^=./.test(text)) return formulaOf(text.slice(1), sheet, anchor, context);
  if (body.kind === 'text') return typed;
  const read = readTyped(text, context.date1904);
  const stored =
    read.kind === 'formula' ? formulaOf(read.text, sheet, anchor, context) : storedOf(read.value);
  if (body.kind !== 'cell' && typeof stored !== 'number' && !isFormula(stored)) {
    throw new Refusal('no-number', `“${text}” is no number. A point has a number or a formula.`);
  }
  return stored;
}

/** What a rule compares with; undefined where it needs nothing. What cannot be is refused. */
export function draftOperands(sheet: Sheet, draft: RuleDraft, context: EditContext): Operands {
  const { body } = draft;
  const anchor = anchorOf(draft.areas);
  if (anchor === null) throw new Refusal('no-range', 'Say for which cells the rule holds, such as B2:B99.');
  return Array.from({ length: operandCount(body) }, (_, n) =>
    operandNeeded(body, n) ? operandOf(draft.operands[n] ?? '', body, sheet, anchor, context) : undefined,
  );
}

/** Adds or changes a rule. What cannot be is refused. */
export function putRuleEdits(
  sheet: Sheet,
  id: string | null,
  draft: RuleDraft,
  context: EditContext,
): Edit[] {
  const { body } = draft;
  const operands = draftOperands(sheet, draft, context);
  const on = onOf(draft.areas, sheet);
  const [first] = sheet.record.rules.inOrder();
  const pos = id === null ? between('', first?.[1].pos ?? null) : ruleOf(sheet, id).pos;
  return entriesOf(sheet, id ?? randomId(), { on, pos, body }, operands);
}

export function removeRuleEdits(sheet: Sheet, ids: readonly string[]): Edit[] {
  return ids.flatMap((id): Edit[] => {
    if (!sheet.record.rules.rules.has(id)) return [];
    const gone = sheet.record.rules
      .operandsOf(id)
      .flatMap((stored, n): Edit[] =>
        stored === undefined
          ? []
          : [{ root: 'rules', key: keys.ruleOperand(sheet.id, id, OPERANDS[n] ?? 'a'), value: undefined }],
      );
    return [{ root: 'rules', key: keys.rule(sheet.id, id), value: null }, ...gone];
  });
}

export function duplicateRuleEdits(sheet: Sheet, id: string): Edit[] {
  const rule = ruleOf(sheet, id);
  const order = sheet.record.rules.inOrder();
  const next = order[order.findIndex(([each]) => each === id) + 1];
  const pos = between(rule.pos, next?.[1].pos ?? null);
  return entriesOf(
    sheet,
    randomId(),
    { on: onText(rule), pos, body: rule.body },
    sheet.record.rules.operandsOf(id),
  );
}

export function moveRuleEdits(sheet: Sheet, id: string, before: string | null): Edit[] {
  const rule = ruleOf(sheet, id);
  const others = sheet.record.rules.inOrder().filter(([each]) => each !== id);
  const found = before === null ? -1 : others.findIndex(([each]) => each === before);
  const at = found < 0 ? others.length : found;
  const pos = between(others[at - 1]?.[1].pos ?? '', others[at]?.[1].pos ?? null);
  const value = ruleEntry(onText(rule), pos, rule.body);
  return [{ root: 'rules', key: keys.rule(sheet.id, id), value }];
}

// Where rules hold

/** Operands as they read for another first cell. */
function shiftedOperands(
  operands: Operands,
  from: Anchor,
  to: Anchor,
  sheet: string,
  context: Resolve,
): Operands {
  const shift = { rows: to.row - from.row, cols: to.col - from.col };
  return operands.map((stored) => (isFormula(stored) ? shiftFormula(stored, shift, sheet, context) : stored));
}

/** Gives a rule other cells; one without any is deleted. Ranges that stay as they are keep their ends. */
function areasEdits(sheet: Sheet, id: string, areas: readonly Area[], context: Resolve): Edit[] {
  const rule = ruleOf(sheet, id);
  const before = ruleAreas(rule, sheet, context);
  const [old, anchor] = [anchorOf(before), anchorOf(areas)];
  if (old === null || sameAreas(areas, before)) return [];
  if (anchor === null) return removeRuleEdits(sheet, [id]);
  if (areas.length > MOST_RANGES) return [];
  const kept = rule.on.map((range) => [range, areaOf(range, sheet.id, context)] as const);
  const on = areas
    .map((area) => {
      const same = kept.find(([, other]) => other !== null && sameAreas([other], [area]));
      return printReference(same?.[0] ?? rangeOf(area, sheet));
    })
    .join(' ');
  const operands = shiftedOperands(sheet.record.rules.operandsOf(id), old, anchor, sheet.id, context);
  return entriesOf(sheet, id, { on, pos: rule.pos, body: rule.body }, operands);
}

/** Takes cells out of all rules of a sheet. */
export function clearRuleEdits(sheet: Sheet, holes: readonly Area[], context: Resolve): Edit[] {
  return sheet.record.rules.inOrder().flatMap(([id, rule]) => {
    const areas = ruleAreas(rule, sheet, context);
    if (!areas.some((area) => holes.some((hole) => areasMeet(area, hole)))) return [];
    return areasEdits(sheet, id, holes.reduce(without, areas), context);
  });
}

export interface Carry {
  readonly from: Sheet;
  readonly source: Area;
  readonly to: Sheet;
  /** The source is repeated over it. */
  readonly target: Area;
  /** Rules leave the source. */
  readonly cut?: boolean;
}

/** After cells went elsewhere with their looks: rules of the source hold in the target, those of the target do not. */
export function carryRuleEdits(carry: Carry, context: Resolve): Edit[] {
  const { from, source, to, target } = carry;
  if (from.record.rules.rules.size === 0 && to.record.rules.rules.size === 0) return [];
  const left = (areas: readonly Area[]): readonly Area[] =>
    carry.cut === true ? without(areas, source) : areas;
  if (from === to) {
    return from.record.rules.inOrder().flatMap(([id, rule]) => {
      const areas = ruleAreas(rule, from, context);
      if (!areas.some((area) => areasMeet(area, source) || areasMeet(area, target))) return [];
      const now = tidied([...without(left(areas), target), ...carried(areas, source, target)]);
      return sameAreas(now, tidied(areas)) ? [] : areasEdits(from, id, now, context);
    });
  }
  const leaving = carry.cut === true ? clearRuleEdits(from, [source], context) : [];
  return [...clearRuleEdits(to, [target], context), ...leaving, ...toSheetEdits(carry, context)];
}

/** A formula of one sheet as it reads on another; what has no sheet means the other's cells. */
function onSheet(
  stored: Stored | undefined,
  from: Sheet,
  to: Sheet,
  at: Anchor,
  context: Resolve,
): Stored | undefined {
  if (!isFormula(stored)) return stored;
  const cell = { row: to.rows.id(at.row), col: to.cols.id(at.col) };
  return parseFormula(showFormula(stored, from.id, context), to.id, context, cell) ?? undefined;
}

/** Rules of another sheet: those that are there already take the cells in, the others are added behind them. */
function toSheetEdits({ from, source, to, target }: Carry, context: Resolve): Edit[] {
  let last = to.record.rules.inOrder().at(-1)?.[1].pos ?? '';
  return from.record.rules.inOrder().flatMap(([id, rule]) => {
    const areas = ruleAreas(rule, from, context);
    const [old, added] = [anchorOf(areas), tidied(carried(areas, source, target))];
    const anchor = anchorOf(added);
    if (old === null || anchor === null || added.length > MOST_RANGES) return [];
    const operands = from.record.rules.operandsOf(id).map((each) => onSheet(each, from, to, old, context));
    const twin = to.record.rules.inOrder().find(([other, { body }]) => {
      const there = anchorOf(ruleAreas(ruleOf(to, other), to, context));
      return (
        there !== null &&
        JSON.stringify(body) === JSON.stringify(rule.body) &&
        JSON.stringify(shiftedOperands(operands, old, there, to.id, context)) ===
          JSON.stringify(to.record.rules.operandsOf(other))
      );
    });
    if (twin !== undefined) {
      const there = without(ruleAreas(twin[1], to, context), target);
      return areasEdits(to, twin[0], tidied([...there, ...added]), context);
    }
    last = between(last, null);
    const shifted = shiftedOperands(operands, old, anchor, to.id, context);
    return entriesOf(to, randomId(), { on: onOf(added, to), pos: last, body: rule.body }, shifted);
  });
}
