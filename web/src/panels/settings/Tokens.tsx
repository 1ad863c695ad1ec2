import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { createToken, listTokens, revokeToken } from '../../net/api';
import type { ApiToken } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { LASTS, endOf } from '../../ui/ends';
import type { Lasts } from '../../ui/ends';
import { PickMenu } from '../../ui/PickMenu';
import { TextField } from '../../ui/TextField';
import { inSentence, shortDate } from '../../ui/time';
import { say } from '../../ui/toast';

function lastUse(token: ApiToken, now: Date): string {
  const made = `Made ${shortDate(new Date(token.created_at), now)}`;
  return token.used_at === null
    ? `${made}. Not used yet`
    : `${made}. Last used ${inSentence(new Date(token.used_at), now)}`;
}

/** Access for programs: tokens that act in one's own name. */
export function Tokens() {
  const [tokens, setTokens] = useState<readonly ApiToken[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiToken | null>(null);

  const load = useCallback(async (): Promise<void> => {
    try {
      setTokens(await listTokens());
      setProblem(null);
    } catch (cause) {
      setProblem(cause instanceof Problem ? cause.detail : 'The list could not be read.');
    }
  }, []);
  useEffect(() => {
    // The first answer comes later, never within the effect itself.
    const timer = setTimeout(() => void load(), 0);
    return () => clearTimeout(timer);
  }, [load]);

  const now = new Date();
  return (
    <section data-testid="tokens">
      <div className="row">
        <h2 className="grow" style={{ fontSize: 15 }}>
          Access for programs
        </h2>
        <Button size="small" onClick={() => setMaking(true)} data-testid="new-token">
          <Plus className="s" aria-hidden="true" />
          New token
        </Button>
      </div>
      <p className="sm q" style={{ marginBottom: 10 }}>
        A program that sends a token acts in your name: it may open what you may open, and its changes carry
        your name. <a href="/api/openapi.json">The interface is described here.</a>
      </p>
      {problem !== null && <p className="field-problem">{problem}</p>}
      <ul className="lines">
        {tokens?.map((token) => (
          <li key={token.id} data-testid="token">
            <KeyRound className="q" aria-hidden="true" />
            <div className="grow">
              <div className="row" style={{ gap: 7 }}>
                <span className="cut medium">{token.label}</span>
                {token.expires_at === null ? (
                  <span className="tag warn">never ends</span>
                ) : (
                  <span className="tag">ends {shortDate(new Date(token.expires_at), now)}</span>
                )}
              </div>
              <div className="xs q cut">{lastUse(token, now)}</div>
            </div>
            <Button
              look="quiet-danger"
              size="small"
              onClick={() => setEnding(token)}
              data-testid="revoke-token"
            >
              Revoke
            </Button>
          </li>
        ))}
        {tokens?.length === 0 && <li className="sm q">No program has access.</li>}
      </ul>
      {making && (
        <NewToken
          onClose={() => {
            setMaking(false);
            void load();
          }}
        />
      )}
      {ending !== null && (
        <RevokeToken
          token={ending}
          onClose={() => {
            setEnding(null);
            void load();
          }}
        />
      )}
    </section>
  );
}

function NewToken({ onClose }: { onClose: () => void }) {
  const [label, setLabel] = useState('');
  const [lasts, setLasts] = useState<Lasts>('year');
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const make = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (label.trim() === '') {
      setProblem('Say what the token is for, so that you know later which one to revoke.');
      return;
    }
    setBusy(true);
    try {
      setMade((await createToken(label.trim(), endOf(lasts, new Date()))).token);
    } catch (cause) {
      setProblem(cause instanceof Problem ? cause.detail : 'No token was made.');
    } finally {
      setBusy(false);
    }
  };

  if (made !== null) {
    return (
      <Dialog
        open
        onClose={onClose}
        narrow
        title="Copy the token now"
        testId="token-made"
        footer={
          <>
            <span className="grow" />
            <Button look="sun" onClick={onClose}>
              Done
            </Button>
          </>
        }
      >
        <div className="content pad">
          <p className="m" style={{ marginBottom: 12 }}>
            It is shown this once. The server keeps only its fingerprint.
          </p>
          <CopyLine text={made} testId="token-text" />
          <p className="sm q" style={{ marginTop: 12 }}>
            Programs send it as <span className="code">Authorization: Bearer …</span>
          </p>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} narrow title="New token" testId="token-dialog">
      <form onSubmit={(event) => void make(event)} style={{ display: 'contents' }}>
        <div className="content pad">
          <TextField
            label="What it is for"
            value={label}
            maxLength={80}
            placeholder="Nightly export"
            problem={problem}
            data-testid="token-label"
            onChange={(event) => {
              setLabel(event.target.value);
              setProblem(null);
            }}
          />
          <div style={{ marginTop: 12 }}>
            <PickMenu label="End" value={lasts} options={LASTS} onChange={setLasts} line />
          </div>
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="sun" busy={busy} data-testid="make-token">
            {busy ? 'Making the token' : 'Make the token'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function RevokeToken({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await revokeToken(token.id);
      say(`“${token.label}” is revoked.`, { kind: 'done' });
    } catch (cause) {
      say(`“${token.label}” still works. ${cause instanceof Problem ? cause.detail : ''}`, {
        kind: 'problem',
      });
    }
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      title={`Revoke “${token.label}”`}
      testId="revoke-token-dialog"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose} autoFocus>
            Keep it
          </Button>
          <Button look="danger" busy={busy} onClick={() => void revoke()} data-testid="confirm-revoke-token">
            {busy ? 'Revoking' : 'Revoke the token'}
          </Button>
        </>
      }
    >
      <div className="content pad">
        <p className="m">Programs that use it are refused from now on. What they did stays in the history.</p>
      </div>
    </Dialog>
  );
}
