import { Ban, Calendar, Link as LinkIcon, Plus } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { createLink, listLinks, revokeLink } from '../../net/api';
import type { Named, ShareLink } from '../../net/api';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import type { AvatarPerson } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { LASTS, endOf } from '../../ui/ends';
import type { Lasts } from '../../ui/ends';
import { PickMenu } from '../../ui/PickMenu';
import { TextField } from '../../ui/TextField';
import { exactly, inSentence, shortDate } from '../../ui/time';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { linkStatus, linkTitle, openedWords, overWords, sortedLinks } from './links';

type LinkRole = ShareLink['role'];

const ROLES: readonly { value: LinkRole; text: string }[] = [
  { value: 'viewer', text: 'May view' },
  { value: 'editor', text: 'May edit' },
];

interface ShareDialogProps {
  readonly workbook: Named;
  readonly me: string | null;
  readonly owner: Named | null;
  /** Who is in the workbook now. */
  readonly here: readonly AvatarPerson[];
  readonly onClose: () => void;
}

/** Who may open the workbook, and the links that let them. */
export function ShareDialog({ workbook, me, owner, here, onClose }: ShareDialogProps) {
  const [links, setLinks] = useState<readonly ShareLink[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [making, setMaking] = useState(false);
  const [fresh, setFresh] = useState<{ id: string; url: string } | null>(null);
  const newButton = useRef<HTMLButtonElement>(null);

  const load = useCallback(async (): Promise<void> => {
    try {
      setLinks(await listLinks(workbook.id));
      setProblem(null);
    } catch (cause) {
      setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
    }
  }, [workbook.id]);
  useEffect(() => {
    const timer = setTimeout(() => void load(), 0);
    return () => clearTimeout(timer);
  }, [load]);

  const now = new Date();
  const empty = links?.length === 0 && !making;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Share “${workbook.name}”`}
      testId="share-dialog"
      first={newButton}
      footer={
        <>
          <span className="sm q grow">
            Guests need no account. What they change carries their name and the link.
          </span>
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      <div className="content">
        <People owner={owner} me={me} here={here} links={links ?? []} now={now} />
        <div style={{ padding: '8px 20px 14px' }}>
          <div className="row" style={{ paddingBottom: 6 }}>
            <h3>Links</h3>
            <span className="sm q">work for anybody who has them, also outside</span>
            <Button
              ref={newButton}
              size="small"
              extra="end"
              onClick={() => setMaking(true)}
              disabled={making}
              data-testid="new-link"
            >
              <Plus className="s" aria-hidden="true" />
              New link
            </Button>
          </div>
          {making && (
            <NewLink
              workbook={workbook.id}
              onDone={(made) => {
                setMaking(false);
                if (made !== null) setFresh(made);
                void load();
              }}
            />
          )}
          {problem !== null && (
            <p className="field-problem" role="alert">
              The links could not be read. {problem.detail}
            </p>
          )}
          {empty && <p className="m">Nobody else can open this workbook. Make a link and send it.</p>}
          <ul aria-label="Links" aria-busy={links === null}>
            {sortedLinks(links ?? [], now).map((link) => (
              <LinkLine
                key={link.id}
                workbook={workbook.id}
                link={link}
                url={fresh?.id === link.id ? fresh.url : null}
                now={now}
                onRevoked={() => void load()}
              />
            ))}
          </ul>
        </div>
      </div>
    </Dialog>
  );
}

interface PeopleProps {
  readonly owner: Named | null;
  readonly me: string | null;
  readonly here: readonly AvatarPerson[];
  readonly links: readonly ShareLink[];
  readonly now: Date;
}

interface PersonLine {
  readonly person: AvatarPerson;
  readonly words: string;
  readonly role: string;
  readonly seen: string;
}

/** The owner, then who came in by a link, last seen first. */
function peopleLines({ owner, here, links, now }: PeopleProps): readonly PersonLine[] {
  const lines = new Map<string, PersonLine>();
  const present = new Map(here.map((person) => [person.id, person]));
  if (owner !== null) {
    const words = present.has(owner.id) ? 'Owner, in the workbook now' : 'Owner';
    lines.set(owner.id, {
      person: { kind: 'person', ...owner, ...present.get(owner.id) },
      words,
      role: 'Owner',
      seen: '',
    });
  }
  for (const link of links) {
    if (linkStatus(link, now) !== 'live') continue;
    for (const guest of link.guests) {
      const known = lines.get(guest.id);
      if (known !== undefined && (known.role === 'Owner' || known.seen >= guest.seen_at)) continue;
      const words = present.has(guest.id)
        ? `In the workbook now, by “${linkTitle(link)}”`
        : `Last here ${inSentence(new Date(guest.seen_at), now)}, by “${linkTitle(link)}”`;
      const role = link.role === 'editor' ? 'May edit' : 'May view';
      const person = { kind: 'guest', id: guest.id, name: guest.name, ...present.get(guest.id) };
      lines.set(guest.id, { person, words, role, seen: guest.seen_at });
    }
  }
  const rank = (line: PersonLine): number => (line.role === 'Owner' ? 0 : 1);
  return [...lines.values()].sort((a, b) => rank(a) - rank(b) || b.seen.localeCompare(a.seen));
}

function People(props: PeopleProps) {
  const lines = peopleLines(props);
  const others = lines.filter((line) => line.person.id !== props.me).length;
  return (
    <div style={{ padding: '0 20px 4px' }}>
      <div className="row" style={{ paddingBottom: 2 }}>
        <h3>People</h3>
        <span className="sm q">
          {others === 0 ? 'nobody besides you' : `${count(others, 'person', 'people')} besides you`}
        </span>
      </div>
      <ul aria-label="People">
        {lines.map(({ person, words, role }) => (
          <li className="row" style={{ height: 44, gap: 10 }} key={person.id}>
            <Avatar person={person} me={person.id === props.me} />
            <div className="grow">
              <div className="cut">
                {person.name}{' '}
                {person.id === props.me ? (
                  <span className="q">you</span>
                ) : (
                  person.kind === 'guest' && <span className="q">guest</span>
                )}
              </div>
              <div className="xs q cut">{words}</div>
            </div>
            <span className="m sm" style={{ paddingRight: 8 }}>
              {role}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface NewLinkProps {
  readonly workbook: string;
  readonly onDone: (made: { id: string; url: string } | null) => void;
}

function NewLink({ workbook, onDone }: NewLinkProps) {
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<LinkRole>('editor');
  const [lasts, setLasts] = useState<Lasts>('month');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const make = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
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
      onDone({ id: made.id, url });
    } catch (cause) {
      setBusy(false);
      setProblem(cause instanceof Problem ? cause.detail : 'No link was made.');
    }
  };

  return (
    <form className="newlink" onSubmit={(event) => void make(event)} data-testid="link-form">
      <TextField
        label="For whom (only you see it)"
        value={label}
        maxLength={80}
        placeholder="For the auditors"
        autoFocus
        problem={problem}
        data-testid="link-label"
        onChange={(event) => setLabel(event.target.value)}
      />
      <div className="row">
        <PickMenu
          label="They"
          value={role}
          options={ROLES}
          onChange={setRole}
          line
          width={104}
          testId="link-role"
        />
        <PickMenu label="End" value={lasts} options={LASTS} onChange={setLasts} line testId="link-end" />
        <span className="grow" />
        <Button onClick={() => onDone(null)}>Cancel</Button>
        <Button type="submit" look="sun" busy={busy} data-testid="make-link">
          {busy ? 'Making the link' : 'Make and copy the link'}
        </Button>
      </div>
    </form>
  );
}

interface LinkLineProps {
  readonly workbook: string;
  readonly link: ShareLink;
  /** Known only for a link that was made just now: the server keeps no link it could show again. */
  readonly url: string | null;
  readonly now: Date;
  readonly onRevoked: () => void;
}

function LinkLine({ workbook, link, url, now, onRevoked }: LinkLineProps) {
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
              {link.role === 'editor' ? 'May edit' : 'May view'}
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
