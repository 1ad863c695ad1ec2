/** Conditional formats. The page opens the list of rules and knows the gallery; taking cells out of rules needs nobody. */
import { areasMeet } from '../../lib/geometry';
import { defineCommands, type CommandContext } from './definition';

const LOOKING = 'You may view this workbook, not change it.';

function mayWrite({ view }: CommandContext): string | null {
  return view.readOnly ? LOOKING : null;
}

/** Does a rule hold for a selected cell? */
function covered({ sheet, selection }: CommandContext): boolean {
  return sheet.rules.some((rule) =>
    rule.areas.some((area) => selection.areas.some((selected) => areasMeet(area, selected))),
  );
}

export const RULES = defineCommands({
  'rules.open': {
    label: 'Conditional formatting…',
    group: 'format',
    run: (context) => context.ask('rules'),
  },
  /** Argument: a name of the gallery, such as `duplicates`. */
  'rules.quick': {
    label: 'Conditional format',
    group: 'format',
    when: mayWrite,
    run: (context, argument) => context.ask(`rule:${String(argument ?? '')}`),
  },
  'rules.clear': {
    label: 'Clear rules from the selection',
    group: 'format',
    writes: true,
    when: (context) => (covered(context) ? null : 'No conditional format holds for the selection.'),
    run: (context) => context.view.commands.rules.clear(context.sheet.id, context.selection.areas),
  },
});
