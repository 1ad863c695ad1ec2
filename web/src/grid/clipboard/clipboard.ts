/** The clipboard's events. */
import type { Area, Commands } from '../../model/view';
import type { GridCore } from '../core';
import { selectArea } from '../selection';
import { allLoaded, copyAreas, copyCells, MOST_COPIED, type Copied } from './copy';
import { parseHtml } from './html';
import { decodeClip, OWN_TYPE, type Clip } from './own';
import { emptied, pasteForeign, pasteOwn, pasteTarget, pasteTexts, type Target } from './paste';
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

export class Clipboard {
  readonly #core: GridCore;
  readonly #hooks: ClipboardHooks;
  /** A cut that was not pasted yet. */
  #cut: Pending | null = null;
  #marked = false;
  #valuesOnly = false;
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
    this.#valuesOnly = true;
  }

  copy(event: ClipboardEvent, cut: boolean): void {
    event.preventDefault();
    const { data, copied } = this.#take(cut);
    if (data === null) return;
    if (copied !== null && event.clipboardData !== null) {
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
    const ready = sheet.load(data.area).then(() => copyCells(sheet, data, core.view.id, token));
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
    const valuesOnly = this.#valuesOnly;
    this.#valuesOnly = false;
    const data = event.clipboardData;
    if (data === null) return;
    this.#insert(
      {
        own: data.getData(OWN_TYPE),
        html: data.getData('text/html'),
        text: data.getData('text/plain'),
      },
      valuesOnly,
    );
  }

  /** From a menu: the browser may ask for permission. */
  async read(valuesOnly: boolean): Promise<void> {
    try {
      const [item] = await navigator.clipboard.read();
      if (item === undefined) return;
      const get = async (type: string): Promise<string> =>
        item.types.includes(type) ? await (await item.getType(type)).text() : '';
      this.#insert(
        { own: await get(`web ${OWN_TYPE}`), html: await get('text/html'), text: await get('text/plain') },
        valuesOnly,
      );
    } catch {
      this.#core.options.onMessage?.('The browser did not show the clipboard. Use Ctrl+V in the grid.');
    }
  }

  #insert(data: { own: string; html: string; text: string }, valuesOnly: boolean): void {
    const core = this.#core;
    if (!core.editable) {
      core.options.onMessage?.('You may view this workbook, not change it.');
      return;
    }
    const { commands } = core.view;
    const clip = data.own === '' ? null : decodeClip(data.own);
    if (clip !== null) {
      this.#put(clip.cells.length, clip.cells[0]?.length ?? 0, (target) => {
        if (!valuesOnly && this.#move(commands, clip, target)) return;
        pasteOwn(commands, target, clip, valuesOnly);
        this.#empty(commands, clip, target);
      });
      return;
    }
    const table = data.html === '' || valuesOnly ? null : parseHtml(data.html);
    if (table !== null) {
      this.#put(table.cells.length, table.cells[0]?.length ?? 0, (target) =>
        pasteForeign(commands, target, table),
      );
      return;
    }
    if (data.text === '') return;
    const rows = parseTsv(data.text);
    const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
    const even = rows.map((row) => Array.from({ length: width }, (_, col) => row[col] ?? ''));
    this.#put(rows.length, width, (target) => pasteTexts(commands, target, even));
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
