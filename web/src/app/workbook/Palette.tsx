import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { COMMAND_IDS, command } from '../../grid/commands';
import type { CommandArgument, CommandId } from '../../grid/commands';
import type { GridHandle } from '../../grid/handle';
import { QUICK_RULES } from '../../model/rule-presets';
import type { WorkbookView } from '../../model/view';
import { folded } from '../catalogue/cards';
import type { Act } from './acts';
import { placeOf } from './address';
import { goTo } from './deskActs';
import { shownKeys } from './keys';
import { NUMBER_FORMATS } from './numberFormats';
import { BORDERS, FONTS, SIZES } from './toolItems';

interface PaletteProps {
  readonly view: WorkbookView;
  readonly grid: GridHandle;
  readonly acts: readonly Act[];
  readonly onClose: () => void;
}

/** Commands that need something more are listed with each of their choices, or have a dialog. */
const NEEDS_MORE: ReadonlySet<CommandId> = new Set<CommandId>([
  'format.font',
  'format.size',
  'format.color',
  'format.fill',
  'format.number',
  'format.borders',
  'edit.pasteSpecial',
  'rows.resize',
  'cols.resize',
  'rules.quick',
]);
const MOST = 60;

/** Moving and selecting last: their keys are nearer. */
function rank(id: CommandId): number {
  const { group } = command(id);
  return group === 'move' ? 2 : group === 'select' ? 1 : 0;
}

function commandActs(grid: GridHandle): readonly Act[] {
  const actOf = (id: CommandId, text: string | null = null, argument: CommandArgument = null): Act => {
    const state = grid.commandState(id);
    const { label } = command(id);
    return {
      id: argument === null ? id : `${id} ${argument}`,
      text: text ?? state.label,
      // It is found by its usual name as well.
      ...(text === null && state.label !== label ? { hint: label } : {}),
      keys: argument === null ? command(id).keys : undefined,
      off: state.enabled ? null : (state.reason ?? 'Not possible here.'),
      run: () => grid.run(id, argument),
    };
  };
  return [
    ...COMMAND_IDS.filter((id) => !NEEDS_MORE.has(id))
      .sort((a, b) => rank(a) - rank(b))
      .map((id) => actOf(id)),
    ...BORDERS.map(([kind, text]) => actOf('format.borders', `Borders: ${text}`, kind)),
    ...NUMBER_FORMATS.map(({ text, code }) => actOf('format.number', `Number format: ${text}`, code)),
    ...QUICK_RULES.map(({ id, name }) => actOf('rules.quick', `Conditional format: ${name}`, id)),
    ...FONTS.map((font) => actOf('format.font', `Font: ${font}`, font)),
    ...SIZES.map((size) => actOf('format.size', `Font size: ${size}`, size)),
  ];
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
