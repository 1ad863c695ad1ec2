/** What moving rows and columns does to the ends of tables. Pure: nothing is written here. */

import type { WorkbookDocument } from './document';
import { Refusal } from './refusal';
import { changedTable } from './edit-tables';
import type { Edit } from './entries';
import type { Sheet } from './sheet';

type Kind = 'rows' | 'cols';

interface Ends {
  readonly from: number;
  readonly to: number;
}

/**
 * First and last line, by index before the move, of a table from `from` to `to` when lines `first` to `last` go before `before`.
 * Lines dropped within the table belong to it, others leave it. Null when nothing has to be written.
 */
export function endsAfterMove(
  { from, to }: Ends,
  [first, last]: readonly [number, number],
  before: number,
  fixed: { readonly top: boolean; readonly bottom: boolean },
): Ends | null {
  const takes = (line: number): boolean => line >= first && line <= last;
  if (!takes(from) && !takes(to) && before !== from && before !== to + 1) return null;
  if (takes(from) && takes(to)) return null;
  const inside =
    first >= from &&
    last <= to &&
    before >= from + (fixed.top ? 1 : 0) &&
    before <= to + (fixed.bottom ? 0 : 1);
  const stay: number[] = [];
  for (let line = from; line <= to; line++) if (!takes(line)) stay.push(line);
  const order = inside
    ? [...stay.filter((line) => line < before), first, last, ...stay.filter((line) => line >= before)]
    : stay;
  return { from: order[0] ?? from, to: order.at(-1) ?? to };
}

/** Entries that keep tables together when lines of their sheet move. */
export function tableEndsEdits(
  sheet: Sheet,
  kind: Kind,
  moved: readonly [number, number],
  before: number,
  book: WorkbookDocument,
): Edit[] {
  return sheet.tables.flatMap((view) => {
    const table = book.tables.get(view.id);
    if (table === null) return [];
    const { area } = view;
    const rows = kind === 'rows';
    const ends = rows ? { from: area.top, to: area.bottom } : { from: area.left, to: area.right };
    const fixed = { top: rows && view.header, bottom: rows && view.totals };
    const takes = (line: number): boolean => line >= moved[0] && line <= moved[1];
    const whole = takes(ends.from) && takes(ends.to);
    if (!whole && ((fixed.top && takes(ends.from)) || (fixed.bottom && takes(ends.to)))) {
      throw new Refusal('table-heading', `The headings and totals of ${view.name} stay where they are.`);
    }
    const next = endsAfterMove(ends, moved, before, fixed);
    if (next === null || (next.from === ends.from && next.to === ends.to)) return [];
    const [from, to] = [sheet[kind].id(next.from), sheet[kind].id(next.to)];
    return [changedTable(table, rows ? { row1: from, row2: to } : { col1: from, col2: to })];
  });
}
