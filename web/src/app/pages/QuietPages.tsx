import { CloudOff, FileClock, Link2Off, Lock, LogIn, RotateCw, Search } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import { Button, buttonClass } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Panes } from '../../ui/Panes';
import { Link } from '../navigation';
import { useMe } from '../session';

interface LetterProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly glyph?: ReactNode;
  readonly testId: string;
  readonly children?: ReactNode;
}

/** A page without data: what happened, what it means, what to do. */
export function Letter({ title, lead, glyph, testId, children }: LetterProps) {
  const me = useMe();
  useEffect(() => {
    document.title = `${title.replace(/\.$/, '')} · Daylight`;
  }, [title]);
  return (
    <main className="letter" data-testid={testId}>
      <Panes x={850} y={0} />
      <div className="top">
        <Link to="/" className="row plain" aria-label="Daylight, all workbooks">
          <Mark />
          <b>Daylight</b>
        </Link>
        <span className="grow" />
        {me !== null && <Avatar person={me} me tip={`${me.name} (you)`} />}
      </div>
      <div className="text">
        {glyph}
        <h1 className="big">{title}</h1>
        <p className="lead">{lead}</p>
        {children}
      </div>
    </main>
  );
}

export function LostPage({ what, children }: { what: 'page' | 'workbook'; children?: ReactNode }) {
  const me = useMe();
  return (
    <Letter
      testId="page-not-found"
      title={`There is no ${what} at this address.`}
      glyph={
        <p className="q b" style={{ marginBottom: 8 }}>
          404
        </p>
      }
      lead={
        what === 'workbook'
          ? `${me === null ? '' : `You are signed in as ${me.name}. `}Either the address is incomplete (mail programs sometimes cut long ones), or the workbook was deleted, or nobody has shared it with you. Its owner can restore it and can send you a link.`
          : 'The address may be incomplete; mail programs sometimes cut long ones.'
      }
    >
      <p className="field address">
        <span className="cut code">{window.location.host + window.location.pathname}</span>
      </p>
      <div className="row">
        <Link to="/" className={buttonClass({ look: 'sun' })}>
          <Search aria-hidden="true" />
          Search all workbooks
        </Link>
        {what === 'workbook' && (
          <Link to="/deleted" className={buttonClass({})}>
            Show deleted workbooks
          </Link>
        )}
      </div>
      {children}
    </Letter>
  );
}

export function SignedOutPage() {
  return (
    <Letter
      testId="page-signed-out"
      title="You are not signed in."
      glyph={<LogIn className="glyph" aria-hidden="true" />}
      lead="Daylight knows people by a link. Open the sign-in link that the server printed when it started, or the link to a workbook that somebody sent you."
    />
  );
}

export function RefusedPage({ problem }: { problem: Problem }) {
  const me = useMe();
  return (
    <Letter
      testId="page-refused"
      title="You may not open this workbook."
      glyph={<Lock className="glyph" aria-hidden="true" />}
      lead={
        <>
          {me !== null && <>You are signed in as {me.name}. </>}
          {problem.detail} Ask its owner for a link.
        </>
      }
    >
      <Link to="/" className={buttonClass({ look: 'sun' })}>
        Go to your workbooks
      </Link>
    </Letter>
  );
}

export function TrashedPage({ name, children }: { name: string; children?: ReactNode }) {
  return (
    <Letter
      testId="page-trashed"
      title={`“${name}” was deleted.`}
      glyph={<FileClock className="glyph" aria-hidden="true" />}
      lead="It is still there with its whole history, and its owner can restore it."
    >
      <div className="row">
        {children}
        <Link to="/deleted" className={buttonClass({})}>
          Show deleted workbooks
        </Link>
      </div>
    </Letter>
  );
}

const LINK_ENDS: Readonly<Record<string, { title: string; lead: string }>> = {
  'link-expired': {
    title: 'This link has ended.',
    lead: 'Whoever made it gave it an end, and that has passed. Nothing is lost: ask for a new link.',
  },
  'link-revoked': {
    title: 'This link was revoked.',
    lead: 'It worked before, and its owner has closed it since. What was done through it stays in the history. Ask for a new link when you still need the workbook.',
  },
  'link-unknown': {
    title: 'This link leads nowhere.',
    lead: 'It may be incomplete; mail programs sometimes cut long ones. Compare it with the one you were sent, or ask for it again.',
  },
};

export function LinkEndedPage({ problem }: { problem: Problem }) {
  const words = LINK_ENDS[problem.code] ?? { title: 'This link does not open.', lead: problem.detail };
  return (
    <Letter
      testId="page-link-ended"
      title={words.title}
      glyph={<Link2Off className="glyph" aria-hidden="true" />}
      lead={words.lead}
    />
  );
}

/** The server does not answer, or answers that it cannot. */
export function FailedPage({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const offline = problem.status === 0;
  return (
    <Letter
      testId="page-failed"
      title={offline ? 'The server does not answer.' : 'The server could not do this.'}
      glyph={<CloudOff className="glyph" aria-hidden="true" />}
      lead={
        offline
          ? 'Either this computer has no connection, or the server is being restarted. Nothing that was saved is lost.'
          : problem.detail
      }
    >
      <div className="row">
        <Button look="sun" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
        {problem.requestId !== null && (
          <span className="sm q">An administrator finds the details under {problem.requestId}.</span>
        )}
      </div>
    </Letter>
  );
}

export function BrokenPage({ error }: { error: Error }) {
  return (
    <Letter
      testId="page-broken"
      title="This page stopped working."
      lead="What you typed before is safe as far as the page said so. Load it again; if it stops again, tell an administrator the words below."
    >
      <p className="field address">
        <span className="cut code">{error.message}</span>
      </p>
      <Button look="sun" onClick={() => window.location.reload()}>
        Load again
      </Button>
    </Letter>
  );
}
