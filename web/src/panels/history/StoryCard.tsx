import '../../styles/history.css';
import { FileSpreadsheet } from 'lucide-react';
import { useEffect, useState } from 'react';
import { getCellStory } from '../../net/api';
import type { StoryStep } from '../../net/api';
import type { Folded } from '../../net/keeping';
import { Problem } from '../../net/problem';
import { Avatar } from '../../ui/Avatar';
import { CellPopover, CellPopoverClose, CellPopoverTitle } from '../../ui/CellPopover';
import { exactly, shortMoment, span } from '../../ui/time';
import { count, valueText } from '../../ui/words';
import { endWords } from './folded';

interface StoryCardProps {
  readonly workbook: string;
  readonly sheet: string;
  /** `D10` */
  readonly cell: string;
  /** The file the workbook came from. */
  readonly origin: string | null;
  readonly me: string | null;
  /** Grows when something may have been changed. */
  readonly news: number;
  /** Where the cell stands on the screen. */
  readonly anchor: () => DOMRect;
  readonly onShow: (seq: number) => void;
  /** Tells which changes moved its value. */
  readonly onWhy: () => void;
  readonly onProve: () => void;
  readonly onClose: () => void;
}

function lengthWords(story: readonly StoryStep[]): string {
  const first = story.at(-1);
  const last = story[0];
  if (first === undefined || last === undefined) return '';
  const values = count(story.length, 'value');
  return story.length === 1 ? values : `${values} in ${span(new Date(first.at), new Date(last.at))}`;
}

/** What stood in a cell, newest first, the imported file last. Beside the cell, never on it. */
export function StoryCard(props: StoryCardProps) {
  const { workbook, sheet, cell, origin, me, news, anchor, onShow, onWhy, onProve, onClose } = props;
  const [story, setStory] = useState<readonly StoryStep[] | null>(null);
  const [folded, setFolded] = useState<Folded | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    getCellStory(workbook, sheet, cell, stop.signal)
      .then((answer) => {
        setStory(answer.story);
        setFolded(answer.folded ?? null);
        setProblem(null);
      })
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
      });
    return () => stop.abort();
  }, [workbook, sheet, cell, news]);

  return (
    <CellPopover anchor={anchor} focus="card" testId="story" onClose={onClose}>
      <div className="row" style={{ marginBottom: 6 }}>
        <CellPopoverTitle>Story of {cell}</CellPopoverTitle>
        <span className="q">{story !== null && lengthWords(story)}</span>
        <CellPopoverClose label="Close the story" />
      </div>
      {problem !== null && <p className="m">The story could not be read. {problem.detail}</p>}
      {story === null && problem === null && <p className="q">Reading the story</p>}
      {story?.length === 0 && folded === null && <p className="m">Nothing was ever typed into this cell.</p>}
      <ul className="story">
        {story?.map((step) => (
          <Step key={step.seq} step={step} origin={origin} me={me} onShow={onShow} />
        ))}
      </ul>
      {folded !== null && (
        <p className="sm q" data-testid="story-folded">
          {endWords(folded, new Date())}
        </p>
      )}
      {story !== null && (
        <p className="sm prove row">
          <button type="button" className="link" onClick={onWhy} data-testid="story-why">
            Why did this change?
          </button>
          {story.length > 0 && (
            <button type="button" className="link end" onClick={onProve} data-testid="story-proof">
              Export a proof…
            </button>
          )}
        </p>
      )}
    </CellPopover>
  );
}

interface StepProps {
  readonly step: StoryStep;
  readonly origin: string | null;
  readonly me: string | null;
  readonly onShow: (seq: number) => void;
}

function Step({ step, origin, me, onShow }: StepProps) {
  const at = new Date(step.at);
  const text = valueText(step.new);
  const imported = step.via === 'import';
  return (
    <li data-testid="story-step">
      <span className={`v${text === null ? ' q' : ''}`} title={text ?? undefined}>
        {text ?? 'empty'}
      </span>
      {imported ? (
        <FileSpreadsheet className="s q" aria-hidden="true" />
      ) : (
        <Avatar person={step.author} me={step.author.id === me} size="s" />
      )}
      <span className="cut">
        <button
          type="button"
          className="link"
          style={{ textDecoration: 'none' }}
          onClick={() => onShow(step.seq)}
          data-tip="Show this change in the history"
        >
          {imported ? (origin ?? 'The imported file') : step.author.name}
        </button>{' '}
        <time className="q" dateTime={step.at} data-tip={exactly(at)}>
          {shortMoment(at, new Date())}
        </time>
      </span>
    </li>
  );
}
