import { useCallback, useEffect, useRef, useState } from 'react';
import { listChanges } from '../../net/api';
import type { Change, ChangeFilter } from '../../net/api';
import type { Folded } from '../../net/keeping';
import { Problem } from '../../net/problem';
import { merged } from './days';

const PAGE = 50;

export interface ChangeList {
  readonly changes: readonly Change[];
  /** False until the first page is there. */
  readonly ready: boolean;
  /** True while older ones exist. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** What was before the oldest of them is folded. */
  readonly folded: Folded | null;
  readonly loadMore: () => void;
}

interface Loaded {
  readonly key: string;
  readonly changes: readonly Change[];
  readonly next: number | null;
  readonly folded: Folded | null;
}

/** The log as the filter asks for it: page by page downwards, and news at the top whenever `news` grows. */
export function useChanges(workbook: string, filter: ChangeFilter, news: number): ChangeList {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = JSON.stringify([workbook, filter]);
  const wanted = useRef(filter);
  useEffect(() => {
    wanted.current = filter;
  });

  useEffect(() => {
    const stop = new AbortController();
    // News come in bursts while people type: one question for all of them.
    const timer = setTimeout(() => {
      listChanges(workbook, { ...wanted.current, limit: PAGE }, stop.signal)
        .then((page) => {
          setProblem(null);
          setLoaded((was) => {
            const folded = page.folded ?? null;
            const fresh = { key, changes: page.changes, next: page.next, folded };
            // What is folded meanwhile must not stay in the list.
            if (was?.key !== key || was.folded?.seq !== folded?.seq) return fresh;
            // A gap between the news and what is known would hide changes: start over then.
            const oldest = page.changes.at(-1)?.seq ?? 0;
            const known = was.changes[0]?.seq ?? 0;
            if (page.next !== null && oldest > known) return fresh;
            return { ...was, changes: merged(was.changes, page.changes) };
          });
        })
        .catch((cause: unknown) => {
          if (!stop.signal.aborted) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
        });
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [workbook, key, news]);

  const current = loaded?.key === key ? loaded : null;
  const next = current?.next ?? null;
  const loadMore = useCallback((): void => {
    if (next === null || busy) return;
    setBusy(true);
    listChanges(workbook, { ...wanted.current, limit: PAGE, before: next })
      .then((page) => {
        setLoaded((was) =>
          was?.key === key ? { ...was, changes: merged(was.changes, page.changes), next: page.next } : was,
        );
      })
      .catch((cause: unknown) => setProblem(cause instanceof Problem ? cause : Problem.offline(cause)))
      .finally(() => setBusy(false));
  }, [workbook, key, next, busy]);

  return {
    changes: current?.changes ?? [],
    ready: current !== null,
    more: next !== null,
    busy,
    problem,
    folded: current?.folded ?? null,
    loadMore,
  };
}
