import '../../styles/custody.css';
import { TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { foldHistory, getRetention, setRetention } from '../../net/keeping';
import type { Retention } from '../../net/keeping';
import { Button } from '../../ui/Button';
import { addDays, today } from '../../ui/days';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';
import { longDate } from '../../ui/time';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { endWords, reasonOf } from './folded';

interface KeepDialogProps {
  readonly workbook: string;
  /** Older history was folded. */
  readonly onFolded: () => void;
  readonly onClose: () => void;
}

const LEAST = 30;
const MOST = 36_500;
const YEAR = 365;

/** How long the history is kept, and folding what is older. For the owner. */
export function KeepDialog({ workbook, onFolded, onClose }: KeepDialogProps) {
  const [retention, setKept] = useState<Retention | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const load = useCallback(
    (): Promise<void> =>
      getRetention(workbook).then(
        (answer) => {
          setKept(answer);
          setProblem(null);
        },
        (cause: unknown) => setProblem(`This could not be read. ${reasonOf(cause)}`),
      ),
    [workbook],
  );
  useEffect(() => {
    void load();
  }, [load]);

  return (
    <Dialog
      open
      onClose={onClose}
      testId="keep-dialog"
      title="Keep the history"
      lead={<p className="sm m">Who changed what in this workbook, and when.</p>}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="content pad keep" aria-busy={retention === null && problem === null}>
        {problem !== null && <p role="alert">{problem}</p>}
        {retention === null && problem === null && <p className="q">Reading what is kept</p>}
        {retention !== null && (
          <>
            <Policy
              key={`${retention.keep_days ?? ''}`}
              workbook={workbook}
              days={retention.keep_days}
              onDone={load}
            />
            <Folding
              key={`fold ${retention.keep_days ?? ''}`}
              workbook={workbook}
              retention={retention}
              onFolded={() => {
                onFolded();
                void load();
              }}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

interface PolicyProps {
  readonly workbook: string;
  readonly days: number | null;
  readonly onDone: () => Promise<void>;
}

function Policy({ workbook, days, onDone }: PolicyProps) {
  const [limited, setLimited] = useState(days !== null);
  const [text, setText] = useState(String(days ?? YEAR));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const wanted = limited ? Number(text) : null;
  const changed = wanted !== days;

  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (wanted !== null && !(Number.isInteger(wanted) && wanted >= LEAST && wanted <= MOST)) {
      setProblem(`Between ${LEAST} and ${MOST.toLocaleString('en-US')} days.`);
      return;
    }
    setBusy(true);
    try {
      await setRetention(workbook, wanted);
      say(
        wanted === null
          ? 'The history is kept for ever.'
          : `The history is kept for ${count(wanted, 'day')}.`,
        { kind: 'done' },
      );
      await onDone();
    } catch (cause) {
      setProblem(`${reasonOf(cause)} Nothing was saved.`);
    }
    setBusy(false);
  };

  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <div role="radiogroup" aria-label="How long it is kept" className="scopes">
        <label className="row choice-line">
          <input
            type="radio"
            name="kept"
            checked={!limited}
            onChange={() => setLimited(false)}
            data-testid="keep-forever"
          />
          For ever
        </label>
        <div className="row choice-line">
          <label className="row" style={{ gap: 8 }}>
            <input
              type="radio"
              name="kept"
              checked={limited}
              onChange={() => setLimited(true)}
              data-testid="keep-limited"
            />
            For
          </label>
          <input
            type="number"
            className="days"
            aria-label="Days"
            aria-invalid={problem !== null}
            min={LEAST}
            max={MOST}
            value={text}
            data-testid="keep-days"
            onFocus={() => setLimited(true)}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(null);
            }}
          />
          days
        </div>
      </div>
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <p className="sm q hint">
        {limited
          ? 'What becomes older is folded by the server, at most once a day: who did it is gone for good then.'
          : 'Nothing is folded by itself.'}
      </p>
      <Button type="submit" busy={busy} disabled={!changed} data-testid="keep-save">
        {busy ? 'Saving' : 'Save'}
      </Button>
    </form>
  );
}

interface FoldingProps {
  readonly workbook: string;
  readonly retention: Retention;
  readonly onFolded: () => void;
}

/** The word that is typed to say that it is meant. */
const WORD = 'fold';

function Folding({ workbook, retention, onFolded }: FoldingProps) {
  const { keep_days, folded, foldable } = retention;
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(() => addDays(today(), -(keep_days ?? YEAR)));
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const dayId = useId();
  const now = new Date();
  // The day as it begins where one is.
  const before = new Date(`${day}T00:00`);
  const until = Number.isNaN(before.getTime()) ? null : longDate(before, now);

  const fold = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { changes } = await foldHistory(workbook, before);
      say(`${count(changes, 'change')} folded.`, { kind: 'done' });
      setOpen(false);
      setTyped('');
      onFolded();
    } catch (cause) {
      setProblem(`${reasonOf(cause)} Nothing was folded.`);
    }
    setBusy(false);
  };

  return (
    <section className="folding">
      <h3>Older history</h3>
      <p className="m" data-testid="foldable">
        {foldable !== null
          ? `${count(foldable.changes, 'change')} ${foldable.changes === 1 ? 'is' : 'are'} older than ${count(keep_days ?? 0, 'day')} and will be folded within a day.`
          : keep_days === null
            ? 'Everything is kept.'
            : `Nothing is older than ${count(keep_days, 'day')}.`}
      </p>
      {folded !== null && (
        <p className="m" data-testid="keep-folded">
          {endWords(folded, now)}
        </p>
      )}
      {!open ? (
        <Button look="quiet-danger" onClick={() => setOpen(true)} data-testid="fold-open">
          Fold older history…
        </Button>
      ) : (
        <form onSubmit={(event) => void fold(event)} className="fold" noValidate data-testid="fold-form">
          <p className="row warning">
            <TriangleAlert aria-hidden="true" />
            <span>
              Who did what before that day is gone for good, for everybody. The workbook as it was then stays,
              signed by this server. <b>This cannot be undone.</b>
            </span>
          </p>
          <label className="label" htmlFor={dayId}>
            Fold what was changed before
          </label>
          <input
            id={dayId}
            type="date"
            className="day-field"
            max={addDays(today(), 1)}
            value={day}
            data-testid="fold-day"
            onChange={(event) => {
              setDay(event.target.value);
              setProblem(null);
            }}
          />
          <TextField
            label={`Type “${WORD}” to say that you mean it`}
            value={typed}
            autoComplete="off"
            problem={problem}
            data-testid="fold-word"
            onChange={(event) => setTyped(event.target.value)}
          />
          <div className="row" style={{ justifyContent: 'flex-end', marginTop: 10 }}>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              type="submit"
              look="danger"
              busy={busy}
              disabled={until === null || typed.trim().toLowerCase() !== WORD}
              data-testid="fold"
            >
              {busy ? 'Folding' : `Fold all before ${until ?? 'that day'}`}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
