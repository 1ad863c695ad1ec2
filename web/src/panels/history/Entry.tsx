import { useEffect, useRef, useState } from 'react';
import { getChange } from '../../net/api';
import type { CellChange, Change } from '../../net/api';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { OldNew } from '../../ui/OldNew';
import { clock, exactly } from '../../ui/time';
import { say } from '../../ui/toast';
import { valueText } from '../../ui/words';
import { addressOf, valueCells, wayIn, whatHappened } from './describe';

const SHOWN = 3;
const ALL_SHOWN = 200;

export interface EntryActions {
  readonly onPick: (change: Change) => void;
  readonly onUndo: (change: Change) => void;
  readonly onLook: (change: Change) => void;
}

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
  readonly actions: EntryActions;
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
      className={`chg${after ? ' after' : ''}`}
      aria-current={selected}
      aria-label={`${change.author.name}, ${clock(at)}: ${whatHappened(change)}`}
      tabIndex={selected ? 0 : -1}
      data-testid="change"
      data-seq={change.seq}
      onClick={() => actions.onPick(change)}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault();
          actions.onPick(change);
        }
      }}
    >
      <Avatar person={change.author} me={own} />
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
            {!looking && (
              <Button
                size="small"
                disabled={!mayUndo}
                tip={mayUndo ? undefined : 'You may view this workbook, not change it.'}
                data-testid="undo-change"
                onClick={(event) => {
                  event.stopPropagation();
                  actions.onUndo(change);
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
          </div>
        )}
      </div>
    </article>
  );
}
