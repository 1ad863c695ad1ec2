/** The list of workbooks as the server knows it: asked for again while the page is looked at. */
import { useEffect } from 'react';
import { create } from 'zustand';
import { listWorkbooks } from '../../net/api';
import type { WorkbookCard } from '../../net/api';
import { Problem } from '../../net/problem';

interface Library {
  readonly live: readonly WorkbookCard[] | null;
  readonly trashed: readonly WorkbookCard[] | null;
  readonly problem: Problem | null;
}

export const useLibrary = create<Library>()(() => ({ live: null, trashed: null, problem: null }));

const AGAIN_MS = 15_000;

/** Asks for one of the two lists; the last good answer stays while the server does not answer. */
export async function refresh(trashed: boolean): Promise<void> {
  try {
    const cards = await listWorkbooks({ trashed });
    useLibrary.setState(trashed ? { trashed: cards, problem: null } : { live: cards, problem: null });
  } catch (cause) {
    useLibrary.setState({ problem: cause instanceof Problem ? cause : Problem.offline(cause) });
  }
}

/** Both lists again, after something moved between them. */
export async function refreshBoth(): Promise<void> {
  await Promise.all([refresh(false), refresh(true)]);
}

/** Changes a card at once, before the server has answered. */
export function patchCard(id: string, patch: Partial<WorkbookCard>): void {
  useLibrary.setState((state) => ({
    live: state.live?.map((card) => (card.id === id ? { ...card, ...patch } : card)) ?? null,
  }));
}

/** Keeps a list fresh while the page is in front. */
export function useFreshLibrary(trashed: boolean, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const ask = (): void => {
      if (document.visibilityState === 'visible') void refresh(trashed);
    };
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [trashed, enabled]);
}
