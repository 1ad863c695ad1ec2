import '../../../styles/custody.css';
import { Palette, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { tintLayer } from '../../../grid/draw/tints';
import type { Tint } from '../../../grid/draw/tints';
import type { GridHandle, HoverTarget } from '../../../grid/handle';
import { cellName } from '../../../lib/a1';
import type { WorkbookView } from '../../../model/view';
import { Problem } from '../../../net/problem';
import type { Writing } from '../../../net/writers';
import { reasonOf } from '../../../panels/history/folded';
import { AGES, ageOf, coloursFor, writerWords } from '../../../panels/history/writers';
import type { ColourBy } from '../../../panels/history/writers';
import { Avatar } from '../../../ui/Avatar';
import { Button } from '../../../ui/Button';
import { Segmented } from '../../../ui/Segmented';
import { exactly } from '../../../ui/time';
import { initials } from '../../../ui/words';
import { useSelection } from '../selectionStore';
import type { SelectionStore } from '../selectionStore';
import { useLinger } from '../useLinger';
import { usePulse } from '../useView';
import { WrittenSheet } from './writtenSheet';

export interface ColourBarProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly selection: SelectionStore;
  readonly by: ColourBy;
  readonly me: string | null;
  /** Takes the ear for cells under the resting pointer. */
  readonly listen: (ear: ((target: HoverTarget | null) => void) | null) => void;
  readonly onBy: (by: ColourBy) => void;
  readonly onStory: () => void;
  readonly onClose: () => void;
}

interface Tip {
  readonly target: HoverTarget;
  readonly writing: Writing;
}

/** Colours cells by who wrote them or by how long ago, and says what the colours mean. */
export function ColourBar(props: ColourBarProps) {
  const { view, grid, selection, by, me, listen, onBy, onStory, onClose } = props;
  const [known, setKnown] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  const pulse = usePulse(view, true);
  const { stay, linger, hold, forget } = useLinger(useCallback(() => setTip(null), []));
  const [sheet] = useState(
    () =>
      new WrittenSheet(
        view,
        () => {
          setProblem(null);
          setKnown((n) => n + 1);
        },
        (cause) => setProblem(cause instanceof Problem ? cause : Problem.offline(cause)),
      ),
  );

  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      sheet.stale();
      setKnown((n) => n + 1);
    }
    first.current = false;
  }, [sheet, pulse]);

  // `known` stands for what is in the sheet's cells now.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const authors = useMemo(() => sheet.cells.authors(), [sheet, known]);
  const colours = useMemo(() => {
    const present = new Map(view.people.map(({ person }) => [person.id, person.color]));
    return coloursFor(
      authors.map(({ author }) => author.id),
      me,
      present,
    );
  }, [view, authors, me]);

  useEffect(() => {
    const now = new Date();
    const tintOf = (row: number, col: number): Tint | null => {
      const writing = sheet.cells.at(row, col);
      if (writing === null) return null;
      if (by === 'age') return { kind: 'age', step: ageOf(new Date(writing.at), now) };
      const { id, name } = writing.author;
      return { kind: 'author', color: colours.get(id) ?? 1, initials: initials(name) };
    };
    grid.showLayer(tintLayer(tintOf, (id, area) => sheet.seen(id, area)));
  }, [grid, sheet, by, colours, known]);
  useEffect(
    () => () => {
      grid.showLayer(null);
      sheet.close();
    },
    [grid, sheet],
  );

  const writingAt = useCallback(
    (row: number, col: number): Writing | null => {
      const on = view.sheet(grid.sheet);
      return on === undefined ? null : sheet.cells.at(on.rows.id(row), on.cols.id(col));
    },
    [view, grid, sheet],
  );
  useEffect(() => {
    listen((target) => {
      const writing = target === null ? null : writingAt(target.cell.row, target.cell.col);
      if (target === null || writing === null || grid.editor.state !== null) {
        linger();
        return;
      }
      stay();
      setTip({ target, writing });
    });
    return () => listen(null);
  }, [listen, grid, writingAt, stay, linger]);

  const chosen = useSelection(selection);
  useEffect(() => {
    forget();
    queueMicrotask(() => setTip(null));
  }, [chosen, forget]);
  const active = chosen?.active ?? null;
  const here = active === null ? null : writingAt(active.row, active.col);
  const host = document.querySelector('.gridhost');
  return (
    <div className="banner colours" role="region" aria-label="Colours of the cells" data-testid="colour-bar">
      <Palette className="q wide-only" aria-hidden="true" />
      <Segmented
        label="Colour by"
        value={by}
        options={[
          { value: 'author', text: 'By author' },
          { value: 'age', text: 'By age' },
        ]}
        onChange={onBy}
      />
      <ul className="legend grow" aria-label="What the colours mean" data-testid="colour-legend">
        {by === 'age'
          ? AGES.map((words, step) => (
              <li key={words} data-step={step}>
                <i className="age" aria-hidden="true" />
                {words}
              </li>
            ))
          : authors.map(({ author }) => (
              <li key={author.id} data-author={author.name}>
                <Avatar
                  person={{ ...author, kind: 'person', color: colours.get(author.id) ?? 1 }}
                  me={author.id === me}
                  size="s"
                />
                <span className="cut">{author.id === me ? `${author.name} (you)` : author.name}</span>
              </li>
            ))}
        {problem !== null && <li role="alert">Who wrote the cells cannot be read. {reasonOf(problem)}</li>}
        {problem === null && by === 'author' && known > 0 && authors.length === 0 && (
          <li className="q">Nobody has written anything here.</li>
        )}
      </ul>
      <span className="sm m cut wide-only writer" aria-live="polite" data-testid="colour-cell">
        {active !== null &&
          (here === null
            ? `${cellName(active.row, active.col)}: nobody wrote it`
            : `${cellName(active.row, active.col)}: ${writerWords(here, me, new Date())}`)}
      </span>
      <Button
        look="quiet"
        size="small"
        icon
        aria-label="Colours off"
        tip="Colours off"
        onClick={onClose}
        data-testid="colour-close"
      >
        <X />
      </Button>
      {tip !== null &&
        host !== null &&
        createPortal(
          <WriterTip
            tip={tip}
            me={me}
            onHold={hold}
            onStory={() => {
              const { row, col } = tip.target.cell;
              forget();
              setTip(null);
              grid.select({ top: row, left: col, bottom: row, right: col });
              onStory();
            }}
          />,
          host,
        )}
    </div>
  );
}

interface WriterTipProps {
  readonly tip: Tip;
  readonly me: string | null;
  readonly onHold: (held: boolean) => void;
  readonly onStory: () => void;
}

const TIP_HEIGHT = 30;

/** Who wrote the cell under the pointer; above it, since cards about it open below. */
function WriterTip({ tip, me, onHold, onStory }: WriterTipProps) {
  const { rect } = tip.target;
  const above = rect.y - TIP_HEIGHT - 3;
  const y = above > 0 ? above : rect.y + rect.height + 3;
  return (
    <button
      type="button"
      className="writer-tip"
      style={{ left: Math.max(4, rect.x), top: y, height: TIP_HEIGHT }}
      tabIndex={-1}
      data-testid="writer-tip"
      title={exactly(new Date(tip.writing.at))}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onClick={onStory}
    >
      <Avatar person={tip.writing.author} me={tip.writing.author.id === me} size="s" />
      {writerWords(tip.writing, me, new Date())}
      <span className="link">Story</span>
    </button>
  );
}
