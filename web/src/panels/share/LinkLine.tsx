import { Ban, Calendar, Link as LinkIcon } from 'lucide-react';
import { useState } from 'react';
import { revokeLink } from '../../net/api';
import type { ShareLink } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { exactly, shortDate } from '../../ui/time';
import { say } from '../../ui/toast';
import { linkStatus, linkTitle, openedWords, overWords, roleWords } from './links';

interface LinkLineProps {
  readonly workbook: string;
  readonly link: ShareLink;
  /** Known only for a link that was made just now: the server keeps no link it could show again. */
  readonly url: string | null;
  readonly now: Date;
  readonly onRevoked: () => void;
}

/** A link: whom it is for, what it allows, when it ends, and who came in by it. */
export function LinkLine({ workbook, link, url, now, onRevoked }: LinkLineProps) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const status = linkStatus(link, now);
  const over = status !== 'live';
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await revokeLink(workbook, link.id);
      say(`“${linkTitle(link)}” is revoked. Whoever was in by it is out.`, { kind: 'done' });
    } catch (cause) {
      say(`“${linkTitle(link)}” still works. ${cause instanceof Problem ? cause.detail : ''}`, {
        kind: 'problem',
      });
    }
    setBusy(false);
    setAsking(false);
    onRevoked();
  };
  return (
    <li className={`link-line${over ? ' over' : ''}`} data-testid="link" data-status={status}>
      <div className="row" style={{ gap: 10 }}>
        {over ? <Ban className="q" aria-hidden="true" /> : <LinkIcon className="q" aria-hidden="true" />}
        <div className="grow">
          <div className="row" style={{ gap: 7 }}>
            <span className="cut medium">{linkTitle(link)}</span>
            {!over && <End link={link} now={now} />}
          </div>
          <div className="sm q cut" style={{ marginTop: 1 }}>
            {over ? overWords(link, status, now) : openedWords(link, now)}
          </div>
        </div>
        {over ? (
          <span className="sm q" style={{ paddingRight: 8 }}>
            {status === 'revoked' ? 'Revoked' : `Ended ${shortDate(new Date(link.expires_at ?? now), now)}`}
          </span>
        ) : asking ? (
          <>
            <Button size="small" autoFocus onClick={() => setAsking(false)}>
              Keep
            </Button>
            <Button
              look="danger"
              size="small"
              busy={busy}
              onClick={() => void revoke()}
              data-testid="confirm-revoke"
            >
              {busy ? 'Revoking' : 'Revoke now'}
            </Button>
          </>
        ) : (
          <>
            <span className="m sm" style={{ width: 80 }}>
              {roleWords(link.role)}
            </span>
            <Button
              look="quiet-danger"
              size="small"
              onClick={() => setAsking(true)}
              data-testid="revoke-link"
            >
              Revoke
            </Button>
          </>
        )}
      </div>
      {url !== null && !over && (
        <div style={{ margin: '8px 0 0 26px' }}>
          <CopyLine text={url} testId="link-url" />
          <p className="xs q" style={{ marginTop: 4 }}>
            Shown this once. Make another link when you need it again.
          </p>
        </div>
      )}
    </li>
  );
}

function End({ link, now }: { link: ShareLink; now: Date }) {
  if (link.expires_at === null) return <span className="tag warn">never ends</span>;
  const at = new Date(link.expires_at);
  return (
    <span className="tag" data-tip={exactly(at)}>
      <Calendar aria-hidden="true" />
      ends {shortDate(at, now)}
    </span>
  );
}
