import type { KeyboardEvent } from 'react';

/** Arrow keys go from line to line of a list of differences. */
export function walkLines(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('.diff')];
  const to = lines[Math.max(0, lines.indexOf(event.target) + step)];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
  to.click();
}
