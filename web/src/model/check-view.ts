/** Checks as they stand on a sheet at this moment: which cells they are about, and what they ask there. */

import { type Area, areaHas } from '../lib/geometry';
import { areaOf } from './affected';
import type { Axis } from './axis';
import type { CheckOperand, CheckView, StoredCheck } from './check';
import { isFormula, scalarOf, type Stored } from './content';
import { showFormula } from './formula-show';
import type { SheetRecord } from './record';
import type { Resolve } from './resolve';

function operandOf(stored: Stored, sheet: string, context: Resolve): CheckOperand | null {
  if (stored === null) return null;
  if (isFormula(stored)) return { formula: `=${showFormula(stored, sheet, context)}` };
  return { value: scalarOf(stored) };
}

/** Its formulas are written out only when somebody asks for them, as names and sheets are called then. */
function viewOf(check: StoredCheck, sheet: string, areas: readonly Area[], context: Resolve): CheckView {
  return {
    ...check.rule,
    id: check.id,
    sheet,
    areas,
    get a() {
      return operandOf(check.a, sheet, context);
    },
    get b() {
      return operandOf(check.b, sheet, context);
    },
  };
}

/** The areas that ranges cover now. */
export function areasOf(check: StoredCheck, sheet: string, context: Resolve): readonly Area[] {
  return check.on.flatMap((range) => areaOf(range, sheet, context) ?? []);
}

const NONE: readonly CheckView[] = [];

/** The checks of a sheet, found anew when they or its lines have changed. */
export class CheckIndex {
  private version = -1;
  private rows: Axis | null = null;
  private cols: Axis | null = null;
  private views: readonly CheckView[] = NONE;

  constructor(
    private readonly record: SheetRecord,
    private readonly resolve: () => Resolve,
  ) {}

  get all(): readonly CheckView[] {
    const { record } = this;
    if (record.checks.version === 0) return NONE;
    const { axis: rows } = record.rows;
    const { axis: cols } = record.cols;
    if (this.version !== record.checks.version || this.rows !== rows || this.cols !== cols) {
      this.version = record.checks.version;
      this.rows = rows;
      this.cols = cols;
      const context = this.resolve();
      this.views = record.checks.all
        .map((check) => viewOf(check, record.id, areasOf(check, record.id, context), context))
        .filter(({ areas }) => areas.length > 0);
    }
    return this.views;
  }

  /** The check of a cell by visible index: of several the first. */
  at(row: number, col: number): CheckView | undefined {
    return this.all.find(({ areas }) => areas.some((area) => areaHas(area, row, col)));
  }
}
