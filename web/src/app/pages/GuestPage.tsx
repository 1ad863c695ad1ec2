import { useEffect, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { getInvitation, join } from '../../net/api';
import type { Invitation, Role } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { Mark } from '../../ui/Mark';
import { Panes } from '../../ui/Panes';
import { TextField } from '../../ui/TextField';
import { longDate } from '../../ui/time';
import { firstName } from '../../ui/words';
import { navigate } from '../navigation';
import { workbookPath } from '../routes';
import { loadSession } from '../session';
import { FailedPage, LinkEndedPage } from './QuietPages';

const VERBS: Readonly<Record<Role, string>> = {
  viewer: 'view',
  commenter: 'comment on',
  editor: 'edit',
  owner: 'edit',
};

/** Where a share link leads: says what it opens and who sent it, asks for a name, enters. */
export function GuestPage({ token }: { token: string }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let gone = false;
    getInvitation(token)
      .then((answer) => {
        if (!gone) setInvitation(answer);
      })
      .catch((cause: unknown) => {
        if (!gone) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
      });
    return () => {
      gone = true;
    };
  }, [token, tries]);

  if (problem !== null) {
    if (problem.status === 404 || problem.status === 410 || problem.code.startsWith('link-')) {
      return <LinkEndedPage problem={problem} />;
    }
    return (
      <FailedPage
        problem={problem}
        onRetry={() => {
          setProblem(null);
          setTries(tries + 1);
        }}
      />
    );
  }
  return (
    <main className="quiet-page" aria-busy={invitation === null}>
      <Panes x={700} y={-40} scale={1.15} />
      {invitation !== null && <Entrance token={token} invitation={invitation} onProblem={setProblem} />}
    </main>
  );
}

interface EntranceProps {
  readonly token: string;
  readonly invitation: Invitation;
  readonly onProblem: (problem: Problem) => void;
}

function Entrance({ token, invitation, onProblem }: EntranceProps) {
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const known = invitation.user;
  const until =
    invitation.expires_at === null ? '' : ` until ${longDate(new Date(invitation.expires_at), new Date())}`;

  useEffect(() => {
    document.title = `${invitation.workbook.name} · Daylight`;
  }, [invitation]);

  const enter = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const given = name.trim();
    if (known === null && given === '') {
      setWrong('Type the name that the others know you by.');
      return;
    }
    setBusy(true);
    try {
      const answer = await join(token, known === null ? given : undefined);
      await loadSession(true);
      navigate(workbookPath(answer.workbook), { replace: true });
    } catch (cause) {
      setBusy(false);
      const problem = cause instanceof Problem ? cause : Problem.offline(cause);
      if (problem.status === 400 || problem.status === 422) setWrong(problem.detail);
      else onProblem(problem);
    }
  };

  return (
    <form className="paper" onSubmit={(event) => void enter(event)} data-testid="guest">
      <div className="row" style={{ gap: 9, marginBottom: 20 }}>
        <Mark />
        <b>Daylight</b>
      </div>
      <h1>{invitation.workbook.name}</h1>
      <p className="m" style={{ margin: '4px 0 18px' }}>
        {invitation.owner.name} lets you <b>{VERBS[invitation.role]}</b> this workbook{until}.
      </p>
      {known === null ? (
        <TextField
          label="Your name"
          large
          autoFocus
          autoComplete="name"
          maxLength={80}
          value={name}
          problem={wrong}
          data-testid="guest-name"
          onChange={(event) => {
            setName(event.target.value);
            setWrong(null);
          }}
          hint={`Shown next to your cursor, marked as guest. ${firstName(invitation.owner.name)} sees when you open this link.`}
        />
      ) : (
        <p className="m">
          You are signed in as <b>{known.name}</b>, and the others see you by that name.
        </p>
      )}
      <div className="row" style={{ marginTop: 18 }}>
        <Button type="submit" look="sun" size="large" extra="wide" busy={busy} data-testid="guest-enter">
          {busy ? 'Opening the workbook' : 'Open the workbook'}
        </Button>
      </div>
    </form>
  );
}
