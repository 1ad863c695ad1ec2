import '../../styles/workbook.css';
import { useEffect, useState } from 'react';
import { openWorkbook } from '../../model/open';
import { restoreWorkbook } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { say } from '../../ui/toast';
import { FailedPage, LostPage, RefusedPage, SignedOutPage, TrashedPage } from '../pages/QuietPages';
import { Desk } from './Desk';
import { useCard } from './useCard';
import type { Card } from './useCard';
import { useReady } from './useView';

type Opened = ReturnType<typeof openWorkbook>;

/** Opens a workbook: the desk once it may be shown, else the page that says why not. */
export function WorkbookPage({ id, place }: { id: string; place: string | null }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const card = useCard(id);

  useEffect(() => {
    const view = openWorkbook(id);
    let gone = false;
    queueMicrotask(() => {
      if (!gone) setOpened(view);
    });
    return () => {
      gone = true;
      view.close();
    };
  }, [id]);

  if (opened === null || opened.id !== id)
    return <main className="quiet-page" aria-busy="true" aria-label="Opening" />;
  return <Opening view={opened} card={card} place={place} />;
}

function Opening({ view, card, place }: { view: Opened; card: Card; place: string | null }) {
  const ready = useReady(view);
  const trashed = card.card?.trashed_at ?? null;
  if (card.card !== null && trashed !== null) {
    return (
      <TrashedPage name={card.card.name}>
        {card.card.role === 'owner' && <RestoreButton id={view.id} onDone={card.reload} />}
      </TrashedPage>
    );
  }
  const problem = card.problem ?? refusalOf(view);
  if (!ready && problem !== null) {
    if (problem.status === 401) return <SignedOutPage />;
    if (problem.status === 404) return <LostPage what="workbook" />;
    if (problem.status === 403) return <RefusedPage problem={problem} />;
    return <FailedPage problem={problem} onRetry={() => window.location.reload()} />;
  }
  return <Desk view={view} ready={ready} card={card} place={place} />;
}

/** A refusal of the connection, as the problem that the REST interface would have answered. */
function refusalOf(view: Opened): Problem | null {
  if (view.save.kind !== 'refused') return null;
  const { code, detail } = view.save;
  const status = code === 'not-found' ? 404 : code === 'unauthorized' || code === 'signed-out' ? 401 : 403;
  return new Problem(status, { code, detail });
}

function RestoreButton({ id, onDone }: { id: string; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const restore = async (): Promise<void> => {
    setBusy(true);
    try {
      await restoreWorkbook(id);
      window.location.reload();
    } catch (cause) {
      setBusy(false);
      say(`It was not restored. ${cause instanceof Problem ? cause.detail : ''}`, { kind: 'problem' });
      onDone();
    }
  };
  return (
    <Button look="sun" busy={busy} onClick={() => void restore()} data-testid="restore-workbook">
      {busy ? 'Restoring' : 'Restore it'}
    </Button>
  );
}
