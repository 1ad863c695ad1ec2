import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { COMMAND_IDS, command } from '../../grid/commands';
import type { GridHandle } from '../../grid/handle';
import type { WorkbookView } from '../../model/view';
import { folded } from '../catalogue/cards';
import type { Act } from './acts';
import { placeOf } from './address';
import { goTo } from './deskActs';
import { shownKeys } from './keys';

interface PaletteProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly acts: readonly Act[];
  readonly onClose: () => void;
}

/** Commands that need a colour, a font or a size are in the toolbar; moving is for the keys. */
const NEEDS_MORE = new Set([
  'format.font',
  'format.size',
  'format.color',
  'format.fill',
  'format.number',
  'format.borders',
  'edit.pasteSpecial',
  'rows.resize',
  'cols.resize',
]);
const MOST = 60;

function commandActs(grid: GridHandle): readonly Act[] {
  return COMMAND_IDS.filter((id) => {
    const { group } = command(id);
    return group !== 'move' && !NEEDS_MORE.has(id) && (group !== 'select' || id === 'select.all');
  }).map((id) => {
    const state = grid.commandState(id);
    return {
      id,
      text: command(id).label,
      keys: command(id).keys,
      off: state.enabled ? null : (state.reason ?? 'Not possible here.'),
      run: () => grid.run(id),
    };
  });
}

function found(acts: readonly Act[], query: string): readonly Act[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const score = (act: Act): number => {
    const text = folded(`${act.text} ${act.hint ?? ''}`);
    if (!words.every((word) => text.includes(word))) return -1;
    return words.length > 0 && text.startsWith(words[0] ?? '') ? 1 : 0;
  };
  return acts
    .map((act) => ({ act, rank: score(act) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST)
    .map(({ act }) => act);
}

/** Every action by its name, every sheet, and any address. */
export function Palette({ view, grid, acts, onClose }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);

  const all = useMemo((): readonly Act[] => {
    const sheets = view.sheets.map((sheet): Act => ({
      id: `sheet ${sheet.id}`,
      text: sheet.name,
      hint: 'Go to the sheet',
      run: () => grid.setSheet(sheet.id),
    }));
    return [...acts, ...sheets, ...commandActs(grid)];
  }, [view, grid, acts]);

  const shown = useMemo((): readonly Act[] => {
    const here = view.sheet(grid.sheet);
    const place = here === undefined || query.trim() === '' ? null : placeOf(query, view, here);
    const go: readonly Act[] =
      place === null
        ? []
        : [
            {
              id: 'go',
              text: `Go to ${query.trim().toUpperCase()}`,
              hint: place.sheet.name,
              run: () => goTo(grid, place),
            },
          ];
    return [...go, ...found(all, query)];
  }, [all, query, view, grid]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, shown]);

  const run = (act: Act | undefined): void => {
    if (act === undefined || (act.off ?? null) !== null) return;
    onClose();
    act.run();
  };
  const key = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((at + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(shown[at]);
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" style={{ opacity: 0.35 }} />
        <Dialog.Popup className="palette" aria-label="Run an action" finalFocus={false} data-testid="palette">
          <label className="field">
            <Search aria-hidden="true" />
            <input
              value={query}
              placeholder="Action, sheet or address"
              role="combobox"
              aria-expanded="true"
              aria-controls="palette-list"
              aria-activedescendant={shown[at] === undefined ? undefined : `act-${at}`}
              data-testid="palette-field"
              onChange={(event) => {
                setQuery(event.target.value);
                setAt(0);
              }}
              onKeyDown={key}
            />
          </label>
          <ul role="listbox" id="palette-list" aria-label="Actions" ref={list}>
            {shown.map((act, index) => (
              <li
                key={act.id}
                id={`act-${index}`}
                role="option"
                aria-selected={index === at}
                aria-disabled={(act.off ?? null) !== null}
                className="menu-item"
                {...((act.off ?? null) === null ? {} : { 'data-disabled': '' })}
                data-tip={act.off ?? undefined}
                onPointerMove={() => setAt(index)}
                onClick={() => run(act)}
              >
                <span className="cut">{act.text}</span>
                {act.hint !== undefined && <span className="q sm">{act.hint}</span>}
                {act.keys?.[0] !== undefined && <span className="sc">{shownKeys(act.keys[0])}</span>}
              </li>
            ))}
            {shown.length === 0 && <li className="menu-item q">No action has that name.</li>}
          </ul>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
