import { ChevronDown, ChevronUp, Lock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { GridHandle } from '../../grid/handle';
import type { SheetView, WorkbookView } from '../../model/view';
import { Menu } from '../../ui/Menu';
import { say } from '../../ui/toast';
import { placeOf, selectionName } from './address';
import { openFunctions } from './deskActs';
import { keysOf } from './keys';
import { useSelection } from './selectionStore';
import type { SelectionStore } from './selectionStore';
import { useNews } from './useView';

interface FormulaBarProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly locked: boolean;
}

const JUMPS = [
  ['move.sheetStart', 'Start of the sheet'],
  ['move.sheetEnd', 'Last cell in use'],
  ['select.all', 'Select all'],
  ['select.rows', 'Select rows'],
  ['select.columns', 'Select columns'],
] as const;

/** Where one is, and what stands there: the name box and the text that cell and bar share. */
export function FormulaBar({ view, grid, sheet, selection, locked }: FormulaBarProps) {
  const [unfolded, setUnfolded] = useState(false);
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => (host.current === null ? undefined : grid.editor.attach(host.current)), [grid]);

  const Fold = unfolded ? ChevronUp : ChevronDown;
  return (
    <div
      className={`fbar wide-only${unfolded ? ' unfolded' : ''}${locked ? ' locked' : ''}`}
      data-testid="formula-bar"
    >
      <div className="nb">
        <NameBox view={view} grid={grid} sheet={sheet} selection={selection} locked={locked} />
        <Menu
          onClosed={() => grid.focus()}
          align="end"
          trigger={
            <button type="button" aria-label="Places" data-tip="Places">
              <ChevronDown className="s" />
            </button>
          }
          entries={JUMPS.map(([id, text]) => {
            const keys = keysOf(id);
            return { id, text, run: () => grid.run(id), ...(keys === null ? {} : { keys }) };
          })}
        />
      </div>
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

interface NameBoxProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly locked: boolean;
}

function NameBox({ view, grid, sheet, selection, locked }: NameBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const selected = useSelection(selection);
  // Merged cells count as one, and are known only when the sheet has arrived.
  useNews(view, 'sheets', 'cells');
  const shown = selected === null ? '' : selectionName(selected.areas, selected.active, sheet);

  const go = (): void => {
    const place = placeOf(typed ?? shown, view, sheet);
    if (place === null) {
      say(
        `“${(typed ?? '').trim()}” is no place in this workbook. Type an address such as D11 or Plan!A1:C9.`,
        { kind: 'problem' },
      );
      return;
    }
    setTyped(null);
    if (place.sheet.id !== grid.sheet) grid.setSheet(place.sheet.id);
    grid.select(place.area);
    grid.focus();
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      go();
    } else if (event.key === 'Escape') {
      setTyped(null);
      grid.focus();
    }
  };
  return (
    <>
      <input
        value={typed ?? shown}
        aria-label="Address of the selection"
        spellCheck={false}
        data-testid="name-box"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={key}
      />
      {locked && <Lock className="s q" aria-label="Read only" />}
    </>
  );
}
