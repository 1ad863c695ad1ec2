import { count } from '../../ui/words';
import type { Finding, ReadReport } from './report';

interface FindingsProps {
  readonly title: string;
  readonly kind: 'warn' | 'danger';
  readonly findings: readonly Finding[];
}

function Findings({ title, kind, findings }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <section style={{ marginBottom: 14 }}>
      <div className="row" style={{ paddingBottom: 4 }}>
        <h3>{title}</h3>
        <span className={`tag ${kind}`}>{count(findings.length, 'thing')}</span>
      </div>
      {findings.map((finding) => (
        <div className="finding" key={`${finding.where} ${finding.text}`}>
          <span className="num">{finding.where}</span>
          <span className="m">{finding.text}</span>
        </div>
      ))}
    </section>
  );
}

/** What came over from a file and what did not. */
export function Report({ report }: { report: ReadReport }) {
  const figures: readonly (readonly [number, string])[] = [
    [report.cells, report.cells === 1 ? 'cell' : 'cells'],
    [report.formulas, report.formulas === 1 ? 'formula' : 'formulas'],
    [report.sheets.length, report.sheets.length === 1 ? 'sheet' : 'sheets'],
    [report.styles, report.styles === 1 ? 'cell format' : 'cell formats'],
  ];
  return (
    <div data-testid="import-report">
      <div className="figures">
        {figures.map(([n, what]) => (
          <div key={what}>
            <b>{n.toLocaleString('en-US')}</b>
            <div className="sm q">{what}</div>
          </div>
        ))}
      </div>
      <Findings title="Works differently" kind="warn" findings={report.worksDifferently} />
      <Findings title="Not carried over" kind="danger" findings={report.notCarriedOver} />
      <section>
        <div className="row" style={{ paddingBottom: 4 }}>
          <h3>Kept as it was</h3>
          <span className="tag ok">
            {report.worksDifferently.length + report.notCarriedOver.length === 0
              ? 'everything'
              : 'everything else'}
          </span>
        </div>
        <p className="m" style={{ paddingTop: 7, borderTop: '1px solid var(--line)' }}>
          {report.kept}
        </p>
      </section>
    </div>
  );
}
