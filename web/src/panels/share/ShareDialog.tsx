import { Eye } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { listLinks } from '../../net/api';
import type { Named, ShareLink } from '../../net/api';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import type { AvatarPerson } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { count } from '../../ui/words';
import { InviteLine } from './InviteLine';
import type { MadeLink } from './InviteLine';
import { LinkLine } from './LinkLine';
import { sortedLinks } from './links';
import { peopleLines } from './people';
import type { Beginning, PersonLine } from './people';

interface ShareDialogProps {
  readonly workbook: Named;
  /** Null until it is known. */
  readonly beginning: Beginning | null;
  readonly me: string | null;
  /** Who is in the workbook now. */
  readonly here: readonly AvatarPerson[];
  /** Leads to the record of who opened the workbook. */
  readonly opened: ReactNode;
  readonly onClose: () => void;
}

/** Who may open the workbook, and the links that let them. */
export function ShareDialog({ workbook, beginning, me, here, opened, onClose }: ShareDialogProps) {
  const [links, setLinks] = useState<readonly ShareLink[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [fresh, setFresh] = useState<readonly MadeLink[]>([]);
  const invite = useRef<HTMLInputElement>(null);

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
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Share “${workbook.name}”`}
      testId="share-dialog"
      first={invite}
      footer={
        <>
          <span className="sm q grow row" style={{ gap: 6 }}>
            <Eye className="s" aria-hidden="true" />
            {opened}
          </span>
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      <InviteLine
        workbook={workbook.id}
        field={invite}
        onMade={(made) => {
          setFresh((known) => [...known, made]);
          void load();
        }}
      />
      <div className="content">
        <People lines={peopleLines({ workbook: beginning, here, links: links ?? [] }, now)} me={me} />
        <div style={{ padding: '8px 20px 14px' }}>
          <div className="row" style={{ paddingBottom: 6 }}>
            <h3>Links</h3>
            <span className="sm q">work for anybody who has them, also outside</span>
          </div>
          {problem !== null && (
            <p className="field-problem" role="alert">
              The links could not be read. {problem.detail}
            </p>
          )}
          {links?.length === 0 && <p className="m">No link yet: nobody else can open this workbook.</p>}
          <ul aria-label="Links" aria-busy={links === null}>
            {sortedLinks(links ?? [], now).map((link) => (
              <LinkLine
                key={link.id}
                workbook={workbook.id}
                link={link}
                url={fresh.find(({ id }) => id === link.id)?.url ?? null}
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

function People({ lines, me }: { lines: readonly PersonLine[]; me: string | null }) {
  const others = lines.filter((line) => line.person.id !== me).length;
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
          <li className="row" style={{ height: 44, gap: 10 }} key={person.id} data-testid="shared-with">
            <Avatar person={person} me={person.id === me} />
            <div className="grow">
              <div className="cut">
                {person.name}{' '}
                {person.id === me ? (
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
