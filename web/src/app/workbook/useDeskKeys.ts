import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { command, type CommandId } from '../../grid/commands';
import { combinations, commandFor } from '../../grid/keys';
import { say } from '../../ui/toast';
import type { Act } from './acts';

export interface DeskKeys {
  readonly page: RefObject<HTMLElement | null>;
  readonly focusGrid: () => void;
  readonly acts: readonly Act[];
  /** Runs a command of the grid's from outside of it. */
  readonly run: (id: CommandId) => void;
  /** Closes one layer; false when there was none. The panel closes only from within: Esc in the grid is the grid's. */
  readonly escape: (inPanel: boolean) => boolean;
}

/** F6 goes round: grid, formula bar, toolbar, panel, tabs. */
const STOPS = [
  '[data-testid="grid"]',
  '[data-testid="name-box"]',
  '.tools button:not(:disabled)',
  '.side [aria-current="true"], .side article, .side button',
  '[role="tab"][aria-selected="true"]',
];

function goRound(page: HTMLElement, focusGrid: () => void, back: boolean): void {
  const here = document.activeElement;
  const areas = ['.gridhost', '.fbar', '.tools', '.side', '.bottom'];
  const at = Math.max(
    0,
    areas.findIndex((area) => here?.closest(area) !== null && here?.closest(area) !== undefined),
  );
  for (let step = 1; step <= STOPS.length; step++) {
    const next = (at + (back ? STOPS.length - step : step)) % STOPS.length;
    if (next === 0) {
      focusGrid();
      return;
    }
    const target = page.querySelector<HTMLElement>(STOPS[next] ?? '');
    if (target !== null && target.offsetParent !== null) {
      target.focus();
      return;
    }
  }
}

/**
 * The page's own keys. The grid hands on what it does not use (the returned function); elsewhere the window listens.
 * True: used.
 */
export function useDeskKeys(keys: DeskKeys): (event: KeyboardEvent) => boolean {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const handler = useRef((event: KeyboardEvent): boolean => {
    const { page, focusGrid, acts, run, escape } = latest.current;
    const id = commandFor(event);
    if (event.key === 'F6' && page.current !== null) goRound(page.current, focusGrid, event.shiftKey);
    else if (id !== null && command(id).group === 'data') run(id);
    else if (event.key === 'Escape')
      return escape((document.activeElement?.closest('.side') ?? null) !== null);
    else {
      const pressed = combinations(event);
      const act = acts.find(({ keys }) => keys?.some((each) => pressed.includes(each)) === true);
      if (act === undefined) return false;
      if (typeof act.off === 'string') say(act.off);
      else act.run();
    }
    return true;
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"]') !== null) return;
      // Where text is typed only the way round is the page's; the grid asks for itself.
      const typing =
        event.target instanceof Element ? event.target.closest('.gridhost, .fbar, .tab input') : null;
      if (typing !== null && event.key !== 'F6') return;
      if (handler.current(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (event) => handler.current(event);
}
