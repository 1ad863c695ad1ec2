import { useEffect, useState } from 'react';
import { plainText } from '../../grid/formula/references';
import { hands } from '../../grid/later';
import { cellName } from '../../lib/a1';
import type { SheetView, WorkbookView } from '../../model/view';
import { getCellStory } from '../../net/api';
import type { StoryStep } from '../../net/api';
import { Avatar } from '../../ui/Avatar';
import { inSentence } from '../../ui/time';
import { headingsOf } from './headings';
import { useSelection } from './selectionStore';
import type { SelectionStore } from './selectionStore';
import { useNews, usePulse } from './useView';

/** How long a cell stays selected before it is asked who wrote it, milliseconds. */
const REST = 250;

interface CellSheetProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly me: string | null;
  readonly past: boolean;
  readonly onStory: () => void;
}

/** On a phone: the selected cell with its headings, value, formula and last author below the grid. */
export function CellSheet({ view, sheet, selection, me, past, onStory }: CellSheetProps) {
  useNews(view, 'cells');
  const selected = useSelection(selection);
  if (selected === null) return null;
  const { row, col } = selected.active;
  const cell = sheet.cell(row, col);
  const name = cellName(row, col);
  return (
    <div className="cellsheet" data-testid="cell-sheet">
      <div className="row" style={{ alignItems: 'baseline' }}>
        <b className="num">{name}</b>
        <span className="q sm cut">{headingsOf(sheet, row, col)}</span>
        <b className="num end value cut">{cell.text}</b>
      </div>
      {cell.formula !== undefined && <Formula text={cell.formula} />}
      <div className="row sm q by">
        {past ? (
          <span className="cut">{sheet.name}</span>
        ) : (
          <LastAuthor key={`${sheet.id} ${name}`} view={view} sheet={sheet} cell={name} me={me} />
        )}
        <button type="button" className="link end" onClick={onStory}>
          Story
        </button>
      </div>
    </div>
  );
}

/** Coloured as it is where it is written. */
function Formula({ text }: { readonly text: string }) {
  const { spans } = (hands.now?.readFormula ?? plainText)(text);
  return (
    <p className="fml m">
      {spans.map(({ start, end, kind, ref }) => (
        <span key={start} className={ref === undefined ? `dl-${kind}` : `dl-ref-${ref}`}>
          {text.slice(start, end)}
        </span>
      ))}
    </p>
  );
}

interface LastAuthorProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly cell: string;
  readonly me: string | null;
}

/** Who wrote the cell last, and when. */
function LastAuthor({ view, sheet, cell, me }: LastAuthorProps) {
  const [last, setLast] = useState<StoryStep | null>(null);
  const pulse = usePulse(view, true);
  const { id } = view;
  const { name } = sheet;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // Without an answer nothing is said of it: the story asks again.
      getCellStory(id, name, cell, stop.signal).then(
        ({ story }) => setLast(story[0] ?? null),
        () => undefined,
      );
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, name, cell, pulse]);
  if (last === null) return <span className="cut">{name}</span>;
  const who = last.author.id === me ? 'You' : last.author.name;
  const did = last.via === 'import' ? 'imported it' : 'changed it';
  return (
    <>
      <Avatar person={last.author} me={last.author.id === me} size="s" />
      <span className="cut" data-testid="cell-author">
        {who} {did} {inSentence(new Date(last.at), new Date())}
      </span>
    </>
  );
}
