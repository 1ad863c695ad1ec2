import { Bookmark, Ellipsis } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { getChange } from '../../net/api';
import type { CellChange, Change } from '../../net/api';
import type { Version } from '../../net/history';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { OldNew } from '../../ui/OldNew';
import { clock, exactly } from '../../ui/time';
import { say } from '../../ui/toast';
import { valueText } from '../../ui/words';
import { addressOf, isFirst, valueCells, wayIn, whatHappened } from './describe';
import { entryMenu } from './entryMenu';
import { wantOne } from './takeback';
import type { HistoryActions } from './wishes';

const SHOWN = 3;
const ALL_SHOWN = 200;

interface EntryProps {
  readonly workbook: string;
  readonly change: Change;
  readonly me: string | null;
  readonly sheet: string | null;
  readonly selected: boolean;
  /** This is the moment that is being looked at. */
  readonly here: boolean;
  /** Happened after the moment that is being looked at. */
  readonly after: boolean;
  readonly mayUndo: boolean;
  readonly looking: boolean;
  readonly ticked: boolean;
  /** Something is ticked, here or elsewhere. */
  readonly ticking: boolean;
  /** Names of the moment just after this. */
  readonly versions: readonly Version[];
  readonly onTick: (change: Change, run: boolean) => void;
  /** Another change is to be chosen that this one is compared with. */
  readonly onCompareWith: (change: Change) => void;
  readonly actions: HistoryActions;
}

export function Entry({
  workbook,
  change,
  me,
  sheet,
  selected,
  here,
  after,
  mayUndo,
  looking,
  ticked,
  ticking,
  versions,
  onTick,
  onCompareWith,
  actions,
}: EntryProps) {
  const [all, setAll] = useState<readonly CellChange[] | null>(null);
  const entry = useRef<HTMLElement>(null);
  const at = new Date(change.at);
  useEffect(() => {
    if (selected) entry.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const own = change.author.id === me;
  const lines = all ?? valueCells(change).slice(0, SHOWN);
  const rest = change.total_cells - lines.length;
  const way = wayIn(change);

  const showAll = (): void => {
    getChange(workbook, change.seq)
      .then((whole) => setAll(valueCells(whole).slice(0, ALL_SHOWN)))
      .catch(() => say('The other cells could not be read.', { kind: 'problem' }));
  };

  return (
    <article
      ref={entry}
      className={`chg${after ? ' after' : ''}${ticking ? ' ticking' : ''}`}
      aria-current={selected}
      aria-label={`${change.author.name}, ${clock(at)}: ${whatHappened(change)}`}
      tabIndex={selected ? 0 : -1}
      data-testid="change"
      data-seq={change.seq}
      onClick={(event) => {
        if (event.shiftKey && mayUndo) onTick(change, true);
        else actions.onPick(change);
      }}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && event.key === 'x' && mayUndo)
          onTick(change, event.shiftKey);
        if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault();
          actions.onPick(change);
        }
      }}
    >
      <span className="who-tick">
        <Avatar person={change.author} me={own} />
        {mayUndo && (
          <input
            type="checkbox"
            checked={ticked}
            aria-label={`Choose the change of ${clock(at)} by ${change.author.name}`}
            data-testid="tick-change"
            onChange={() => undefined}
            onClick={(event) => {
              event.stopPropagation();
              onTick(change, event.shiftKey);
            }}
          />
        )}
      </span>
      <div style={{ minWidth: 0 }}>
        <div className="row" style={{ gap: 6 }}>
          <b className="cut">
            {change.author.name}
            {own && ' (you)'}
          </b>
          <time className="q sm end" dateTime={change.at} data-tip={exactly(at)}>
            {clock(at)}
          </time>
        </div>
        <p className="what">{whatHappened(change)}</p>
        {versions.map((version) => (
          <p key={version.id} className="named sm" data-testid="version-mark">
            <Bookmark className="s" aria-hidden="true" />
            <b className="cut">{version.name}</b>
          </p>
        ))}
        {way !== null && <p className="xs q">{way}</p>}
        {lines.map((cell) => (
          <OldNew
            key={`${cell.sheet_id} ${cell.row} ${cell.col}`}
            address={addressOf(cell, sheet)}
            old={valueText(cell.old)}
            now={valueText(cell.new)}
          />
        ))}
        {rest > 0 && lines.length > 0 && (
          <p className="sm" style={{ marginTop: 4 }}>
            {all === null ? (
              <button
                type="button"
                className="link"
                data-testid="more-cells"
                onClick={(event) => {
                  event.stopPropagation();
                  showAll();
                }}
              >
                and {rest.toLocaleString('en-US')} more {rest === 1 ? 'cell' : 'cells'}
              </button>
            ) : (
              <span className="q">and {rest.toLocaleString('en-US')} more</span>
            )}
          </p>
        )}
        {here && <p className="here">You are looking at the workbook just after this.</p>}
        {selected && !here && (
          <div className="acts">
            {!looking && !isFirst(change) && (
              <Button
                size="small"
                disabled={!mayUndo}
                tip={mayUndo ? undefined : 'You may view this workbook, not change it.'}
                data-testid="undo-change"
                onClick={(event) => {
                  event.stopPropagation();
                  actions.onTakeBack(wantOne(change));
                }}
              >
                Undo this change
              </Button>
            )}
            <Button
              size="small"
              data-testid="look-at-moment"
              onClick={(event) => {
                event.stopPropagation();
                actions.onLook(change);
              }}
            >
              Look at this moment
            </Button>
            <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
              <Menu
                align="end"
                trigger={
                  <Button size="small" icon aria-label="More about this change" data-testid="change-menu">
                    <Ellipsis className="s" />
                  </Button>
                }
                entries={entryMenu({ change, versions, mayUndo, looking, onCompareWith, actions })}
              />
            </span>
          </div>
        )}
      </div>
    </article>
  );
}
