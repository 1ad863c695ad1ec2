import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { GridHandle } from '../../grid/handle';
import type { SheetView, WorkbookView } from '../../model/view';
import { openFunctions } from './deskActs';
import { NameBox } from './NameBox';
import type { SelectionStore } from './selectionStore';

interface FormulaBarProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly locked: boolean;
  /** Opens the list of defined names. */
  readonly onNames: () => void;
}

/** Where one is, and what stands there: the name box and the text that cell and bar share. */
export function FormulaBar({ view, grid, sheet, selection, locked, onNames }: FormulaBarProps) {
  const [unfolded, setUnfolded] = useState(false);
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => (host.current === null ? undefined : grid.editor.attach(host.current)), [grid]);

  const Fold = unfolded ? ChevronUp : ChevronDown;
  return (
    <div
      className={`fbar wide-only${unfolded ? ' unfolded' : ''}${locked ? ' locked' : ''}`}
      data-testid="formula-bar"
    >
      <NameBox
        view={view}
        grid={grid}
        sheet={sheet}
        selection={selection}
        locked={locked}
        onNames={onNames}
      />
      <button
        type="button"
        className="fx"
        aria-label="All functions, fx"
        data-tip="All functions"
        // What is being edited keeps the keyboard.
        onMouseDown={(event) => event.preventDefault()}
        onClick={openFunctions}
      >
        fx
      </button>
      <div className="edit" ref={host} data-testid="formula" />
      <button
        type="button"
        className="unfold"
        aria-label={unfolded ? 'Fold the formula bar' : 'Unfold the formula bar'}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <Fold className="s" />
      </button>
    </div>
  );
}
