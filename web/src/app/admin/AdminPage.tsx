import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionUser } from '../../net/api';
import { getCustody } from '../../net/history';
import type { CustodyOverview, RecordCheck } from '../../net/history';
import { Problem } from '../../net/problem';
import { CopyLine } from '../../ui/CopyLine';
import { ago, exactly } from '../../ui/time';
import { count } from '../../ui/words';
import { Link } from '../navigation';
import { workbookPath } from '../routes';
import { everyWords, verdictWords } from './words';

/** For administrators: whether the records of all workbooks are as they were written. */
export function AdminPage({ me }: { me: SessionUser }) {
  const [custody, setCustody] = useState<CustodyOverview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const may = me.is_admin;
  useEffect(() => {
    document.title = 'Administration · Daylight';
    if (!may) return;
    const stop = new AbortController();
    getCustody(stop.signal).then(setCustody, (cause: unknown) => {
      if (!stop.signal.aborted)
        setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer.');
    });
    return () => stop.abort();
  }, [may]);
  return (
    <div className="scrolls">
      <div className="head">
        <h1>Administration</h1>
      </div>
      <div className="settings" data-testid="admin">
        {!may && <p data-testid="admin-refused">Only administrators of this server may see this page.</p>}
        {problem !== null && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        {may && custody === null && problem === null && (
          <p className="q">Reading what the last checks found</p>
        )}
        {custody !== null && <Custody custody={custody} />}
      </div>
    </div>
  );
}

function Custody({ custody }: { custody: CustodyOverview }) {
  const { key, check_every, anchored, checks } = custody;
  return (
    <>
      <section>
        <h2>The record</h2>
        <p className="sm q" style={{ marginBottom: 10 }}>
          Every change of every workbook is signed. {everyWords(check_every)} A workbook’s owner may check its
          record at any time, in the menu of its history.
        </p>
        {checks.length === 0 ? (
          <p className="m" data-testid="no-checks">
            {check_every === 0
              ? 'Nothing has been checked yet, and regular checks are off. Set them in the configuration of this server.'
              : 'Nothing has been checked yet. What the first check finds will stand here.'}
          </p>
        ) : (
          <>
            <p className="m" style={{ marginBottom: 6 }} data-testid="checks-sum">
              {verdictWords(checks)}
            </p>
            <ul className="lines">
              {checks.map((check) => (
                <Check key={check.workbook} check={check} />
              ))}
            </ul>
          </>
        )}
      </section>
      <section>
        <h2>Signing key</h2>
        <p className="sm q" style={{ marginBottom: 10 }}>
          Records and proofs are signed under this key. Publish it where people look for it, and not only
          here.
        </p>
        <CopyLine text={key} testId="custody-key" />
      </section>
      <section>
        <h2>Copies outside</h2>
        <p className="m" data-testid="anchoring">
          {anchored
            ? 'Signed heads of the records are kept outside of this server, too: nobody here can rewrite them unnoticed.'
            : 'Off. Signed heads of the records are kept on this server alone. Whoever has it and its key could rewrite them. Set a place outside in the configuration.'}
        </p>
      </section>
    </>
  );
}

function Check({ check }: { check: RecordCheck }) {
  const { workbook, name, at, seq, findings } = check;
  const when = new Date(at);
  const whole = findings.length === 0;
  return (
    <li data-testid="check" data-whole={whole}>
      {whole ? (
        <CircleCheck className="saved-ink" aria-hidden="true" />
      ) : (
        <TriangleAlert className="danger-ink" aria-hidden="true" />
      )}
      <div className="grow" style={{ minWidth: 0, paddingBlock: 6 }}>
        <Link className="cut medium" to={workbookPath(workbook)}>
          {name}
        </Link>
        {whole ? (
          <div className="xs q">Whole, {count(seq, 'change')}</div>
        ) : (
          findings.map((finding) => (
            <div key={finding} className="sm">
              {finding}
            </div>
          ))
        )}
      </div>
      <time className="sm q" dateTime={at} data-tip={exactly(when)}>
        {ago(when, new Date())}
      </time>
    </li>
  );
}
