/** What commands leave alone: rows that a filter hides keep their contents and looks, as in other spreadsheets. */

import type { Sheet } from './sheet';
import type { Area } from './view';

/** The parts of areas in rows that no filter hides. */
export function unfilteredAreas(sheet: Sheet, areas: readonly Area[]): readonly Area[] {
  const { rows } = sheet;
  if (!rows.anyFiltered) return areas;
  return areas.flatMap((area) => {
    return rows.unfiltered(area.top, area.bottom).map(([top, bottom]) => ({ ...area, top, bottom }));
  });
}
