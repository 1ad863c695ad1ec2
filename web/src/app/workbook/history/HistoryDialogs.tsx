import type { GridHandle } from '../../../grid/handle';
import type { WorkbookView } from '../../../model/view';
import { KeepDialog } from '../../../panels/history/KeepDialog';
import { NameDialog } from '../../../panels/history/NameDialog';
import { ProofDialog } from '../../../panels/history/ProofDialog';
import { RestoreDialog } from '../../../panels/history/RestoreDialog';
import { VerifyDialog } from '../../../panels/history/VerifyDialog';
import type { Asked } from '../../../panels/history/wishes';
import { cellsPart, sheetPart } from './part';
import { offerUndo } from './takingBack';

interface HistoryDialogsProps {
  readonly view: WorkbookView;
  readonly shown: WorkbookView;
  readonly grid: GridHandle;
  readonly asked: Asked;
  /** A moment has got a name or another one, or older history is folded: it is read again. */
  readonly onNamed: () => void;
  /** Shows now again, after something was brought back. */
  readonly onNow: () => void;
  readonly onClose: () => void;
}

/** The dialogs of the history. */
export function HistoryDialogs({ view, shown, grid, asked, onNamed, onNow, onClose }: HistoryDialogsProps) {
  switch (asked.kind) {
    case 'restore': {
      const area = grid.selectionAreas.at(-1);
      return (
        <RestoreDialog
          workbook={view.id}
          point={asked.point}
          sheet={sheetPart(view, grid.sheet)}
          cells={area === undefined ? null : cellsPart(shown, view, grid.sheet, area)}
          cellsFirst={asked.cells}
          undoOf={(seq) => offerUndo(view.id, seq)}
          onClose={onClose}
          onDone={onNow}
        />
      );
    }
    case 'name':
      return (
        <NameDialog
          workbook={view.id}
          point={asked.point}
          version={asked.version}
          onDone={onNamed}
          onClose={onClose}
        />
      );
    case 'proof':
      return <ProofDialog workbook={view.id} proven={asked.proven} title={asked.title} onClose={onClose} />;
    case 'keep':
      return <KeepDialog workbook={view.id} onFolded={onNamed} onClose={onClose} />;
    case 'verify':
      return <VerifyDialog workbook={view.id} onClose={onClose} />;
  }
}
