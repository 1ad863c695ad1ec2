import '../../styles/history.css';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { getChange } from '../../net/api';
import { verifyRecord } from '../../net/history';
import type { Verified } from '../../net/history';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { inSentence } from '../../ui/time';
import { count } from '../../ui/words';

/** Checks the whole record of a workbook, and says what was found. */
export function VerifyDialog({ workbook, onClose }: { workbook: string; onClose: () => void }) {
  const [found, setFound] = useState<{ readonly verified: Verified; readonly until: Date | null } | null>(
    null,
  );
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const check = async (): Promise<void> => {
      try {
        const verified = await verifyRecord(workbook);
        // When it was is said better than its number.
        const last = await getChange(workbook, verified.seq).catch(() => null);
        if (!gone) setFound({ verified, until: last === null ? null : new Date(last.at) });
      } catch (cause) {
        if (!gone) setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer.');
      }
    };
    void check();
    return () => {
      gone = true;
    };
  }, [workbook]);

  return (
    <Dialog
      open
      onClose={onClose}
      testId="verify-dialog"
      title="The record of this workbook"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="content pad" aria-live="polite" aria-busy={found === null && problem === null}>
        {problem !== null && <p role="alert">The record could not be checked. {problem}</p>}
        {found === null && problem === null && (
          <p className="row m" style={{ gap: 8 }}>
            <span className="spin" aria-hidden="true" />
            Reading every change since the beginning, and comparing it with what was signed.
          </p>
        )}
        {found !== null && <Result {...found} />}
      </div>
    </Dialog>
  );
}

function Result({ verified, until }: { verified: Verified; until: Date | null }) {
  const { whole, changes, findings, key } = verified;
  const upTo = until === null ? '' : `, up to the last one ${inSentence(until, new Date())}`;
  return (
    <>
      {whole ? (
        <p className="verdict good" data-testid="verify-whole">
          <CircleCheck aria-hidden="true" />
          <span>
            <b>Everything is whole.</b> {count(changes, 'change')} {changes === 1 ? 'was' : 'were'} checked
            {upTo}. None was altered, removed or added afterwards, and together they give exactly the workbook
            that you see.
          </span>
        </p>
      ) : (
        <>
          <p className="verdict bad" data-testid="verify-broken">
            <TriangleAlert aria-hidden="true" />
            <span>
              <b>The record is not as it was written.</b> {count(changes, 'change')}{' '}
              {changes === 1 ? 'was' : 'were'} checked{upTo}. Tell whoever runs this server, and keep a copy
              of its database as it is.
            </span>
          </p>
          <ul className="findings">
            {findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </>
      )}
      <p className="m" style={{ margin: '14px 0 6px' }}>
        The record is signed under this key. Keep it elsewhere to know it again.
      </p>
      <CopyLine text={key} testId="custody-key" />
    </>
  );
}
