import '../../styles/history.css';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../net/problem';
import { Button } from '../../ui/Button';
import { count } from '../../ui/words';
import { countsOf, SIGN_WORDS, SIGNS, titleWords } from './compare';
import type { Line, Sign } from './compare';
import { reasonOf } from './folded';
import { walkLines } from './walkLines';
import { Sides, SidesHead } from './Sides';

/** How a line reads: its values as the grid shows them, and what its cell is about. */
export interface LineTexts {
  readonly old: string | null;
  readonly now: string | null;
  readonly about: string;
}

interface ComparePanelProps {
  /** Null while they are being read. */
  readonly lines: readonly Line[] | null;
  readonly all: number;
  readonly results: number;
  /** There are more than the list holds. */
  readonly more: boolean;
  readonly problem: Problem | null;
  /** What the two moments are called. */
  readonly before: string;
  readonly after: string;
  readonly showResults: boolean;
  readonly onShowResults: (show: boolean) => void;
  /** Key of the line that was gone to. */
  readonly current: string | null;
  readonly textsOf: (line: Line) => LineTexts;
  readonly onGo: (line: Line) => void;
  readonly onClose: () => void;
}

/** So many lines of a sheet at once. */
const PAGE = 200;
const KINDS: readonly Sign[] = ['changed', 'added', 'removed', 'result'];

function bySheet(lines: readonly Line[]): readonly (readonly [string, readonly Line[]])[] {
  const sheets = new Map<string, Line[]>();
  for (const line of lines) {
    const name = line.sheet ?? 'The workbook';
    const own = sheets.get(name);
    if (own === undefined) sheets.set(name, [line]);
    else own.push(line);
  }
  return [...sheets];
}

/** What is different between two moments, by sheet; choosing a line shows its cell. */
export function ComparePanel(props: ComparePanelProps) {
  const { lines, all, results, more, problem, showResults, onShowResults, current, textsOf, onGo, onClose } =
    props;
  const { before, after } = props;
  const counts = countsOf(lines ?? []);
  return (
    <aside className="side" aria-label="Differences" data-testid="compare">
      <header>
        <h2 className="grow" aria-live="polite" data-testid="compare-title">
          {lines === null ? 'Comparing' : titleWords(all)}
        </h2>
        {results > 0 && <span className="sm q">{count(results, 'result')} only</span>}
        <Button look="quiet" size="small" icon aria-label="Stop comparing" onClick={onClose}>
          <X />
        </Button>
      </header>
      {lines !== null && all > 0 && (
        <div className="legend" data-testid="compare-legend">
          {KINDS.map((kind) => {
            const n = kind === 'result' ? results : counts[kind];
            return n === 0 ? null : (
              <span key={kind} className={`tag sign ${kind}`}>
                <b aria-hidden="true">{SIGNS[kind]}</b> {n.toLocaleString('en-US')} {SIGN_WORDS[kind]}
              </span>
            );
          })}
          {results > 0 && (
            <label className="row sm" style={{ gap: 6 }}>
              <input
                type="checkbox"
                checked={showResults}
                onChange={(event) => onShowResults(event.target.checked)}
                data-testid="compare-results"
              />
              Show where only the result changed
            </label>
          )}
        </div>
      )}
      <div className="list-of-changes" role="group" aria-label="Differences by sheet" onKeyDown={walkLines}>
        {problem !== null && (
          <p className="nothing" role="alert">
            The moments cannot be compared. {reasonOf(problem)}
          </p>
        )}
        {lines === null && problem === null && (
          <p className="nothing q" aria-busy="true">
            Reading both moments
          </p>
        )}
        {lines !== null && all === 0 && (
          <p className="nothing">Both moments hold the same, and look the same.</p>
        )}
        {more && (
          <p className="nothing" data-testid="compare-more">
            There are more differences than can be shown one by one. The first 5,000 stand here and in the
            grid; the counts are of all.
          </p>
        )}
        {lines !== null && all > 0 && <SidesHead left={before} right={after} />}
        {bySheet(lines ?? []).map(([sheet, own]) => (
          <SheetLines key={sheet} sheet={sheet} lines={own} current={current} textsOf={textsOf} onGo={onGo} />
        ))}
      </div>
    </aside>
  );
}

interface SheetLinesProps extends Pick<ComparePanelProps, 'current' | 'textsOf' | 'onGo'> {
  readonly sheet: string;
  readonly lines: readonly Line[];
}

function SheetLines({ sheet, lines, current, textsOf, onGo }: SheetLinesProps) {
  const [shown, setShown] = useState(PAGE);
  const at = current === null ? -1 : lines.findIndex((line) => line.key === current);
  const until = Math.max(shown, at + 1);
  return (
    <section aria-label={sheet} data-testid="compare-sheet">
      <div className="day">
        <div className="cap">
          <b className="cut">{sheet}</b>
          <span className="q">{titleWords(lines.length)}</span>
        </div>
      </div>
      {lines.slice(0, until).map((line, index) => (
        <DiffLine
          key={line.key}
          line={line}
          texts={textsOf(line)}
          current={line.key === current}
          reached={current === null ? index === 0 : line.key === current}
          onGo={onGo}
        />
      ))}
      {lines.length > until && (
        <button type="button" className="link more-lines sm" onClick={() => setShown(until + PAGE)}>
          Show {Math.min(PAGE, lines.length - until)} more of {(lines.length - until).toLocaleString('en-US')}
        </button>
      )}
    </section>
  );
}

interface DiffLineProps {
  readonly line: Line;
  readonly texts: LineTexts;
  readonly current: boolean;
  readonly reached: boolean;
  readonly onGo: (line: Line) => void;
}

function DiffLine({ line, texts, current, reached, onGo }: DiffLineProps) {
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) own.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const about = [line.words, texts.about].filter(Boolean).join(', ');
  return (
    <button
      ref={own}
      type="button"
      className="diff"
      aria-current={current}
      tabIndex={reached ? 0 : -1}
      onClick={() => onGo(line)}
      data-testid="difference"
      data-cell={line.cell ?? undefined}
      data-sign={line.sign}
    >
      <b className={`mark ${line.sign}`} aria-hidden="true">
        {SIGNS[line.sign]}
      </b>
      <span className="num medium">{line.cell ?? ''}</span>
      <span style={{ minWidth: 0 }}>
        <span className="vh">{SIGN_WORDS[line.sign]}, </span>
        {about !== '' && <span className="sm m about">{about}</span>}
        {(texts.old !== null || texts.now !== null) && <Sides left={texts.old} right={texts.now} />}
      </span>
    </button>
  );
}
