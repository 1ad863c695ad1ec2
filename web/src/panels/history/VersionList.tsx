import { Bookmark, Ellipsis } from 'lucide-react';
import type { Version } from '../../net/history';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { exactly, shortMoment } from '../../ui/time';
import { say } from '../../ui/toast';
import { deleteVersion, nameVersion } from '../../net/history';
import type { HistoryActions } from './wishes';

interface VersionListProps {
  readonly workbook: string;
  readonly versions: readonly Version[];
  readonly ready: boolean;
  readonly me: string | null;
  readonly mayEdit: boolean;
  /** The moment that is being looked at. */
  readonly moment: number | null;
  readonly actions: HistoryActions;
  readonly onAltered: () => void;
}

/** Forgets a name, and offers to give it again. */
export function forgetVersion(workbook: string, version: Version, onAltered: () => void): void {
  const { id, name, note, seq } = version;
  deleteVersion(workbook, id).then(
    () => {
      onAltered();
      const again = (): void => {
        nameVersion(workbook, { name, note, seq }).then(onAltered, () =>
          say('The name was not given again.', { kind: 'problem' }),
        );
      };
      say(`“${name}” is no named version any more. The moment itself stays in the history.`, {
        action: { label: 'Undo', run: again },
      });
    },
    () => say('The name was not deleted.', { kind: 'problem' }),
  );
}

/** The moments that have a name, the latest first. */
export function VersionList(props: VersionListProps) {
  const { workbook, versions, ready, me, mayEdit, moment, actions, onAltered } = props;
  const now = new Date();
  if (!ready) return <p className="nothing q">Reading the named versions</p>;
  if (versions.length === 0) {
    return (
      <p className="nothing" data-testid="no-versions">
        No moment has a name yet. Name a version when something is finished, such as “Sent to the council”:
        then it is found again, compared and brought back.
      </p>
    );
  }
  return versions.map((version) => {
    const { id, name, note, seq, at, by, by_name } = version;
    const point = { seq, at, name };
    return (
      <article
        key={id}
        className="chg version"
        aria-current={seq === moment}
        aria-label={`Version ${name}`}
        data-testid="version"
      >
        <Bookmark className="s" aria-hidden="true" />
        <div style={{ minWidth: 0 }}>
          <div className="row" style={{ gap: 6 }}>
            <b className="cut">{name}</b>
            <time className="q sm end" dateTime={at} data-tip={exactly(new Date(at))}>
              {shortMoment(new Date(at), now)}
            </time>
            <Menu
              align="end"
              trigger={
                <Button
                  look="quiet"
                  size="small"
                  icon
                  aria-label={`More about version ${name}`}
                  data-testid="version-menu"
                >
                  <Ellipsis className="s" />
                </Button>
              }
              entries={[
                {
                  id: 'rename',
                  text: 'Name and note…',
                  off: !mayEdit,
                  run: () => actions.onAsk({ kind: 'name', point, version }),
                },
                {
                  id: 'delete',
                  text: 'Delete the name',
                  off: !mayEdit,
                  danger: true,
                  run: () => forgetVersion(workbook, version, onAltered),
                },
              ]}
            />
          </div>
          {note !== '' && <p className="what">{note}</p>}
          <p className="xs q">Named by {by === me ? 'you' : by_name}</p>
          <div className="acts plain">
            <Button size="small" onClick={() => actions.onLook(point)} data-testid="version-look">
              Look at this moment
            </Button>
            <Button
              size="small"
              onClick={() => actions.onCompare({ from: point, to: null })}
              data-testid="version-compare"
            >
              Compare with now
            </Button>
          </div>
        </div>
      </article>
    );
  });
}
