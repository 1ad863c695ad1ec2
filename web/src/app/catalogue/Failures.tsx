import { Copy, FileWarning } from 'lucide-react';
import { Fragment } from 'react';
import { Button } from '../../ui/Button';
import { clock, longDate } from '../../ui/time';
import { say } from '../../ui/toast';
import { Link } from '../navigation';
import { workbookPath } from '../routes';
import type { ImportItem } from './imports';
import { failureText, madeWords, progressWords, remedyWords } from './importWords';

interface FailuresProps {
  /** The files that came together, those that became workbooks as well. */
  readonly batch: readonly ImportItem[];
  readonly onChoose: () => void;
}

/** What could not be imported of the files that came together: for each the reason, and what to do. */
export function Failures({ batch, onChoose }: FailuresProps) {
  const failed = batch.filter((item) => item.phase === 'failed');
  const done = batch.filter((item) => item.phase === 'done' && item.workbook !== null);
  const at = new Date(batch[0]?.startedAt ?? 0);
  const copy = (): void => {
    void navigator.clipboard
      .writeText(failed.map(failureText).join('\n\n'))
      .then(() => say('The report is copied.', { kind: 'done' }));
  };
  return (
    <section data-testid="import-failure">
      <div className="row" style={{ marginBottom: 14, alignItems: 'flex-start' }}>
        <p className="m grow">
          {longDate(at, new Date())}, {clock(at)}. {madeWords(failed.length, done.length)}
          {done.map((item, n) => (
            <Fragment key={item.key}>
              {n > 0 && ', '}
              <Link to={workbookPath(item.workbook ?? '')}>{item.name}</Link>
            </Fragment>
          ))}
          {done.length > 0 && '.'}
        </p>
        <Button size="small" onClick={copy}>
          <Copy className="s" aria-hidden="true" />
          Copy this report
        </Button>
      </div>
      {failed.map((item) => (
        <div className="failure" key={item.key}>
          <FileWarning aria-hidden="true" />
          <div>
            <h3>{item.name}</h3>
            <p style={{ margin: '2px 0' }}>{progressWords(item)}</p>
            <p className="m">{remedyWords(item)}</p>
            {item.problem?.where && <p className="sm q">In the part {item.problem.where} of the file.</p>}
          </div>
          <Button onClick={onChoose}>Choose another file</Button>
        </div>
      ))}
      <p className="sm q failure-end">
        Reason{failed.length === 1 ? '' : 's'} for an administrator:{' '}
        {[...new Set(failed.map((item) => item.problem?.code ?? 'unknown'))].join(', ')}.
      </p>
    </section>
  );
}
