import '../../styles/custody.css';
import '../../styles/history.css';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Author } from '../../net/api';
import type { PeopleComparison, TwoVersions } from '../../net/history';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { count, firstName } from '../../ui/words';
import { addressOf } from './describe';
import { Sides, SidesHead } from './Sides';
import { walkLines } from './walkLines';

/** A line of the list by its cell. */
export function keyOf({ sheet_id, row, col }: TwoVersions): string {
  return `${sheet_id} ${row} ${col}`;
}

/** Values as the grid shows them; undefined where one did not write. */
export interface TwoTexts {
  readonly base: string | null;
  readonly left: string | null | undefined;
  readonly right: string | null | undefined;
}

interface PeoplePanelProps {
  /** Null: there are no two people who changed something. */
  readonly people: readonly [left: Author, right: Author] | null;
  readonly me: string | null;
  /** The sheet looked at. */
  readonly sheet: string | null;
  /** Null while it is being read. */
  readonly found: PeopleComparison | null;
  readonly problem: string | null;
  /** Key of the line that was gone to. */
  readonly current: string | null;
  readonly textsOf: (cell: TwoVersions) => TwoTexts;
  readonly onGo: (cell: TwoVersions) => void;
  readonly onClose: () => void;
}

/** So many lines at once. */
const PAGE = 200;

/** What two people wrote, side by side; where both wrote comes first. */
export function PeoplePanel(props: PeoplePanelProps) {
  const { people, me, sheet, found, problem, current, textsOf, onGo, onClose } = props;
  const [shown, setShown] = useState(PAGE);
  const cells = found?.cells ?? [];
  const title = found === null ? 'Comparing' : cells.length === 0 ? 'No difference' : bothWords(found);
  const at = cells.findIndex((cell) => keyOf(cell) === current);
  const until = Math.max(shown, at + 1);
  return (
    <aside className="side people" aria-label="What two people wrote" data-testid="two-people">
      <header>
        <h2 className="grow" aria-live="polite" data-testid="people-title">
          {people === null ? 'Two people' : title}
        </h2>
        <Button look="quiet" size="small" icon aria-label="Stop comparing" onClick={onClose}>
          <X />
        </Button>
      </header>
      {found !== null && people !== null && cells.length > 0 && (
        <p className="sm m counts" data-testid="people-counts">
          {countWords(people[0], found.counts.left)}, {countWords(people[1], found.counts.right)}.
        </p>
      )}
      <div className="list-of-changes" role="group" aria-label="Cells that they wrote" onKeyDown={walkLines}>
        {problem !== null && (
          <p className="nothing" role="alert">
            {problem}
          </p>
        )}
        {people === null && problem === null && (
          <p className="nothing" data-testid="people-alone">
            Nobody else has changed something in this workbook. There are no two versions yet.
          </p>
        )}
        {people !== null && found === null && problem === null && (
          <p className="nothing q" aria-busy="true">
            Reading what they wrote
          </p>
        )}
        {found !== null && people !== null && cells.length === 0 && (
          <p className="nothing">Neither of them wrote into a cell between these moments.</p>
        )}
        {people !== null && cells.length > 0 && (
          <SidesHead left={<Name person={people[0]} me={me} />} right={<Name person={people[1]} me={me} />} />
        )}
        {cells.slice(0, until).map((cell, index) => (
          <PeopleLine
            key={keyOf(cell)}
            cell={cell}
            texts={textsOf(cell)}
            sheet={sheet}
            current={keyOf(cell) === current}
            reached={at < 0 ? index === 0 : index === at}
            onGo={onGo}
          />
        ))}
        {cells.length > until && (
          <button type="button" className="link more-lines sm" onClick={() => setShown(until + PAGE)}>
            Show {Math.min(PAGE, cells.length - until)} more
          </button>
        )}
        {found?.more === true && (
          <p className="nothing">There are more cells than can be shown one by one. The counts are of all.</p>
        )}
      </div>
    </aside>
  );
}

function bothWords({ counts }: PeopleComparison): string {
  return counts.both === 0
    ? 'Nowhere both'
    : `${count(counts.both, 'cell')} ${counts.both === 1 ? 'differs' : 'differ'}`;
}

function countWords({ name }: Author, cells: number): string {
  return `${firstName(name)} wrote ${cells === 0 ? 'nothing' : count(cells, 'cell')}`;
}

function Name({ person, me }: { readonly person: Author; readonly me: string | null }) {
  return (
    <span className="row">
      <Avatar person={person} me={person.id === me} size="s" />
      <span className="cut">{firstName(person.name)}</span>
    </span>
  );
}

interface PeopleLineProps {
  readonly cell: TwoVersions;
  readonly texts: TwoTexts;
  readonly sheet: string | null;
  readonly current: boolean;
  readonly reached: boolean;
  readonly onGo: (cell: TwoVersions) => void;
}

function PeopleLine({ cell, texts, sheet, current, reached, onGo }: PeopleLineProps) {
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) own.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const side = (text: string | null | undefined): string | null => (text === undefined ? '—' : text);
  return (
    <button
      ref={own}
      type="button"
      className={`diff${cell.both ? ' apart' : ''}`}
      aria-current={current}
      tabIndex={reached ? 0 : -1}
      onClick={() => onGo(cell)}
      data-testid="two-versions"
      data-cell={cell.cell ?? undefined}
      data-both={cell.both}
    >
      <b className="mark changed" aria-hidden="true">
        {cell.both ? '≠' : ''}
      </b>
      <span className="num medium">{addressOf(cell, sheet)}</span>
      <span style={{ minWidth: 0 }}>
        {cell.both && <span className="vh">Both wrote: </span>}
        <Sides left={side(texts.left)} right={side(texts.right)} plain />
        <span className="xs q base">before: {texts.base ?? 'empty'}</span>
      </span>
    </button>
  );
}
