import '../../styles/history.css';
import { useEffect, useRef, useState } from 'react';
import { restoreMoment } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { momentTitle } from '../../ui/time';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';

interface RestoreDialogProps {
  readonly workbook: string;
  readonly seq: number;
  /** When that moment was. */
  readonly at: Date;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Brings the whole workbook back to a moment, as a new change. */
export function RestoreDialog({ workbook, seq, at, onClose, onDone }: RestoreDialogProps) {
  const [cells, setCells] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const title = momentTitle(at, new Date());

  useEffect(() => {
    let gone = false;
    restoreMoment(workbook, seq, { preview: true })
      .then((answer) => {
        if (!gone) setCells(answer.cells);
      })
      .catch((cause: unknown) => {
        if (!gone) setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer.');
      });
    return () => {
      gone = true;
    };
  }, [workbook, seq]);

  const bring = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = await restoreMoment(workbook, seq);
      say(answer.seq === null ? 'Nothing differed from then.' : `The workbook is as it was on ${title}.`, {
        kind: 'done',
      });
      onClose();
      onDone();
    } catch (cause) {
      setBusy(false);
      setProblem(
        cause instanceof Problem ? cause.detail : 'The server does not answer. Nothing was brought back.',
      );
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      first={cancel}
      testId="restore-dialog"
      title="Bring this moment back"
      footer={
        <>
          <span className="grow" />
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="sun"
            busy={busy}
            disabled={cells === null || cells === 0}
            onClick={() => void bring()}
            data-testid="confirm-restore"
          >
            {busy
              ? 'Bringing it back'
              : cells === null
                ? 'Bring it back'
                : `Bring back ${count(cells, 'cell')}`}
          </Button>
        </>
      }
    >
      <div className="content pad">
        <p>
          The whole workbook becomes what it was on <b>{title}</b>.
        </p>
        <p className="m" style={{ marginTop: 8 }} aria-live="polite">
          {problem ??
            (cells === null
              ? 'Counting what differs.'
              : cells === 0
                ? 'Nothing differs from now.'
                : `${cells === 1 ? '1 cell or setting differs' : `${count(cells, 'cell')} or settings differ`} from now. What was done since stays in the history, and this can be undone like any other change.`)}
        </p>
      </div>
    </Dialog>
  );
}
