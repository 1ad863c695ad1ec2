import '../../styles/sort.css';
import { ArrowUp, CircleAlert, Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { PickMenu } from '../../ui/PickMenu';
import { ORDERS } from '../../model/column-kind';
import { changed, type Level, raised, type SortColumn, withLevel } from './levels';

interface SortDialogProps {
  /** `Plan!A1:D90` */
  readonly place: string;
  readonly firstRow: number;
  readonly headings: boolean;
  readonly columns: readonly SortColumn[];
  /** The column of the first level. */
  readonly first: number;
  /** Gives why it was refused, null when it is done. */
  readonly onSort: (headings: boolean, by: readonly Level[]) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Sorting by several columns. */
export function SortDialog({ place, firstRow, columns, first, onSort, onClose, ...rest }: SortDialogProps) {
  const [headings, setHeadings] = useState(rest.headings);
  const [levels, setLevels] = useState<readonly Level[]>([{ col: first, descending: false }]);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const id = useId();
  const options = columns.map(({ col, name, heading }) => ({
    value: String(col),
    text: headings ? heading : name,
  }));
  const edit = (next: readonly Level[]): void => {
    setRefusal(null);
    setLevels(next);
  };
  const sort = async (): Promise<void> => {
    setBusy(true);
    const refused = await onSort(headings, levels);
    setBusy(false);
    if (refused === null) onClose();
    else setRefusal(refused);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Sort range"
      lead={<p className="q sm">{place}</p>}
      testId="sort-dialog"
      extra="sort"
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="sun" busy={busy} onClick={() => void sort()} data-testid="sort-run">
            Sort
          </Button>
        </>
      }
    >
      <div className="content pad">
        <label className="check" htmlFor={`${id}-headings`}>
          <input
            id={`${id}-headings`}
            type="checkbox"
            checked={headings}
            onChange={(event) => setHeadings(event.target.checked)}
            data-testid="sort-headings"
          />
          Row {firstRow} holds headings and stays
        </label>
        <ol className="levels">
          {levels.map((level, at) => {
            const kind = columns.find(({ col }) => col === level.col)?.kind ?? 'text';
            return (
              <li key={level.col} data-testid="sort-level">
                <span className="by">{at === 0 ? 'Sort by' : 'then by'}</span>
                <PickMenu
                  line
                  width={200}
                  label={at === 0 ? 'Sort by' : 'Then by'}
                  value={String(level.col)}
                  options={options}
                  testId="sort-column"
                  onChange={(col) => edit(changed(levels, at, { col: Number(col) }))}
                />
                <PickMenu
                  line
                  width={132}
                  label="Order"
                  value={level.descending ? 'down' : 'up'}
                  options={[
                    { value: 'up', text: ORDERS[kind][0] },
                    { value: 'down', text: ORDERS[kind][1] },
                  ]}
                  testId="sort-order"
                  onChange={(way) => edit(changed(levels, at, { descending: way === 'down' }))}
                />
                <span className="grow" />
                <Button
                  look="quiet"
                  size="small"
                  icon
                  aria-label="Move this level up"
                  tip="Move up"
                  disabled={at === 0}
                  onClick={() => edit(raised(levels, at))}
                >
                  <ArrowUp />
                </Button>
                <Button
                  look="quiet"
                  size="small"
                  icon
                  aria-label="Remove this level"
                  tip="Remove"
                  disabled={levels.length === 1}
                  onClick={() => edit(levels.filter((_, n) => n !== at))}
                >
                  <X />
                </Button>
              </li>
            );
          })}
        </ol>
        <Button
          size="small"
          disabled={levels.length >= columns.length}
          onClick={() => edit(withLevel(levels, columns))}
          data-testid="sort-add"
        >
          <Plus className="s" />
          Add a column
        </Button>
        {refusal !== null && (
          <p className="field-problem" role="alert" data-testid="sort-problem">
            <CircleAlert className="s" aria-hidden="true" />
            {refusal}
          </p>
        )}
      </div>
    </Dialog>
  );
}
