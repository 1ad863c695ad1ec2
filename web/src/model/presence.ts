/** Who is where: presence travels by identity, so that it stays right when rows are inserted. */

import type { Workbook } from './workbook';
import type { Area, Person, Presence, SelectionMemo } from './view';

/** What one client says of itself; the server adds `user`. */
export interface PresenceState {
  readonly sheet: string | null;
  /** Row and column id of the active cell. */
  readonly cell: readonly [number, number] | null;
  /** First and last row id, first and last column id. */
  readonly selection: readonly [number, number, number, number] | null;
  readonly typing: string | null;
}

const LONGEST_TYPING = 200;

export function statePresence(
  book: Workbook,
  at: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
  typing: string | null,
): PresenceState {
  const sheet = at === null ? undefined : book.sheet(at.memo.sheet);
  const text = typing === null ? null : typing.slice(0, LONGEST_TYPING);
  if (at === null || sheet === undefined) return { sheet: null, cell: null, selection: null, typing: text };
  const { area } = at.memo;
  const ends = [
    sheet.rows.id(area.top),
    sheet.rows.id(area.bottom),
    sheet.cols.id(area.left),
    sheet.cols.id(area.right),
  ] as const;
  const cell = [sheet.rows.id(at.row), sheet.cols.id(at.col)] as const;
  return { sheet: sheet.id, cell, selection: ends.includes(-1) ? null : ends, typing: text };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function numbers(value: unknown, count: number): readonly number[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.length === count && list.every((item) => typeof item === 'number') ? list : null;
}

function readPerson(value: unknown): Person | null {
  if (!isMap(value) || typeof value.id !== 'string' || typeof value.name !== 'string') return null;
  const color = typeof value.color === 'number' ? value.color : 1;
  const kind = typeof value.kind === 'string' ? value.kind : 'person';
  return { id: value.id, name: value.name, kind, color };
}

/** A client's state as the grid shows it; null when it is none. Others' states are not to be trusted. */
export function readPresence(book: Workbook, client: number, state: unknown): Presence | null {
  if (!isMap(state)) return null;
  const person = readPerson(state.user);
  if (person === null) return null;
  const sheet = typeof state.sheet === 'string' ? book.sheet(state.sheet) : undefined;
  const typing = typeof state.typing === 'string' ? state.typing : null;
  if (sheet === undefined) return { client, person, sheet: null, cell: null, selection: null, typing };
  const [row = -1, col = -1] = (numbers(state.cell, 2) ?? []).map((id, i) =>
    i === 0 ? sheet.rows.indexOf(id) : sheet.cols.indexOf(id),
  );
  const [top, bottom, left, right] = numbers(state.selection, 4) ?? [];
  let selection: Area | null = null;
  if (top !== undefined && bottom !== undefined && left !== undefined && right !== undefined) {
    const rows = sheet.record.rows.axis.span(top, bottom);
    const cols = sheet.record.cols.axis.span(left, right);
    if (rows !== null && cols !== null) {
      selection = { top: rows[0], bottom: rows[1], left: cols[0], right: cols[1] };
    }
  }
  return {
    client,
    person,
    sheet: sheet.id,
    cell: row < 0 || col < 0 ? null : { row, col },
    selection,
    typing,
  };
}
