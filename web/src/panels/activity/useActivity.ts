import { useCallback, useEffect, useRef, useState } from 'react';
import { listActivity } from '../../net/activity';
import type { ActivityFilter, ActivityItem } from '../../net/activity';
import { Problem } from '../../net/problem';

const PAGE = 50;

export interface ActivityList {
  readonly items: readonly ActivityItem[];
  /** False until the first page is there. */
  readonly ready: boolean;
  /** True while older ones exist. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly loadMore: () => void;
  /** From the newest on. */
  readonly again: () => void;
}

interface Loaded {
  readonly key: string;
  readonly items: readonly ActivityItem[];
  readonly next: string | null;
}

const problemOf = (cause: unknown): Problem => (cause instanceof Problem ? cause : Problem.offline(cause));

/** All that happened, as the filter asks for it, page by page downwards. */
export function useActivity(filter: ActivityFilter): ActivityList {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(0);
  const key = JSON.stringify([filter, asked]);
  const wanted = useRef(filter);
  useEffect(() => {
    wanted.current = filter;
  });

  useEffect(() => {
    const stop = new AbortController();
    listActivity({ ...wanted.current, limit: PAGE }, stop.signal).then(
      ({ activity, next }) => {
        setProblem(null);
        setLoaded({ key, items: activity, next });
      },
      (cause: unknown) => {
        if (!stop.signal.aborted) setProblem(problemOf(cause));
      },
    );
    return () => stop.abort();
  }, [key]);

  const current = loaded?.key === key ? loaded : null;
  const next = current?.next ?? null;
  const loadMore = useCallback((): void => {
    if (next === null || busy) return;
    setBusy(true);
    listActivity({ ...wanted.current, limit: PAGE, after: next })
      .then((page) => {
        setProblem(null);
        setLoaded((was) =>
          was?.key === key && was.next === next
            ? { key, items: [...was.items, ...page.activity], next: page.next }
            : was,
        );
      })
      .catch((cause: unknown) => setProblem(problemOf(cause)))
      .finally(() => setBusy(false));
  }, [key, next, busy]);

  return {
    items: current?.items ?? [],
    ready: current !== null,
    more: next !== null,
    busy,
    problem,
    loadMore,
    again: useCallback(() => setAsked((n) => n + 1), []),
  };
}
