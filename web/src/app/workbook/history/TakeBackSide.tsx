import { useCallback, useEffect, useRef, useState } from 'react';
import type { CellMark, GridHandle, MarkKind } from '../../../grid/handle';
import { parseCell } from '../../../lib/a1';
import { display } from '../../../lib/display';
import type { WorkbookView } from '../../../model/view';
import type { CellScalar } from '../../../net/api';
import { takeBack } from '../../../net/history';
import type { Chosen, TakenBack } from '../../../net/history';
import { reasonOf } from '../../../panels/history/folded';
import { doneWords, howOf, mayGoOn, startPreview, withMore } from '../../../panels/history/takeback';
import type { Conflict, Preview, Wanted } from '../../../panels/history/takeback';
import { TakeBackPanel } from '../../../panels/history/TakeBackPanel';
import { say } from '../../../ui/toast';
import { showPlace } from '../deskActs';
import { joined } from '../marks';
import { offerUndo } from './takingBack';

export interface TakeBackSideProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet looked at. */
  readonly sheet: string;
  readonly wanted: Wanted;
  readonly me: string | null;
  /** Grows when something may have been changed. */
  readonly news: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const KINDS: readonly MarkKind[] = ['added', 'removed', 'changed'];

/** A preview in the grid: what each cell holds, struck, and what it would hold. */
function paint(preview: Preview | null, view: WorkbookView, grid: GridHandle, id: string): void {
  const sheet = view.sheet(id);
  if (preview === null || sheet === undefined) return;
  const marks = new Map<MarkKind, CellMark[]>(KINDS.map((kind) => [kind, []]));
  const mark = (row: number, col: number, now: CellScalar, then: CellScalar): void => {
    const kind = then === null ? 'removed' : now === null ? 'added' : 'changed';
    const { text } = display(then, sheet.cell(row, col).format.format ?? null, view.date1904);
    const area = { top: row, left: col, bottom: row, right: col };
    marks.get(kind)?.push({ area, next: { text, value: then } });
  };
  const held = new Set<string>();
  const looks: { readonly row: number; readonly col: number }[] = [];
  for (const cell of preview.cells) {
    if (cell.sheet_id !== id || cell.row === null || cell.col === null) continue;
    const [row, col] = [sheet.rows.indexOf(cell.row), sheet.cols.indexOf(cell.col)];
    if (row < 0 || col < 0) continue;
    if (cell.kind === 'value') {
      mark(row, col, cell.old, cell.new);
      held.add(`${row} ${col}`);
    } else looks.push({ row, col });
  }
  for (const area of joined(looks.filter(({ row, col }) => !held.has(`${row} ${col}`))))
    marks.get('changed')?.push({ area });
  for (const conflict of preview.conflicts) {
    const at = conflict.sheet === sheet.name ? parseCell(conflict.cell ?? '') : null;
    if (at === null) continue;
    if (preview.back.has(conflict.entry)) mark(at.row, at.col, conflict.now, conflict.was);
    else marks.get('changed')?.push({ area: { top: at.row, left: at.col, bottom: at.row, right: at.col } });
  }
  for (const [kind, list] of marks) grid.highlight(list, kind);
}

/** What would happen, with at least so many of the conflicts, page by page. */
async function look(
  workbook: string,
  { chosen }: Wanted,
  most: number,
): Promise<{ answer: TakenBack; more: boolean }> {
  let answer = await takeBack(workbook, chosen, { preview: true });
  let more = mayGoOn(answer.conflicts);
  while (more && answer.conflicts.length < most) {
    const next = await nextConflicts(workbook, chosen, answer.conflicts.length);
    more = mayGoOn(next);
    answer = { ...answer, conflicts: [...answer.conflicts, ...next] };
  }
  return { answer, more };
}

async function nextConflicts(workbook: string, chosen: Chosen, skip: number): Promise<readonly Conflict[]> {
  return (await takeBack(workbook, chosen, { preview: true, skip })).conflicts;
}

/** Takes changes back once what would happen was looked at. */
export function TakeBackSide(props: TakeBackSideProps) {
  const { view, grid, sheet, wanted, me, news, onDone, onClose } = props;
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** How many conflicts stand in the list: as many are looked for again. */
  const told = useRef(0);
  useEffect(() => {
    told.current = preview?.conflicts.length ?? 0;
  }, [preview]);

  useEffect(() => {
    let gone = false;
    look(view.id, wanted, told.current)
      .then(({ answer, more }) => {
        if (gone) return;
        setPreview((before) => startPreview(answer, before, more));
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!gone) setProblem(reasonOf(cause));
      });
    return () => {
      gone = true;
    };
  }, [view.id, wanted, news]);

  useEffect(() => paint(preview, view, grid, sheet), [preview, view, grid, sheet]);
  useEffect(() => () => grid.clearHighlights(), [grid]);

  const take = async (): Promise<void> => {
    if (preview === null) return;
    setBusy(true);
    try {
      const answer = await takeBack(view.id, wanted.chosen, howOf(preview));
      const action = offerUndo(view.id, answer.seq);
      say(doneWords(answer), { kind: 'done', ...(action === undefined ? {} : { action }) });
      onDone();
    } catch (cause) {
      setBusy(false);
      setProblem(`${reasonOf(cause)} Nothing was undone.`);
    }
  };

  const showMore = async (): Promise<void> => {
    if (preview === null) return;
    try {
      const next = await nextConflicts(view.id, wanted.chosen, preview.conflicts.length);
      setPreview((now) => (now === null ? null : withMore(now, next)));
    } catch (cause) {
      setProblem(reasonOf(cause));
    }
  };

  return (
    <TakeBackPanel
      wanted={wanted}
      me={me}
      sheet={view.sheet(sheet)?.name ?? null}
      preview={preview}
      problem={problem}
      busy={busy}
      onChoose={setPreview}
      onMore={() => void showMore()}
      onGo={useCallback((name: string, cell: string) => showPlace(view, grid, name, cell), [view, grid])}
      onTake={() => void take()}
      onClose={onClose}
    />
  );
}
