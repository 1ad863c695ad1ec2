/** Keys of commands as menus and tooltips show them. */
import { command } from '../../grid/commands';
import type { CommandId } from '../../grid/commands';
import { keyWords } from '../../ui/words';

const NAMES: readonly (readonly [string, string])[] = [
  ['Mod', 'Ctrl'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['Escape', 'Esc'],
];

/** `Mod+Shift+V` as this computer names it. */
export function shownKeys(keys: string): string {
  let text = keys;
  for (const [from, to] of NAMES) text = text.replace(from, to);
  return keyWords(text);
}

/** The first key of a command, or null. */
export function keysOf(id: CommandId): string | null {
  const first = command(id).keys?.[0];
  return first === undefined ? null : shownKeys(first);
}
