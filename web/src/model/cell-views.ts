/** What a cell shows, as the grid is told. */

import type { Scalar } from '../lib/scalar';
import type { CheckView } from './check';
import type { StoredFormula } from './content';
import { showFormula } from './formula-show';
import type { CellLook } from './looks';
import type { Resolve } from './resolve';
import type { CellFormat, CellView } from './view';

/** What hangs on a cell beside its content. */
export type Attached = Pick<CellView, 'note' | 'link' | 'look' | 'check'>;

export class PlainCell implements CellView {
  declare readonly textColor?: string;
  declare readonly note?: string;
  declare readonly link?: string;
  declare readonly look?: CellLook;
  declare readonly check?: CheckView;
  constructor(
    readonly value: Scalar,
    readonly text: string,
    readonly format: CellFormat,
    readonly stale: boolean,
    readonly loaded: boolean,
    color: string | undefined,
    attached: Attached = {},
  ) {
    if (color !== undefined) this.textColor = color;
    if (attached.note !== undefined) this.note = attached.note;
    if (attached.link !== undefined) this.link = attached.link;
    if (attached.look !== undefined) this.look = attached.look;
    if (attached.check !== undefined) this.check = attached.check;
  }
}

/** Its formula is written out only when somebody asks for it. */
export class FormulaCell extends PlainCell {
  private shown: string | null = null;
  constructor(
    cell: PlainCell,
    private readonly stored: StoredFormula,
    private readonly own: string,
    private readonly resolve: Resolve,
  ) {
    super(cell.value, cell.text, cell.format, cell.stale, cell.loaded, cell.textColor, cell);
  }

  get formula(): string {
    this.shown ??= `=${showFormula(this.stored, this.own, this.resolve)}`;
    return this.shown;
  }
}

/** A value without content of its own. */
export class SpilledCell extends PlainCell {
  readonly spilled = true;
  constructor(cell: PlainCell) {
    super(cell.value, cell.text, cell.format, cell.stale, cell.loaded, cell.textColor, cell);
  }
}
