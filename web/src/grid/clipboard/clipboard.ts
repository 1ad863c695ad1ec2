/** The clipboard's events. */
import type { Area, Commands } from '../../model/view';
import type { GridCore } from '../core';
import { selectArea } from '../selection';
import { allLoaded, copyAreas, copyCells, MOST_COPIED, type Copied } from './copy';
import { parseHtml } from './html';
import { decodeClip, OWN_TYPE, type Clip } from './own';
import {
  carryRules,
  emptied,
  pasteForeign,
  pasteOperated,
  pasteOwn,
  pasteTarget,
  pasteTexts,
  type Target,
} from './paste';
import { clipOf, PASTE_ALL, PASTE_VALUES, type Operation, type Special } from './special';
import { parseTsv } from './tsv';

const NOT_TOGETHER = 'Areas can be copied together when they share their rows or their columns.';
const TOO_MANY = `More than ${MOST_COPIED.toLocaleString('en')} cells cannot go through the clipboard.`;

export interface ClipboardHooks {
  /** The dashed edge around what was copied or cut; null takes it away. */
  show(clipped: { readonly sheet: string; readonly area: Area } | null): void;
}

interface Pending {
  readonly token: string;
  readonly sheet: string;
  readonly area: Area;
}

/** Sheets of another workbook may have the ids of those here. */
function fromElsewhere(clip: Clip): Clip {
  const cells = clip.cells.map((row) =>
    row.map((cell) => (cell.check === undefined ? cell : { ...cell, check: { ...cell.check, from: '' } })),
  );
  return { ...clip, cells };
}

/** Rows of equal length. */
function evened(rows: readonly (readonly string[])[]): string[][] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  return rows.map((row) => Array.from({ length: width }, (_, col) => row[col] ?? ''));
}

export class Clipboard {
  readonly #core: GridCore;
  readonly #hooks: ClipboardHooks;
  /** A cut that was not pasted yet. */
  #cut: Pending | null = null;
  #marked = false;
  #special: Special = PASTE_ALL;
  /** What was copied here last, for menus, which cannot read our own type from the browser. */
  #last: { readonly text: string; readonly own: string } | null = null;
  #pasting = false;

  constructor(core: GridCore, hooks: ClipboardHooks) {
    this.#core = core;
    this.#hooks = hooks;
  }

  /** Takes the edge away and forgets the cut. True when there was one. */
  callOff(): boolean {
    const was = this.#marked;
    this.#marked = false;
    this.#cut = null;
    if (was) this.#hooks.show(null);
    return was;
  }

  /** Something was changed by hand: what waits on the clipboard is no longer pointed out, and a cut is off. */
  wrote(): void {
    if (!this.#pasting) this.callOff();
  }

  /** The next paste brings values only (Ctrl+Shift+V). */
  nextValuesOnly(): void {
    this.#special = PASTE_VALUES;
  }

  copy(event: ClipboardEvent, cut: boolean): void {
    event.preventDefault();
    const { data, copied } = this.#take(cut);
    if (data === null) return;
    if (copied !== null && event.clipboardData !== null) {
      this.#last = copied;
      event.clipboardData.setData('text/plain', copied.text);
      if (copied.html !== null) event.clipboardData.setData('text/html', copied.html);
      event.clipboardData.setData(OWN_TYPE, copied.own);
    } else {
      void this.#writeLater(data, cut);
    }
  }

  /** From a menu or toolbar, where there is no event to fill. */
  async write(cut: boolean): Promise<void> {
    const { data } = this.#take(cut);
    if (data !== null) await this.#writeLater(data, cut);
  }

  #take(cut: boolean): { data: NonNullable<ReturnType<typeof copyAreas>> | null; copied: Copied | null } {
    const core = this.#core;
    const cuts = cut && core.editable;
    const data = copyAreas(core.sheet, core.selection);
    if (data === null || data.rows.length * data.cols.length > MOST_COPIED) {
      core.options.onMessage?.(data === null ? NOT_TOGETHER : TOO_MANY);
      return { data: null, copied: null };
    }
    this.#cut = cuts ? { token: crypto.randomUUID(), sheet: core.sheetId, area: data.area } : null;
    this.#marked = true;
    this.#hooks.show({ sheet: core.sheetId, area: data.area });
    if (!allLoaded(core.sheet, data.rows, data.cols)) return { data, copied: null };
    return { data, copied: copyCells(core.sheet, data, core.view.id, this.#cut?.token ?? null) };
  }

  async #writeLater(data: NonNullable<ReturnType<typeof copyAreas>>, cut: boolean): Promise<void> {
    const core = this.#core;
    const { sheet } = core;
    const token = cut ? (this.#cut?.token ?? null) : null;
    const ready = sheet.load(data.area).then(() => {
      const copied = copyCells(sheet, data, core.view.id, token);
      this.#last = copied;
      return copied;
    });
    const blob = (type: string, pick: (copied: Copied) => string) =>
      ready.then((copied) => new Blob([pick(copied)], { type }));
    const custom = `web ${OWN_TYPE}`;
    const supported = ClipboardItem.supports(custom);
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': blob('text/plain', (copied) => copied.text),
          'text/html': blob('text/html', (copied) => copied.html ?? ''),
          ...(supported ? { [custom]: blob(custom, (copied) => copied.own) } : {}),
        }),
      ]);
    } catch {
      core.options.onMessage?.(
        'The browser did not let the cells onto the clipboard. Use Ctrl+C in the grid.',
      );
    }
  }

  paste(event: ClipboardEvent): void {
    event.preventDefault();
    const special = this.#special;
    this.#special = PASTE_ALL;
    const data = event.clipboardData;
    if (data === null) return;
    const text = data.getData('text/plain');
    // A paste without formats is given the text alone, as it was shown: the values behind it are known here.
    const remembered = special === PASTE_ALL ? '' : this.#remembered(text);
    const own = data.getData(OWN_TYPE) || remembered;
    this.#insert({ own, html: data.getData('text/html'), text }, special);
  }

  /** From a menu: the browser may ask for permission. */
  async read(special: Special): Promise<void> {
    try {
      const [item] = await navigator.clipboard.read();
      if (item === undefined) return;
      const get = async (type: string): Promise<string> =>
        item.types.includes(type) ? await (await item.getType(type)).text() : '';
      const text = await get('text/plain');
      const own = (await get(`web ${OWN_TYPE}`)) || this.#remembered(text);
      this.#insert({ own, html: await get('text/html'), text }, special);
    } catch {
      this.#core.options.onMessage?.('The browser did not show the clipboard. Use Ctrl+V in the grid.');
    }
  }

  /** What was copied here, when the clipboard still holds its text. */
  #remembered(text: string): string {
    const plain = (each: string): string => each.replaceAll('\r\n', '\n').trimEnd();
    return this.#last !== null && plain(this.#last.text) === plain(text) ? this.#last.own : '';
  }

  #insert(data: { own: string; html: string; text: string }, special: Special): void {
    const core = this.#core;
    if (!core.editable) {
      core.options.onMessage?.('You may view this workbook, not change it.');
      return;
    }
    const { commands } = core.view;
    const clip = data.own === '' ? null : decodeClip(data.own);
    if (clip !== null) {
      this.#putClip(clip.workbook === core.view.id ? clip : fromElsewhere(clip), special);
      return;
    }
    const plain = special === PASTE_VALUES || special === PASTE_ALL;
    const table = data.html === '' || special === PASTE_VALUES ? null : parseHtml(data.html);
    if (table === null && data.text === '') return;
    if (plain) {
      if (table === null) this.#putTexts(commands, data.text);
      else
        this.#put(table.cells.length, table.cells[0]?.length ?? 0, (target) =>
          pasteForeign(commands, target, table),
        );
      return;
    }
    const cells = evened(parseTsv(data.text)).map((row) => row.map((text) => ({ text, format: {} })));
    this.#putClip(clipOf(table ?? { cells, merges: [] }), special);
  }

  #putTexts(commands: Commands, text: string): void {
    const rows = evened(parseTsv(text));
    this.#put(rows.length, rows[0]?.length ?? 1, (target) => pasteTexts(commands, target, rows));
  }

  #putClip(clip: Clip, special: Special): void {
    const { view } = this.#core;
    const { commands } = view;
    const [down, across] = [clip.cells.length, clip.cells[0]?.length ?? 0];
    const [rows, cols] = special.transpose ? [across, down] : [down, across];
    const { operation } = special;
    if (operation !== null) {
      void this.#putOperated(clip, special, operation, rows, cols);
      return;
    }
    this.#put(rows, cols, (target) => {
      if (special === PASTE_ALL && this.#move(commands, clip, target)) return;
      pasteOwn(commands, target, clip, special);
      carryRules(view, target, clip, special);
      if (special === PASTE_ALL || special === PASTE_VALUES) this.#empty(commands, clip, target);
    });
  }

  /** What is there must be known before it can be computed with. */
  async #putOperated(
    clip: Clip,
    special: Special,
    operation: Operation,
    rows: number,
    cols: number,
  ): Promise<void> {
    const core = this.#core;
    const { commands } = core.view;
    const { sheet, area } = pasteTarget(core.sheet, core.selection, rows, cols);
    try {
      await sheet.load(area);
    } catch {
      core.options.onMessage?.('The cells could not be fetched. Try again once connected.');
      return;
    }
    if (core.sheetId !== sheet.id) return;
    this.#put(rows, cols, (target) => pasteOperated(commands, target, clip, special, operation));
  }

  #put(rows: number, cols: number, write: (target: Target) => void): void {
    const core = this.#core;
    if (rows === 0 || cols === 0) return;
    const target = pasteTarget(core.sheet, core.selection, rows, cols);
    this.#pasting = true;
    core.own(() => write(target));
    this.#pasting = false;
    const { active } = core.selection;
    core.setSelection(selectArea(core.sheet, target.area, active), 'active');
    const cutOff =
      target.area.bottom - target.area.top + 1 < rows * target.down ||
      target.area.right - target.area.left + 1 < cols * target.across;
    if (cutOff) core.options.onMessage?.('The end of the pasted cells did not fit onto the sheet.');
  }

  /** A cut that arrives whole in the workbook where it was begun moves: what refers to it follows. */
  #move(commands: Commands, clip: Clip, target: Target): boolean {
    const cut = this.#cut;
    const { area } = target;
    const whole =
      area.bottom - area.top === clip.cells.length - 1 &&
      area.right - area.left === (clip.cells[0]?.length ?? 0) - 1;
    if (!whole || cut === null) return false;
    if (clip.cut !== cut.token) return false;
    const same =
      cut.area.bottom - cut.area.top === area.bottom - area.top &&
      cut.area.right - cut.area.left === area.right - area.left;
    if (!same) return false;
    this.callOff();
    void commands.moveCells(cut.sheet, cut.area, target.sheet.id, area.top, area.left);
    return true;
  }

  /** A cut that arrives where it was begun empties its source, once. */
  #empty(commands: Commands, clip: Clip, target: Target): void {
    const cut = this.#cut;
    if (cut === null) return;
    if (clip.cut !== cut.token) return;
    this.callOff();
    const sheet = this.#core.view.sheet(cut.sheet);
    if (sheet === undefined) return;
    const rest = emptied(cut.area, target.area, cut.sheet === target.sheet.id);
    if (rest.length > 0) commands.clear(cut.sheet, rest);
  }
}
