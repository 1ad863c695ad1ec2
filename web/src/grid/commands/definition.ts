/** What a command is and what it may use. */
import type { FormatPatch, SheetView, WorkbookView } from '../../model/view';
import type { Special } from '../clipboard/special';
import type { CommitMove, PageAsk } from '../handle';
import type { Selection } from '../selection';

/** What some commands need besides the selection: a colour, a font, a size, a number format, a kind of border. */
export type CommandArgument = string | number | null;

export interface CommandState {
  readonly enabled: boolean;
  /** How it is called here. */
  readonly label: string;
  /** Why it is off, as a sentence. */
  readonly reason?: string;
  /** For switches such as bold: is it on at the active cell? */
  readonly on?: boolean;
  /** For choices such as the font: what the active cell has. */
  readonly value?: CommandArgument;
}

export type CommandGroup =
  'move' | 'select' | 'edit' | 'format' | 'structure' | 'sheet' | 'insert' | 'data' | 'view';

export interface GridCommand {
  readonly label: string;
  /** What it is called where that depends on the cells it is for. */
  readonly name?: (context: CommandContext) => string;
  readonly group: CommandGroup;
  /** `Mod` is Ctrl, and Cmd on Apple keyboards. The first is the one that menus show. */
  readonly keys?: readonly string[];
  /** Changes the workbook: off while reading only. */
  readonly writes?: boolean;
  /** A sentence that says why not, or null when it may run. */
  readonly when?: (context: CommandContext) => string | null;
  readonly run: (context: CommandContext, argument: CommandArgument) => void;
  readonly on?: (context: CommandContext) => boolean;
  readonly value?: (context: CommandContext) => CommandArgument;
}

/** The grid as commands see it. */
export interface CommandContext {
  readonly view: WorkbookView;
  readonly sheet: SheetView;
  readonly selection: Selection;
  readonly editing: boolean;
  /** Selects; scrolls to the active cell, to the moving corner, or not at all. */
  setSelection(selection: Selection, scroll?: 'active' | 'head' | 'none'): void;
  /** Rows or columns that fit into the window. */
  page(axis: 'rows' | 'cols'): number;
  beginEdit(mode: 'enter' | 'edit', text?: string): void;
  /** After Enter or Tab: moves inside the selection, or to the next cell. */
  moveAfter(move: CommitMove): void;
  toClipboard(cut: boolean): void;
  fromClipboard(special: Special): void;
  callOffCut(): boolean;
  /** The looks that are carried to other cells. */
  readonly painter: { readonly on: boolean; pick(stays: boolean): void };
  /** 1 is 100 %. */
  zoom: number;
  showSheet(id: string): void;
  /** The page opens something. */
  ask(what: PageAsk): void;
  /** `undo`: the message offers to take the last step back. */
  say(message: string, offer?: 'undo'): void;
  /** Keeps keys in order while something is being fetched. */
  later(work: () => Promise<void>): void;
  format(patch: FormatPatch): void;
  insertChart(): void;
  nextChart(): void;
  /** Lets the person write a note or a link for the active cell. */
  attach(what: 'note' | 'link'): void;
  follow(link: string): void;
  /** Opens the list of the active cell. */
  openChoices(): void;
  /** Rows that are as high as their cells need are so after `work` too. */
  keepFitting(work: () => void): void;
  /** Width or height that shows all of a line's loaded cells; null is the default. */
  fitting(axis: 'rows' | 'cols', index: number): number | null;
}

/** Gives each table its own literal ids. */
export function defineCommands<Id extends string>(
  commands: Record<Id, GridCommand>,
): Readonly<Record<Id, GridCommand>> {
  return commands;
}
