import { useEffect, useRef, useState } from 'react';
import type { FilterResult } from '../../model/filter';
import type { Criterion } from '../../net/filters';

const PAUSE = 250;

export type AskCount = (criterion: Criterion | null, signal: AbortSignal) => Promise<FilterResult>;

/** How many rows a criterion would show; null as long as nobody knows. */
export function useCount(ask: AskCount, criterion: Criterion | null | 'nothing'): FilterResult | null {
  const [result, setResult] = useState<{ readonly of: string; readonly count: FilterResult } | null>(null);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const key = JSON.stringify(criterion);
  useEffect(() => {
    const wanted = JSON.parse(key) as Criterion | null | 'nothing';
    if (wanted === 'nothing') return;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      latest.current(wanted, ending.signal).then(
        (count) => setResult({ of: key, count }),
        // The number is a courtesy: what is wrong is said when the filter is set.
        () => undefined,
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [key]);
  return result?.of === key ? result.count : null;
}
