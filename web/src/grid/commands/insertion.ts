/** Things laid over or hung on cells: charts, notes, links. */
import type { CellView } from '../../model/view';
import { footprint } from '../selection';
import { defineCommands, type CommandContext } from './definition';

function active({ sheet, selection }: CommandContext): { row: number; col: number; view: CellView } {
  const { top: row, left: col } = footprint(sheet, selection.active);
  return { row, col, view: sheet.cell(row, col) };
}

export const INSERTION = defineCommands({
  'chart.insert': {
    label: 'Insert chart',
    group: 'insert',
    writes: true,
    run: (context) => context.insertChart(),
  },
  'chart.next': {
    label: 'Go to the next chart',
    group: 'insert',
    keys: ['Mod+Alt+5'],
    when: ({ sheet }) => (sheet.charts.length === 0 ? 'There is no chart on this sheet.' : null),
    run: (context) => context.nextChart(),
  },
  'note.edit': {
    label: 'Note',
    group: 'insert',
    keys: ['Shift+F2'],
    writes: true,
    run: (context) => context.attach('note'),
  },
  'note.delete': {
    label: 'Delete the note',
    group: 'insert',
    writes: true,
    when: (context) => (active(context).view.note === undefined ? 'This cell has no note.' : null),
    run: (context) => {
      const { row, col } = active(context);
      context.view.commands.setNote(context.sheet.id, row, col, null);
    },
  },
  'link.edit': {
    label: 'Link',
    group: 'insert',
    keys: ['Mod+K'],
    writes: true,
    run: (context) => context.attach('link'),
  },
  'link.open': {
    label: 'Open the link',
    group: 'insert',
    keys: ['Alt+Enter'],
    when: (context) => (active(context).view.link === undefined ? 'This cell has no link.' : null),
    run: (context) => {
      const { link } = active(context).view;
      if (link !== undefined) context.follow(link);
    },
  },
  'link.remove': {
    label: 'Remove the link',
    group: 'insert',
    writes: true,
    when: (context) => (active(context).view.link === undefined ? 'This cell has no link.' : null),
    run: (context) => {
      const { row, col } = active(context);
      context.view.commands.setLink(context.sheet.id, row, col, null);
    },
  },
});
