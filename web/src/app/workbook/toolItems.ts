/** What the toolbar holds, group by group, in the order in which groups give way when space runs out (last first). */
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  AlignVerticalJustifyCenter,
  AlignVerticalJustifyEnd,
  AlignVerticalJustifyStart,
  Bold,
  ChartColumn,
  DecimalsArrowLeft,
  DecimalsArrowRight,
  Funnel,
  IndentDecrease,
  IndentIncrease,
  Italic,
  Paintbrush,
  Link2,
  ListChecks,
  Redo2,
  RemoveFormatting,
  Search,
  Square,
  SquareCheck,
  StickyNote,
  Strikethrough,
  TableCellsMerge,
  Underline,
  Undo2,
  WrapText,
} from 'lucide-react';
import type { CommandArgument, CommandId } from '../../grid/commands';
import type { IconType } from '../../ui/menuEntries';

export interface ToolButton {
  readonly kind: 'button';
  readonly command: CommandId;
  readonly icon?: IconType;
  /** Instead of an icon. */
  readonly text?: string;
  readonly argument?: CommandArgument;
  /** What a double click gives the command. */
  readonly twice?: CommandArgument;
}

export interface ToolChoice {
  readonly kind:
    'numbers' | 'font' | 'size' | 'color' | 'fill' | 'borders' | 'align' | 'freeze' | 'sum' | 'sort';
}

export type ToolItem = ToolButton | ToolChoice;

export interface ToolGroup {
  readonly id: string;
  readonly items: readonly ToolItem[];
  /** Goes on after the group before without a line between them. */
  readonly joined?: boolean;
}

const button = (command: CommandId, icon: IconType): ToolButton => ({ kind: 'button', command, icon });

export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    id: 'steps',
    items: [
      button('edit.undo', Undo2),
      button('edit.redo', Redo2),
      { ...button('format.painter', Paintbrush), twice: 'stay' },
    ],
  },
  {
    id: 'numbers',
    items: [
      { kind: 'numbers' },
      { kind: 'button', command: 'format.percent', text: '%' },
      button('format.fewerDecimals', DecimalsArrowLeft),
      button('format.moreDecimals', DecimalsArrowRight),
    ],
  },
  {
    id: 'font',
    items: [{ kind: 'font' }, { kind: 'size' }],
  },
  {
    id: 'letters',
    joined: true,
    items: [
      button('format.bold', Bold),
      button('format.italic', Italic),
      button('format.strike', Strikethrough),
      { kind: 'color' },
      { kind: 'fill' },
      { kind: 'borders' },
    ],
  },
  {
    id: 'place',
    items: [{ kind: 'align' }, button('format.wrap', WrapText), button('format.merge', TableCellsMerge)],
  },
  {
    id: 'sheet',
    items: [
      { kind: 'freeze' },
      { kind: 'sum' },
      { kind: 'sort' },
      button('filter.toggle', Funnel),
      button('chart.insert', ChartColumn),
      button('find.open', Search),
    ],
  },
];

/** Always behind "…". */
export const MORE_ITEMS: readonly ToolButton[] = [
  button('link.edit', Link2),
  button('note.edit', StickyNote),
  button('check.box', SquareCheck),
  button('check.rules', ListChecks),
  button('format.underline', Underline),
  button('format.outline', Square),
  button('format.clear', RemoveFormatting),
];

export const ALIGNMENTS: readonly (readonly [CommandId, IconType] | 'line')[] = [
  ['format.alignLeft', AlignLeft],
  ['format.alignCenter', AlignCenter],
  ['format.alignRight', AlignRight],
  'line',
  ['format.alignTop', AlignVerticalJustifyStart],
  ['format.alignMiddle', AlignVerticalJustifyCenter],
  ['format.alignBottom', AlignVerticalJustifyEnd],
  'line',
  ['format.indentMore', IndentIncrease],
  ['format.indentLess', IndentDecrease],
];

/** Kinds of the command for borders. */
export const BORDERS: readonly (readonly [string, string])[] = [
  ['all', 'All borders'],
  ['inner', 'Inside'],
  ['horizontal', 'Between rows'],
  ['vertical', 'Between columns'],
  ['outer', 'Around'],
  ['left', 'Left'],
  ['top', 'Above'],
  ['right', 'Right'],
  ['bottom', 'Below'],
  ['none', 'No borders'],
];

export const FONTS: readonly string[] = [
  'Source Sans 3',
  'Arial',
  'Calibri',
  'Cambria',
  'Courier New',
  'Georgia',
  'Source Code Pro',
  'Times New Roman',
  'Verdana',
];

/** In points, as files have it. */
export const SIZES: readonly number[] = [8, 9, 10, 10.5, 11, 12, 14, 16, 18, 20, 24, 28, 36, 48];

/** What a cell without a size of its own has. */
export const PLAIN_SIZE = 10.5;

/** How many groups fit, with room for the "…" button. */
export function fitting(widths: readonly number[], room: number): number {
  let used = 0;
  for (const [at, width] of widths.entries()) {
    used += width;
    if (used > room) return at;
  }
  return widths.length;
}
