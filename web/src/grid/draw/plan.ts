/** What one pane shows: which fills, which lines are left out, which text stands where. No painting here. */
import type { IconLook } from '../../model/looks';
import type { Area, CellFormat, CellView } from '../../model/view';
import { ARROW, arrowRect, boxOf, boxRect, hasArrow } from '../cellButtons';
import { buttonRoom } from '../filterButtons';
import type { PixelRect } from '../handle';
import { areaRect, bandSpan, linesIn, snap, startOf, type Band, type Line } from '../layout';
import type { CellFont } from '../text/font';
import { INDENT, alignOf, isError, leftOf, wording, type Align, type Wording } from '../text/place';
import { barItem, wear, type BarItem, type IconItem } from './looks';
import type { Cells, Mark, Scene } from './scene';
import { dresser } from './tableLook';

export interface TextItem {
  readonly lines: readonly string[];
  readonly font: CellFont;
  readonly color: string;
  readonly align: Align;
  /** Anchor by alignment, and the first baseline. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Given only when the text would leave its room. */
  readonly clip: PixelRect | null;
  readonly underline: boolean;
  readonly strike: boolean;
  /** Colour of the line through it, where it is not the text's own. */
  readonly strikeColor: string | null;
  /** Shown struck and small before the text. */
  readonly old: string | null;
}

/** Bits of `PanePlan.open`: lines that are not drawn after a cell. */
export const NO_RIGHT = 1;
export const NO_BOTTOM = 2;

export interface PanePlan {
  readonly rows: readonly Line[];
  readonly cols: readonly Line[];
  readonly rowBand: Band;
  readonly colBand: Band;
  readonly clip: PixelRect;
  /** Row by row, as `rows` × `cols`. */
  readonly cells: readonly CellView[];
  readonly fills: readonly (string | null)[];
  readonly open: Uint8Array;
  readonly texts: readonly TextItem[];
  readonly bars: readonly BarItem[];
  readonly icons: readonly IconItem[];
  readonly hatched: readonly PixelRect[];
  readonly waiting: readonly PixelRect[];
  /** Cells with a note, marked in their corner. */
  readonly noted: readonly PixelRect[];
  /** Checkboxes, arrows of lists, and cells that hold what does not fit. */
  readonly boxes: readonly { readonly rect: PixelRect; readonly checked: boolean }[];
  readonly arrows: readonly PixelRect[];
  readonly wrong: readonly PixelRect[];
  readonly merges: readonly Area[];
  /** Any cell of the sheet as it is drawn: edges are seen of those beside the pane, too. */
  readonly look: Cells;
}

/** Columns looked at beyond the pane for text that flows into it. */
export const INFLOW = 24;

/** One number for a cell. */
const place = (row: number, col: number): number => row * 0x4000 + col;

/** Rough place of the middle of capitals above the baseline, in font sizes. */
const CAPS = 0.33;

/** Plans a pane, or those of its cells that meet a part of the canvas; null where there are none. */
export function planPane(
  scene: Scene,
  rowBand: Band,
  colBand: Band,
  part: PixelRect | null = null,
): PanePlan | null {
  const { layout, sheet } = scene;
  const rows = linesIn(layout.rows, rowBand, part === null ? null : [part.y, part.y + part.height]);
  const cols = linesIn(layout.cols, colBand, part === null ? null : [part.x, part.x + part.width]);
  const [left, right] = bandSpan(layout.cols, colBand);
  const [top, bottom] = bandSpan(layout.rows, rowBand);
  const firstRow = rows[0];
  const lastRow = rows.at(-1);
  const firstCol = cols[0];
  const lastCol = cols.at(-1);
  if (firstRow === undefined || lastRow === undefined || firstCol === undefined || lastCol === undefined)
    return null;
  const area: Area = {
    top: firstRow.index,
    left: firstCol.index,
    bottom: lastRow.index,
    right: lastCol.index,
  };
  const planner = new PanePlanner(scene, {
    rows,
    cols,
    rowBand,
    colBand,
    clip: { x: left, y: top, width: right - left, height: bottom - top },
  });
  planner.merge(sheet.mergesIn(area));
  planner.rows();
  return planner.plan;
}

interface Pane {
  readonly rows: readonly Line[];
  readonly cols: readonly Line[];
  readonly rowBand: Band;
  readonly colBand: Band;
  readonly clip: PixelRect;
}

class PanePlanner {
  readonly #scene: Scene;
  readonly #pane: Pane;
  readonly #cell: Cells;
  readonly #cells: CellView[] = [];
  readonly #fills: (string | null)[] = [];
  readonly #open: Uint8Array;
  readonly #covered: Uint8Array;
  readonly #texts: TextItem[] = [];
  readonly #bars: BarItem[] = [];
  readonly #icons: IconItem[] = [];
  readonly #hatched: PixelRect[] = [];
  readonly #waiting: PixelRect[] = [];
  readonly #noted: PixelRect[] = [];
  readonly #boxes: { readonly rect: PixelRect; readonly checked: boolean }[] = [];
  readonly #arrows: PixelRect[] = [];
  readonly #wrong: PixelRect[] = [];
  #merges: readonly Area[] = [];
  /** Marks of this pane that stand for one cell and say what it held or would hold, by place. */
  readonly #told = new Map<number, Mark>();
  /** Where this pane shows what is no longer there. */
  readonly #gone: Area[] = [];

  constructor(scene: Scene, pane: Pane) {
    this.#scene = scene;
    this.#pane = pane;
    this.#note(scene.marks);
    const dress = dresser(scene.sheet.tables);
    this.#cell = (row, col) => {
      const view = scene.sheet.cell(row, col);
      return wear(dress === null ? view : dress(view, row, col));
    };
    this.#open = new Uint8Array(pane.rows.length * pane.cols.length);
    this.#covered = new Uint8Array(pane.rows.length * pane.cols.length);
    for (const row of pane.rows) {
      for (const col of pane.cols) {
        const view = this.#cell(row.index, col.index);
        this.#cells.push(view);
        this.#fills.push(this.#fillOf(view));
      }
    }
  }

  get plan(): PanePlan {
    return {
      ...this.#pane,
      cells: this.#cells,
      fills: this.#fills,
      open: this.#open,
      texts: this.#texts,
      bars: this.#bars,
      icons: this.#icons,
      hatched: this.#hatched,
      waiting: this.#waiting,
      noted: this.#noted,
      boxes: this.#boxes,
      arrows: this.#arrows,
      wrong: this.#wrong,
      merges: this.#merges,
      look: this.#cell,
    };
  }

  #fillOf(view: CellView): string | null {
    const { theme, colors } = this.#scene;
    if (theme.forced) return null;
    if (view.format.fill !== undefined) return colors.fill(view.format.fill);
    return isError(view) ? theme.dangerWash : null;
  }

  /** Merged areas: one fill, no lines inside, one text. */
  merge(merges: readonly Area[]): void {
    this.#merges = merges;
    const { rows, cols } = this.#pane;
    for (const area of merges) {
      const view = this.#cell(area.top, area.left);
      const fill = this.#fillOf(view);
      rows.forEach((row, r) => {
        if (row.index < area.top || row.index > area.bottom) return;
        cols.forEach((col, c) => {
          if (col.index < area.left || col.index > area.right) return;
          const at = r * cols.length + c;
          this.#covered[at] = 1;
          this.#fills[at] = fill;
          this.#open[at] =
            (this.#open[at] ?? 0) |
            (col.index < area.right ? NO_RIGHT : 0) |
            (row.index < area.bottom ? NO_BOTTOM : 0);
        });
      });
      const rect = areaRect(this.#scene.layout, area, this.#pane.rowBand, this.#pane.colBand);
      this.#put(view, rect, null, area.top, area.left);
    }
  }

  rows(): void {
    const { rows } = this.#pane;
    for (let r = 0; r < rows.length; r++) {
      this.#row(r);
      this.#inflow(r, -1);
      this.#inflow(r, 1);
    }
  }

  #row(r: number): void {
    const { rows, cols } = this.#pane;
    const row = rows[r];
    if (row === undefined) return;
    for (let c = 0; c < cols.length; c++) {
      const at = r * cols.length + c;
      const col = cols[c];
      const view = this.#cells[at];
      if (col === undefined || view === undefined || this.#covered[at] === 1) continue;
      const button = this.#hasButton(row.index, col.index) ? buttonRoom(this.#scene.layout.zoom) : 0;
      const width = Math.max(0, col.end - col.start - button);
      const rect = { x: col.start, y: row.start, width, height: row.end - row.start };
      this.#put(view, rect, { r, c }, row.index, col.index);
    }
  }

  /** Text gives way to the button of a filter. */
  #hasButton(row: number, col: number): boolean {
    return this.#scene.sheet.filters.some(
      ({ offered, area }) => !offered && area.top === row && col >= area.left && col <= area.right,
    );
  }

  /** Plans what one cell or merged area shows. `at` says where it stands in the pane; a merged area never flows. */
  #put(view: CellView, rect: PixelRect, at: { r: number; c: number } | null, row: number, col: number): void {
    if (view.check === undefined) {
      this.#words(view, rect, at, row, col);
      return;
    }
    const { layout, theme } = this.#scene;
    const checked = boxOf(view);
    if (view.look?.bad !== undefined) this.#wrong.push(rect);
    if (checked !== null && !this.#told.has(place(row, col))) {
      if (view.note !== undefined) this.#noted.push(rect);
      this.#boxes.push({ rect: boxRect(rect, view, layout.zoom, theme.padX * layout.zoom), checked });
    } else if (hasArrow(view, rect.width, layout.zoom)) {
      this.#arrows.push(arrowRect(rect, layout.zoom));
      this.#words(view, { ...rect, width: rect.width - ARROW * layout.zoom }, null, row, col);
    } else this.#words(view, rect, at, row, col);
  }

  #words(
    shown: CellView,
    rect: PixelRect,
    at: { r: number; c: number } | null,
    row: number,
    col: number,
  ): void {
    if (!shown.loaded) {
      this.#waiting.push(rect);
      return;
    }
    const next = this.#told.get(place(row, col))?.next;
    const view = next === undefined ? shown : { ...shown, ...next };
    if (view.stale) this.#hatched.push(rect);
    if (view.note !== undefined) this.#noted.push(rect);
    const { edited, fonts, layout, measure, theme } = this.#scene;
    const { look } = view;
    if (look?.bar !== undefined) this.#bars.push(barItem(look.bar, rect, layout.zoom, layout.ratio));
    if (edited !== null && edited.row === row && edited.col === col) return;
    const pad = theme.padX * layout.zoom;
    const indent = (view.format.indent ?? 0) * INDENT * layout.zoom;
    const font = fonts.of(view.format, view.stale);
    const before = this.#oldOf(shown, row, col);
    // A number is never cut to make room for the one before it.
    const tight =
      before !== null &&
      typeof view.value === 'number' &&
      measure(view.text, font.css) + this.#oldWidth(before) > rect.width - pad - indent;
    const old = tight ? null : before;
    if (view.text === '' && old === null) return;
    const lead = look?.icon === undefined ? 0 : this.#icon(look.icon, view, rect, font, pad + indent);
    if (look?.bare === true && old === null) return;
    const oldWidth = lead + (old === null ? 0 : this.#oldWidth(old));
    const room = rect.width - 2 * pad - indent - oldWidth + (typeof view.value === 'number' ? pad : 0);
    const words = wording(view, Math.max(1, room), font, measure);
    const fits = words.width + oldWidth + 2 * pad + indent <= rect.width + pad * 0.9;
    const box =
      !fits && words.flows && at !== null
        ? this.#flow(spread(words, rect.width, pad, indent), rect, at)
        : rect;
    const item = this.#item(view, words, font, rect, box, { pad, indent, oldWidth, old });
    this.#texts.push(
      this.#removed(row, col)
        ? { ...item, strike: true, strikeColor: theme.removed, color: theme.ink2 }
        : item,
    );
  }

  /** Plans an icon before the text, as high as capitals stand. Returns the room that it takes. */
  #icon(icon: IconLook, view: CellView, rect: PixelRect, font: CellFont, inset: number): number {
    const { ratio, zoom } = this.#scene.layout;
    const size = Math.max(0, Math.min(snap(font.size, ratio), rect.height - 4 * zoom, rect.width));
    const align = view.look?.bare === true ? view.format.align : undefined;
    const x =
      align === 'right'
        ? rect.x + rect.width - inset - size
        : align === 'center'
          ? rect.x + (rect.width - size) / 2
          : rect.x + inset;
    const y = topOf(view.format, rect, font.lineHeight) + (font.lineHeight - size) / 2;
    this.#icons.push({ icon, x: snap(x, ratio), y: snap(Math.max(rect.y + 1, y), ratio), size });
    return size + 4 * zoom;
  }

  #oldWidth(old: string): number {
    const { layout, measure } = this.#scene;
    return measure(old, this.#oldFont()) + 6 * layout.zoom;
  }

  #oldFont(): string {
    return `${String(12 * this.#scene.layout.zoom)}px ${this.#scene.theme.fontUi}`;
  }

  /** Keeps the marks that matter here: there may be thousands of them, and each cell asks. */
  #note(marks: readonly Mark[]): void {
    const { rows, cols } = this.#pane;
    const [top = 0, left = 0] = [rows[0]?.index, cols[0]?.index];
    const [bottom = -1, right = -1] = [rows.at(-1)?.index, cols.at(-1)?.index];
    for (const mark of marks) {
      const { area } = mark;
      if (area.top > bottom || area.bottom < top || area.left > right || area.right < left) continue;
      if (mark.old !== undefined || mark.next !== undefined) this.#told.set(place(area.top, area.left), mark);
      else if (mark.kind === 'removed') this.#gone.push(area);
    }
  }

  /** Is the cell marked as no longer there? */
  #removed(row: number, col: number): boolean {
    return this.#gone.some(
      (area) => row >= area.top && row <= area.bottom && col >= area.left && col <= area.right,
    );
  }

  /** What a cell held before what it shows. */
  #oldOf(view: CellView, row: number, col: number): string | null {
    const mark = this.#told.get(place(row, col));
    if (mark === undefined) return null;
    return mark.old ?? (view.text === '' ? null : view.text);
  }

  /** Takes in empty neighbours as far as the text needs, and opens the lines between. */
  #flow(need: Need, rect: PixelRect, at: { r: number; c: number }): PixelRect {
    const { cols } = this.#pane;
    let { x } = rect;
    let end = rect.x + rect.width;
    for (let c = at.c + 1, right = need.right; right > 0 && c < cols.length; c++) {
      const col = cols[c];
      if (col === undefined || !this.#empty(at.r, c)) break;
      if (c > 0) this.#openRight(at.r, c - 1);
      end = col.end;
      right -= col.end - col.start;
    }
    for (let c = at.c - 1, left = need.left; left > 0 && c >= 0; c--) {
      const col = cols[c];
      if (col === undefined || !this.#empty(at.r, c)) break;
      this.#openRight(at.r, c);
      x = col.start;
      left -= col.end - col.start;
    }
    return { x, y: rect.y, width: end - x, height: rect.height };
  }

  #openRight(r: number, c: number): void {
    const at = r * this.#pane.cols.length + c;
    this.#open[at] = (this.#open[at] ?? 0) | NO_RIGHT;
  }

  #empty(r: number, c: number): boolean {
    const at = r * this.#pane.cols.length + c;
    const view = this.#cells[at];
    return (
      view !== undefined && this.#covered[at] === 0 && view.loaded && view.text === '' && view.value === null
    );
  }

  /** Text of cells beyond the pane's side that flows into it. */
  #inflow(r: number, side: -1 | 1): void {
    const { layout, sheet, theme, fonts, measure } = this.#scene;
    const { rows, cols, colBand } = this.#pane;
    const row = rows[r];
    const edge = side < 0 ? 0 : cols.length - 1;
    const outer = cols[edge];
    if (row === undefined || outer === undefined || !this.#empty(r, edge)) return;
    const { frozen } = layout.cols.axis;
    // Unscrolled, the frozen columns are simply the ones before.
    const first = colBand === 'frozen' || layout.cols.scroll === 0 ? 0 : frozen;
    const end = Math.min(colBand === 'frozen' ? frozen : sheet.cols.used, sheet.cols.count);
    for (let n = 1; n <= INFLOW; n++) {
      const index = outer.index + side * n;
      if (side < 0 ? index < first : index >= end) return;
      if (!sheet.filled(row.index, index)) {
        if (sheet.mergeAt(row.index, index) !== null) return;
        continue;
      }
      const view = this.#cell(row.index, index);
      const align = alignOf(view);
      if (!view.loaded || view.text === '' || align === (side < 0 ? 'right' : 'left')) return;
      if (sheet.mergeAt(row.index, index) !== null) return;
      const x = startOf(layout.cols, index, colBand);
      const rect = {
        x,
        y: row.start,
        width: startOf(layout.cols, index + 1, colBand) - x,
        height: row.end - row.start,
      };
      if (rect.width === 0) return;
      const pad = theme.padX * layout.zoom;
      const indent = (view.format.indent ?? 0) * INDENT * layout.zoom;
      const font = fonts.of(view.format, view.stale);
      const words = wording(view, rect.width - 2 * pad - indent, font, measure);
      const need = spread(words, rect.width, pad, indent);
      const x2 = x + rect.width;
      const over = side < 0 ? x2 + need.right - outer.start : outer.end - (x - need.left);
      if (!words.flows || over <= 0) return;
      const gap =
        side < 0 ? { ...rect, width: outer.start - x } : { ...rect, x: outer.end, width: x2 - outer.end };
      const whole = this.#flow(side < 0 ? { left: 0, right: over } : { left: over, right: 0 }, gap, {
        r,
        c: side < 0 ? -1 : cols.length,
      });
      this.#texts.push(this.#item(view, words, font, rect, whole, { pad, indent, oldWidth: 0, old: null }));
      return;
    }
  }

  #item(
    view: CellView,
    words: Wording,
    font: CellFont,
    rect: PixelRect,
    box: PixelRect,
    extra: { pad: number; indent: number; oldWidth: number; old: string | null },
  ): TextItem {
    const { theme, layout, colors } = this.#scene;
    const { pad, indent } = extra;
    const { format } = view;
    const lineWidth = 1 / layout.ratio;
    const width = rect.width - lineWidth;
    const x =
      words.align === 'left'
        ? rect.x + pad + indent + extra.oldWidth
        : words.align === 'right'
          ? rect.x + width - pad - indent
          : rect.x + width / 2;
    const total = words.lines.length * font.lineHeight;
    const y0 = topOf(format, rect, total);
    const baseline = snap(y0 + font.lineHeight / 2 + font.size * CAPS, layout.ratio);
    const begin = leftOf(words.align, x, words.width) - extra.oldWidth;
    const leaves =
      begin < box.x ||
      begin + extra.oldWidth + words.width > box.x + box.width ||
      total > rect.height + font.size * 0.35;
    const fill = this.#fillOf(view) ?? theme.surface;
    return {
      lines: words.lines,
      font: isError(view) && format.bold !== true ? { ...font, css: `500 ${font.css}` } : font,
      color: inkOf(view, theme, (color) => colors.ink(color, fill)),
      align: words.align,
      x,
      y: baseline,
      width: words.width,
      clip: leaves
        ? { x: box.x, y: rect.y, width: box.width - lineWidth, height: rect.height - lineWidth }
        : null,
      underline: format.underline === true || view.link !== undefined,
      strike: format.strike === true,
      strikeColor: null,
      old: extra.old,
    };
  }
}

/** Where text of that height begins in a cell. */
function topOf({ valign }: CellFormat, rect: PixelRect, total: number): number {
  const space = rect.height - 1;
  if (valign === 'top') return rect.y + 1;
  const half = Math.max(0, (space - total) / 2);
  return valign === 'middle' ? rect.y + half : rect.y + space - total - Math.min(1.5, half);
}

export interface Need {
  readonly left: number;
  readonly right: number;
}

/** How far a text reaches out of a cell of that width, to each side. */
export function spread(
  words: Pick<Wording, 'align' | 'width'>,
  width: number,
  pad: number,
  indent: number,
): Need {
  const extra = words.width + pad * 1.5 + indent - width;
  if (words.align === 'left') return { left: 0, right: extra };
  if (words.align === 'right') return { left: extra, right: 0 };
  const half = (words.width - width + pad) / 2;
  return { left: half, right: half };
}

function inkOf(view: CellView, theme: Scene['theme'], adapt: (color: string) => string): string {
  if (view.stale) return theme.stale;
  if (view.textColor !== undefined)
    return view.textColor === '#ff0000' ? theme.danger : adapt(view.textColor);
  if (view.format.color !== undefined) return adapt(view.format.color);
  if (view.link !== undefined && !isError(view)) return theme.link;
  return isError(view) ? theme.danger : theme.ink;
}
