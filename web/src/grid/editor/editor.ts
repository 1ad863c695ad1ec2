/** The text being edited: one state for the cell's editor and the formula bar. No DOM here. */
import { areaHas, cellArea } from '../../lib/geometry';
import { partText } from '../../model/table-view';
import type { Judged } from '../../model/check-commands';
import type { Area } from '../../model/view';
import type { GridCore } from '../core';
import {
  isFormula,
  plainText,
  reaches,
  referenceText,
  type FormulaReference,
  type FormulaText,
} from '../formula/references';
import type { CellPosition, CommitMove, EditorState } from '../handle';
import { hands } from '../later';
import { clampArea, clampCell, footprint, nextShown, withMerges } from '../selection';
import { contentText } from './content';

/** A reference put in by pointing, which the next click or arrow replaces. */
interface Pointed {
  readonly start: number;
  readonly end: number;
  readonly sheet: string;
  readonly anchor: CellPosition;
  readonly head: CellPosition;
}

export interface EditorHooks {
  /** After a commit: where the active cell goes. */
  moveAfter(move: CommitMove): void;
  /** Gives the keyboard back to the grid. */
  focusGrid(): void;
}

/** Cells that Ctrl+Enter fills at most at once. */
const FILL_LIMIT = 100_000;

/** May a click insert a reference? Until formulas can be taken apart, what stands before the caret tells. */
function mayPoint(text: string, caret: number): boolean {
  if (hands.now !== null) return hands.now.canPoint(text, caret);
  return isFormula(text) && /[=(,+*/^&<>-]\s*$/.test(text.slice(0, caret));
}

export class CellEditor {
  readonly #core: GridCore;
  readonly #hooks: EditorHooks;
  readonly #listeners = new Set<(state: EditorState | null) => void>();
  #state: EditorState | null = null;
  #references: readonly FormulaReference[] = [];
  #original = '';
  #pointed: Pointed | null = null;
  /** Why the text was not taken, until it is another. */
  #refusal: string | null = null;
  /** The text about which the server is asked. */
  #asked: { readonly text: string } | null = null;
  #answered: (taken: boolean) => void = () => undefined;
  /** The edited formula's text after others moved lines. */
  #follow: () => string | null = () => null;

  constructor(core: GridCore, hooks: EditorHooks) {
    this.#core = core;
    this.#hooks = hooks;
  }

  get state(): EditorState | null {
    return this.#state;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  /** Waits for the server to say whether the text is taken. */
  get asking(): boolean {
    return this.#asked !== null;
  }

  /** Calls when the server has said whether a text is taken, or nobody waits for it any more. */
  onAnswer(answered: (taken: boolean) => void): void {
    this.#answered = answered;
  }

  /** References of the edited formula that lie on the shown sheet. */
  shownReferences(): { area: Area; number: number }[] {
    const state = this.#state;
    if (state === null) return [];
    const { sheet, view } = this.#core;
    const own = view.sheet(state.sheet)?.name ?? '';
    const tabs = view.sheets.map((each) => each.name);
    return this.#references
      .filter((each) => reaches(each, own, sheet.name, tabs))
      .map(({ area, number }) => ({ area: clampArea(sheet, area), number }));
  }

  get text(): string {
    if (this.#state !== null) return this.#state.text;
    const { row, col } = this.#core.selection.active;
    return contentText(this.#core.sheet.cell(row, col));
  }

  subscribe(listener: (state: EditorState | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(mode: 'enter' | 'edit' = 'edit', text?: string): boolean {
    const core = this.#core;
    if (this.#state !== null) return true;
    if (!core.editable) {
      core.options.onMessage?.('You may view this workbook, not change it.');
      return false;
    }
    const cell = core.selection.active;
    if (text === undefined && !core.sheet.cell(cell.row, cell.col).loaded) {
      core.options.onMessage?.('This cell is still on its way. Type to replace it, or wait a moment.');
      return false;
    }
    core.scrollTo(cell);
    this.#original = contentText(core.sheet.cell(cell.row, cell.col));
    const initial = text ?? this.#original;
    this.#pointed = null;
    this.#set({ sheet: core.sheetId, cell, mode }, initial, initial.length, initial.length);
    return true;
  }

  setText(text: string, start = text.length, end = start): void {
    if (this.#state === null) return;
    if (text === this.#state.text && start === this.#state.start && end === this.#state.end) return;
    this.#pointed = null;
    this.#set(this.#state, text, start, end);
  }

  setMode(mode: 'enter' | 'edit'): void {
    if (this.#state === null || this.#state.mode === mode) return;
    this.#set({ ...this.#state, mode }, this.#state.text, this.#state.start, this.#state.end);
  }

  #set(at: Pick<EditorState, 'sheet' | 'cell' | 'mode'>, text: string, start: number, end: number): void {
    const before = this.#state;
    const reading = before?.text === text ? null : this.#read(text, at);
    if (reading !== null) this.#references = reading.references;
    this.#state = {
      sheet: at.sheet,
      cell: at.cell,
      mode: at.mode,
      text,
      start,
      end,
      spans: reading?.spans ?? before?.spans ?? [],
      pointing: this.#pointed !== null || (start === end && mayPoint(text, start)),
    };
    if (before?.text !== text) {
      this.#refusal = null;
      if (this.#asked !== null) this.#answer(false);
      this.#follow = this.#core.view.follow({ sheet: at.sheet, ...at.cell }, text);
      this.#core.view.commands.typing(text);
    }
    this.#tell();
  }

  #read(text: string, at: Pick<EditorState, 'sheet' | 'cell'>): FormulaText {
    if (hands.now !== null) return hands.now.readFormula(text, (part) => this.#placeOf(part, at));
    // Without what takes formulas apart they are typed as well; the next letter tries again.
    if (isFormula(text))
      hands.load().then(
        () => this.#readAgain(),
        () => undefined,
      );
    return plainText(text);
  }

  /** What takes formulas apart has arrived. */
  #readAgain(): void {
    const state = this.#state;
    if (state === null) return;
    const { spans, references } = this.#read(state.text, state);
    this.#references = references;
    this.#state = { ...state, spans };
    this.#tell();
  }

  /** Where a part of a table stands that the edited formula names. */
  #placeOf(
    part: string,
    { sheet, cell }: Pick<EditorState, 'sheet' | 'cell'>,
  ): { sheet: string | null; area: Area } | null {
    const { view } = this.#core;
    const place = view.partOfTable(part, { sheet, ...cell });
    if (place === null) return null;
    return {
      sheet: place.sheet === sheet ? null : (view.sheet(place.sheet)?.name ?? null),
      area: place.area,
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#state);
    this.#core.options.onEdit?.(this.#state);
    this.#core.emit('overlay');
  }

  #end(): EditorState | null {
    const ended = this.#state;
    if (ended === null) return null;
    this.#state = null;
    this.#references = [];
    this.#pointed = null;
    this.#refusal = null;
    this.#core.view.commands.typing(null);
    if (this.#core.sheetId !== ended.sheet) {
      this.#core.showSheet(ended.sheet);
      this.#core.options.onSheet?.(ended.sheet);
    }
    this.#tell();
    this.#core.emit('cells');
    return ended;
  }

  cancel(): void {
    if (this.#asked !== null) this.#answer(false);
    if (this.#end() !== null) this.#hooks.focusGrid();
  }

  /**
   * Ends editing and stores. False while the text is refused or the server is asked about it: the editor stays open then.
   * `then` runs when the server has let it in.
   */
  commit(move: CommitMove = 'stay', fill = false, then: () => void = () => undefined): boolean {
    const state = this.#state;
    if (state === null) return true;
    if (this.#asked !== null) return false;
    // What goes into many cells is judged cell by cell.
    const judged = fill ? ({ kind: 'taken', text: state.text } as const) : this.#judge(state);
    switch (judged.kind) {
      case 'taken':
        this.#store(judged.text, move, fill);
        return true;
      case 'refused':
        this.#refuse(judged.says);
        return false;
      case 'ask':
        void this.#ask(state, move, then);
        return false;
    }
  }

  /** Ends editing at once, whatever comes next: what is refused is let go, and said; what only the server knows is taken. */
  settle(): void {
    const state = this.#state;
    if (state === null) return;
    const judged = this.#judge(state);
    if (judged.kind === 'refused') {
      this.cancel();
      this.#core.options.onMessage?.(`“${state.text}” was not taken. ${judged.says}`);
      return;
    }
    if (this.#asked !== null) this.#answer(false);
    this.#store(judged.kind === 'taken' ? judged.text : state.text, 'stay', false);
  }

  #judge({ sheet, cell, text }: EditorState): Judged {
    const { view, editable } = this.#core;
    if (text === this.#original || !editable || view.sheet(sheet) === undefined)
      return { kind: 'taken', text };
    return view.commands.check.judge(sheet, cell.row, cell.col, text);
  }

  #refuse(says: string): void {
    this.#refusal = says;
    this.#tell();
  }

  async #ask({ sheet, cell, text }: EditorState, move: CommitMove, then: () => void): Promise<void> {
    const asked = (this.#asked = { text });
    const says = await this.#core.view.commands.check.ask(sheet, cell.row, cell.col, text);
    // The text has become another meanwhile, or nobody wants it any more.
    if (this.#asked !== asked) return;
    this.#asked = null;
    if (says === null) {
      this.#store(text, move, false);
      then();
    } else this.#refuse(says);
    this.#answered(says === null);
  }

  #answer(taken: boolean): void {
    this.#asked = null;
    this.#answered(taken);
  }

  #store(text: string, move: CommitMove, fill: boolean): void {
    const ended = this.#end();
    if (ended === null) return;
    const { cell, sheet } = ended;
    const core = this.#core;
    if (core.view.sheet(sheet) !== undefined && core.editable) {
      if (fill) this.#fill(text);
      else if (text !== this.#original) {
        core.own(() => this.#type(sheet, cell, text));
      }
    }
    this.#hooks.focusGrid();
    this.#hooks.moveAfter(move);
  }

  /** What takes several lines or digits is seen: its row and column have the room for them. */
  #type(sheetId: string, { row, col }: CellPosition, text: string): void {
    const core = this.#core;
    const type = (): void => core.view.commands.type(sheetId, row, col, [[text === '' ? null : text]]);
    const { format, text: old } = core.sheet.cell(row, col);
    const lines = format.wrap === true || text.includes('\n') || old.includes('\n');
    const area = { top: row, left: col, bottom: row, right: col };
    if (sheetId !== core.sheetId || hands.now === null) type();
    else if (lines) hands.now.keepFitting(core, [area], type);
    else hands.now.typeReadably(core, { row, col }, type);
  }

  /** Ctrl+Enter: the same text everywhere, formulas adjusted to where they stand. */
  #fill(text: string): void {
    const core = this.#core;
    const { sheet, selection } = core;
    for (const area of selection.areas) {
      const bottom = Math.min(area.bottom, Math.max(area.top, sheet.rows.used - 1, selection.active.row));
      const right = Math.min(area.right, Math.max(area.left, sheet.cols.used - 1, selection.active.col));
      const whole = area.bottom - area.top > 10_000 || area.right - area.left > 1000;
      const rows = (whole ? bottom : area.bottom) - area.top + 1;
      const cols = (whole ? right : area.right) - area.left + 1;
      if (rows * cols > FILL_LIMIT) {
        core.options.onMessage?.(
          `This would fill ${(rows * cols).toLocaleString()} cells; the limit is 100,000.`,
        );
        continue;
      }
      const rowsOf = <T>(value: T): T[][] =>
        Array.from({ length: rows }, () => Array.from({ length: cols }, () => value));
      core.own(() => {
        if (isFormula(text)) {
          const from = { sheet: core.sheetId, row: selection.active.row, col: selection.active.col };
          core.view.commands.paste(
            core.sheetId,
            area.top,
            area.left,
            rowsOf({ input: null, formula: text, from }),
          );
        } else {
          core.view.commands.type(core.sheetId, area.top, area.left, rowsOf(text === '' ? null : text));
        }
      });
    }
  }

  /** Others inserted or deleted lines: the edited cell goes along, and so do the references of its formula. */
  shift(rows: number, cols: number): void {
    const state = this.#state;
    if (state === null) return;
    if ((rows !== 0 || cols !== 0) && state.sheet === this.#core.sheetId) {
      const cell = clampCell(this.#core.sheet, { row: state.cell.row + rows, col: state.cell.col + cols });
      this.#state = { ...state, cell };
      this.#tell();
    }
    const text = this.#follow();
    if (text === null || this.#state === null) return;
    // The caret keeps its distance from the end, where people type.
    const caret = (at: number): number => Math.max(0, text.length - (state.text.length - at));
    this.#pointed = null;
    this.#set(this.#state, text, caret(state.start), caret(state.end));
  }

  get pointing(): boolean {
    return this.#state?.pointing === true;
  }

  /** Writes a reference to an area of the shown sheet at the caret, or over the one pointed at before. */
  point(anchor: CellPosition, head: CellPosition, whole?: Area): void {
    const state = this.#state;
    if (state === null) return;
    const { sheet } = this.#core;
    const area =
      whole ??
      withMerges(sheet, {
        top: Math.min(anchor.row, head.row),
        left: Math.min(anchor.col, head.col),
        bottom: Math.max(anchor.row, head.row),
        right: Math.max(anchor.col, head.col),
      });
    const single = footprint(sheet, { row: area.top, col: area.left });
    const shown =
      single.bottom === area.bottom && single.right === area.right ? cellArea(area.top, area.left) : area;
    const name = state.sheet === this.#core.sheetId ? null : sheet.name;
    const text =
      (whole === undefined ? this.#partText(shown, state) : null) ??
      referenceText(shown, name, { rows: sheet.rows.count, cols: sheet.cols.count });
    const { start, end } = this.#pointed ?? state;
    const next = state.text.slice(0, start) + text + state.text.slice(end);
    this.#pointed = { start, end: start + text.length, sheet: this.#core.sheetId, anchor, head };
    this.#set(state, next, start + text.length, start + text.length);
  }

  /** A part of a table by its names: a column, the cell of another column in the same row. */
  #partText(area: Area, { sheet, cell }: EditorState): string | null {
    const table = this.#core.sheet.tables.find((each) => areaHas(each.area, area.top, area.left));
    return table === undefined ? null : partText(table, area, { sheet, ...cell });
  }

  /** Shift+click while pointing: from the corner first pointed at. */
  pointTo(head: CellPosition): void {
    this.point(this.#pointed?.anchor ?? head, head);
  }

  /** An arrow while pointing: one step from the last cell pointed at, from the edited cell at first. */
  pointStep(dRow: -1 | 0 | 1, dCol: -1 | 0 | 1, extend: boolean): void {
    const state = this.#state;
    if (state === null) return;
    const { sheet } = this.#core;
    const from = this.#pointed?.head ?? state.cell;
    const head = {
      row: dRow === 0 ? from.row : nextShown(sheet.rows, from.row, dRow),
      col: dCol === 0 ? from.col : nextShown(sheet.cols, from.col, dCol),
    };
    this.point(extend ? (this.#pointed?.anchor ?? from) : head, head);
    this.#core.scrollTo(head);
  }

  async pointEdge(dRow: -1 | 0 | 1, dCol: -1 | 0 | 1, extend: boolean): Promise<void> {
    const state = this.#state;
    if (state === null) return;
    const from = this.#pointed?.head ?? state.cell;
    const head = await this.#core.sheet.edge(from.row, from.col, dRow, dCol);
    if (this.#state?.text !== state.text) return;
    this.point(extend ? (this.#pointed?.anchor ?? from) : head, head);
    this.#core.scrollTo(head);
  }

  /** F4. */
  turnDollars(): boolean {
    const state = this.#state;
    if (state === null || !isFormula(state.text)) return false;
    if (hands.now === null) {
      hands.load().then(
        () => this.turnDollars(),
        () => undefined,
      );
      return true;
    }
    const turned = hands.now.turnDollars(state.text, state.start, state.end);
    if (turned === null) return false;
    this.#pointed = null;
    this.#set(state, turned.text, turned.start, turned.end);
    return true;
  }

  insert(text: string): void {
    const state = this.#state;
    if (state === null) return;
    const at = state.start + text.length;
    this.setText(state.text.slice(0, state.start) + text + state.text.slice(state.end), at, at);
  }
}
