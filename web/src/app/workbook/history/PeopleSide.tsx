import { useCallback, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { tintLayer } from '../../../grid/draw/tints';
import type { Tint } from '../../../grid/draw/tints';
import type { GridHandle } from '../../../grid/handle';
import { cellArea } from '../../../lib/geometry';
import type { WorkbookView } from '../../../model/view';
import { listChanges } from '../../../net/api';
import type { Author, CellScalar } from '../../../net/api';
import { comparePeople } from '../../../net/history';
import type { PeopleComparison, TwoVersions } from '../../../net/history';
import type { Ends } from '../../../panels/history/compare';
import { reasonOf } from '../../../panels/history/folded';
import { keyOf, PeoplePanel } from '../../../panels/history/PeoplePanel';
import type { TwoTexts } from '../../../panels/history/PeoplePanel';
import { useVersions } from '../../../panels/history/useVersions';
import { coloursFor } from '../../../panels/history/writers';
import { PickMenu } from '../../../ui/PickMenu';
import { initials } from '../../../ui/words';
import { cellOfLines, showCell, type ShownCell } from '../showCell';
import { useNews } from '../useView';
import { CompareBar } from './CompareBar';
import { shownText } from './shownText';

export interface PeopleSideProps {
  /** As it is now. */
  readonly view: WorkbookView;
  /** As it is at the later moment. */
  readonly shown: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet looked at. */
  readonly sheet: string;
  readonly ends: Ends;
  readonly me: string | null;
  /** Grows when something may have been changed. */
  readonly news: number;
  /** Where the bar stands. */
  readonly slot: HTMLElement | null;
  readonly onCompare: (ends: Ends, people?: boolean) => void;
  readonly onClose: () => void;
}

/** Changes looked through for who made some. */
const LOOKED_AT = 200;

/** Whoever changed something lately, the latest first. */
function useAuthors(workbook: string, news: number): readonly Author[] | null {
  const [authors, setAuthors] = useState<readonly Author[] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    listChanges(workbook, { limit: LOOKED_AT }, stop.signal)
      .then(({ changes }) =>
        setAuthors([...new Map(changes.map(({ author }) => [author.id, author])).values()]),
      )
      .catch(() => undefined);
    return () => stop.abort();
  }, [workbook, news]);
  return authors;
}

/** What two people wrote between two moments, side by side and coloured in the grid. */
export function PeopleSide(props: PeopleSideProps) {
  const { view, shown, grid, sheet, ends, me, news, slot, onCompare, onClose } = props;
  const [picked, setPicked] = useState<{ readonly left?: string; readonly right?: string }>({});
  const [found, setFound] = useState<{ readonly key: string; readonly answer: PeopleComparison } | null>(
    null,
  );
  const [problem, setProblem] = useState<{ readonly key: string; readonly words: string } | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const versions = useVersions(view.id, news);
  const authors = useAuthors(view.id, news);
  const cells = useNews(shown, 'cells', 'sheets');

  const by = (id: string | undefined): Author | undefined => authors?.find((author) => author.id === id);
  const left = by(picked.left) ?? authors?.find((author) => author.id !== picked.right);
  const right = by(picked.right) ?? authors?.find((author) => author.id !== left?.id);
  const [a, b] = [left?.id ?? null, right?.id ?? null];
  const from = ends.from.seq;
  const to = ends.to?.seq ?? null;
  const pulse = to === null ? news : 0;
  const key = `${from} ${to ?? ''} ${a ?? ''} ${b ?? ''}`;

  useEffect(() => {
    if (a === null || b === null) return;
    const stop = new AbortController();
    comparePeople(view.id, { from, left: a, right: b, ...(to === null ? {} : { to }) }, stop.signal)
      .then((answer) => {
        setFound({ key, answer });
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!stop.signal.aborted)
          setProblem({ key, words: `What they wrote cannot be compared. ${reasonOf(cause)}` });
      });
    return () => stop.abort();
  }, [view.id, from, to, a, b, key, pulse]);

  const answer = found?.key === key ? found.answer : null;
  const listed = useMemo(() => answer?.cells ?? [], [answer]);

  useEffect(() => {
    const on = shown.sheet(sheet);
    const present = new Map(view.people.map(({ person }) => [person.id, person.color]));
    const colours = coloursFor(
      [a, b].filter((id) => id !== null),
      me,
      present,
    );
    const tints = new Map<string, Tint>();
    for (const cell of listed) {
      if (cell.sheet_id !== sheet) continue;
      const author = cell.left === undefined ? right : left;
      // Where both wrote, the outline says so; the colour is that of the one whose value stands.
      const stands = cell.both && cell.now === cell.right ? right : author;
      if (stands === undefined) continue;
      const color = colours.get(stands.id) ?? 1;
      tints.set(`${cell.row} ${cell.col}`, { kind: 'author', color, initials: initials(stands.name) });
    }
    grid.showLayer(
      tintLayer(
        (row, col) => tints.get(`${row} ${col}`) ?? null,
        () => undefined,
      ),
    );
    const both = listed.flatMap((cell) => {
      const at = cell.both && cell.sheet_id === sheet ? placeOf(cell, shown) : null;
      return at === null ? [] : [cellArea(at.row, at.col)];
    });
    grid.highlight(on === undefined ? [] : both, 'changed');
    // The two are known by their ids.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [grid, view, shown, sheet, listed, a, b, me]);
  useEffect(
    () => () => {
      grid.showLayer(null);
      grid.clearHighlights();
    },
    [grid],
  );

  const go = useCallback(
    (cell: TwoVersions): void => {
      setCurrent(keyOf(cell));
      const at = placeOf(cell, shown);
      if (at !== null) showCell(grid, at);
    },
    [grid, shown],
  );
  const textsOf = useCallback(
    (cell: TwoVersions): TwoTexts => {
      const at = placeOf(cell, shown);
      const format = at === null ? undefined : shown.sheet(cell.sheet_id)?.cell(at.row, at.col).format.format;
      const text = (value: CellScalar): string | null => shownText(value, format, shown.date1904);
      const side = (value: CellScalar | undefined): string | null | undefined =>
        value === undefined ? undefined : text(value);
      return { base: text(cell.base), left: side(cell.left), right: side(cell.right) };
    },
    // What is loaded of the cells decides how they read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shown, cells],
  );

  const at = listed.findIndex((cell) => keyOf(cell) === current);
  const step = (way: -1 | 1): void => {
    const n = listed.length;
    const next = listed[at < 0 ? (way === 1 ? 0 : n - 1) : (at + way + n) % n];
    if (next !== undefined) go(next);
  };
  const options = (authors ?? []).map(({ id, name }) => ({
    value: id,
    text: id === me ? `${name} (you)` : name,
  }));
  const pick = (side: 'left' | 'right', id: string): void => {
    const other = side === 'left' ? right?.id : left?.id;
    // Who stands on the other side already: they change places.
    if (id === other) setPicked({ ...(b === null ? {} : { left: b }), ...(a === null ? {} : { right: a }) });
    else setPicked({ ...(a === null ? {} : { left: a }), ...(b === null ? {} : { right: b }), [side]: id });
  };
  return (
    <>
      {slot !== null &&
        createPortal(
          <CompareBar
            ends={ends}
            versions={versions.list}
            at={at}
            count={listed.length}
            onStep={step}
            onEnds={(next) => onCompare(next, true)}
            onBring={null}
            onClose={onClose}
            mode="people"
            onMode={() => onCompare(ends)}
          >
            {a !== null && b !== null && (
              <span className="row" style={{ gap: 8 }}>
                <PickMenu
                  label="One person"
                  value={a}
                  line
                  options={options}
                  onChange={(id) => pick('left', id)}
                  testId="people-left"
                />
                <span className="q">and</span>
                <PickMenu
                  label="The other person"
                  value={b}
                  line
                  options={options}
                  onChange={(id) => pick('right', id)}
                  testId="people-right"
                />
              </span>
            )}
          </CompareBar>,
          slot,
        )}
      <PeoplePanel
        people={left === undefined || right === undefined ? null : [left, right]}
        me={me}
        sheet={shown.sheet(sheet)?.name ?? null}
        found={answer}
        problem={problem?.key === key ? problem.words : null}
        current={current}
        textsOf={textsOf}
        onGo={go}
        onClose={onClose}
      />
    </>
  );
}

function placeOf(cell: TwoVersions, view: WorkbookView): ShownCell | null {
  return cellOfLines(view, cell.sheet_id, cell.row, cell.col);
}
