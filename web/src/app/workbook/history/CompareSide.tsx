import { useCallback, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import type { CellMark, GridHandle } from '../../../grid/handle';
import { cellArea } from '../../../lib/geometry';
import { openMoment } from '../../../model/open';
import type { MomentView } from '../../../model/open';
import type { Area, SheetView, WorkbookView } from '../../../model/view';
import type { CellScalar } from '../../../net/api';
import { compareMoments } from '../../../net/history';
import type { Comparison } from '../../../net/history';
import { Problem } from '../../../net/problem';
import { addedLines, linesOf, totals } from '../../../panels/history/compare';
import type { Ends, Line, Sign } from '../../../panels/history/compare';
import { ComparePanel } from '../../../panels/history/ComparePanel';
import type { LineTexts } from '../../../panels/history/ComparePanel';
import { useVersions } from '../../../panels/history/useVersions';
import { valueText } from '../../../ui/words';
import { headingsOf } from '../headings';
import { cellOfLines, showCell, type ShownCell } from '../showCell';
import { useNews } from '../useView';
import { CompareBar, pointText } from './CompareBar';
import { shownText } from './shownText';

export interface CompareSideProps {
  /** As it is now. */
  readonly view: WorkbookView;
  /** As it is at the later moment. */
  readonly shown: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet looked at. */
  readonly sheet: string;
  readonly ends: Ends;
  /** Grows when something may have been changed. */
  readonly news: number;
  /** Where the bar stands. */
  readonly slot: HTMLElement | null;
  readonly onEnds: (ends: Ends) => void;
  /** Compares what two people wrote instead. */
  readonly onPeople: () => void;
  readonly onBring: (() => void) | null;
  readonly onClose: () => void;
}

function placeOf(line: Line, view: WorkbookView): ShownCell | null {
  return cellOfLines(view, line.sheetId, line.row, line.col);
}

/** Rows and columns of a sheet that the earlier moment did not have, as areas. */
function newLines(sheet: SheetView, earlier: SheetView | undefined): readonly Area[] {
  const [bottom, right] = [sheet.rows.count - 1, sheet.cols.count - 1];
  if (earlier === undefined) return [{ top: 0, left: 0, bottom, right }];
  const rows = addedLines(sheet.rows, earlier.rows);
  return [
    ...rows.map(({ first, last }) => ({ top: first, left: 0, bottom: last, right })),
    ...addedLines(sheet.cols, earlier.cols).map(({ first, last }) => ({
      top: 0,
      left: first,
      bottom,
      right: last,
    })),
  ];
}

function isFormula(value: CellScalar): boolean {
  return typeof value === 'string' && value.startsWith('=');
}

/** Two moments compared: what is different coloured in the grid, and listed beside it. */
export function CompareSide(props: CompareSideProps) {
  const { view, shown, grid, sheet, ends, news, slot, onEnds, onPeople, onBring, onClose } = props;
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [earlier, setEarlier] = useState<MomentView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [showResults, setShowResults] = useState(true);
  const [current, setCurrent] = useState<string | null>(null);
  const versions = useVersions(view.id, news);
  const cells = useNews(shown, 'cells', 'sheets');
  const from = ends.from.seq;
  const to = ends.to?.seq ?? null;
  const pulse = to === null ? news : 0;

  useEffect(() => {
    const stop = new AbortController();
    compareMoments(view.id, to === null ? { from } : { from, to }, stop.signal)
      .then((answer) => {
        setComparison(answer);
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
      });
    return () => stop.abort();
  }, [view.id, from, to, pulse]);

  useEffect(() => {
    let opened: MomentView | null = null;
    const stop = new AbortController();
    openMoment(view.id, from, stop.signal)
      .then((then) => {
        opened = then;
        if (stop.signal.aborted) then.close();
        else setEarlier(then);
      })
      // Without it new rows are told by the list alone.
      .catch(() => undefined);
    return () => {
      stop.abort();
      setEarlier(null);
      opened?.close();
    };
  }, [view.id, from]);

  // An answer about other moments says nothing about these.
  const fits = comparison?.from === from && (to === null || comparison.to === to);
  const told = fits ? comparison : null;
  const tabs = shown.sheets.map(({ id }) => id).join(' ');
  const lines = useMemo(() => {
    if (told === null) return null;
    const isNew = (line: Line): boolean => {
      const then = earlier?.sheet(line.sheetId ?? '');
      if (then === undefined || line.row === null || line.col === null) return false;
      return then.rows.indexOf(line.row) < 0 || then.cols.indexOf(line.col) < 0;
    };
    return linesOf(told, tabs.split(' '), isNew);
  }, [told, tabs, earlier]);
  const listed = useMemo(
    () => (showResults ? lines : (lines?.filter((line) => line.sign !== 'result') ?? null)),
    [lines, showResults],
  );

  useEffect(() => {
    const here = shown.sheet(sheet);
    const marks: Record<Sign, (Area | CellMark)[]> = { added: [], removed: [], changed: [], result: [] };
    if (here !== undefined && earlier !== null) marks.added.push(...newLines(here, earlier.sheet(sheet)));
    for (const line of listed ?? []) {
      const at = line.sheetId === sheet ? placeOf(line, shown) : null;
      if (at === null || here === undefined) continue;
      const { row, col } = at;
      const area = cellArea(row, col);
      const struck = line.sign === 'changed' || line.sign === 'removed';
      const format = here.cell(row, col).format.format;
      const old =
        struck && line.words === null && !isFormula(line.old)
          ? shownText(line.old, format, shown.date1904)
          : null;
      marks[line.sign].push(old === null ? area : { area, old });
    }
    for (const kind of ['added', 'removed', 'changed', 'result'] as const) grid.highlight(marks[kind], kind);
  }, [grid, shown, sheet, listed, earlier]);
  useEffect(() => () => grid.clearHighlights(), [grid]);

  const go = useCallback(
    (line: Line): void => {
      setCurrent(line.key);
      const at = placeOf(line, shown);
      if (at === null) {
        if (line.sheetId !== null && shown.sheet(line.sheetId) !== undefined) grid.setSheet(line.sheetId);
        return;
      }
      showCell(grid, at);
    },
    [grid, shown],
  );

  const textsOf = useCallback(
    (line: Line): LineTexts => {
      const at = placeOf(line, shown);
      const on = at === null ? undefined : shown.sheet(at.sheet);
      if (at === null || on === undefined)
        return { old: valueText(line.old), now: valueText(line.now), about: '' };
      const { format } = on.cell(at.row, at.col);
      const text = (value: CellScalar): string | null =>
        line.words === null ? shownText(value, format.format, shown.date1904) : valueText(value);
      return { old: text(line.old), now: text(line.now), about: headingsOf(on, at.row, at.col) };
    },
    // What is loaded of the cells decides how they read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shown, cells],
  );

  const at = current === null ? -1 : (listed ?? []).findIndex((line) => line.key === current);
  const step = (by: -1 | 1): void => {
    const n = listed?.length ?? 0;
    const next = listed?.[at < 0 ? (by === 1 ? 0 : n - 1) : (at + by + n) % n];
    if (next !== undefined) go(next);
  };
  const { all, results } = told === null || lines === null ? { all: 0, results: 0 } : totals(told, lines);
  return (
    <>
      {slot !== null &&
        createPortal(
          <CompareBar
            ends={ends}
            versions={versions.list}
            at={at}
            count={listed?.length ?? 0}
            onStep={step}
            onEnds={onEnds}
            mode="moments"
            onMode={onPeople}
            onBring={onBring}
            onClose={onClose}
          />,
          slot,
        )}
      <ComparePanel
        lines={listed}
        all={all}
        results={results}
        more={told?.more ?? false}
        problem={problem}
        before={pointText(ends.from)}
        after={ends.to === null ? 'Now' : pointText(ends.to)}
        showResults={showResults}
        onShowResults={setShowResults}
        current={current}
        textsOf={textsOf}
        onGo={go}
        onClose={onClose}
      />
    </>
  );
}
