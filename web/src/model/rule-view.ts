/** Conditional formats by visible index, and what they compare with as text. */

import { display, isDateCode } from '../lib/display';
import { readTyped } from '../lib/input';
import { areaOf } from './affected';
import { isFormula, scalarOf, type Stored } from './content';
import { showFormula } from './formula-show';
import type { Resolve } from './resolve';
import { operandCount, type Rule, type RuleBody } from './rule';
import type { Sheet } from './sheet';
import type { Area, RuleView } from './view';

/** Where a rule holds now; ranges that are gone are left out. */
export function ruleAreas(rule: Rule, sheet: Sheet, context: Resolve): readonly Area[] {
  return rule.on
    .map((reference) => areaOf(reference, sheet.id, context))
    .filter((area) => area !== null)
    .map((area) => ({
      ...area,
      bottom: Math.min(area.bottom, sheet.rows.count - 1),
      right: Math.min(area.right, sheet.cols.count - 1),
    }));
}

/** A content as it would be typed; dates as such where the cells show dates. */
function operandText(
  stored: Stored | undefined,
  body: RuleBody,
  code: string,
  sheet: Sheet,
  context: Resolve,
  date1904: boolean,
): string {
  if (stored === undefined || stored === null) return '';
  if (isFormula(stored)) return `=${showFormula(stored, sheet.id, context)}`;
  const value = scalarOf(stored);
  if (typeof value === 'number') {
    if (body.kind !== 'cell' || !isDateCode(code)) return String(value);
    return display(value, Number.isInteger(value) ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm:ss', date1904).text;
  }
  if (typeof value !== 'string') return display(value, null).text;
  if (body.kind !== 'cell') return value;
  const typed = readTyped(value);
  return typed.kind === 'value' && typed.value === value ? value : `'${value}`;
}

/** The conditional formats of a sheet, in the order in which they hold. */
export function ruleViews(sheet: Sheet, context: Resolve, date1904: boolean): readonly RuleView[] {
  const { rules } = sheet.record;
  return rules.inOrder().map(([id, rule]): RuleView => {
    const areas = ruleAreas(rule, sheet, context);
    const [first] = areas;
    const code =
      first === undefined
        ? ''
        : (sheet.data.formatOf(sheet.rows.id(first.top), sheet.cols.id(first.left)).format ?? '');
    const operands = rules
      .operandsOf(id)
      .slice(0, operandCount(rule.body))
      .map((stored) => operandText(stored, rule.body, code, sheet, context, date1904));
    return { id, body: rule.body, areas, operands };
  });
}
