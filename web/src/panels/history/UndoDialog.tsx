import '../../styles/history.css';
import { ChevronDown, ChevronRight, CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useReducer, useRef, useState } from 'react';
import { getChange, revertChange } from '../../net/api';
import type { CellChange, CellScalar, Change, RevertConflict } from '../../net/api';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { OldNew } from '../../ui/OldNew';
import { inSentence } from '../../ui/time';
import { say } from '../../ui/toast';
import { firstName, valueText } from '../../ui/words';
import { addressOf, titleOf, valueCells } from './describe';
import {
  actCount,
  actOf,
  actWords,
  conflictWords,
  doneWords,
  reducePreview,
  simpleWords,
  startPreview,
} from './undo';
import type { Choice, Preview, PreviewAction } from './undo';

interface UndoDialogProps {
  readonly workbook: string;
  readonly change: Change;
  readonly me: string | null;
  readonly onClose: () => void;
  /** Writes single old values, where only some of the conflicts go back. */
  readonly onPut: (cells: readonly RevertConflict[]) => void;
  readonly onDone: () => void;
}

/** What undoing one change would do, before it is done: what goes back, and what was changed again since. */
export function UndoDialog({ workbook, change, me, onClose, onPut, onDone }: UndoDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [preview, dispatch] = useReducer(
    (state: Preview | null, action: PreviewAction | { type: 'start'; preview: Preview }): Preview | null =>
      action.type === 'start' ? action.preview : state === null ? null : reducePreview(state, action),
    null,
  );
  const cancel = useRef<HTMLButtonElement>(null);
  const at = new Date(change.at);

  useEffect(() => {
    let gone = false;
    revertChange(workbook, change.seq, { preview: true })
      .then((answer) => {
        if (!gone) dispatch({ type: 'start', preview: startPreview(answer) });
      })
      .catch((cause: unknown) => {
        if (!gone) setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer.');
      });
    return () => {
      gone = true;
    };
  }, [workbook, change.seq]);

  const undo = async (): Promise<void> => {
    if (preview === null) return;
    setBusy(true);
    try {
      const act = actOf(preview);
      const answer =
        act.how === 'mixed' && preview.simple === 0
          ? { seq: change.seq, reverted: 0 }
          : await revertChange(workbook, change.seq, { overwrite: act.how === 'once' && act.overwrite });
      if (act.how === 'mixed') onPut(act.cells);
      const n = act.how === 'mixed' ? answer.reverted + act.cells.length : answer.reverted;
      say(doneWords(answer, n), { kind: 'done' });
      onClose();
      onDone();
    } catch (cause) {
      setBusy(false);
      setProblem(cause instanceof Problem ? cause.detail : 'The server does not answer. Nothing was undone.');
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      extra="revert"
      first={cancel}
      testId="undo-dialog"
      title={`Undo ${titleOf(change)}`}
      lead={
        <p className="sm m row" style={{ gap: 6, marginTop: 2 }}>
          <Avatar person={change.author} me={change.author.id === me} size="s" />
          {change.author.name}, {inSentence(at, new Date())}
        </p>
      }
      footer={
        <>
          <span className="sm q grow">
            This is a change like any other: it appears in the history and can be undone.
          </span>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="sun"
            busy={busy}
            disabled={preview === null || actCount(preview) === 0}
            onClick={() => void undo()}
            data-testid="confirm-undo"
          >
            {busy ? 'Undoing' : preview === null ? 'Undo' : actWords(preview)}
          </Button>
        </>
      }
    >
      {problem !== null && (
        <p className="field-problem" role="alert" style={{ padding: '0 20px 12px' }}>
          {problem}
        </p>
      )}
      {preview === null && problem === null && (
        <p className="m" style={{ padding: '0 20px 16px' }} aria-busy="true">
          Looking at what would go back
        </p>
      )}
      {preview !== null && <Sums preview={preview} />}
      {preview !== null && (
        <div className="content">
          {preview.conflicts.map((conflict, index) => (
            <Conflict
              key={`${conflict.sheet} ${conflict.cell} ${index}`}
              conflict={conflict}
              before={
                change.author.id === me ? 'before your change' : `before ${firstName(change.author.name)}`
              }
              me={me}
              choice={preview.choices[index] ?? 'keep'}
              onChoose={(choice) => dispatch({ type: 'choose', at: index, choice })}
            />
          ))}
          <Going workbook={workbook} change={change} preview={preview} />
        </div>
      )}
    </Dialog>
  );
}

function Sums({ preview }: { preview: Preview }) {
  const [simple, simpleRest] = simpleWords(preview);
  const [asked, askedRest] = conflictWords(preview);
  return (
    <div className="sums" data-testid="undo-sums">
      <span className="row yes">
        <CircleCheck aria-hidden="true" />
        <b>{simple}</b> {simpleRest}
      </span>
      {preview.conflicts.length > 0 && (
        <span className="row ask">
          <TriangleAlert aria-hidden="true" />
          <b>{asked}</b> {askedRest}
        </span>
      )}
    </div>
  );
}

interface ConflictProps {
  readonly conflict: RevertConflict;
  /** `before Tomás` */
  readonly before: string;
  readonly me: string | null;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function Value({ value }: { value: CellScalar }) {
  const text = valueText(value);
  const plain = text === null || (typeof value === 'string' && value.length > 0);
  return <span className={`v${plain ? ' text' : ''}${text === null ? ' q' : ''}`}>{text ?? 'empty'}</span>;
}

function Conflict({ conflict, before, me, choice, onChoose }: ConflictProps) {
  const group = useId();
  return (
    <section role="radiogroup" aria-label={addressOf(conflict, null)} data-testid="conflict">
      <div className="row" style={{ marginBottom: 8 }}>
        <b className="num">{conflict.cell}</b>
        <span className="m">{conflict.sheet}</span>
      </div>
      <div className="choices">
        <label className="choice" data-testid="keep-now">
          <span className="row sm" style={{ gap: 7 }}>
            <input type="radio" name={group} checked={choice === 'keep'} onChange={() => onChoose('keep')} />
            <b>Keep what is there now</b>
          </span>
          <Value value={conflict.now} />
          {conflict.author !== null && (
            <span className="row sm q who" style={{ gap: 6 }}>
              <Avatar person={conflict.author} me={conflict.author.id === me} size="s" />
              <span className="cut">
                {conflict.author.name}
                {conflict.at !== null && `, ${inSentence(new Date(conflict.at), new Date())}`}
              </span>
            </span>
          )}
        </label>
        <label className="choice" data-testid="go-back">
          <span className="row sm" style={{ gap: 7 }}>
            <input type="radio" name={group} checked={choice === 'back'} onChange={() => onChoose('back')} />
            <b>Go back to {before}</b>
          </span>
          <Value value={conflict.was} />
          <span className="row sm q who">as it was before this change</span>
        </label>
      </div>
    </section>
  );
}

/** The cells that go back without asking, on demand. */
function Going({ workbook, change, preview }: { workbook: string; change: Change; preview: Preview }) {
  const [cells, setCells] = useState<readonly CellChange[] | null>(null);
  const [open, setOpen] = useState(false);
  if (preview.simple === 0) return null;
  const toggle = (): void => {
    setOpen(!open);
    if (cells !== null) return;
    const conflicting = new Set(preview.conflicts.map((conflict) => addressOf(conflict, null)));
    getChange(workbook, change.seq)
      .then((whole) => setCells(valueCells(whole).filter((cell) => !conflicting.has(addressOf(cell, null)))))
      .catch(() => say('The cells could not be read.', { kind: 'problem' }));
  };
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <div style={{ borderTop: '1px solid var(--line)' }}>
      <button
        type="button"
        className="sm m row"
        style={{ width: '100%', padding: '10px 20px', border: 0, background: 'none', textAlign: 'left' }}
        aria-expanded={open}
        onClick={toggle}
      >
        <Arrow className="s" aria-hidden="true" />
        {preview.simple === 1
          ? 'Show the cell that goes back'
          : `Show the ${preview.simple} cells that go back`}
      </button>
      {open && (
        <div className="going">
          {cells?.slice(0, 400).map((cell) => (
            <OldNew
              key={`${cell.sheet_id} ${cell.row} ${cell.col}`}
              address={addressOf(cell, null)}
              old={valueText(cell.new)}
              now={valueText(cell.old)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
