/** Taking back what was just done. */
import { takeBack } from '../../../net/history';
import { reasonOf } from '../../../panels/history/folded';
import { say } from '../../../ui/toast';

/** Offers to take a change back that was just made. */
export function offerUndo(
  workbook: string,
  seq: number | null,
): { label: string; run: () => void } | undefined {
  if (seq === null) return undefined;
  return {
    label: 'Undo',
    run: () => {
      takeBack(workbook, { changes: [seq] }).then(
        (answer) => say(answer.seq === null ? 'There was nothing left to undo.' : 'It is as it was before.'),
        (cause: unknown) => say(`It was not undone. ${reasonOf(cause)}`, { kind: 'problem' }),
      );
    },
  };
}
