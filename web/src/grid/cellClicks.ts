/** What a click on something in a cell does. */
import type { CellButton } from './cellButtons';
import type { CommandId } from './commands';
import type { GridCore } from './core';
import { caretAt } from './editor/caret';
import type { CellEditorView } from './editor/cellView';
import type { CellEditor } from './editor/editor';
import type { CellPosition } from './handle';
import { footprint } from './selection';

/** Opens what a cell leads to; false when it leads nowhere. */
export function followLink(core: GridCore, cell: CellPosition): boolean {
  const { top, left } = footprint(core.sheet, cell);
  const { link } = core.sheet.cell(top, left);
  if (link === undefined) return false;
  core.options.onFollow?.(link);
  return true;
}

/** A box or an arrow in a cell was clicked. */
export function pressButton(
  core: GridCore,
  { kind, cell }: CellButton,
  run: (command: CommandId) => void,
): void {
  if (kind === 'arrow') run('cell.menu');
  else {
    const area = footprint(core.sheet, cell);
    core.own(() => core.view.commands.check.toggle(core.sheetId, [area]));
  }
}

/** A double click edits, or opens what there is to choose from. */
export function editOrChoose(core: GridCore, editor: CellEditor, view: CellEditorView, x: number): void {
  const { sheet, selection, options } = core;
  const { top, left } = footprint(sheet, selection.active);
  const { check, formula } = sheet.cell(top, left);
  if (check?.kind === 'date' && formula === undefined && !core.view.readOnly) options.onAsk?.('pickDate');
  else editAt(core, editor, view, x);
}

function editAt(core: GridCore, editor: CellEditor, view: CellEditorView, x: number): void {
  const caret = caretAt(core, core.selection.active, x);
  if (!editor.begin('edit')) return;
  const { text } = editor;
  const at = Math.min(caret, text.length);
  editor.setText(text, at, at);
  view.focus();
  view.field.input.setSelectionRange(at, at);
}
