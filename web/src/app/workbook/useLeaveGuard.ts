import { useEffect } from 'react';
import type { WorkbookView } from '../../model/view';
import { count } from '../../ui/words';
import { guardLeaving } from '../navigation';
import { unkept } from './saveWords';

/** Edits that neither the server nor this device has stored live in this page alone: asks before it is left. */
export function useLeaveGuard(view: WorkbookView): void {
  useEffect(
    () =>
      guardLeaving(() => {
        const waiting = unkept(view.save);
        if (waiting === 0) return null;
        const have = waiting === 1 ? 'has' : 'have';
        return `${count(waiting, 'edit')} of yours ${have} not reached the server yet and would be lost. Leave all the same?`;
      }),
    [view],
  );
}
