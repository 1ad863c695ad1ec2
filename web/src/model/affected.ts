/** Which formulas on screen may read what has changed. Rather one too many than one too few. */

import { type Area, areasMeet, cellArea } from '../lib/geometry';
import { MAX_COLS, MAX_ROWS } from '../lib/a1';
import type { StoredFormula } from './content';
import { parseReference, type PlainReference } from './reference';
import type { Resolve } from './resolve';
import { partPlace } from './table-view';

/** A formula cell by visible index. */
export interface FormulaAt {
  readonly row: number;
  readonly col: number;
  readonly formula: StoredFormula;
}

/** Changed areas by sheet. */
export type Changed = ReadonlyMap<string, readonly Area[]>;

/** An area that a formula reads; `sheet` null is any of them. */
interface Read {
  readonly sheet: string | null;
  readonly area: Area;
}

export const EVERYWHERE: Area = { top: 0, left: 0, bottom: MAX_ROWS - 1, right: MAX_COLS - 1 };
const ANYTHING: Read = { sheet: null, area: EVERYWHERE };
/** Functions that read what their text says, which only the server works out. */
const READS_ANYTHING = /\b(INDIRECT|OFFSET)\s*\(/i;

/** The cells that a reference means now; null when they are gone. */
export function areaOf(reference: PlainReference, sheet: string, context: Resolve): Area | null {
  const rows = context.rows(sheet);
  const cols = context.cols(sheet);
  if (rows === null || cols === null) return null;
  if (reference.kind === 'cell') {
    const row = rows.indexOf(reference.at.row.line);
    const col = cols.indexOf(reference.at.col.line);
    return row < 0 || col < 0 ? null : cellArea(row, col);
  }
  const across = (axis: 'rows' | 'cols'): readonly [number, number] | null => {
    if (reference.kind === 'range') {
      const { from, to } = reference;
      return axis === 'rows' ? rows.span(from.row.line, to.row.line) : cols.span(from.col.line, to.col.line);
    }
    if (reference.kind !== axis) return [0, (axis === 'rows' ? MAX_ROWS : MAX_COLS) - 1];
    return (axis === 'rows' ? rows : cols).span(reference.from.line, reference.to.line);
  };
  const r = across('rows');
  const c = across('cols');
  return r === null || c === null ? null : { top: r[0], bottom: r[1], left: c[0], right: c[1] };
}

function readsOf([, template, ...refs]: StoredFormula, own: string, context: Resolve): readonly Read[] {
  if (READS_ANYTHING.test(template)) return [ANYTHING];
  return refs.flatMap((stored): readonly Read[] => {
    const reference = parseReference(stored);
    if (reference === null) return [];
    // What a name stands for may be any formula.
    if (reference.kind === 'name') return [ANYTHING];
    if (reference.kind === 'table') {
      const place = partPlace(reference, null, context);
      return place === null ? [] : [place];
    }
    const stack = reference.kind === 'stack';
    const sheet = stack ? reference.first : (reference.sheet ?? own);
    const area = areaOf(stack ? reference.area : reference, sheet, context);
    return area === null ? [] : [{ sheet: stack ? null : sheet, area }];
  });
}

/** Those of the formulas of sheet `own` that read a changed cell, or one another that does. */
export function affected(
  own: string,
  formulas: readonly FormulaAt[],
  changed: Changed,
  context: Resolve,
): readonly FormulaAt[] {
  const found: FormulaAt[] = [];
  let rest = formulas.map((at) => ({ at, reads: readsOf(at.formula, own, context) }));
  let news: readonly Read[] = [...changed].flatMap(([sheet, areas]) =>
    areas.map((area) => ({ sheet, area })),
  );
  while (news.length > 0) {
    const fresh = news;
    const hit = (read: Read): boolean =>
      fresh.some(
        (change) => (read.sheet === null || read.sheet === change.sheet) && areasMeet(read.area, change.area),
      );
    const reached = rest.filter(({ reads }) => reads.some(hit));
    rest = rest.filter(({ reads }) => !reads.some(hit));
    found.push(...reached.map(({ at }) => at));
    news = reached.map(({ at }) => ({ sheet: own, area: cellArea(at.row, at.col) }));
  }
  return found;
}
