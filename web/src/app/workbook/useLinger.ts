import { useCallback, useEffect, useMemo, useRef } from 'react';

/** Time to get from the cell to its card, milliseconds. */
const LINGER = 250;

export interface Linger {
  /** The card is wanted: it does not go. */
  readonly stay: () => void;
  /** The pointer has left the cell: the card goes in a moment, unless the pointer has come to it. */
  readonly linger: () => void;
  /** The pointer is on the card, or has left it. */
  readonly hold: (held: boolean) => void;
  /** The card is gone. */
  readonly forget: () => void;
}

/** Lets a card that came by hovering stay for the moment in which the pointer is on its way to it. */
export function useLinger(go: () => void): Linger {
  const held = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const stay = useCallback((): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => stay, [stay]);

  const linger = useCallback((): void => {
    stay();
    timer.current = setTimeout(() => {
      if (!held.current) go();
    }, LINGER);
  }, [stay, go]);

  const hold = useCallback(
    (on: boolean): void => {
      held.current = on;
      if (on) stay();
      else linger();
    },
    [stay, linger],
  );

  const forget = useCallback((): void => {
    stay();
    held.current = false;
  }, [stay]);

  return useMemo(() => ({ stay, linger, hold, forget }), [stay, linger, hold, forget]);
}
