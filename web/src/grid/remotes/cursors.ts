/** Cursors of others: where they are drawn now, how they glide, when their flags shrink. */
import { cellArea } from '../../lib/geometry';
import type { Area, Presence, SheetView } from '../../model/view';
import type { RemoteCursor } from '../draw/scene';
import { sameArea, withMerges } from '../selection';
import { personColor, type Theme } from '../theme';
import { GLIDE_MS } from './paint';

const GLIDE_CELLS = 8;
const FLAG_MS = 4000;

interface Motion {
  readonly area: Area;
  readonly from: Area | null;
  readonly since: number;
  /** Client hovered: the flag is shown in full. */
  readonly lively: number;
}

export interface CursorFrame {
  readonly cursors: readonly RemoteCursor[];
  /** Something glides: another frame is needed. */
  readonly moving: boolean;
  /** When the next flag shrinks, in ms of the same clock. */
  readonly wake: number | null;
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** Cells between two areas' corners, the larger of both ways. */
function distance(a: Area, b: Area): number {
  return Math.max(Math.abs(a.top - b.top), Math.abs(a.left - b.left));
}

export class RemoteCursors {
  readonly #motions = new Map<number, Motion>();
  #hovered: number | null = null;

  /** The person whose cursor stands on a cell, for hover. */
  hover(client: number | null): boolean {
    if (client === this.#hovered) return false;
    this.#hovered = client;
    return true;
  }

  frame(people: readonly Presence[], sheet: SheetView, theme: Theme, now: number): CursorFrame {
    const cursors: RemoteCursor[] = [];
    const seen = new Set<number>();
    let moving = false;
    let wake: number | null = null;
    for (const presence of people) {
      if (presence.sheet !== sheet.id || presence.cell === null) continue;
      seen.add(presence.client);
      const area = withMerges(sheet, presence.selection ?? cellArea(presence.cell.row, presence.cell.col));
      const motion = this.#move(presence.client, area, now, theme.reducedMotion, presence.typing !== null);
      // A frame begins a little before what is done in it.
      const elapsed = Math.max(0, now - motion.since);
      const glide = motion.from === null || elapsed >= GLIDE_MS ? null : { from: motion.from, elapsed };
      if (glide !== null) moving = true;
      const shrinks = motion.lively + FLAG_MS;
      const wide = presence.client === this.#hovered || now < shrinks;
      if (now < shrinks) wake = Math.min(wake ?? shrinks, shrinks);
      const { color, on } = personColor(theme, presence.person.color);
      cursors.push({
        area,
        glide,
        name: firstName(presence.person.name),
        initials: initials(presence.person.name),
        color,
        on,
        dashed: presence.person.color % 2 === 0,
        wide,
        typing: presence.typing,
        cell: presence.cell,
      });
    }
    for (const client of this.#motions.keys()) if (!seen.has(client)) this.#motions.delete(client);
    return { cursors, moving, wake };
  }

  #move(client: number, area: Area, now: number, still: boolean, typing: boolean): Motion {
    const before = this.#motions.get(client);
    const same = before !== undefined && sameArea(before.area, area);
    if (same && !typing) return before;
    const motion: Motion = same
      ? { ...before, lively: now }
      : {
          area,
          from:
            before === undefined || still || distance(before.area, area) > GLIDE_CELLS ? null : before.area,
          since: now,
          lively: now,
        };
    this.#motions.set(client, motion);
    return motion;
  }
}
