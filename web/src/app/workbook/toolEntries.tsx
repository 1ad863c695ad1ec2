/** Tools as entries of menus: those of the toolbar's own menus, and of "…" for what did not fit. */
import { ArrowDownAZ, ArrowDownZA, ArrowUpDown, Funnel, FunnelPlus, RefreshCw } from 'lucide-react';
import { command } from '../../grid/commands';
import type { CommandArgument, CommandId } from '../../grid/commands';
import type { GridHandle } from '../../grid/handle';
import type { IconType, MenuEntry } from '../../ui/menuEntries';
import { keyWords } from '../../ui/words';
import { openFunctions } from './deskActs';
import { keysOf, shownKeys } from './keys';
import { NUMBER_FORMATS } from './numberFormats';
import type { Aggregate } from './sums';
import { LateSwatches } from './LateSwatches';
import { ALIGNMENTS, BORDERS, FONTS, PLAIN_SIZE, SIZES } from './toolItems';
import type { ToolItem } from './toolItems';

/** Everything that draws a tool needs to know. */
export interface ToolDesk {
  readonly grid: GridHandle;
  readonly run: (id: CommandId, argument?: CommandArgument) => void;
  readonly back: () => void;
  readonly onSum: (what: Aggregate) => void;
  /** Asks for a number format by its code. */
  readonly onFormat: () => void;
}

const AGGREGATES: readonly (readonly [Aggregate, string])[] = [
  ['SUM', 'Sum'],
  ['AVERAGE', 'Average'],
  ['COUNT', 'Count numbers'],
  ['MIN', 'Smallest'],
  ['MAX', 'Largest'],
];

/** A command of the table as an entry. */
export function entryOf(
  id: CommandId,
  desk: ToolDesk,
  icon?: IconType,
  argument?: CommandArgument,
): MenuEntry {
  const state = desk.grid.commandState(id);
  const keys = keysOf(id);
  return {
    id,
    text: state.label,
    off: !state.enabled,
    run: () => desk.run(id, argument),
    ...(icon === undefined ? {} : { icon }),
    ...(keys === null ? {} : { keys }),
    ...(state.reason === undefined ? {} : { tip: state.reason }),
    ...(state.on === undefined ? {} : { checked: state.on }),
  };
}

/** A tool that did not fit, as entries of the "…" menu. */
export function menuOf(item: ToolItem, desk: ToolDesk): readonly MenuEntry[] {
  switch (item.kind) {
    case 'button':
      return [entryOf(item.command, desk, item.icon, item.argument)];
    case 'align':
      return alignEntries(desk);
    case 'freeze':
      return freezeEntries(desk);
    case 'sum':
      return sumEntries(desk);
    case 'sort':
      return sortEntries(desk);
    case 'borders':
      return [{ id: 'borders-caption', caption: 'Borders' }, ...borderEntries(desk)];
    case 'numbers':
      return [{ id: 'numbers-caption', caption: 'Number format' }, ...numberEntries(desk)];
    case 'size':
      return [{ id: 'size-caption', caption: 'Size' }, ...sizeEntries(desk)];
    case 'font':
      return [{ id: 'font-caption', caption: 'Font' }, ...fontEntries(desk)];
    case 'color':
      return colourEntries('format.color', 'Automatic', desk);
    case 'fill':
      return colourEntries('format.fill', 'No fill', desk);
  }
}

function colourEntries(id: CommandId, none: string, desk: ToolDesk): readonly MenuEntry[] {
  const { value, enabled } = desk.grid.commandState(id);
  if (!enabled) return [];
  return [
    { id: `${id}-caption`, caption: command(id).label },
    {
      id,
      custom: (close) => (
        <LateSwatches
          inMenu
          value={typeof value === 'string' ? value : null}
          none={none}
          onPick={(colour) => {
            close();
            desk.run(id, colour);
          }}
        />
      ),
    },
  ];
}

export function alignEntries(desk: ToolDesk): readonly MenuEntry[] {
  return ALIGNMENTS.map((entry) => (entry === 'line' ? 'line' : entryOf(entry[0], desk, entry[1])));
}

export function freezeEntries(desk: ToolDesk): readonly MenuEntry[] {
  return [
    entryOf('freeze.firstRow', desk),
    entryOf('freeze.firstCol', desk),
    'line',
    entryOf('freeze.rows', desk),
    entryOf('freeze.cols', desk),
    entryOf('freeze.here', desk),
    'line',
    entryOf('freeze.none', desk),
  ];
}

export function sortEntries(desk: ToolDesk): readonly MenuEntry[] {
  return [
    entryOf('sort.ascending', desk, ArrowDownAZ),
    entryOf('sort.descending', desk, ArrowDownZA),
    'line',
    entryOf('sort.range', desk, ArrowUpDown),
    'line',
    entryOf('filter.toggle', desk, Funnel),
    entryOf('filter.all', desk),
    entryOf('filter.again', desk, RefreshCw),
    entryOf('filter.own', desk, FunnelPlus),
  ];
}

export function sumEntries(desk: ToolDesk): readonly MenuEntry[] {
  const off = !desk.grid.commandState('edit.clear').enabled;
  return [
    ...AGGREGATES.map(([what, text]): MenuEntry => ({
      id: `sum-${what}`,
      text,
      off,
      ...(what === 'SUM' ? { keys: shownKeys('Alt+=') } : {}),
      run: () => desk.onSum(what),
    })),
    'line',
    { id: 'sum-all', text: 'All functions', keys: keyWords('Shift+F3'), run: openFunctions },
  ];
}

export function borderEntries(desk: ToolDesk): readonly MenuEntry[] {
  return BORDERS.map(([argument, text]) => ({
    id: `borders-${argument}`,
    text,
    run: () => desk.run('format.borders', argument),
  }));
}

export function numberEntries(desk: ToolDesk): readonly MenuEntry[] {
  const code = desk.grid.commandState('format.number').value ?? null;
  const known = NUMBER_FORMATS.some((format) => format.code === code) || code === 'General';
  return [
    ...NUMBER_FORMATS.map((format) => ({
      id: `number-${format.id}`,
      text: format.text,
      keys: format.example,
      checked: format.code === code || (format.code === null && code === 'General'),
      run: () => desk.run('format.number', format.code),
    })),
    'line',
    {
      id: 'number-own',
      text: 'Custom format…',
      checked: !known,
      off: !desk.grid.commandState('format.number').enabled,
      run: desk.onFormat,
      ...(known ? {} : { keys: String(code) }),
    },
  ];
}

export function sizeEntries(desk: ToolDesk): readonly MenuEntry[] {
  const size = desk.grid.commandState('format.size').value ?? PLAIN_SIZE;
  return SIZES.map((points) => ({
    id: `size-${points}`,
    text: String(points),
    checked: points === size,
    run: () => desk.run('format.size', points === PLAIN_SIZE ? null : points),
  }));
}

export function fontEntries(desk: ToolDesk): readonly MenuEntry[] {
  const font = desk.grid.commandState('format.font').value ?? FONTS[0];
  const known = typeof font === 'string' && !FONTS.includes(font) ? [...FONTS, font] : FONTS;
  return known.map((name) => ({
    id: `font-${name}`,
    text: name,
    checked: name === font,
    run: () => desk.run('format.font', name === FONTS[0] ? null : name),
  }));
}
