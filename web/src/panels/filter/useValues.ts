import { useEffect, useRef, useState } from 'react';
import type { FilterValues } from '../../net/filters';
import { Problem } from '../../net/problem';

/** A pause in typing after which the server is asked, milliseconds. */
const PAUSE = 180;
/** What a server answers that is not ready yet, and when it is asked again, milliseconds. */
const BUSY = 503;
const AGAIN = 1000;

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
    const ended = (): boolean => ending.signal.aborted;
    const run = async (): Promise<void> => {
      setState((before) => ({ ...before, busy: true }));
      while (!ended()) {
        try {
          const found = await latest.current(search, ending.signal);
          if (!ended()) setState({ found, search, busy: false, problem: null });
          return;
        } catch (error) {
          if (ended()) return;
          const problem = error instanceof Problem ? error : Problem.offline(error);
          if (problem.status !== BUSY) {
            setState((before) => ({ ...before, busy: false, problem: problem.detail }));
            return;
          }
          // The workbook is still being computed.
          await new Promise((resolve) => setTimeout(resolve, AGAIN));
        }
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
