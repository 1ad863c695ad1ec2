/** A sheet of the fake workbook: a map of cells, or a formula for very many of them that arrive late. */
import { format as formatNumber, formatColor } from 'numfmt';
import { areasMeet } from '../../lib/geometry';
import type { FilterView } from '../../model/filter';
import type { Area, CellFormat, CellView, ChartView, Scalar, SheetView } from '../../model/view';
import { FakeAxis } from './fakeAxis';

export interface FakeCell {
  value: Scalar;
  formula?: string;
  format: CellFormat;
  stale?: boolean;
  spilled?: boolean;
  note?: string;
  link?: string;
  look?: CellView['look'];
}

export interface FakeChart extends Omit<ChartView, 'source'> {
  readonly corners: readonly [top: number, left: number, bottom: number, right: number];
  readonly at: readonly [row: number, col: number];
}

const BLOCK = 256;
const EMPTY: CellFormat = {};
const NAMED: Readonly<Record<string, string>> = { red: '#b3261e', green: '#18703f', blue: '#1f55c4' };

export class FakeSheet implements SheetView {
  readonly id: string;
  name: string;
  color: string | null = null;
  state: 'visible' | 'hidden' | 'veryhidden' = 'visible';
  gridLines = true;
  readonly rows: FakeAxis;
  readonly cols: FakeAxis;
  version = 1;
  merges: Area[] = [];
  readonly tables = [];
  readonly rules = [];
  readonly checks = [];
  filters: FilterView[] = [];
  /** Their cells by identity, so that they follow the lines. */
  laid: FakeChart[] = [];
  cells = new Map<string, FakeCell>();
  /** Cells beyond the map, by identity. */
  generate: ((row: number, col: number) => FakeCell | null) | null = null;
  /** Blocks that arrived; null: all are here. */
  loadedBlocks: Set<number> | null = null;
  latency = 30;
  onLoaded: () => void = () => undefined;
  readonly #views = new Map<string, CellView>();
  #viewVersion = -1;
  readonly #asked = new Set<number>();

  constructor(id: string, name: string, rows = 1000, cols = 26) {
    this.id = id;
    this.name = name;
    this.rows = new FakeAxis(rows, 24);
    this.cols = new FakeAxis(cols, 84);
  }

  key(row: number, col: number): string {
    return `${String(this.rows.id(row))}:${String(this.cols.id(col))}`;
  }

  raw(row: number, col: number): FakeCell | null {
    return (
      this.cells.get(this.key(row, col)) ?? this.generate?.(this.rows.id(row), this.cols.id(col)) ?? null
    );
  }

  put(row: number, col: number, cell: FakeCell | null): void {
    if (cell === null) this.cells.delete(this.key(row, col));
    else this.cells.set(this.key(row, col), cell);
    if (cell !== null && cell.value !== null) {
      this.rows.used = Math.max(this.rows.used, row + 1);
      this.cols.used = Math.max(this.cols.used, col + 1);
    }
  }

  cell(row: number, col: number): CellView {
    if (this.#viewVersion !== this.version || this.#views.size > 50_000) {
      this.#views.clear();
      this.#viewVersion = this.version;
    }
    const key = this.key(row, col);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view = this.#view(row, col);
    this.#views.set(key, view);
    return view;
  }

  #view(row: number, col: number): CellView {
    if (!this.#here(row)) {
      return { value: null, text: '', format: EMPTY, stale: false, loaded: col >= this.cols.used };
    }
    const raw = this.raw(row, col);
    if (raw === null) return { value: null, text: '', format: EMPTY, stale: false, loaded: true };
    const color = typeof raw.value === 'number' ? textColor(raw.value, raw.format.format) : undefined;
    return {
      value: raw.value,
      text: shown(raw.value, raw.format.format),
      ...(raw.formula === undefined ? {} : { formula: raw.formula }),
      ...(color === undefined ? {} : { textColor: color }),
      format: raw.format,
      stale: raw.stale === true,
      ...(raw.spilled === true ? { spilled: true } : {}),
      ...(raw.note === undefined ? {} : { note: raw.note }),
      ...(raw.link === undefined ? {} : { link: raw.link }),
      ...(raw.look === undefined ? {} : { look: raw.look }),
      loaded: true,
    };
  }

  #here(row: number): boolean {
    return (
      this.loadedBlocks === null || row >= this.rows.used || this.loadedBlocks.has(Math.floor(row / BLOCK))
    );
  }

  value(row: number, col: number): Scalar {
    return this.#here(row) ? (this.raw(row, col)?.value ?? null) : null;
  }

  filled(row: number, col: number): boolean {
    if (row >= this.rows.used || col >= this.cols.used) return false;
    const raw = this.raw(row, col);
    return raw !== null && raw.value !== null;
  }

  mergeAt(row: number, col: number): Area | null {
    return (
      this.merges.find((m) => row >= m.top && row <= m.bottom && col >= m.left && col <= m.right) ?? null
    );
  }

  mergesIn(area: Area): readonly Area[] {
    return this.merges.filter((merge) => areasMeet(merge, area));
  }

  show(area: Area): void {
    const room = area.bottom - area.top;
    void this.load({ ...area, top: Math.max(0, area.top - room), bottom: area.bottom + room });
  }

  edge(row: number, col: number, dRow: -1 | 0 | 1, dCol: -1 | 0 | 1): Promise<{ row: number; col: number }> {
    const inside = (r: number, c: number) => r >= 0 && c >= 0 && r < this.rows.count && c < this.cols.count;
    let [r, c] = [row + dRow, col + dCol];
    if (!inside(r, c)) return Promise.resolve({ row, col });
    const run = this.filled(row, col) && this.filled(r, c);
    while (inside(r + dRow, c + dCol)) {
      if (run ? !this.filled(r + dRow, c + dCol) : this.filled(r, c)) break;
      r += dRow;
      c += dCol;
    }
    return Promise.resolve({ row: r, col: c });
  }

  get charts(): readonly ChartView[] {
    return this.laid.map(({ corners, at, ...chart }) => {
      const [top, left, bottom, right] = corners;
      const area = {
        top: this.rows.indexOf(top),
        left: this.cols.indexOf(left),
        bottom: this.rows.indexOf(bottom),
        right: this.cols.indexOf(right),
      };
      const place = { ...chart.place, row: this.rows.indexOf(at[0]), col: this.cols.indexOf(at[1]) };
      return { ...chart, source: { sheet: this.id, area }, place };
    });
  }

  live(): boolean {
    return this.loadedBlocks === null;
  }

  load(area: Area): Promise<void> {
    const blocks = this.loadedBlocks;
    if (blocks === null) return Promise.resolve();
    const wanted: number[] = [];
    const last = Math.floor(Math.min(area.bottom, this.rows.used - 1) / BLOCK);
    for (let block = Math.floor(area.top / BLOCK); block <= last; block++) {
      if (!blocks.has(block)) wanted.push(block);
    }
    if (wanted.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const fresh = wanted.filter((block) => !this.#asked.has(block));
      for (const block of fresh) this.#asked.add(block);
      setTimeout(() => {
        for (const block of wanted) blocks.add(block);
        this.version++;
        this.onLoaded();
        resolve();
      }, this.latency);
    });
  }
}

function shown(value: Scalar, format: string | undefined): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'object') return value.error;
  if (format === undefined || format === 'General') return String(Number(value.toPrecision(11)));
  try {
    return formatNumber(format, value);
  } catch {
    return String(value);
  }
}

function textColor(value: number, format: string | undefined): string | undefined {
  if (format?.includes('[') !== true) return undefined;
  try {
    const color = formatColor(format, value);
    return typeof color === 'string'
      ? (NAMED[color] ?? (color.startsWith('#') ? color : undefined))
      : undefined;
  } catch {
    return undefined;
  }
}
