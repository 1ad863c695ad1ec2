import { useCallback, useEffect, useState } from 'react';
import { getWorkbook, renameWorkbook } from '../../net/api';
import type { WorkbookCard } from '../../net/api';
import { Problem } from '../../net/problem';
import { say } from '../../ui/toast';

export interface Card {
  readonly card: WorkbookCard | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
  readonly rename: (name: string) => void;
}

/** What the catalogue knows of a workbook: its name, owner, origin. Asked for again when the page comes to the front. */
export function useCard(id: string): Card {
  const [card, setCard] = useState<WorkbookCard | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const reload = useCallback((): void => {
    getWorkbook(id)
      .then((answer) => {
        setCard(answer);
        setProblem(null);
      })
      .catch((cause: unknown) => setProblem(cause instanceof Problem ? cause : Problem.offline(cause)));
  }, [id]);

  useEffect(() => {
    reload();
    const front = (): void => {
      if (document.visibilityState === 'visible') reload();
    };
    document.addEventListener('visibilitychange', front);
    return () => document.removeEventListener('visibilitychange', front);
  }, [reload]);

  const rename = useCallback(
    (name: string): void => {
      const before = card;
      if (before === null) return;
      setCard({ ...before, name });
      renameWorkbook(id, name).catch((cause: unknown) => {
        setCard(before);
        say(`The name stays “${before.name}”. ${cause instanceof Problem ? cause.detail : ''}`, {
          kind: 'problem',
        });
      });
    },
    [card, id],
  );

  return { card, problem, reload, rename };
}
