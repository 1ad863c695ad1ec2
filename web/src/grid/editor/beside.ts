/** Where small cards stand: below a cell, or above it where there is more room. */
import type { PixelRect } from '../handle';

const GAP = 4;
const HIGHEST = 280;

/** Puts an element beside a rectangle of the host, and makes it scroll where it would be higher than the room. */
export function besideRect(element: HTMLElement, rect: PixelRect, width: number, height: number): void {
  const above = rect.y - GAP;
  const below = height - (rect.y + rect.height + GAP);
  const room = Math.max(above, below);
  element.style.maxHeight = `${String(Math.max(60, Math.min(HIGHEST, room - 4)))}px`;
  const down = element.offsetHeight <= below || below >= above;
  const x = Math.max(4, Math.min(rect.x, width - element.offsetWidth - 4));
  const y = down ? rect.y + rect.height + GAP : rect.y - GAP - element.offsetHeight;
  element.style.transform = `translate(${String(Math.round(x))}px, ${String(Math.round(y))}px)`;
}
