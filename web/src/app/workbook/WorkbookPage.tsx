import '../../styles/bars.css';
import '../../styles/substitutes.css';
import '../../styles/workbook.css';
import { useEffect, useState } from 'react';
import { openWorkbook } from '../../model/open';
import type { OpenWorkbook } from '../../model/open';
import type { WorkbookView } from '../../model/view';
import { restoreWorkbook } from '../../net/api';
import { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { say } from '../../ui/toast';
import { FailedPage, LostPage, RefusedPage, SignedOutPage, TrashedPage } from '../pages/QuietPages';
import { Desk } from './Desk';
import { LeftEdits } from './LeftEdits';
import { useCard } from './useCard';
import type { Card } from './useCard';
import { useReady } from './useView';

let begun: OpenWorkbook | null = null;

/** Connects to a workbook before its page is rendered, which then takes it over. */
export function beginOpening(id: string): void {
  begun ??= openWorkbook(id);
}

function takeOpening(id: string): OpenWorkbook {
  const taken = begun;
  begun = null;
  if (taken?.view.id === id) return taken;
  taken?.close();
  return openWorkbook(id);
}

/** Opens a workbook: the desk once it may be shown, else the page that says why not. */
export function WorkbookPage({ id, place }: { id: string; place: string | null }) {
  const [opened, setOpened] = useState(begun);
  const card = useCard(id);

  useEffect(() => {
    const next = takeOpening(id);
    let gone = false;
    queueMicrotask(() => {
      if (!gone) setOpened(next);
    });
    return () => {
      gone = true;
      next.close();
    };
  }, [id]);

  if (opened?.view.id !== id) return <main className="quiet-page" aria-busy="true" aria-label="Opening" />;
  return <Opening opened={opened} card={card} place={place} />;
}

interface OpeningProps {
  readonly opened: OpenWorkbook;
  readonly card: Card;
  readonly place: string | null;
}

function Opening({ opened, card, place }: OpeningProps) {
  const { view } = opened;
  const ready = useReady(view);
  const trashed = card.card?.trashed_at ?? null;
  if (card.card !== null && trashed !== null) {
    return (
      <TrashedPage name={card.card.name}>
        {card.card.role === 'owner' && <RestoreButton id={view.id} onDone={card.reload} />}
      </TrashedPage>
    );
  }
  // The interface tells more of a refusal than the socket does; its answer comes at the same time.
  const problem = card.problem ?? (card.card === null ? null : refusalOf(view));
  if (!ready && problem !== null) {
    if (problem.status === 401) return <SignedOutPage />;
    // An address that was cut off is none either.
    if (problem.status === 404 || problem.status === 400)
      return (
        <LostPage what="workbook">
          {problem.code === 'workbook-unknown' && <LeftEdits workbook={view.id} />}
        </LostPage>
      );
    if (problem.status === 403) return <RefusedPage problem={problem} />;
    return <FailedPage problem={problem} onRetry={() => window.location.reload()} />;
  }
  return <Desk opened={opened} ready={ready} card={card} place={place} />;
}

/** A refusal of the connection, as the problem that the REST interface would have answered. */
function refusalOf(view: WorkbookView): Problem | null {
  if (view.save.kind !== 'refused') return null;
  const { code, detail } = view.save;
  return new Problem(403, { code, detail });
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
