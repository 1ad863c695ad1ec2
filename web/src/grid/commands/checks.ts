/** What may be entered: checkboxes, choosing from a list or a calendar, and the panel that sets the rules. */
import { boxOf } from '../cellButtons';
import { footprint } from '../selection';
import { intersectAreas } from '../../lib/geometry';
import { defineCommands, type CommandContext } from './definition';

/** What the active cell asks. */
function checkHere({ sheet, selection }: CommandContext) {
  const { top, left } = footprint(sheet, selection.active);
  return sheet.cell(top, left).check;
}

/** Opens what the active cell is chosen from; false when it takes anything. */
export function openChoices(context: CommandContext): boolean {
  if (context.view.readOnly) return false;
  const kind = checkHere(context)?.kind;
  if (kind === 'list') context.openChoices();
  else if (kind === 'date') context.ask('pickDate');
  return kind === 'list' || kind === 'date';
}

function hasBox({ sheet, selection }: CommandContext): boolean {
  const { top, left } = footprint(sheet, selection.active);
  return boxOf(sheet.cell(top, left)) !== null;
}

function asked({ sheet, selection }: CommandContext): boolean {
  return sheet.checks.some(({ areas }) =>
    areas.some((area) => selection.areas.some((each) => intersectAreas(area, each) !== null)),
  );
}

export const CHECKS = defineCommands({
  'check.toggle': {
    label: 'Check or uncheck',
    group: 'edit',
    keys: ['Space'],
    writes: true,
    when: (context) => (hasBox(context) ? null : 'This cell is no checkbox.'),
    run: ({ view, sheet, selection }) => view.commands.check.toggle(sheet.id, selection.areas),
  },
  'check.box': {
    label: 'Insert checkbox',
    group: 'insert',
    writes: true,
    run: ({ view, sheet, selection }) => view.commands.check.addBoxes(sheet.id, selection.areas),
  },
  'check.rules': {
    label: 'Data validation…',
    group: 'data',
    run: (context) => context.ask('checks'),
  },
  'check.clear': {
    label: 'Remove the data validation',
    group: 'data',
    writes: true,
    when: (context) => (asked(context) ? null : 'Anything may be entered here.'),
    run: ({ view, sheet, selection }) => view.commands.check.clear(sheet.id, selection.areas),
  },
});
