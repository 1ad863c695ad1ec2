import { useCallback, useMemo, useRef } from 'react';
import type { GridHandle, Trace } from '../../grid/handle';
import { cellName } from '../../lib/a1';
import type { WorkbookView } from '../../model/view';
import { explainCell } from '../../net/explain';
import { Problem } from '../../net/problem';
import { say } from '../../ui/toast';
import type * as Tracing from './tracing';

type Way = Tracing.Way;

interface Found {
  readonly tracing: typeof Tracing;
  readonly trace: Trace;
}

export interface TraceDesk {
  /** Draws arrows. */
  readonly trace: (way: Way) => void;
  /** Selects the cells instead. */
  readonly pick: (way: Way) => void;
  readonly remove: () => void;
}

/** What the active cell reads and what reads it, asked of the server. */
export function useTrace(view: WorkbookView, grid: GridHandle | null, past: boolean): TraceDesk {
  const ticket = useRef(0);

  const ask = useCallback(
    async (way: Way): Promise<Found | null> => {
      if (grid === null) return null;
      if (past) {
        say('This is an earlier moment. Return to now to trace its cells.');
        return null;
      }
      const sheet = view.sheet(grid.sheet);
      if (sheet === undefined) return null;
      const mine = ++ticket.current;
      const cell = grid.activeCell;
      const [row, col] = [sheet.rows.id(cell.row), sheet.cols.id(cell.col)];
      try {
        const [tracing, answer] = await Promise.all([
          import('./tracing'),
          explainCell(view.id, sheet.name, cellName(cell.row, cell.col)),
        ]);
        // The question is out of date when another was asked, or when its lines have moved.
        const still = sheet.rows.id(cell.row) === row && sheet.cols.id(cell.col) === col;
        if (mine !== ticket.current || !still) return null;
        return { tracing, trace: tracing.traceOf(view, sheet, cell, way, answer) };
      } catch (cause) {
        const problem = cause instanceof Problem ? cause : Problem.offline(cause);
        say(`The cells could not be traced. ${problem.detail}`, { kind: 'problem' });
        return null;
      }
    },
    [view, grid, past],
  );

  const tell = ({ tracing, trace }: Found): void => {
    const sentence = tracing.traceSentence(trace);
    if (sentence !== null) say(sentence);
  };

  const trace = useCallback(
    (way: Way): void => {
      void ask(way).then((found) => {
        if (found === null) return;
        tell(found);
        if (grid?.editor.state === null) grid.trace(found.trace);
      });
    },
    [ask, grid],
  );

  const pick = useCallback(
    (way: Way): void => {
      void ask(way).then((found) => {
        if (found === null || grid?.editor.state !== null) return;
        tell(found);
        const target = found.tracing.selectable(found.trace);
        if (target === null) return;
        if (target.sheet !== grid.sheet) grid.setSheet(target.sheet);
        grid.select(target.areas);
        grid.focus();
      });
    },
    [ask, grid],
  );

  const remove = useCallback((): void => {
    ticket.current++;
    grid?.clearTraces();
  }, [grid]);

  return useMemo(() => ({ trace, pick, remove }), [trace, pick, remove]);
}
