/** Where conditional formats hold, as lists of areas: taken apart, put together, repeated over a target. */

import { type Area, areaWithout, intersectAreas } from '../lib/geometry';

/** More repetitions than that in one direction are not written one by one. */
const MOST_REPEATED = 200;

/** A list of areas without another one. */
export function without(areas: readonly Area[], hole: Area): readonly Area[] {
  return areas.flatMap((area) => areaWithout(area, hole));
}

function holds(outer: Area, inner: Area): boolean {
  return (
    outer.top <= inner.top &&
    outer.left <= inner.left &&
    outer.bottom >= inner.bottom &&
    outer.right >= inner.right
  );
}

/** Two areas as one, when they are a rectangle together. */
function joined(a: Area, b: Area): Area | null {
  if (holds(a, b)) return a;
  if (holds(b, a)) return b;
  const sameRows = a.top === b.top && a.bottom === b.bottom;
  if (sameRows && a.left <= b.right + 1 && b.left <= a.right + 1) {
    return { ...a, left: Math.min(a.left, b.left), right: Math.max(a.right, b.right) };
  }
  const sameCols = a.left === b.left && a.right === b.right;
  if (sameCols && a.top <= b.bottom + 1 && b.top <= a.bottom + 1) {
    return { ...a, top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom) };
  }
  return null;
}

/** The same cells in fewer areas; the first ones keep their place. */
export function tidied(areas: readonly Area[]): readonly Area[] {
  const list = [...areas];
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) {
      const [a, b] = [list[i], list[j]];
      const one = a === undefined || b === undefined ? null : joined(a, b);
      if (one === null) continue;
      list[i] = one;
      list.splice(j, 1);
      // A larger one may take in others that were looked at before.
      i = -1;
      break;
    }
  }
  return list;
}

/** Where a stretch of the source comes to lie in the target, the source being repeated from its start on. */
function repeated(
  stretch: readonly [first: number, last: number],
  source: readonly [first: number, last: number],
  target: readonly [first: number, last: number],
): readonly (readonly [first: number, last: number])[] {
  const length = source[1] - source[0] + 1;
  if (stretch[0] === source[0] && stretch[1] === source[1]) return [target];
  const found: (readonly [number, number])[] = [];
  // A fill upwards repeats the source backwards, so that the copies meet at its start.
  const inside = target[0] <= source[0] && target[1] >= source[1];
  const start = inside ? source[0] - Math.ceil((source[0] - target[0]) / length) * length : target[0];
  for (let at = start; at <= target[1] && found.length < MOST_REPEATED; at += length) {
    const first = Math.max(target[0], at + stretch[0] - source[0]);
    const last = Math.min(target[1], at + stretch[1] - source[0]);
    if (first <= last) found.push([first, last]);
  }
  return found;
}

/** What a rule holds for in the target after cells of the source were copied there. */
export function carried(areas: readonly Area[], source: Area, target: Area): readonly Area[] {
  return areas.flatMap((area) => {
    const part = intersectAreas(area, source);
    if (part === null) return [];
    const rows = repeated([part.top, part.bottom], [source.top, source.bottom], [target.top, target.bottom]);
    const cols = repeated([part.left, part.right], [source.left, source.right], [target.left, target.right]);
    return rows.flatMap(([top, bottom]) => cols.map(([left, right]) => ({ top, left, bottom, right })));
  });
}

export function sameAreas(a: readonly Area[], b: readonly Area[]): boolean {
  return (
    a.length === b.length &&
    a.every((area, i) => {
      const other = b[i];
      return other !== undefined && holds(area, other) && holds(other, area);
    })
  );
}
