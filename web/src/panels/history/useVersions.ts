import { useCallback, useEffect, useState } from 'react';
import { listVersions } from '../../net/history';
import type { Version } from '../../net/history';

export interface VersionList {
  /** The latest moment first. */
  readonly list: readonly Version[];
  /** False until they are there. */
  readonly ready: boolean;
  /** Reads them again, after one was named, renamed or deleted. */
  readonly reload: () => void;
}

const NONE: readonly Version[] = [];

/** The named versions of a workbook, read again whenever `news` grows. */
export function useVersions(workbook: string, news: number): VersionList {
  const [list, setList] = useState<readonly Version[] | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    listVersions(workbook, stop.signal)
      .then(setList)
      // The history is of use without their names.
      .catch(() => undefined);
    return () => stop.abort();
  }, [workbook, news, asked]);
  return { list: list ?? NONE, ready: list !== null, reload: useCallback(() => setAsked((n) => n + 1), []) };
}
