import { ChevronLeft, ChevronRight, Columns2, History as HistoryIcon } from 'lucide-react';
import { Button } from '../../ui/Button';
import { momentTitle } from '../../ui/time';

export interface PastBannerProps {
  readonly at: Date;
  readonly busy: boolean;
  readonly hasEarlier: boolean;
  readonly mayRestore: boolean;
  readonly onEarlier: () => void;
  readonly onLater: () => void;
  readonly onCompare: () => void;
  readonly onRestore: () => void;
  readonly onReturn: () => void;
}

/** Looking at an earlier moment: which one, and the ways from here. */
export function PastBanner(props: PastBannerProps) {
  const { at, busy, hasEarlier, mayRestore, onEarlier, onLater, onCompare, onRestore, onReturn } = props;
  return (
    <div className="banner past" role="status" data-testid="banner-past">
      {busy ? <span className="spin" aria-hidden="true" /> : <HistoryIcon aria-hidden="true" />}
      <div className="grow">
        <b>{momentTitle(at, new Date())}.</b>{' '}
        <span className="wide-only">Read only. Nothing you do here changes the workbook.</span>
      </div>
      <span className="moments">
        <Button
          size="small"
          icon
          aria-label="Earlier change"
          tip="Earlier change"
          disabled={!hasEarlier}
          onClick={onEarlier}
          data-testid="moment-earlier"
        >
          <ChevronLeft />
        </Button>
        <Button
          size="small"
          icon
          aria-label="Later change"
          tip="Later change"
          onClick={onLater}
          data-testid="moment-later"
        >
          <ChevronRight />
        </Button>
      </span>
      <Button size="small" extra="wide-only" onClick={onCompare} data-testid="moment-compare">
        <Columns2 className="s" aria-hidden="true" />
        Compare with now
      </Button>
      <Button
        size="small"
        disabled={!mayRestore}
        tip={mayRestore ? undefined : 'You may view this workbook, not change it.'}
        onClick={onRestore}
        data-testid="restore-open"
      >
        Bring this back…
      </Button>
      <Button size="small" look="sun" onClick={onReturn} data-testid="return-to-now">
        Return to now
      </Button>
    </div>
  );
}
