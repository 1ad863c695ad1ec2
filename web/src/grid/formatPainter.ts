/** The looks of some cells, laid over others: once, or until it is put down. */
import { areaCells } from '../lib/geometry';
import type { CellFormat, FormatPatch } from '../model/view';
import type { Clip } from './clipboard/own';
import { PASTE_ALL } from './clipboard/special';
import { PLAIN_FORMAT } from './commands/formatting';
import type { GridCore } from './core';
import { hands } from './later';
import { currentArea } from './selection';

/** Larger areas, such as whole columns, get the looks of the first cell alone. */
const MOST_CELLS = 20_000;

export class FormatPainter {
  readonly #core: GridCore;
  readonly #later: (work: () => Promise<void>) => void;
  #clip: Clip | null = null;
  #stays = false;

  /** `later` runs work in the order in which keys came. */
  constructor(core: GridCore, later: (work: () => Promise<void>) => void) {
    this.#core = core;
    this.#later = later;
  }

  get on(): boolean {
    return this.#clip !== null;
  }

  /** Takes the looks of the selection up; puts them down when it held some. */
  pick(stays: boolean): void {
    const core = this.#core;
    if (this.on && !stays) {
      this.putDown();
      return;
    }
    if (hands.now === null) {
      this.#later(async () => {
        await hands.load();
        this.pick(stays);
      });
      return;
    }
    const { copyAreas, copyCells } = hands.now;
    const what = copyAreas(core.sheet, core.selection);
    if (what === null || what.rows.length * what.cols.length > MOST_CELLS) {
      core.options.onMessage?.('Select one range, not too large, to copy its format.');
      return;
    }
    this.#clip = copyCells(core.sheet, what, core.view.id, null).clip;
    this.#stays = stays;
    core.tellSelected();
  }

  /** False when it held nothing. */
  putDown(): boolean {
    if (!this.on) return false;
    this.#clip = null;
    this.#core.tellSelected();
    return true;
  }

  /** Lays what it holds over the selection. */
  apply(): void {
    const core = this.#core;
    const clip = this.#clip;
    if (clip === null || hands.now === null || !core.editable) return;
    const { carryRules, pasteOwn } = hands.now;
    const area = currentArea(core.selection);
    const height = Math.max(clip.cells.length, area.bottom - area.top + 1);
    const width = Math.max(clip.cells[0]?.length ?? 1, area.right - area.left + 1);
    const { sheet } = core;
    const target = {
      ...area,
      bottom: Math.min(sheet.rows.count, area.top + height) - 1,
      right: Math.min(sheet.cols.count, area.left + width) - 1,
    };
    core.own(() => {
      const formats = { ...PASTE_ALL, what: 'formats' } as const;
      if (areaCells(target) > MOST_CELLS) {
        core.view.commands.format(sheet.id, [area], exactly(clip.cells[0]?.[0]?.format ?? {}));
      } else {
        pasteOwn(
          core.view.commands,
          { sheet, area: target, down: 1, across: 1 },
          { ...clip, merges: [] },
          formats,
        );
      }
      carryRules(core.view, { sheet, area: target, down: 1, across: 1 }, clip, formats);
    });
    if (!this.#stays) this.putDown();
  }
}

function exactly(format: CellFormat): FormatPatch {
  return { ...PLAIN_FORMAT, ...format };
}
