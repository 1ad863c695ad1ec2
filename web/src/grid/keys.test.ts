import { expect, test } from 'vitest';
import { COMMAND_IDS, COMMANDS } from './commands';
import { combinations, commandFor, commandKeys, keyTable, showKeys, type KeyLike } from './keys';

const event = (key: string, code = '', modifiers: Partial<KeyLike> = {}): KeyLike => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

test('every key means one command', () => {
  const seen = new Map<string, string>();
  for (const id of COMMAND_IDS) {
    for (const keys of commandKeys(id)) {
      expect(seen.get(keys), `${keys} of ${id}`).toBeUndefined();
      seen.set(keys, id);
    }
  }
  expect(keyTable().size).toBeGreaterThan(60);
});

test('every command has a label and a group', () => {
  for (const id of COMMAND_IDS) expect(COMMANDS[id].label.length, id).toBeGreaterThan(1);
});

test.each([
  [event('ArrowDown'), 'move.down'],
  [event('ArrowDown', '', { shiftKey: true }), 'select.down'],
  [event('ArrowDown', '', { ctrlKey: true, shiftKey: true }), 'select.edgeDown'],
  [event('a', 'KeyA', { ctrlKey: true }), 'select.all'],
  [event('ф', 'KeyA', { ctrlKey: true }), 'select.all'],
  [event(' ', 'Space', { ctrlKey: true }), 'select.columns'],
  [event(' ', 'Space', { shiftKey: true }), 'select.rows'],
  [event(';', 'Semicolon', { ctrlKey: true }), 'edit.date'],
  [event(':', 'Semicolon', { ctrlKey: true, shiftKey: true }), 'edit.time'],
  [event('!', 'Digit1', { ctrlKey: true, shiftKey: true }), 'format.thousands'],
  [event('+', 'Equal', { ctrlKey: true, shiftKey: true }), 'lines.insert'],
  [event('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), 'edit.redo'],
  [event('F2', 'F2'), 'edit.begin'],
  [event('Tab', 'Tab', { shiftKey: true }), 'move.tabBack'],
] as const)('%o runs %s', (key, id) => {
  expect(commandFor(key)).toBe(id);
});

test('plain characters and the clipboard are left to the browser', () => {
  expect(commandFor(event('a', 'KeyA'))).toBeNull();
  expect(commandFor(event(';', 'Semicolon'))).toBeNull();
  expect(commandFor(event('c', 'KeyC', { ctrlKey: true }))).toBeNull();
  expect(commandFor(event('v', 'KeyV', { ctrlKey: true }))).toBeNull();
});

test('Apple keyboards: Cmd is the modifier, Control stays Control', () => {
  expect(combinations(event('b', 'KeyB', { metaKey: true }), true)).toContain('Mod+B');
  expect(combinations(event(' ', 'Space', { ctrlKey: true }), true)).toContain('Ctrl+Space');
});

test('keys as menus show them', () => {
  expect(showKeys('Mod+Shift+1', false)).toBe('Ctrl Shift 1');
  expect(showKeys('Mod+Shift+ArrowUp', true)).toBe('⌘⇧↑');
});
