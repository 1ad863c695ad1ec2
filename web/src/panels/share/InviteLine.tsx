import { CircleAlert, UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Ref, SyntheticEvent } from 'react';
import { createLink } from '../../net/api';
import type { ShareLink } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { endOf, LASTS } from '../../ui/ends';
import type { Lasts } from '../../ui/ends';
import { PickMenu } from '../../ui/PickMenu';
import { say } from '../../ui/toast';
import { ROLES } from './links';

export interface MadeLink {
  readonly id: string;
  readonly url: string;
}

interface InviteLineProps {
  readonly workbook: string;
  readonly field: Ref<HTMLInputElement>;
  readonly onMade: (link: MadeLink) => void;
}

/** Lets somebody in: a link of their own, copied for the mail in which it goes to them. */
export function InviteLine({ workbook, field, onMade }: InviteLineProps) {
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<ShareLink['role']>('viewer');
  const [lasts, setLasts] = useState<Lasts>('month');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const make = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const end = endOf(lasts, new Date());
      const made = await createLink(workbook, {
        role,
        ...(label.trim() === '' ? {} : { label: label.trim() }),
        ...(end === undefined ? {} : { expires_at: end }),
      });
      const url = new URL(made.url, window.location.href).href;
      await navigator.clipboard.writeText(url).then(
        () => say('The link is copied. Paste it into a mail.', { kind: 'done' }),
        () => undefined,
      );
      setLabel('');
      onMade({ id: made.id, url });
    } catch (cause) {
      setProblem(cause instanceof Problem ? cause.detail : 'No link was made.');
    }
    setBusy(false);
  };

  return (
    <form className="invite" onSubmit={(event) => void make(event)} data-testid="link-form">
      <div className="row">
        <div className={`field grow${problem === null ? '' : ' bad'}`}>
          <UserPlus aria-hidden="true" />
          <input
            ref={field}
            value={label}
            maxLength={80}
            autoComplete="off"
            placeholder="Name of a person or a team"
            aria-label="Whom the link is for"
            aria-describedby="invite-below"
            aria-invalid={problem !== null}
            data-testid="link-label"
            onChange={(event) => setLabel(event.target.value)}
          />
          <PickMenu label="They" value={role} options={ROLES} onChange={setRole} testId="link-role" />
          <PickMenu label="End" value={lasts} options={LASTS} onChange={setLasts} testId="link-end" />
        </div>
        <Button type="submit" look="sun" busy={busy} data-testid="make-link">
          {busy ? 'Making the link' : 'Copy a link'}
        </Button>
      </div>
      {problem === null ? (
        <p className="xs q" id="invite-below">
          They open it without an account. What they change carries their name and the link.
        </p>
      ) : (
        <p className="field-problem" id="invite-below" role="alert">
          <CircleAlert className="s" aria-hidden="true" />
          {problem}
        </p>
      )}
    </form>
  );
}
