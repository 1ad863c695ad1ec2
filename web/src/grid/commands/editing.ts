/** Contents: edit, clear, clipboard, fill, undo. */
import type { Area, SelectionMemo } from '../../model/view';
import { PASTE_ALL, PASTE_VALUES, readSpecial, type Special } from '../clipboard/special';
import { currentArea, selectArea } from '../selection';
import { defineCommands, type CommandContext, type GridCommand } from './definition';

function fills(axis: 'rows' | 'cols', label: string, key: string): GridCommand {
  return {
    label,
    group: 'edit',
    keys: [key],
    writes: true,
    run: (context) => {
      const area = currentArea(context.selection);
      const { source, target } = fillAreas(area, axis);
      if (target !== null) context.view.commands.fill(context.sheet.id, source, target);
    },
  };
}

/** Ctrl+D copies the first row of the selection down; a single row takes the row above it. Ctrl+R likewise. */
export function fillAreas(area: Area, axis: 'rows' | 'cols'): { source: Area; target: Area | null } {
  if (axis === 'rows') {
    if (area.top < area.bottom) return { source: { ...area, bottom: area.top }, target: area };
    if (area.top === 0) return { source: area, target: null };
    return {
      source: { ...area, top: area.top - 1, bottom: area.top - 1 },
      target: { ...area, top: area.top - 1 },
    };
  }
  if (area.left < area.right) return { source: { ...area, right: area.left }, target: area };
  if (area.left === 0) return { source: area, target: null };
  return {
    source: { ...area, left: area.left - 1, right: area.left - 1 },
    target: { ...area, left: area.left - 1 },
  };
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function typed(label: string, key: string, text: (now: Date) => string): GridCommand {
  return {
    label,
    group: 'edit',
    keys: [key],
    writes: true,
    run: (context) => context.beginEdit('enter', text(new Date())),
  };
}

function travel(label: string, keys: readonly string[], way: 'undo' | 'redo'): GridCommand {
  return {
    label,
    group: 'edit',
    keys,
    writes: true,
    when: ({ view }) => {
      if (way === 'undo') return view.commands.canUndo ? null : 'There is nothing of yours to undo.';
      return view.commands.canRedo ? null : 'There is nothing to redo.';
    },
    run: (context) => {
      const { commands } = context.view;
      const memo = way === 'undo' ? commands.undo() : commands.redo();
      const { travelling } = commands;
      // Keys that come before the server has answered wait for it.
      if (travelling !== null) context.later(async () => selectAgain(context, await travelling));
      else selectAgain(context, memo);
    },
  };
}

function pastes(label: string, special: Special, keys: readonly string[] = []): GridCommand {
  return { label, group: 'edit', keys, writes: true, run: (context) => context.fromClipboard(special) };
}

function selectAgain(context: CommandContext, memo: SelectionMemo | null): void {
  if (memo === null || context.view.sheet(memo.sheet) === undefined) return;
  if (memo.sheet !== context.sheet.id) context.showSheet(memo.sheet);
  context.setSelection(selectArea(context.sheet, memo.area), 'active');
}

function clear(context: CommandContext): void {
  context.keepFitting(() => context.view.commands.clear(context.sheet.id, context.selection.areas));
}

export const EDITING = defineCommands({
  'edit.begin': {
    label: 'Edit the cell',
    group: 'edit',
    keys: ['F2'],
    writes: true,
    run: (c) => c.beginEdit('edit'),
  },
  'edit.clear': { label: 'Clear contents', group: 'edit', keys: ['Delete'], writes: true, run: clear },
  'edit.beginEmpty': {
    label: 'Empty and edit the cell',
    group: 'edit',
    keys: ['Backspace'],
    writes: true,
    run: (c) => c.beginEdit('enter', ''),
  },
  'edit.undo': travel('Undo', ['Mod+Z'], 'undo'),
  'edit.redo': travel('Redo', ['Mod+Y', 'Mod+Shift+Z'], 'redo'),
  'edit.cut': { label: 'Cut', group: 'edit', keys: ['Mod+X'], writes: true, run: (c) => c.toClipboard(true) },
  'edit.copy': { label: 'Copy', group: 'edit', keys: ['Mod+C'], run: (c) => c.toClipboard(false) },
  'edit.paste': pastes('Paste', PASTE_ALL, ['Mod+V']),
  'edit.pasteValues': pastes('Paste values only', PASTE_VALUES, ['Mod+Shift+V']),
  'edit.pasteFormulas': pastes('Paste formulas only', { ...PASTE_ALL, what: 'formulas' }),
  'edit.pasteFormats': pastes('Paste formats only', { ...PASTE_ALL, what: 'formats' }),
  'edit.pasteNumbers': pastes('Paste values and number formats', { ...PASTE_ALL, what: 'numbers' }),
  'edit.pasteWidths': pastes('Paste column widths', { ...PASTE_ALL, what: 'widths' }),
  'edit.pasteTransposed': pastes('Paste transposed', { ...PASTE_ALL, transpose: true }),
  'edit.pasteSpecial': {
    label: 'Paste special',
    group: 'edit',
    writes: true,
    run: (c, argument) => c.fromClipboard(readSpecial(String(argument ?? ''))),
  },
  'edit.callOff': {
    label: 'Call off the cut',
    group: 'edit',
    keys: ['Escape'],
    run: (c) => void c.callOffCut(),
  },
  'edit.fillDown': fills('rows', 'Fill down', 'Mod+D'),
  'edit.fillRight': fills('cols', 'Fill right', 'Mod+R'),
  'edit.date': typed(
    'Insert today’s date',
    'Mod+;',
    (now) => `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
  ),
  'edit.time': typed(
    'Insert the time',
    'Mod+Shift+;',
    (now) => `${two(now.getHours())}:${two(now.getMinutes())}`,
  ),
});
