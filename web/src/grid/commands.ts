/** The table of commands: it drives the keyboard, and whatever toolbar or menu a page builds. */
import type { CommandContext, CommandState, GridCommand } from './commands/definition';
import { CHECKS } from './commands/checks';
import { DATA } from './commands/data';
import { EDITING } from './commands/editing';
import { FORMATTING } from './commands/formatting';
import { INSERTION } from './commands/insertion';
import { NAVIGATION } from './commands/navigation';
import { RULES } from './commands/rules';
import { STRUCTURE } from './commands/structure';
import { ZOOMING } from './commands/zooming';

export type { CommandArgument, CommandGroup, CommandState, GridCommand } from './commands/definition';

export const COMMANDS = {
  ...NAVIGATION,
  ...EDITING,
  ...FORMATTING,
  ...RULES,
  ...STRUCTURE,
  ...DATA,
  ...CHECKS,
  ...INSERTION,
  ...ZOOMING,
} as const;

export type CommandId = keyof typeof COMMANDS;

export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

export function command(id: CommandId): GridCommand {
  return COMMANDS[id];
}

/** May it run now, and what does it say about the active cell? */
export function stateOf(id: CommandId, context: CommandContext): CommandState {
  const { label, name, when, writes, on, value } = command(id);
  const locked =
    writes === true && context.view.readOnly ? 'You may view this workbook, not change it.' : null;
  const reason = locked ?? when?.(context) ?? null;
  return {
    enabled: reason === null,
    label: name?.(context) ?? label,
    ...(reason === null ? {} : { reason }),
    ...(on === undefined ? {} : { on: on(context) }),
    ...(value === undefined ? {} : { value: value(context) }),
  };
}
