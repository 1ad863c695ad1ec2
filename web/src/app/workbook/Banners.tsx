import { CloudOff, TriangleAlert } from 'lucide-react';
import type { SaveState, WorkbookView } from '../../model/view';
import { Button } from '../../ui/Button';
import { clock } from '../../ui/time';
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
