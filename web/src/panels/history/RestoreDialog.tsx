import '../../styles/history.css';
import { useEffect, useRef, useState } from 'react';
import { restoreMoment } from '../../net/history';
import type { Restored } from '../../net/history';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { OldNew } from '../../ui/OldNew';
import { momentTitle } from '../../ui/time';
import { say } from '../../ui/toast';
import { count, valueText } from '../../ui/words';
import type { Point } from './compare';
import { addressOf } from './describe';
import { reasonOf } from './folded';
import { looksWords, told } from './takeback';

/** A part that can be brought back, under the names it has now. */
export interface Part {
  readonly sheet: string;
  /** All of the sheet when left out. */
  readonly range?: string;
}

interface RestoreDialogProps {
  readonly workbook: string;
  readonly point: Point;
  /** The sheet looked at and the cells selected; null where they are not there any more. */
  readonly sheet: Part | null;
  readonly cells: Part | null;
  /** Begins with the selected cells. */
  readonly cellsFirst: boolean;
  readonly undoOf: (seq: number | null) => { label: string; run: () => void } | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Scope = 'workbook' | 'sheet' | 'cells';

/** Written in the list one by one. */
const SHOWN = 50;

/** Brings the workbook, a sheet or some cells back to a moment, as a new change; first it says what that would do. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { workbook, point, sheet, cells, cellsFirst, undoOf, onClose, onDone } = props;
  const { seq } = point;
  const [scope, setScope] = useState<Scope>(cellsFirst && cells !== null ? 'cells' : 'workbook');
  const [preview, setPreview] = useState<{ readonly scope: Scope; readonly answer: Restored } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const title = point.name ?? momentTitle(new Date(point.at), new Date());
  const part = scope === 'sheet' ? sheet : scope === 'cells' ? cells : null;
  const name = part?.sheet;
  const range = part?.range;

  useEffect(() => {
    let gone = false;
    const where = {
      ...(name === undefined ? {} : { sheet: name }),
      ...(range === undefined ? {} : { range }),
    };
    restoreMoment(workbook, seq, { preview: true, ...where })
      .then((answer) => {
        if (gone) return;
        setPreview({ scope, answer });
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!gone) setProblem(reasonOf(cause));
      });
    return () => {
      gone = true;
    };
  }, [workbook, seq, scope, name, range]);

  const bring = async (): Promise<void> => {
    setBusy(true);
    try {
      const where = {
        ...(name === undefined ? {} : { sheet: name }),
        ...(range === undefined ? {} : { range }),
      };
      const answer = await restoreMoment(workbook, seq, where);
      const what =
        name === undefined
          ? 'The workbook is'
          : range === undefined
            ? `${name} is`
            : `${range} on ${name} is`;
      const action = undoOf(answer.seq);
      say(answer.seq === null ? 'Nothing differed from then.' : `${what} as it was: ${title}.`, {
        kind: 'done',
        ...(action === undefined ? {} : { action }),
      });
      onClose();
      onDone();
    } catch (cause) {
      setBusy(false);
      setProblem(`${reasonOf(cause)} Nothing was brought back.`);
    }
  };

  const answer = preview?.scope === scope ? preview.answer : null;
  const n = answer?.cells ?? 0;
  const scopes: readonly (readonly [Scope, string])[] = [
    ['workbook', 'The whole workbook'],
    ...(sheet === null ? [] : [['sheet', `The sheet ${sheet.sheet}`] as const]),
    ...(cells === null
      ? []
      : [['cells', `The selected cells, ${cells.range ?? ''} on ${cells.sheet}`] as const]),
  ];
  return (
    <Dialog
      open
      onClose={onClose}
      narrow
      first={cancel}
      testId="restore-dialog"
      title="Bring this moment back"
      lead={<p className="sm m">{title}</p>}
      footer={
        <>
          <span className="grow" />
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="sun"
            busy={busy}
            disabled={answer === null || n === 0}
            onClick={() => void bring()}
            data-testid="confirm-restore"
          >
            {busy ? 'Bringing it back' : answer === null ? 'Bring it back' : `Bring back ${count(n, 'cell')}`}
          </Button>
        </>
      }
    >
      <div className="content pad">
        <div role="radiogroup" aria-label="What is brought back" className="scopes">
          {scopes.map(([value, text]) => (
            <label key={value} className="row choice-line">
              <input
                type="radio"
                name="scope"
                checked={scope === value}
                onChange={() => setScope(value)}
                data-testid={`restore-${value}`}
              />
              {text}
            </label>
          ))}
        </div>
        <p className="m" style={{ marginTop: 10 }} aria-live="polite" data-testid="restore-sum">
          {problem ??
            (answer === null
              ? 'Counting what differs.'
              : n === 0
                ? 'Nothing differs from now.'
                : `${n === 1 ? '1 cell or setting differs' : `${count(n, 'cell')} or settings differ`} from now. What was done since stays in the history, and this can be undone like any other change.`)}
        </p>
        {answer?.changes !== undefined && <Changes changes={answer.changes} total={n} sheet={name ?? null} />}
      </div>
    </Dialog>
  );
}

/** What would be written, where the server tells it: of a sheet or of cells. */
function Changes({
  changes,
  total,
  sheet,
}: {
  changes: NonNullable<Restored['changes']>;
  total: number;
  sheet: string | null;
}) {
  if (changes.length === 0) return null;
  const { lines, looks } = told(changes);
  const rest = Math.max(0, total - changes.length) + Math.max(0, lines.length - SHOWN);
  return (
    <div
      className="going"
      data-testid="restore-list"
      tabIndex={0}
      role="group"
      aria-label="What would be written"
    >
      {lines.slice(0, SHOWN).map((cell, at) =>
        cell.kind === 'value' ? (
          <OldNew
            key={at}
            address={addressOf(cell, sheet)}
            old={valueText(cell.old)}
            now={valueText(cell.new)}
          />
        ) : (
          <p key={at} className="sm m">
            {[cell.cell, cell.label].filter(Boolean).join(', ')}
          </p>
        ),
      )}
      {looks > 0 && <p className="sm m">{looksWords(looks)}</p>}
      {rest > 0 && <p className="sm q">and {rest.toLocaleString('en-US')} more</p>}
    </div>
  );
}
