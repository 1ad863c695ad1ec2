import '../../styles/custody.css';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { CellChange, CellScalar } from '../../net/api';
import type { Why, WhyStep } from '../../net/why';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Figure } from '../../ui/OldNew';
import { PickMenu } from '../../ui/PickMenu';
import { Segmented } from '../../ui/Segmented';
import { exactly, shortMoment } from '../../ui/time';
import { count, valueText } from '../../ui/words';
import { addressOf, wayIn } from './describe';
import { barOf, contributionOf, difference, inOrder, methodWords, share, signed } from './why';
import type { Order } from './why';

/** A moment that can be chosen. */
export interface MomentChoice {
  readonly value: string;
  readonly text: string;
}

interface WhyPanelProps {
  /** `D11` */
  readonly cell: string;
  readonly me: string | null;
  /** The sheet looked at. */
  readonly sheet: string | null;
  readonly since: string;
  readonly sinces: readonly MomentChoice[];
  readonly until: string;
  readonly untils: readonly MomentChoice[];
  /** Null while it is being worked out. */
  readonly why: Why | null;
  readonly problem: string | null;
  /** A value as the cell shows it. */
  readonly textOf: (value: CellScalar) => string | null;
  readonly onSince: (value: string) => void;
  readonly onUntil: (value: string) => void;
  readonly onGo: (sheet: string, cell: string) => void;
  /** Shows the change in the history, where it can be taken back. */
  readonly onShow: (seq: number) => void;
  readonly onClose: () => void;
}

/** What moved a total: its value before and after, and what each change had to do with it. */
export function WhyPanel(props: WhyPanelProps) {
  const { cell, me, sheet, why, problem, textOf, onGo, onShow, onClose } = props;
  const { since, sinces, onSince, until, untils, onUntil } = props;
  const [order, setOrder] = useState<Order>('size');
  const steps = why?.steps ?? [];
  const sum = why === null ? null : difference(why);
  const part = why === null || sum === null ? null : share(why.before, sum);
  const write = (size: number): string => textOf(size) ?? String(size);
  return (
    <aside className="side why" aria-label={`Why ${cell} changed`} data-testid="why">
      <header>
        <h2 className="grow">Why did {cell} change?</h2>
        <Button look="quiet" size="small" icon aria-label="Close" onClick={onClose}>
          <X />
        </Button>
      </header>
      <div className="row note sm" style={{ gap: 8 }}>
        <span className="q">From</span>
        <PickMenu label="From" value={since} line options={sinces} onChange={onSince} testId="why-since" />
        <span className="q">to</span>
        <PickMenu label="To" value={until} line options={untils} onChange={onUntil} testId="why-until" />
      </div>
      <div className="list-of-changes" aria-busy={why === null && problem === null} aria-live="polite">
        {problem !== null && (
          <p className="nothing" role="alert">
            {problem}
          </p>
        )}
        {why === null && problem === null && <p className="nothing q">Going through what was changed</p>}
        {why !== null && problem === null && (
          <>
            <div className="sum" data-testid="why-sum">
              <p className="row from-to">
                <Figure old={textOf(why.before)} now={textOf(why.after)} />
              </p>
              {sum !== null && (
                <p>
                  <b className="num" data-testid="why-difference">
                    {signed(sum, write)}
                  </b>
                  {part !== null && sum !== 0 && (
                    <span className="q"> {`${sum > 0 ? '+' : '−'}${part}`}</span>
                  )}
                </p>
              )}
            </div>
            {steps.length === 0 ? (
              <p className="nothing" data-testid="why-nothing">
                {until === 'now'
                  ? `Nothing moved ${cell} since then. Choose an earlier moment to look further back.`
                  : `Nothing moved ${cell} between these two moments.`}
              </p>
            ) : (
              <>
                <p className="sm m method" data-testid="why-method" data-method={why.method}>
                  {steps.length === 1 ? 'One edit made the difference.' : methodWords(why.method)}
                </p>
                {steps.length > 1 && (
                  <div className="row order sm">
                    <span className="grow q">{count(steps.length, 'edit')}</span>
                    <Segmented
                      label="Order"
                      value={order}
                      options={[
                        { value: 'size', text: 'Largest first' },
                        { value: 'time', text: 'As made' },
                      ]}
                      onChange={setOrder}
                    />
                  </div>
                )}
                <ol>
                  {inOrder(steps, order).map((step) => (
                    <Step
                      key={step.seq}
                      step={step}
                      bar={barOf(step, steps)}
                      me={me}
                      sheet={sheet}
                      textOf={textOf}
                      onGo={onGo}
                      onShow={onShow}
                    />
                  ))}
                </ol>
              </>
            )}
          </>
        )}
      </div>
    </aside>
  );
}

/** Cells of an edit that are told one by one. */
const SHOWN = 3;

interface StepProps extends Pick<WhyPanelProps, 'me' | 'sheet' | 'textOf' | 'onGo' | 'onShow'> {
  readonly step: WhyStep;
  readonly bar: ReturnType<typeof barOf>;
}

function Step({ step, bar, me, sheet, textOf, onGo, onShow }: StepProps) {
  const [shown, setShown] = useState(SHOWN);
  const at = new Date(step.at);
  const by = contributionOf(step);
  const own = step.author.id === me;
  const cells = step.cells.filter((each) => each.kind === 'value' && each.cell !== null);
  const way = wayIn(step);
  return (
    <li data-testid="why-step" data-seq={step.seq}>
      <Avatar person={step.author} me={own} />
      <div style={{ minWidth: 0 }}>
        <div className="row" style={{ gap: 6 }}>
          <b className="cut">
            {step.author.name}
            {own && ' (you)'}
          </b>
          <time className="q sm end" dateTime={step.at} data-tip={exactly(at)}>
            {shortMoment(at, new Date())}
          </time>
        </div>
        {by === null ? (
          <p className="on2">
            <Figure old={textOf(step.before)} now={textOf(step.after)} />
          </p>
        ) : (
          <p className={`row contribution${bar.up ? '' : ' down'}`}>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${bar.share * 50}%` }} />
            </span>
            <b className="num" data-testid="contribution">
              {signed(by, (size) => textOf(size) ?? String(size))}
            </b>
          </p>
        )}
        <p className="what sm m">{step.summary}</p>
        {way !== null && <p className="xs q">{way}</p>}
        {step.last !== step.seq && <p className="xs q">Several changes in a row, taken together.</p>}
        {cells.slice(0, shown).map((each) => (
          <CellLine key={`${each.sheet_id} ${each.row} ${each.col}`} cell={each} sheet={sheet} onGo={onGo} />
        ))}
        {cells.length > shown && (
          <button type="button" className="link sm" onClick={() => setShown(cells.length)}>
            and {count(cells.length - shown, 'more cell')}
          </button>
        )}
        <p className="acts">
          <Button size="small" onClick={() => onShow(step.seq)} data-testid="why-show">
            Show in the history
          </Button>
        </p>
      </div>
    </li>
  );
}

interface CellLineProps extends Pick<WhyPanelProps, 'sheet' | 'onGo'> {
  readonly cell: CellChange;
}

function CellLine({ cell, sheet, onGo }: CellLineProps) {
  const { sheet: on, cell: name } = cell;
  const go = (): void => {
    if (on !== null && name !== null) onGo(on, name);
  };
  return (
    <button type="button" className="on2" onClick={go} data-testid="why-cell" data-cell={name ?? undefined}>
      <span className="addr num">{addressOf(cell, sheet)}</span>
      <Figure old={valueText(cell.old)} now={valueText(cell.new)} />
    </button>
  );
}
