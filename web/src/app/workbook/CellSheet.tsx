import { cellName } from '../../lib/a1';
import type { SheetView, WorkbookView } from '../../model/view';
import { headingsOf } from './headings';
import { useSelection } from './selectionStore';
import type { SelectionStore } from './selectionStore';
import { useNews } from './useView';

interface CellSheetProps {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly onStory: () => void;
}

/** On a phone: the selected cell with its headings, value, formula and story below the grid. */
export function CellSheet({ view, sheet, selection, onStory }: CellSheetProps) {
  useNews(view, 'cells');
  const selected = useSelection(selection);
  if (selected === null) return null;
  const { row, col } = selected.active;
  const cell = sheet.cell(row, col);
  const headings = headingsOf(sheet, row, col);
  return (
    <div className="cellsheet" data-testid="cell-sheet">
      <div className="row" style={{ alignItems: 'baseline' }}>
        <b className="num">{cellName(row, col)}</b>
        <span className="q sm cut">{headings}</span>
        <b className="num end value cut">{cell.text}</b>
      </div>
      {cell.formula !== undefined && (
        <p className="fml m" style={{ margin: '3px 0 0', fontSize: 12.5 }}>
          {cell.formula}
        </p>
      )}
      <div className="row sm q" style={{ marginTop: 8 }}>
        <span className="cut">{sheet.name}</span>
        <button type="button" className="link end" onClick={onStory}>
          Story
        </button>
      </div>
    </div>
  );
}
