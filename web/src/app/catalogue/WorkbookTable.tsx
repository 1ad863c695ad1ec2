import { ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { WorkbookCard } from '../../net/api';
import type { SortKey, Sorting } from './cards';
import { WorkbookRow } from './WorkbookRow';
import type { RowActions } from './WorkbookRow';

interface TableProps {
  readonly cards: readonly WorkbookCard[] | null;
  readonly trashed: boolean;
  readonly me: string | null;
  readonly now: Date;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly actions: RowActions;
}

/** Arrow keys, Home and End go from row to row; Enter opens. */
function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (!(event.target instanceof HTMLElement) || event.target.dataset.rowLink === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}

export function WorkbookTable({ cards, trashed, me, now, sorting, onSort, actions }: TableProps) {
  return (
    <table className="list" data-testid="workbooks">
      <colgroup>
        <col />
        <col className="w-owner opt-0" />
        <col className="w-access opt-1" />
        <col className="w-changed" />
        <col className="w-spark opt-2" />
        <col className={trashed ? 'w-restore' : 'w-menu'} />
      </colgroup>
      <thead>
        <tr>
          <Heading text="Name" by="name" sorting={sorting} onSort={onSort} />
          <Heading text="Owner" by="owner" sorting={sorting} onSort={onSort} extra="opt-0" />
          <th className="opt-1" scope="col">
            Access
          </th>
          <Heading
            text={trashed ? 'Deleted' : 'Last change'}
            by="changed"
            sorting={sorting}
            onSort={onSort}
          />
          <th className="opt-2" scope="col">
            Changes, 24 days
          </th>
          <th scope="col">
            <span className="vh">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody onKeyDown={walk}>
        {cards === null
          ? [0, 1, 2, 3, 4].map((row) => <WaitingRow key={row} />)
          : cards.map((card) => (
              <WorkbookRow key={card.id} card={card} me={me} now={now} actions={actions} />
            ))}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  readonly text: string;
  readonly by: SortKey;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly extra?: string;
}

function Heading({ text, by, sorting, onSort, extra }: HeadingProps) {
  const on = sorting.key === by;
  const Arrow = sorting.down ? ChevronDown : ChevronUp;
  return (
    <th
      className={extra}
      scope="col"
      aria-sort={on ? (sorting.down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => onSort({ key: by, down: on ? !sorting.down : by === 'changed' })}>
        {text}
        {on && <Arrow className="s" aria-hidden="true" />}
      </button>
    </th>
  );
}

function WaitingRow() {
  return (
    <tr aria-hidden="true">
      <td>
        <div className="shimmer" style={{ width: '46%' }} />
      </td>
      <td className="opt-0">
        <div className="shimmer" style={{ width: '70%' }} />
      </td>
      <td className="opt-1">
        <div className="shimmer" style={{ width: '60%' }} />
      </td>
      <td>
        <div className="shimmer" style={{ width: '55%' }} />
      </td>
      <td className="opt-2">
        <div className="shimmer" style={{ width: '80%' }} />
      </td>
      <td />
    </tr>
  );
}
