/** Says which cells stay as they are when a change is taken back, since they were changed again. */
import type { RevertConflict } from '../net/api';

/** Cells named; the rest is counted. */
const NAMED = 5;
/** The server lists no more. */
const LISTED = 100;

function placeOf({ sheet, cell }: RevertConflict): string | null {
  if (cell === null) return null;
  if (sheet === null) return cell;
  return `${/^\w+$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cell}`;
}

/** `2 cells were changed again and stay as they are: Plan!B7 and Plan!B9.` */
export function keptWords(conflicts: readonly RevertConflict[]): string {
  const places = conflicts.map(placeOf).filter((place) => place !== null);
  const n = conflicts.length;
  const many = n >= LISTED ? `${LISTED} cells or more` : n === 1 ? '1 cell' : `${n} cells`;
  const said = `${many} ${n === 1 ? 'was changed again and stays as it is' : 'were changed again and stay as they are'}`;
  if (places.length === 0) return `${said}.`;
  const named = places.slice(0, NAMED);
  const rest = n - named.length;
  const last = named.length > 1 && rest === 0 ? named.pop() : undefined;
  const list = named.join(', ') + (last === undefined ? '' : ` and ${last}`);
  const more = rest === 0 ? '' : n >= LISTED ? ' and more' : ` and ${rest} more`;
  return `${said}: ${list}${more}.`;
}
