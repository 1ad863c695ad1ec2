/** The fill handle: what comes after a few cells, going down, up, right or left. */

import { atOnce, type Steps } from '../lib/steps';
import { contentEdit, exactFormatEdit, type EditContext } from './edit-cells';
import { isDateCode } from '../lib/display';
import { isFormula, scalarOf, type Stored, storedOf } from './content';
import type { Edit } from './entries';
import { shiftFormula } from './formula-carry';
import { linesGuard } from './lines-moved';
import { seriesOf } from './series';
import type { Sheet } from './sheet';
import type { Area } from './view';
import { unionArea } from '../lib/geometry';

interface Source {
  readonly stored: Stored;
  readonly date: boolean;
}

/** Cells along the direction of filling, by place; what filters hide has none. */
interface Lane {
  /** The first place of the source. */
  readonly from: number;
  readonly length: number;
  at(place: number): readonly [row: number, col: number];
}

/** Cells filled between two looks at the clock. */
const STEP = 50;

/** `share` of a lane that is done becomes the share of all. */
function* fillLane(
  sheet: Sheet,
  lane: Lane,
  targets: readonly number[],
  context: EditContext,
  share: (done: number) => number,
  edits: Edit[],
): Steps<void> {
  const check = linesGuard(sheet);
  const sources = Array.from({ length: lane.length }, (_, i): Source => {
    const [row, col] = lane.at(lane.from + i);
    const r = sheet.rows.id(row);
    const c = sheet.cols.id(col);
    const stored = sheet.data.holding(r, c)?.stored ?? null;
    return { stored, date: isDateCode(sheet.data.formatOf(r, c).format ?? '') };
  });
  const series = seriesOf(
    sources.map(({ stored }) => stored),
    sources[0]?.date === true,
  );
  for (const [done, place] of targets.entries()) {
    if (done % STEP === 0) {
      yield share(done / targets.length);
      check();
    }
    const n = place - lane.from;
    const model = ((n % lane.length) + lane.length) % lane.length;
    const [fromRow, fromCol] = lane.at(lane.from + model);
    const [row, col] = lane.at(place);
    const r = sheet.rows.id(row);
    const c = sheet.cols.id(col);
    let stored = sources[model]?.stored ?? null;
    if (isFormula(stored)) {
      const shift = { rows: row - fromRow, cols: col - fromCol, filled: true };
      stored = shiftFormula(stored, shift, sheet.id, context.resolve);
    } else if (series !== null) stored = storedOf(series(n));
    else stored = storedOf(scalarOf(stored));
    const format = sheet.data.formatOf(sheet.rows.id(fromRow), sheet.cols.id(fromCol));
    edits.push(...contentEdit(sheet, r, c, stored), ...exactFormatEdit(sheet, r, c, format));
  }
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** Which of the lines of `all` are the source; the others are filled. */
function places(
  all: readonly number[],
  first: number,
  last: number,
): { from: number; length: number; targets: number[] } {
  const inside = (line: number): boolean => line >= first && line <= last;
  const targets = all.flatMap((line, place) => (inside(line) ? [] : [place]));
  return { from: all.findIndex(inside), length: all.length - targets.length, targets };
}

/** Entries that fill `target` from `source`; cells of the source stay as they are, and so does what a filter hides. */
export function* fillSteps(sheet: Sheet, source: Area, target: Area, context: EditContext): Steps<Edit[]> {
  const down = target.bottom > source.bottom || target.top < source.top;
  const whole = unionArea(source, target);
  const unfiltered = (first: number, last: number): number[] =>
    sheet.rows.unfiltered(first, last).flatMap(([from, to]) => span(from, to));
  const along = down ? unfiltered(whole.top, whole.bottom) : span(whole.left, whole.right);
  const across = down ? span(source.left, source.right) : unfiltered(source.top, source.bottom);
  const { targets, ...lane } = down
    ? places(along, source.top, source.bottom)
    : places(along, source.left, source.right);
  const edits: Edit[] = [];
  if (lane.length === 0) return edits;
  for (const [n, line] of across.entries()) {
    const at: Lane['at'] = down ? (place) => [along[place] ?? 0, line] : (place) => [line, along[place] ?? 0];
    yield* fillLane(sheet, { ...lane, at }, targets, context, (done) => (n + done) / across.length, edits);
  }
  return edits;
}

/** As `fillSteps`, at once. */
export function fillEdits(sheet: Sheet, source: Area, target: Area, context: EditContext): Edit[] {
  return atOnce(fillSteps(sheet, source, target, context));
}
