import {
  ChevronLeft,
  ChevronRight,
  CloudOff,
  Columns2,
  History as HistoryIcon,
  TriangleAlert,
} from 'lucide-react';
import type { SaveState, WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { clock, momentTitle } from '../../ui/time';
import { CopyEdits } from './HeldBanner';
import { unkept } from './saveWords';
import { useLongOffline, useNews } from './useView';

/** What stands under the top bar when something is not as usual: no connection, a refusal. */
export function StateBanner({ view, onTry }: { view: WorkbookView; onTry: () => void }) {
  useNews(view, 'save');
  const long = useLongOffline(view);
  const save = view.save;
  if (save.kind === 'refused') {
    return (
      <div className="banner bad" role="alert" data-testid="banner-refused">
        <TriangleAlert aria-hidden="true" />
        <div className="grow">
          <b>{save.detail}</b> {refusedWords(save.code)}
        </div>
        <CopyEdits edits={view.held} />
        <Button size="small" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </div>
    );
  }
  if (!long || save.kind !== 'offline') return null;
  const since = save.since > 0 ? ` since ${clock(new Date(save.since))}` : '';
  return (
    <div className="banner wait" role="status" data-testid="banner-offline">
      <CloudOff aria-hidden="true" />
      <div className="grow">
        <b>The server has not answered{since}.</b>{' '}
        {view.readOnly
          ? 'You see the last state that arrived here.'
          : `Go on working${stays(save)}. You do not see what others change meanwhile.`}
      </div>
      <Button size="small" onClick={onTry} data-testid="try-now">
        Try now
      </Button>
    </div>
  );
}

function stays(save: SaveState): string {
  return unkept(save) > 0
    ? ', and keep this page open: what you type is sent as soon as it answers'
    : ': what you type is kept on this device and sent as soon as it answers';
}

function refusedWords(code: string): string {
  switch (code) {
    case 'revoked':
    case 'workbook-unknown':
      return 'What you typed before stays. Ask its owner for a link when you still need it.';
    case 'signed-out':
      return 'What was saved before is safe.';
    case 'workbook-trashed':
      return 'Its owner can restore it with everything in it.';
    default:
      return 'What was saved before is safe. Load the page again to go on.';
  }
}

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
