import { useEffect, useRef, useState } from 'react';
import type { FilterValues } from '../../net/filters';
import { Problem } from '../../net/problem';

/** A pause in typing after which the server is asked, milliseconds. */
const PAUSE = 180;

export interface ValuesState {
  readonly found: FilterValues | null;
  /** What was searched for when these were found. */
  readonly search: string;
  readonly busy: boolean;
  readonly problem: string | null;
}

export type AskValues = (search: string, signal: AbortSignal) => Promise<FilterValues>;

/** What a column holds, found anew with every search. */
export function useValues(ask: AskValues, search: string): ValuesState {
  const [state, setState] = useState<ValuesState>({ found: null, search: '', busy: true, problem: null });
  const latest = useRef(ask);
  const first = useRef(true);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    const ending = new AbortController();
    const run = async (): Promise<void> => {
      setState((before) => ({ ...before, busy: true }));
      try {
        const found = await latest.current(search, ending.signal);
        if (!ending.signal.aborted) setState({ found, search, busy: false, problem: null });
      } catch (error) {
        if (ending.signal.aborted) return;
        const problem = error instanceof Problem ? error : Problem.offline(error);
        setState((before) => ({ ...before, busy: false, problem: problem.detail }));
      }
    };
    const timer = setTimeout(() => void run(), first.current ? 0 : PAUSE);
    first.current = false;
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [search]);
  return state;
}
