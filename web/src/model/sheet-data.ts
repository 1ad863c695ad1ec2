/** What a sheet holds by identity: the edits of the document over the blocks of the base. */

import type { Scalar } from '../lib/scalar';
import { Base, type BasePlace, EMPTY_MANIFEST, type Manifest } from './base';
import type { Block } from './block';
import type { BlockStore } from './block-store';
import type { Stored } from './content';
import { layFormat, type MergeCorners, type SheetRecord } from './record';
import type { CellFormat } from './view';

/** What reading needs of the workbook. */
export interface DataHost {
  readonly blocks: BlockStore;
  /** The style table; null until it is there. */
  readonly styles: readonly CellFormat[] | null;
  manifest(hash: string): Promise<Manifest>;
}

/** What a cell holds, wherever that is written. */
export interface Holding {
  readonly stored: Stored;
  /** Cached result of a formula of the base; undefined for what was edited. */
  readonly cached: Scalar | undefined;
}

const NO_FORMAT: CellFormat = {};
const EMPTY: Holding = { stored: null, cached: undefined };

export class SheetData {
  base = new Base(EMPTY_MANIFEST);
  /** The manifest is there. */
  ready = true;
  /** Settles when the manifest that is wanted now is there. */
  arriving: Promise<void> = Promise.resolve();
  /** The manifest that is wanted, and the one that is there; undefined before the first. */
  private hash: string | null | undefined;
  private there: string | null | undefined;

  constructor(
    readonly record: SheetRecord,
    private readonly host: DataHost,
    /** Fetches what the screen shows of a base that is to come. */
    private readonly ahead: (base: Base) => Promise<void>,
    /** The base is another one now. */
    private readonly onBase: () => void,
  ) {}

  /** Fetches the manifest when the document names another one. What is there is shown until that can be. */
  follow(): void {
    const hash = this.record.base;
    if (hash === this.hash) return;
    this.hash = hash;
    if (hash === null) {
      this.take(new Base(EMPTY_MANIFEST), null);
      return;
    }
    this.ready = this.there !== undefined;
    this.arriving = this.fetch(hash);
    // Whoever waits for it hears of a failure; nobody has to.
    this.arriving.catch(() => undefined);
  }

  private async fetch(hash: string): Promise<void> {
    const base = new Base(await this.host.manifest(hash));
    if (this.hash === hash && this.ready) await this.ahead(base).catch(() => undefined);
    if (this.hash === hash) this.take(base, hash);
  }

  private take(base: Base, hash: string | null): void {
    this.base = base;
    this.there = hash;
    this.ready = true;
    this.onBase();
  }

  /** What is there is what the document names: another base is not on its way. */
  get current(): boolean {
    return this.there === this.record.base;
  }

  private block(place: BasePlace | null): Block | undefined {
    return place === null ? undefined : this.host.blocks.get(place.block.hash);
  }

  /** Content, look and cached result of a cell are known. */
  loaded(row: number): boolean {
    if (!this.ready || (this.record.base !== null && this.host.styles === null)) return false;
    const place = this.base.placeOf(row);
    return place === null || this.block(place) !== undefined;
  }

  /** What a cell holds; undefined while its block is not there. */
  holding(row: number, col: number): Holding | undefined {
    const own = this.record.cells.get(row, col);
    if (own !== undefined) return { stored: own, cached: undefined };
    if (!this.ready) return undefined;
    const place = this.base.placeOf(row);
    if (place === null) return EMPTY;
    const block = this.block(place);
    if (block === undefined) return undefined;
    const value = block.value(col, place.offset);
    const formula = block.formula(col, place.offset);
    if (formula !== null) return { stored: formula, cached: value };
    if (value === null) return EMPTY;
    return { stored: typeof value === 'object' ? ['#', value.error] : value, cached: undefined };
  }

  /** Whether a cell holds anything; null while that is not known. */
  filled(row: number, col: number): boolean | null {
    const own = this.record.cells.get(row, col);
    if (own !== undefined) return own !== null;
    if (!this.ready) return null;
    const place = this.base.placeOf(row);
    if (place === null) return false;
    const block = this.block(place);
    if (block !== undefined) return block.filled(col, place.offset);
    const { cells, rows } = place.block;
    if (cells === 0) return false;
    // A block without a gap says it all by its count.
    const height = rows.reduce((sum, run) => sum + run[1], 0);
    const { cols } = this.base.manifest;
    return cells === height * cols ? col < cols : null;
  }

  /** The format of a cell, all layers laid over each other, or all but the cell's own entry. */
  formatOf(row: number, col: number, layers: 'all' | 'without-own' = 'all'): CellFormat {
    const under = this.formatUnder(row, col);
    const own = layers === 'all' ? this.record.formats.get(row, col) : undefined;
    return own === undefined ? under : layFormat(under, own);
  }

  private formatUnder(row: number, col: number): CellFormat {
    const place = this.base.placeOf(row);
    let style = place === null ? 0 : (this.block(place)?.style(col, place.offset) ?? 0);
    if (style === 0) style = this.base.rows.of(row)?.[4] ?? 0;
    if (style === 0) style = this.base.cols.of(col)?.[4] ?? 0;
    const format = this.host.styles?.[style] ?? NO_FORMAT;
    const ofRow = this.record.rows.formats.get(row);
    const ofCol = this.record.cols.formats.get(col);
    if (ofRow === undefined) return ofCol === undefined ? format : layFormat(format, ofCol.patch);
    if (ofCol === undefined) return layFormat(format, ofRow.patch);
    const [first, second] = ofRow.at >= ofCol.at ? [ofCol, ofRow] : [ofRow, ofCol];
    return layFormat(layFormat(format, first.patch), second.patch);
  }

  hiddenByBase(kind: 'rows' | 'cols', line: number): boolean {
    return this.base.lines(kind).of(line)?.[3] === 1;
  }

  mergedByBase(row: number, col: number): boolean {
    return this.base.manifest.merges?.some((corners) => corners[0] === row && corners[1] === col) === true;
  }

  /** Corners of all merged areas, whatever is left of them. */
  merges(): MergeCorners[] {
    const own = this.record.merges;
    const base = (this.base.manifest.merges ?? []).filter(([row, col]) => !own.has(`${row}:${col}`));
    return [...base, ...[...own.values()].filter((corners) => corners !== null)];
  }
}
