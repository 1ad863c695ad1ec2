import { Copy, FileSpreadsheet, FileWarning } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Report } from '../../panels/imports/Report';
import { readReport, reportText } from '../../panels/imports/report';
import { Button, buttonClass } from '../../ui/Button';
import { clock, longDate } from '../../ui/time';
import { say } from '../../ui/toast';
import { count } from '../../ui/words';
import { Link } from '../navigation';
import { workbookPath } from '../routes';
import { Failures } from './Failures';
import { isRunning, stopImport, useImports } from './imports';
import type { ImportItem } from './imports';
import { progressWords } from './importWords';

function titleOf(batch: readonly ImportItem[]): string {
  const failed = batch.filter((item) => item.phase === 'failed').length;
  const first = batch[0];
  if (first === undefined) return 'Imports';
  if (failed === batch.length && !batch.some(isRunning)) {
    return failed === 1 ? 'The file could not be imported' : `None of the ${failed} files could be imported`;
  }
  if (failed > 0 && !batch.some(isRunning)) return `${failed} of ${batch.length} files could not be imported`;
  const at = new Date(first.startedAt);
  return `Import of ${longDate(at, new Date())}, ${clock(at)}`;
}

/** Files on their way and what became of them. */
export function ImportsPage({ onChoose }: { onChoose: () => void }) {
  const items = useImports((state) => state.items);
  const [picked, setPicked] = useState<string | null>(null);
  const shown = items.find((item) => item.key === picked) ?? items[0];
  const batch = useMemo(() => items.filter((item) => item.batch === shown?.batch), [items, shown]);

  if (shown === undefined) {
    return (
      <div className="letter" style={{ height: 'auto', flex: 1 }} data-testid="imports-empty">
        <div className="text" style={{ paddingLeft: 72 }}>
          <h1 className="big">No file was imported yet.</h1>
          <p className="lead">
            Drop Excel files anywhere on this page, or choose them. What each file became, and what was not
            carried over, is kept here.
          </p>
          <Button onClick={onChoose}>Choose files</Button>
        </div>
      </div>
    );
  }

  const running = batch.filter(isRunning);
  return (
    <>
      <div className="head" style={{ paddingBottom: 4 }}>
        <h1 data-testid="imports-title">{titleOf(batch)}</h1>
        <span className="q sm">{count(batch.length, 'file')}</span>
        <span className="end" />
        {running.length > 0 && (
          <Button
            data-testid="stop-import"
            onClick={() => void Promise.all(running.map((item) => stopImport(item.key)))}
          >
            {running.length === 1 ? 'Stop the import' : `Stop ${running.length} imports`}
          </Button>
        )}
      </div>
      <div className="imports">
        <ul className="files" aria-label="Files">
          {items.map((item) => (
            <li key={item.key}>
              <FileCard item={item} on={item.key === shown.key} onPick={() => setPicked(item.key)} />
            </li>
          ))}
          {running.length > 0 && (
            <li className="sm q" style={{ padding: '14px 12px' }}>
              You can leave this page. The import goes on, and this report stays under Imports.
            </li>
          )}
        </ul>
        <div className="report">
          <Details item={shown} batch={batch} onChoose={onChoose} />
        </div>
      </div>
    </>
  );
}

interface FileCardProps {
  readonly item: ImportItem;
  readonly on: boolean;
  readonly onPick: () => void;
}

function FileCard({ item, on, onPick }: FileCardProps) {
  const percent = Math.round(item.share * 100);
  const moving = item.phase === 'sending' || item.phase === 'reading';
  return (
    <button
      type="button"
      className={`file${on ? ' lit-edge' : ''}`}
      aria-current={on}
      onClick={onPick}
      data-testid="import-file"
      data-phase={item.phase}
    >
      <span className="row">
        {item.phase === 'failed' ? (
          <FileWarning className="danger-text" aria-hidden="true" />
        ) : (
          <FileSpreadsheet aria-hidden="true" />
        )}
        <span className="b cut grow">{item.name}</span>
        {item.phase === 'done' && <span className="tag ok">Done</span>}
        {item.phase === 'failed' && <span className="tag danger">Not imported</span>}
        {item.phase === 'waiting' && <span className="sm q">Waiting</span>}
        {item.phase === 'cancelled' && <span className="sm q">Stopped</span>}
        {moving && <span className="sm m num">{percent}%</span>}
      </span>
      {moving && (
        <span
          className="bar"
          style={{ display: 'block' }}
          role="progressbar"
          aria-label={item.name}
          aria-valuenow={percent}
        >
          <i style={{ width: `${percent}%` }} />
        </span>
      )}
      <p className={`sm ${item.phase === 'done' || item.phase === 'failed' ? 'm' : 'q'}`}>
        {progressWords(item)}
      </p>
    </button>
  );
}

interface DetailsProps {
  readonly item: ImportItem;
  readonly batch: readonly ImportItem[];
  readonly onChoose: () => void;
}

function Details({ item, batch, onChoose }: DetailsProps) {
  const report = useMemo(() => (item.report === null ? null : readReport(item.report)), [item.report]);
  if (item.phase === 'failed') return <Failures batch={batch} onChoose={onChoose} />;
  if (item.phase === 'cancelled') {
    return (
      <section>
        <h2>{item.name}</h2>
        <p className="m" style={{ margin: '4px 0 12px' }}>
          You stopped this import. Nothing of it was kept.
        </p>
      </section>
    );
  }
  if (item.phase !== 'done' || report === null) {
    return (
      <section aria-busy="true">
        <h2>{item.name}</h2>
        <p className="m" style={{ marginTop: 4 }}>
          {progressWords(item)}. The report appears here when the file has been read.
        </p>
      </section>
    );
  }
  const copy = (): void => {
    void navigator.clipboard
      .writeText(reportText(item.name, report))
      .then(() => say('The report is copied.', { kind: 'done' }));
  };
  return (
    <>
      <div className="row" style={{ marginBottom: 12 }}>
        <h2 className="cut grow">{item.name}</h2>
        <Button size="small" onClick={copy}>
          <Copy className="s" aria-hidden="true" />
          Copy this report
        </Button>
        {item.workbook !== null && (
          <Link
            to={workbookPath(item.workbook)}
            className={buttonClass({ size: 'small' })}
            data-testid="open-imported"
          >
            Open workbook
          </Link>
        )}
      </div>
      <Report report={report} />
    </>
  );
}
