import { Suspense, lazy, useEffect, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { renameMyself, signOut } from '../../net/api';
import type { SessionUser } from '../../net/api';
import { countKept, forgetKept } from '../../net/kept';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { Segmented } from '../../ui/Segmented';
import { TextField } from '../../ui/TextField';
import { chooseTheme, themeChoice } from '../../ui/theme';
import type { ThemeChoice } from '../../ui/theme';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { navigate } from '../navigation';
import { loadSession } from '../session';

const Tokens = lazy(() =>
  import('../../panels/settings/Tokens').then((panel) => ({ default: panel.Tokens })),
);

function leaveQuestion(edits: number): string {
  const are = edits === 1 ? 'is' : 'are';
  return `${count(edits, 'edit')} of yours ${are} kept on this device and not saved yet. Open the workbook once more to save ${edits === 1 ? 'it' : 'them'}, or sign out and lose ${edits === 1 ? 'it' : 'them'}. Sign out?`;
}

/** One's own name, the look of the page, access for programs. */
export function SettingsPage({ me }: { me: SessionUser }) {
  const [theme, setTheme] = useState<ThemeChoice>(themeChoice);
  useEffect(() => {
    document.title = 'Settings · Daylight';
  }, []);

  const leave = async (): Promise<void> => {
    // Where nothing can be read, nothing is kept.
    const kept = await countKept(me.id).catch(() => new Map<string, number>());
    const edits = [...kept.values()].reduce((sum, each) => sum + each, 0);
    if (edits > 0 && !window.confirm(leaveQuestion(edits))) return;
    try {
      await signOut();
      await forgetKept(me.id).catch(() => undefined);
      await loadSession(true);
      navigate('/');
    } catch (cause) {
      say(`You are still signed in. ${cause instanceof Problem ? cause.detail : ''}`, { kind: 'problem' });
    }
  };

  return (
    <div className="scrolls">
      <div className="head">
        <h1>Settings</h1>
      </div>
      <div className="settings" data-testid="settings">
        <section>
          <h2>You</h2>
          <p className="sm q" style={{ marginBottom: 12 }}>
            The name that others see beside your cursor and in the history. Changes you made before keep you
            as their author.
          </p>
          <NameForm me={me} />
        </section>
        <section>
          <h2>Look</h2>
          <p className="sm q" style={{ marginBottom: 12 }}>
            For this browser. “System” follows the setting of this computer, as does more contrast.
          </p>
          <Segmented
            label="Theme"
            value={theme}
            options={[
              { value: 'system', text: 'System' },
              { value: 'light', text: 'Light' },
              { value: 'dark', text: 'Dark' },
            ]}
            onChange={(choice) => {
              chooseTheme(choice);
              setTheme(choice);
            }}
          />
        </section>
        <section>
          <h2>This browser</h2>
          <p className="sm q" style={{ marginBottom: 12 }}>
            Signed in as {me.name}. To come back you need a sign-in link
            {me.kind === 'guest' ? ' or a link to a workbook' : ''}.
          </p>
          <Button look="danger" onClick={() => void leave()} data-testid="sign-out">
            Sign out
          </Button>
        </section>
        {/* Last: what comes late must not move a button that somebody is about to press. */}
        {me.kind !== 'guest' && (
          <Suspense fallback={<section aria-busy="true" />}>
            <Tokens />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function NameForm({ me }: { me: SessionUser }) {
  const [name, setName] = useState(me.name);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const given = name.trim();

  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (given === '') {
      setProblem('A name has at least one letter.');
      return;
    }
    setBusy(true);
    try {
      await renameMyself(given);
      await loadSession(true);
      say(`You are ${given} from now on.`, { kind: 'done' });
    } catch (cause) {
      setProblem(cause instanceof Problem ? cause.detail : 'The name was not saved.');
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="row" style={{ alignItems: 'flex-start' }} onSubmit={(event) => void save(event)}>
      <div className="grow" style={{ maxWidth: 320 }}>
        <TextField
          label="Your name"
          value={name}
          maxLength={80}
          problem={problem}
          data-testid="my-name"
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
        />
      </div>
      <Button
        type="submit"
        busy={busy}
        disabled={given === me.name}
        extra="below-label"
        data-testid="save-name"
      >
        {busy ? 'Renaming' : 'Rename'}
      </Button>
    </form>
  );
}
