/** The clipboard's events. */
import { areaCells, movedArea } from '../../lib/geometry';
import { atOnce, inSlices, type Steps } from '../../lib/steps';
import type { Area, Commands, Task } from '../../model/view';
import type { GridCore } from '../core';
import { selectArea } from '../selection';
import { allLoaded, copyAreas, copyCells, MOST_COPIED, type Copied } from './copy';
import { OWN_TYPE } from './door';
import { type ForeignTable, htmlSteps } from './html';
import { clipSteps, type Clip } from './own';
import {
  carryRules,
  emptied,
  foreignPasting,
  ownPasting,
  pasteForeign,
  pasteOperated,
  pasteOwn,
  pasteTarget,
  pasteTexts,
  textsPasting,
  type Pasting,
  type Target,
} from './paste';
import { clipOf } from './altered';
import { PASTE_ALL, PASTE_VALUES, type Operation, type Special } from './special';
import { tsvSteps } from './tsv';

const NOT_TOGETHER = 'Areas can be copied together when they share their rows or their columns.';
const TOO_MANY = `More than ${MOST_COPIED.toLocaleString('en')} cells cannot go through the clipboard.`;

/** More cells than that are not written one by one here: the server makes them as one change. */
const MANY = 5000;
/** Characters from which on the clipboard is read in slices. */
const LONG = 50_000;

/** What the clipboard offers; empty where it has no such type. */
export interface Offered {
  readonly own: string;
  readonly html: string;
  readonly text: string;
}

type Source =
  | { readonly kind: 'own'; readonly clip: Clip }
  | { readonly kind: 'table'; readonly table: ForeignTable }
  | { readonly kind: 'texts'; readonly rows: readonly (readonly string[])[] };

/** How a paste is written: cell by cell, or all of them by the server; null where that is not for it. */
interface Writing {
  readonly few: (target: Target) => void;
  readonly many: ((target: Target) => Pasting) | null;
}

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

function offeredBy({ own, html, text }: Copied): Offered {
  return { own, html: html ?? '', text };
}

/** Makes rows equally long. */
function* evened(rows: string[][]): Steps<string[][]> {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  for (const [n, row] of rows.entries()) {
    if (n % 500 === 0) yield 1;
    while (row.length < width) row.push('');
  }
  return rows;
}

export class Clipboard {
  readonly #core: GridCore;
  readonly #hooks: ClipboardHooks;
  /** A cut that was not pasted yet. */
  #cut: Pending | null = null;
  #marked = false;
  /** What was copied here last, for menus, which cannot read our own type from the browser. */
  #last: Copied | null = null;
  /** What will be, and be on the clipboard, once its cells have been fetched. */
  #arriving: Promise<Copied> | null = null;
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

  /** The edge is there: Enter pastes. */
  get marked(): boolean {
    return this.#marked;
  }

  /** Brings what is marked to where one is, and takes the edge away; what was copied stays on the clipboard. */
  async pasteMarked(): Promise<void> {
    if (this.#arriving !== null) await this.#pasteArriving(this.#arriving, PASTE_ALL);
    else if (this.#last !== null) this.#insert(offeredBy(this.#last), PASTE_ALL);
    // A cut ends where it arrives.
    if (this.#cut === null) this.callOff();
  }

  /** Something was changed by hand: what waits on the clipboard is no longer pointed out, and a cut is off. */
  wrote(): void {
    if (!this.#pasting) this.callOff();
  }

  /** Into the data of an event, or later where cells have to be fetched first. */
  copy(transfer: DataTransfer | null, cut: boolean): void {
    const { data, copied } = this.#take(cut);
    if (data === null) return;
    if (copied !== null && transfer !== null) {
      this.#last = copied;
      transfer.setData('text/plain', copied.text);
      if (copied.html !== null) transfer.setData('text/html', copied.html);
      transfer.setData(OWN_TYPE, copied.own);
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
    this.#last = null;
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
    this.#arriving = ready;
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
    } finally {
      if (this.#arriving === ready) this.#arriving = null;
    }
  }

  /** Pastes what was just copied, not what the clipboard still holds until that is fetched. */
  async #pasteArriving(arriving: Promise<Copied>, special: Special): Promise<void> {
    const core = this.#core;
    const { sheetId, selection } = core;
    const task = core.view.commands.begin('Fetching what was copied…');
    if (task === null) return;
    const called = new Promise<null>((resolve) => {
      task.signal.addEventListener('abort', () => resolve(null));
    });
    const copied = await Promise.race([arriving, called]).catch(() => undefined);
    core.view.commands.end(task);
    if (copied === null) return;
    if (copied === undefined || core.sheetId !== sheetId) {
      core.options.onMessage?.(
        'Nothing was pasted: what was copied had not been fetched yet. Paste it again.',
      );
      return;
    }
    if (core.selection !== selection) core.setSelection(selection);
    this.#insert(offeredBy(copied), special);
  }

  paste(offered: Offered, special: Special): void {
    if (this.#arriving === null) this.pasteOffered(offered, special);
    else void this.#pasteArriving(this.#arriving, special);
  }

  /** Pastes just that, whatever is being fetched. */
  pasteOffered(offered: Offered, special: Special): void {
    // A paste without formats is given the text alone, as it was shown: the values behind it are known here.
    const remembered = special === PASTE_ALL ? '' : this.#remembered(offered.text);
    this.#insert({ ...offered, own: offered.own || remembered }, special);
  }

  /** From a menu: the browser may ask for permission. */
  async read(special: Special): Promise<void> {
    if (this.#arriving !== null) {
      await this.#pasteArriving(this.#arriving, special);
      return;
    }
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

  /** What is long is read in slices, while the page goes on. */
  #insert(data: Offered, special: Special): void {
    const core = this.#core;
    if (!core.editable) {
      core.options.onMessage?.('You may view this workbook, not change it.');
      return;
    }
    if (Math.max(data.own.length, data.html.length, data.text.length) < LONG) {
      this.#put(atOnce(this.#readSteps(data, special)), special, null);
      return;
    }
    const task = core.view.commands.begin('Reading the clipboard…');
    if (task === null) return;
    inSlices(this.#readSteps(data, special), task.signal, (share) => task.tell(share, 0, 0.1)).then(
      (source) => this.#put(source, special, task),
      () => core.view.commands.end(task),
    );
  }

  /** The richest of what is on the clipboard. */
  *#readSteps({ own, html, text }: Offered, special: Special): Steps<Source | null> {
    const clip = own === '' ? null : own === this.#last?.own ? this.#last.clip : yield* clipSteps(own);
    if (clip !== null) return { kind: 'own', clip };
    const plain = special === PASTE_VALUES || special === PASTE_ALL;
    const table = html === '' || special === PASTE_VALUES ? null : yield* htmlSteps(html);
    if (table === null && text === '') return null;
    if (table !== null && plain) return { kind: 'table', table };
    const rows = yield* evened(table === null ? yield* tsvSteps(text) : []);
    if (plain) return { kind: 'texts', rows };
    const cells = rows.map((row) => row.map((text) => ({ text, format: {} })));
    return { kind: 'own', clip: clipOf(table ?? { cells, merges: [] }) };
  }

  #put(source: Source | null, special: Special, task: Task | null): void {
    const { commands } = this.#core.view;
    if (source === null) this.#done(task);
    else if (source.kind === 'own') this.#putClip(source.clip, special, task);
    else if (source.kind === 'texts') {
      const { rows } = source;
      this.#write(rows.length, rows[0]?.length ?? 1, task, {
        few: (target) => pasteTexts(commands, target, rows),
        many: () => textsPasting(rows),
      });
    } else {
      const { table } = source;
      this.#write(table.cells.length, table.cells[0]?.length ?? 0, task, {
        few: (target) => pasteForeign(commands, target, table),
        many: (target) => foreignPasting(target, table),
      });
    }
  }

  #putClip(found: Clip, special: Special, task: Task | null): void {
    const { view } = this.#core;
    const { commands } = view;
    const clip = found.workbook === view.id ? found : fromElsewhere(found);
    const [down, across] = [clip.cells.length, clip.cells[0]?.length ?? 0];
    const [rows, cols] = special.transpose ? [across, down] : [down, across];
    const { operation } = special;
    if (operation !== null) {
      this.#done(task);
      void this.#putOperated(clip, special, operation, rows, cols);
      return;
    }
    this.#write(rows, cols, task, {
      few: (target) => {
        if (special === PASTE_ALL && this.#move(commands, clip, target)) return;
        pasteOwn(commands, target, clip, special);
        carryRules(view, target, clip, special);
        if (special === PASTE_ALL || special === PASTE_VALUES) this.#empty(commands, clip, target);
      },
      // A cut moves what refers to it, and widths are few: neither is a matter of many cells.
      many:
        special.what === 'widths' || (clip.cut !== null && clip.cut === this.#cut?.token)
          ? null
          : (target) => ownPasting(target, clip, special),
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
    this.#write(rows, cols, null, {
      few: (target) => pasteOperated(commands, target, clip, special, operation),
      many: null,
    });
  }

  #write(rows: number, cols: number, task: Task | null, how: Writing): void {
    const core = this.#core;
    if (rows === 0 || cols === 0) {
      this.#done(task);
      return;
    }
    const target = pasteTarget(core.sheet, core.selection, rows, cols);
    const { many } = how;
    if (many !== null && areaCells(target.area) > MANY) {
      void this.#writeMany(target, many(target), task).then(() => this.#tellCutOff(target, rows, cols));
      return;
    }
    this.#done(task);
    this.#pasting = true;
    core.own(() => how.few(target));
    this.#pasting = false;
    const { active } = core.selection;
    core.setSelection(selectArea(core.sheet, target.area, active), 'active');
    this.#tellCutOff(target, rows, cols);
  }

  /** The server writes many cells; what was pasted is selected unless the person has gone on to something else. */
  async #writeMany(target: Target, { at, merges }: Pasting, begun: Task | null): Promise<void> {
    const core = this.#core;
    const { commands } = core.view;
    const label = `Pasting ${areaCells(target.area).toLocaleString('en')} cells…`;
    begun?.name(label);
    const task = begun ?? commands.begin(label);
    if (task === null) return;
    const { sheet, area } = target;
    const { selection } = core;
    const corner = [sheet.rows.id(area.top), sheet.cols.id(area.left)] as const;
    const done = await commands.pasteMany(sheet.id, area, at, merges, task);
    if (!done || core.sheetId !== sheet.id || core.selection !== selection) return;
    const [row, col] = [core.sheet.rows.indexOf(corner[0]), core.sheet.cols.indexOf(corner[1])];
    if (row < 0 || col < 0) return;
    core.setSelection(selectArea(core.sheet, movedArea(area, row, col), selection.active), 'active');
  }

  #done(task: Task | null): void {
    if (task !== null) this.#core.view.commands.end(task);
  }

  #tellCutOff(target: Target, rows: number, cols: number): void {
    const cutOff =
      target.area.bottom - target.area.top + 1 < rows * target.down ||
      target.area.right - target.area.left + 1 < cols * target.across;
    if (cutOff) this.#core.options.onMessage?.('The end of the pasted cells did not fit onto the sheet.');
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
