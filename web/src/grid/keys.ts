/** Key combinations: as the table of commands writes them, as events bring them, as menus show them. */
import { COMMANDS, COMMAND_IDS, type CommandId } from './commands';

export interface KeyLike {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const BY_CODE: Readonly<Record<string, string>> = {
  Semicolon: ';',
  Backquote: '`',
  Equal: '=',
  Minus: '-',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Slash: '/',
  NumpadAdd: '=',
  NumpadSubtract: '-',
  Space: 'Space',
};

/** Copy, cut and paste come as events of the clipboard, which their keys must be left to cause. */
const LEFT_TO_BROWSER: ReadonlySet<string> = new Set<CommandId>([
  'edit.copy',
  'edit.cut',
  'edit.paste',
  'edit.pasteValues',
]);

/** A keyboard with ⌘. */
export function isApple(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}

/** Ways to write an event: by what the key means, and by where it stands for layouts that put signs elsewhere. */
export function combinations(event: KeyLike, apple = isApple()): string[] {
  const modifiers: string[] = [];
  const mod = apple ? event.metaKey : event.ctrlKey;
  if (mod) modifiers.push('Mod');
  if (apple && event.ctrlKey) modifiers.push('Ctrl');
  if (event.altKey) modifiers.push('Alt');
  const shift = event.shiftKey ? ['Shift'] : [];
  const names: string[] = [];
  if (event.key === ' ') names.push('Space');
  else if (event.key.length > 1) names.push(event.key);
  else if (/[a-z]/i.test(event.key)) names.push(event.key.toUpperCase());
  else if (/^Key[A-Z]$/.test(event.code)) names.push(event.code.slice(3));
  else names.push(event.key);
  const place = /^Digit[0-9]$/.test(event.code) ? event.code.slice(5) : BY_CODE[event.code];
  if (place !== undefined && !names.includes(place)) names.push(place);
  return names.map((name) => [...modifiers, ...shift, name].join('+'));
}

function normal(keys: string): string[] {
  // `Ctrl+…` in the table means the Control key on every system.
  return keys.startsWith('Ctrl+') ? [keys, keys.replace('Ctrl+', 'Mod+')] : [keys];
}

let table: ReadonlyMap<string, CommandId> | null = null;

export function keyTable(): ReadonlyMap<string, CommandId> {
  if (table !== null) return table;
  const map = new Map<string, CommandId>();
  for (const id of COMMAND_IDS) {
    for (const keys of commandKeys(id)) {
      for (const combination of normal(keys)) if (!map.has(combination)) map.set(combination, id);
    }
  }
  table = map;
  return map;
}

export function commandKeys(id: CommandId): readonly string[] {
  return COMMANDS[id].keys ?? [];
}

/** The command of a key, null when the grid has none for it. */
export function commandFor(event: KeyLike): CommandId | null {
  for (const combination of combinations(event)) {
    const id = keyTable().get(combination);
    if (id !== undefined) return LEFT_TO_BROWSER.has(id) ? null : id;
  }
  return null;
}

const WORDS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};

/** `Mod+Shift+1` → `Ctrl Shift 1`, or `⌘⇧1` on Apple keyboards. */
export function showKeys(keys: string, apple = isApple()): string {
  const parts = keys.split('+').map((part) => {
    if (apple) {
      const sign = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' }[part];
      if (sign !== undefined) return sign;
    }
    return part === 'Mod' ? 'Ctrl' : (WORDS[part] ?? part);
  });
  return parts.join(apple ? '' : ' ');
}
