/** Rectangles of cells, both ends included, by visible index. */

export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The area of one cell. */
export function cellArea(row: number, col: number): Area {
  return { top: row, left: col, bottom: row, right: col };
}

export function areaHas(area: Area, row: number, col: number): boolean {
  return row >= area.top && row <= area.bottom && col >= area.left && col <= area.right;
}

export function areasMeet(a: Area, b: Area): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

/** An area of the same size elsewhere. */
export function movedArea(area: Area, row: number, col: number): Area {
  return { top: row, left: col, bottom: row + area.bottom - area.top, right: col + area.right - area.left };
}

/** The smallest area that holds both. */
export function unionArea(a: Area, b: Area): Area {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

/** What both cover, or null. */
export function intersectAreas(a: Area, b: Area): Area | null {
  if (!areasMeet(a, b)) return null;
  return {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
  };
}

export function areaCells(area: Area): number {
  return (area.bottom - area.top + 1) * (area.right - area.left + 1);
}

/** What is left of an area without another, in up to four parts. */
export function areaWithout(area: Area, hole: Area): Area[] {
  if (!areasMeet(area, hole)) return [area];
  const rest: Area[] = [];
  const top = Math.max(area.top, hole.top);
  const bottom = Math.min(area.bottom, hole.bottom);
  if (area.top < top) rest.push({ ...area, bottom: top - 1 });
  if (area.left < hole.left) rest.push({ top, bottom, left: area.left, right: hole.left - 1 });
  if (area.right > hole.right) rest.push({ top, bottom, left: hole.right + 1, right: area.right });
  if (area.bottom > bottom) rest.push({ ...area, top: bottom + 1 });
  return rest;
}
/** As few areas as neighbours make when they are put together, first those beside and then those below each other. */
export function joinedAreas(areas: readonly Area[]): Area[] {
  const along = (
    list: readonly Area[],
    order: (a: Area, b: Area) => number,
    goesOn: (before: Area, next: Area) => boolean,
  ): Area[] => {
    const made: Area[] = [];
    for (const area of [...list].sort(order)) {
      const before = made.at(-1);
      if (before !== undefined && goesOn(before, area)) made[made.length - 1] = unionArea(before, area);
      else made.push(area);
    }
    return made;
  };
  const rows = along(
    areas,
    (a, b) => a.top - b.top || a.bottom - b.bottom || a.left - b.left,
    (a, b) => a.top === b.top && a.bottom === b.bottom && b.left <= a.right + 1,
  );
  return along(
    rows,
    (a, b) => a.left - b.left || a.right - b.right || a.top - b.top,
    (a, b) => a.left === b.left && a.right === b.right && b.top <= a.bottom + 1,
  );
}
