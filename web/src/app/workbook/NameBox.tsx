import { ChevronDown, Lock } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { GridHandle } from '../../grid/handle';
import { isPossibleName } from '../../model/names';
import type { SheetView, WorkbookView } from '../../model/view';
import { Menu } from '../../ui/Menu';
import type { MenuEntry } from '../../ui/menuEntries';
import { say } from '../../ui/toast';
import { areaName, nameOf, placeOf, selectionName, sizeName } from './address';
import { backToGrid, goTo, selectedAddress } from './deskActs';
import { keysOf, shownKeys } from './keys';
import { useSelection } from './selectionStore';
import type { SelectionStore } from './selectionStore';
import { useLateCells, useNews } from './useView';

interface NameBoxProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly sheet: SheetView;
  readonly selection: SelectionStore;
  readonly locked: boolean;
  readonly onNames: () => void;
}

const JUMPS = [
  ['move.sheetStart', 'Start of the sheet'],
  ['move.sheetEnd', 'Last cell in use'],
  ['select.all', 'Select all'],
  ['select.rows', 'Select rows'],
  ['select.columns', 'Select columns'],
] as const;
/** Names beyond these are in the list of all. */
const MOST_NAMES = 40;

/** Where one is; what is typed here goes there, or becomes the selection's name. */
export function NameBox({ view, grid, sheet, selection, locked, onNames }: NameBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const selected = useSelection(selection);
  // Merged cells count as one, and are known only when the sheet has arrived.
  useNews(view, 'sheets');
  useLateCells(view);
  const area = selected?.areas.at(-1);
  const single = selected?.areas.length === 1 && area !== undefined ? area : null;
  const many = single !== null && (single.top < single.bottom || single.left < single.right);
  const shown =
    selected === null
      ? ''
      : selected.dragged && many
        ? sizeName(single)
        : ((single === null ? null : nameOf(single, sheet, view)) ??
          selectionName(selected.areas, selected.active, sheet));

  /** A word that means nothing yet becomes the name of what is selected. */
  const define = (name: string): string | null => {
    if (single === null) return 'Select one range to give it a name.';
    const refersTo = selectedAddress(view, grid);
    const problem = view.commands.defineName({ id: null, name, scope: null, refersTo, sheet: sheet.id });
    if (problem === null) say(`${name} is now the name of ${areaName(single, sheet)}.`, { kind: 'done' });
    return problem;
  };

  const go = (): void => {
    const text = (typed ?? shown).trim();
    const place = placeOf(text, view, sheet);
    if (place !== null) goTo(grid, place);
    else {
      const problem =
        !locked && isPossibleName(text)
          ? define(text)
          : `“${text}” is no place in this workbook. Type an address such as D11 or Plan!A1:C9, or a name.`;
      if (problem !== null) {
        say(problem, { kind: 'problem' });
        return;
      }
    }
    setTyped(null);
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

  const places = (): readonly MenuEntry[] => {
    const names = view.names.filter(({ target }) => target !== null).slice(0, MOST_NAMES);
    return [
      ...names.map(({ id, name, refersTo }): MenuEntry => ({
        id: `name-${id}`,
        text: name,
        keys: refersTo.slice(1).replaceAll('$', ''),
        run: () => {
          const place = placeOf(name, view, sheet);
          if (place !== null) goTo(grid, place);
        },
      })),
      ...(names.length > 0 ? (['line'] as const) : []),
      ...JUMPS.map(([id, text]): MenuEntry => {
        const keys = keysOf(id);
        return { id, text, run: () => grid.run(id), ...(keys === null ? {} : { keys }) };
      }),
      'line',
      { id: 'names', text: 'All names…', keys: shownKeys('Mod+F3'), run: onNames },
    ];
  };

  return (
    <div className="nb">
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
      <Menu
        onClosed={() => backToGrid(grid)}
        align="end"
        trigger={
          <button
            type="button"
            aria-label="Places and names"
            data-tip="Places and names"
            data-testid="places"
          >
            <ChevronDown className="s" />
          </button>
        }
        entries={places()}
      />
    </div>
  );
}
