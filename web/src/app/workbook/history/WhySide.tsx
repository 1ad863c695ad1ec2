import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GridHandle } from '../../../grid/handle';
import { cellName } from '../../../lib/a1';
import type { WorkbookView } from '../../../model/view';
import { listChanges } from '../../../net/api';
import type { CellScalar } from '../../../net/api';
import { Problem } from '../../../net/problem';
import { whyCell } from '../../../net/why';
import type { Why, WhyQuestion } from '../../../net/why';
import type { Point } from '../../../panels/history/compare';
import { checkpointOf, reasonOf } from '../../../panels/history/folded';
import { useVersions } from '../../../panels/history/useVersions';
import { sinceTime } from '../../../panels/history/why';
import { WhyPanel } from '../../../panels/history/WhyPanel';
import { shortMoment } from '../../../ui/time';
import { showPlace } from '../deskActs';
import { shownText } from './shownText';

/** A cell by its lines: it is meant wherever it stands. */
export interface AskedCell {
  readonly sheet: string;
  readonly row: number;
  readonly col: number;
}

export interface WhySideProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  /** The sheet looked at. */
  readonly sheet: string;
  readonly cell: AskedCell;
  /** The change that was pointed out when it was asked. */
  readonly picked: Point | null;
  readonly me: string | null;
  /** Grows when something may have been changed. */
  readonly news: number;
  readonly onShow: (seq: number) => void;
  readonly onClose: () => void;
}

/** The change after which a moment of the clock came; the first one when there was none before it. */
async function changeBefore(workbook: string, at: Date, signal: AbortSignal): Promise<number> {
  const { changes } = await listChanges(workbook, { to: at.toISOString(), limit: 1 }, signal);
  return changes[0]?.seq ?? 1;
}

async function seqOf(workbook: string, moment: string, signal: AbortSignal): Promise<number> {
  if (moment === 'day' || moment === 'week')
    return changeBefore(workbook, sinceTime(moment, new Date()), signal);
  return moment === 'start' ? 1 : Number(moment);
}

/** From the beginning, or from where the history is folded. */
async function ask(workbook: string, question: WhyQuestion, signal: AbortSignal): Promise<Why> {
  try {
    return await whyCell(workbook, question, signal);
  } catch (cause) {
    const checkpoint = cause instanceof Problem && question.from === 1 ? checkpointOf(cause) : null;
    if (checkpoint === null) throw cause;
    return whyCell(workbook, { ...question, from: checkpoint.seq }, signal);
  }
}

async function explain(
  workbook: string,
  cell: Pick<WhyQuestion, 'sheet' | 'cell'>,
  [since, until]: readonly [string, string],
  signal: AbortSignal,
): Promise<Why> {
  const from = await seqOf(workbook, since, signal);
  if (until === 'now') return ask(workbook, { ...cell, from }, signal);
  const to = await seqOf(workbook, until, signal);
  if (to <= from) throw new RangeError('The second moment has to come after the first one.');
  return ask(workbook, { ...cell, from, to }, signal);
}

/** Why the value of a cell is another one than it was. */
export function WhySide(props: WhySideProps) {
  const { view, grid, sheet, cell, picked, me, news, onShow, onClose } = props;
  const [since, setSince] = useState(picked === null ? 'day' : String(picked.seq));
  const [until, setUntil] = useState('now');
  const [found, setFound] = useState<{ readonly key: string; readonly why: Why } | null>(null);
  const [problem, setProblem] = useState<{ readonly key: string; readonly words: string } | null>(null);
  const versions = useVersions(view.id, news);

  const own = view.sheet(cell.sheet);
  const [row, col] = [own?.rows.indexOf(cell.row) ?? -1, own?.cols.indexOf(cell.col) ?? -1];
  const gone = own === undefined || row < 0 || col < 0;
  const name = gone ? '' : cellName(row, col);
  const on = own?.name ?? '';
  const key = `${cell.sheet} ${cell.row} ${cell.col} ${since} ${until}`;

  useEffect(() => {
    if (name === '') return;
    const stop = new AbortController();
    explain(view.id, { sheet: on, cell: name }, [since, until], stop.signal)
      .then((why) => {
        setFound({ key, why });
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (stop.signal.aborted) return;
        const reason = cause instanceof RangeError ? cause.message : reasonOf(cause);
        const words = `This could not be worked out. ${reason}`;
        setProblem({ key, words });
      });
    return () => stop.abort();
  }, [view.id, on, name, since, until, key, news]);

  const moments = useMemo(
    () => [
      { value: 'day', text: 'a day ago' },
      { value: 'week', text: 'a week ago' },
      ...(picked === null || versions.list.some(({ seq }) => seq === picked.seq)
        ? []
        : [
            {
              value: String(picked.seq),
              text: `the change of ${shortMoment(new Date(picked.at), new Date())}`,
            },
          ]),
      ...versions.list.map(({ seq, name: called }) => ({ value: String(seq), text: `“${called}”` })),
    ],
    [picked, versions.list],
  );
  const format = gone ? undefined : own.cell(row, col).format.format;
  return (
    <WhyPanel
      cell={name === '' ? 'the cell' : name}
      me={me}
      sheet={view.sheet(sheet)?.name ?? null}
      since={since}
      sinces={[...moments, { value: 'start', text: 'the beginning' }]}
      until={until}
      untils={[{ value: 'now', text: 'now' }, ...moments]}
      why={found?.key === key ? found.why : null}
      problem={gone ? 'The cell was deleted.' : problem?.key === key ? problem.words : null}
      textOf={(value: CellScalar) => shownText(value, format, view.date1904)}
      onSince={setSince}
      onUntil={setUntil}
      onGo={useCallback((name: string, at: string) => showPlace(view, grid, name, at), [view, grid])}
      onShow={onShow}
      onClose={onClose}
    />
  );
}
