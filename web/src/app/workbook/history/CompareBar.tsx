import { ArrowRight, ChevronLeft, ChevronRight, Columns2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { endsOf } from '../../../panels/history/compare';
import type { Ends, Point } from '../../../panels/history/compare';
import type { Version } from '../../../net/history';
import { Button } from '../../../ui/Button';
import { Segmented } from '../../../ui/Segmented';
import { PickMenu } from '../../../ui/PickMenu';
import { shortMoment } from '../../../ui/time';

interface CompareBarProps {
  readonly ends: Ends;
  readonly versions: readonly Version[];
  /** Which difference is looked at, from 0; -1 for none yet. */
  readonly at: number;
  readonly count: number;
  readonly onStep: (by: -1 | 1) => void;
  readonly onEnds: (ends: Ends) => void;
  /** Null: nothing may be brought back. */
  readonly onBring: (() => void) | null;
  readonly onClose: () => void;
  /** What is compared. */
  readonly mode: CompareMode;
  readonly onMode: (mode: CompareMode) => void;
  /** Which people, where two people are compared. */
  readonly children?: ReactNode;
}

export type CompareMode = 'moments' | 'people';

/** What a moment is called. */
export const pointText = (point: Point): string => point.name ?? shortMoment(new Date(point.at), new Date());

/** Which two moments are compared, and the way through what is different. */
export function CompareBar(props: CompareBarProps) {
  const { ends, versions, at, count, onStep, onEnds, onBring, onClose, mode, onMode, children } = props;
  const points = new Map<string, Point>();
  for (const point of [ends.from, ...(ends.to === null ? [] : [ends.to])])
    points.set(String(point.seq), point);
  for (const { seq, at: when, name } of versions) points.set(String(seq), { seq, at: when, name });
  const options = [...points.values()]
    .sort((a, b) => b.seq - a.seq)
    .map((point) => ({ value: String(point.seq), text: pointText(point) }));
  const other = (picked: string, fixed: Point | null): void => {
    const point = points.get(picked);
    if (picked === 'now') onEnds({ from: ends.from, to: null });
    else if (point !== undefined && point.seq !== fixed?.seq) onEnds(endsOf(point, fixed));
  };
  return (
    <div
      className="banner"
      role="region"
      aria-label={mode === 'people' ? 'Comparing two people' : 'Comparing two moments'}
      data-testid="compare-bar"
    >
      <Columns2 className="q wide-only" aria-hidden="true" />
      <Segmented
        label="What is compared"
        value={mode}
        options={[
          { value: 'moments', text: 'Two moments' },
          { value: 'people', text: 'Two people' },
        ]}
        onChange={onMode}
      />
      {children}
      <span className="row" style={{ gap: 8 }}>
        <PickMenu
          label="Earlier moment"
          value={String(ends.from.seq)}
          line
          options={options}
          onChange={(picked) => other(picked, ends.to)}
          testId="compare-from"
        />
        <ArrowRight className="s q" aria-label="to" />
        <PickMenu
          label="Later moment"
          value={ends.to === null ? 'now' : String(ends.to.seq)}
          line
          options={[{ value: 'now', text: 'Now' }, ...options]}
          onChange={(picked) => other(picked, ends.from)}
          testId="compare-to"
        />
      </span>
      <span className="grow" />
      <span className="moments row sm m" style={{ gap: 6 }}>
        <Button
          size="small"
          icon
          aria-label="Difference before"
          tip="Difference before"
          disabled={count === 0}
          onClick={() => onStep(-1)}
        >
          <ChevronLeft className="s" />
        </Button>
        <span className="num wide-only" data-testid="compare-at">
          {at < 0 ? count.toLocaleString('en-US') : `${at + 1} of ${count.toLocaleString('en-US')}`}
        </span>
        <Button
          size="small"
          icon
          aria-label="Next difference"
          tip="Next difference"
          disabled={count === 0}
          onClick={() => onStep(1)}
          data-testid="compare-next"
        >
          <ChevronRight className="s" />
        </Button>
      </span>
      {onBring !== null && (
        <Button size="small" extra="wide-only" onClick={onBring} data-testid="compare-bring">
          Bring back the selected…
        </Button>
      )}
      <Button size="small" onClick={onClose} data-testid="compare-close">
        Close
      </Button>
    </div>
  );
}
