/** What the card about an error says besides the server's own sentence. */
import type { CellPlace, ErrorCause } from '../../net/explain';

/** `C4` on the sheet at hand, `Data!C4` elsewhere. */
export function placeText(place: CellPlace, here: string): string {
  return place.sheet === here ? place.cell : `${place.sheet}!${place.cell}`;
}

export function samePlace(a: CellPlace, b: CellPlace): boolean {
  return a.sheet === b.sheet && a.cell === b.cell;
}

/** The loop from a cell back to itself, beginning with the one that was asked about where it is part of it. */
export function roundOf(loop: readonly CellPlace[], asked: CellPlace): readonly CellPlace[] {
  const first = loop[0];
  if (first === undefined) return [];
  const last = loop.at(-1);
  const open = loop.length > 1 && last !== undefined && samePlace(first, last) ? loop.slice(0, -1) : loop;
  const at = Math.max(
    0,
    open.findIndex((place) => samePlace(place, asked)),
  );
  const turned = [...open.slice(at), ...open.slice(0, at)];
  return [...turned, turned[0] ?? first];
}

const SHOWN = 8;

/** A long loop with its middle left out; null stands for what is left out. */
export function shortened(round: readonly CellPlace[]): readonly (CellPlace | null)[] {
  if (round.length <= SHOWN) return round;
  return [...round.slice(0, SHOWN - 3), null, ...round.slice(-2)];
}

/** Can the change that led here be taken back by somebody who reads this? */
export function mayBringBack(cause: ErrorCause, mayEdit: boolean): boolean {
  return mayEdit && cause.reason === 'deleted' && cause.change !== null;
}
