import '../../styles/explain.css';
import { TriangleAlert } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import { explainCell } from '../../net/explain';
import type { CauseChange, CellPlace, ErrorCause, Explanation } from '../../net/explain';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { CellPopover, CellPopoverClose, CellPopoverTitle } from '../../ui/CellPopover';
import { exactly, inSentence } from '../../ui/time';
import { mayBringBack, placeText, roundOf, samePlace, shortened } from './words';

interface ErrorCardProps {
  readonly workbook: string;
  readonly sheet: string;
  /** `D10` */
  readonly cell: string;
  /** As the cell shows it. */
  readonly code: string;
  /** Its formula, null when it holds none. */
  readonly formula: string | null;
  readonly me: string | null;
  readonly mayEdit: boolean;
  /** Asked for by hand: the card takes the keyboard. A card that comes by hovering leaves it where it is. */
  readonly asked: boolean;
  /** Grows when something may have been changed. */
  readonly news: number;
  /** Where the cell stands on the screen. */
  readonly anchor: () => DOMRect;
  readonly onGo: (place: CellPlace) => void;
  /** Takes a change back; resolves when that is done or has become somebody else's matter. */
  readonly onBringBack: (seq: number) => Promise<void>;
  readonly onHold: (held: boolean) => void;
  readonly onClose: () => void;
}

/** Why a cell shows an error: a sentence, where it began, what to do. Beside the cell, never on it. */
export function ErrorCard(props: ErrorCardProps) {
  const { workbook, sheet, cell, code, news, anchor, asked, onHold, onClose } = props;
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    explainCell(workbook, sheet, cell, stop.signal)
      .then((next) => {
        setAnswer(next);
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
      });
    return () => stop.abort();
  }, [workbook, sheet, cell, news, tries]);

  return (
    <CellPopover
      anchor={anchor}
      focus={asked ? 'card' : 'none'}
      extra="explain"
      busy={answer === null && problem === null}
      testId="error-card"
      onHold={onHold}
      onClose={onClose}
    >
      <div className="row">
        <TriangleAlert className="s bad" aria-hidden="true" />
        <CellPopoverTitle>
          <span className="code">{answer?.error?.code ?? code}</span> in {cell}
        </CellPopoverTitle>
        <CellPopoverClose label="Close the explanation" />
      </div>
      {props.formula !== null && <p className="fml m cut">{props.formula}</p>}
      {problem !== null && (
        <div role="alert">
          <p>The cause could not be asked for. {problem.detail}</p>
          <Button size="small" onClick={() => setTries(tries + 1)}>
            Try again
          </Button>
        </div>
      )}
      {answer === null && problem === null && <p className="q">Looking for the cause</p>}
      {answer !== null && problem === null && <Answer {...props} answer={answer} />}
    </CellPopover>
  );
}

function Answer({ answer, ...props }: ErrorCardProps & { readonly answer: Explanation }) {
  const { error } = answer;
  if (error === null) return <p>{answer.cell} shows no error any more.</p>;
  const here: CellPlace = { sheet: answer.sheet, cell: answer.cell };
  const { sheet, me, mayEdit, onGo, onBringBack } = props;
  const link = (place: CellPlace) => <PlaceLink place={place} here={sheet} onGo={onGo} />;
  return (
    <>
      <p data-testid="error-text">{sentence(error.text)}</p>
      {error.reason === 'loop' && error.loop.length > 0 && (
        <p className="round" data-testid="error-loop">
          {shortened(roundOf(error.loop, here)).map((place, n) => (
            <Fragment key={n}>
              {n > 0 && <span className="q"> → </span>}
              {place === null ? <span className="q">…</span> : link(place)}
            </Fragment>
          ))}
        </p>
      )}
      {error.reason !== 'loop' && !samePlace(error.origin, here) && (
        <p data-testid="error-origin">It comes from {link(error.origin)}.</p>
      )}
      {error.blocker !== null && <Blocker place={error.blocker} {...props} />}
      {error.change !== null && (
        <Change change={error.change} me={me}>
          {mayBringBack(error, mayEdit) && <BringBack error={error} onBringBack={onBringBack} />}
        </Change>
      )}
    </>
  );
}

function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

interface PlaceLinkProps {
  readonly place: CellPlace;
  readonly here: string;
  readonly onGo: (place: CellPlace) => void;
}

function PlaceLink({ place, here, onGo }: PlaceLinkProps) {
  return (
    <button type="button" className="link num" onClick={() => onGo(place)}>
      {placeText(place, here)}
    </button>
  );
}

function Blocker({ place, sheet, onGo }: ErrorCardProps & { readonly place: CellPlace }) {
  return (
    <>
      <p data-testid="error-blocker">
        <PlaceLink place={place} here={sheet} onGo={onGo} /> is in the way.
      </p>
      <div className="acts">
        <Button size="small" onClick={() => onGo(place)}>
          Select what is in the way
        </Button>
      </div>
    </>
  );
}

interface ChangeProps {
  readonly change: CauseChange;
  readonly me: string | null;
  readonly children: React.ReactNode;
}

function Change({ change, me, children }: ChangeProps) {
  const at = new Date(change.at);
  const { author } = change;
  return (
    <div className="row by" data-testid="error-change">
      <Avatar person={{ kind: 'member', ...author }} me={author.id === me} size="s" />
      <span className="cut">
        {author.name},{' '}
        <time dateTime={change.at} data-tip={exactly(at)}>
          {inSentence(at, new Date())}
        </time>
      </span>
      {children}
    </div>
  );
}

interface BringBackProps {
  readonly error: ErrorCause;
  readonly onBringBack: (seq: number) => Promise<void>;
}

function BringBack({ error, onBringBack }: BringBackProps) {
  const [busy, setBusy] = useState(false);
  const seq = error.change?.seq;
  const bring = async (): Promise<void> => {
    if (seq === undefined) return;
    setBusy(true);
    await onBringBack(seq);
    setBusy(false);
  };
  return (
    <Button size="small" extra="end" busy={busy} onClick={() => void bring()} data-testid="bring-back">
      {busy ? 'Bringing it back' : 'Bring it back'}
    </Button>
  );
}
