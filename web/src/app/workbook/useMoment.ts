import { useCallback, useEffect, useRef, useState } from 'react';
import { openMoment } from '../../model/open';
import { getChange } from '../../net/api';
import { Problem } from '../../net/problem';
import { say } from '../../ui/toast';

type MomentView = Awaited<ReturnType<typeof openMoment>>;

export interface Moment {
  readonly seq: number;
  readonly at: Date;
  readonly view: MomentView;
}

/** Just after a change. */
export interface Instant {
  readonly seq: number;
  readonly at: string;
}

export interface Moments {
  /** The moment that is shown, null for now. */
  readonly moment: Moment | null;
  readonly busy: boolean;
  readonly look: (change: Instant) => void;
  /** Goes to the change before or after the one looked at. */
  readonly step: (by: -1 | 1) => void;
  readonly leave: () => void;
}

/** A moment as a comparison names it. */
export function pointOf({ seq, at }: Moment): Instant {
  return { seq, at: at.toISOString() };
}

/** Looking at the workbook as it was just after a change. The whole page turns blue meanwhile. */
export function useMoment(workbook: string): Moments {
  const [moment, setMoment] = useState<Moment | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  const shown = useRef<Moment | null>(null);

  const show = useCallback((next: Moment | null): void => {
    const before = shown.current;
    shown.current = next;
    setMoment(next);
    // The grid may still paint the old view in this frame.
    if (before !== null && before.view !== next?.view) requestAnimationFrame(() => before.view.close());
  }, []);

  const go = useCallback(
    async (find: () => Promise<Instant>): Promise<void> => {
      const ticket = ++asked.current;
      setBusy(true);
      try {
        const change = await find();
        const view = await openMoment(workbook, change.seq);
        if (ticket !== asked.current) {
          view.close();
          return;
        }
        show({ seq: change.seq, at: new Date(change.at), view });
      } catch (cause) {
        if (ticket !== asked.current) return;
        const problem = cause instanceof Problem ? cause : Problem.offline(cause);
        // After the last change comes now.
        if (problem.status === 404 && shown.current !== null) {
          show(null);
          return;
        }
        say(`That moment could not be opened. ${problem.detail}`, { kind: 'problem' });
      } finally {
        if (ticket === asked.current) setBusy(false);
      }
    },
    [workbook, show],
  );

  const leave = useCallback((): void => {
    asked.current++;
    setBusy(false);
    show(null);
  }, [show]);

  const step = useCallback(
    (by: -1 | 1): void => {
      const from = shown.current;
      if (from !== null) void go(() => getChange(workbook, from.seq + by));
    },
    [go, workbook],
  );
  const look = useCallback((change: Instant): void => void go(() => Promise.resolve(change)), [go]);

  const past = moment !== null;
  useEffect(() => {
    document.documentElement.classList.toggle('past', past);
    return () => document.documentElement.classList.remove('past');
  }, [past]);
  useEffect(
    () => () => {
      asked.current++;
      shown.current?.view.close();
      shown.current = null;
    },
    [],
  );

  return { moment, busy, look, step, leave };
}
