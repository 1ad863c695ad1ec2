/** What of a picture of the cells another scene asks to be painted again. */
import { sameArea, sameCell, footprint, isSingle, type Selection } from '../selection';
import type { Area, SheetView } from '../../model/view';
import type { CellPosition, PixelRect } from '../handle';
import { areaRect, EDGE, sameLayout, type Band, type Layout } from '../layout';
import { changedRows, type Content } from './content';
import type { Scene } from './scene';

/** The scene that a picture shows. Sheets change in place, so what they held stands beside. */
export interface Pictured {
  readonly scene: Scene;
  readonly content: Content;
}

export interface Damage {
  /** How far what scrolls has moved, in device pixels: what stood at `x` stands at `x - dx`. */
  readonly dx: number;
  readonly dy: number;
  /** What is to be painted after that, in pixels of the canvas. */
  readonly rects: readonly PixelRect[];
}

const BANDS: readonly Band[] = ['scrolled', 'frozen'];

const MANY = 12;

/** Null when nothing can be kept. */
export function damageOf(before: Pictured, { scene, content }: Pictured): Damage | null {
  const old = before.scene;
  if (!sameLook(old, scene)) return null;
  const moved = movement(old.layout, scene.layout);
  if (moved === null) return null;
  const changed = changedRows(before.content, content, old.layout, scene);
  // Many rows by themselves cost more than all at once.
  if (changed === null || changed.length > MANY) return null;
  const rects: PixelRect[] = [];
  for (const row of changed) {
    addRow(rects, scene, { row, col: 0 });
    for (const { top, left, bottom } of content.merges)
      if (row >= top && row <= bottom) addRow(rects, scene, { row: top, col: left });
  }
  if (!addSelection(rects, old, scene)) return null;
  if (!sameSpot(old.lit, scene.lit)) for (const cell of [old.lit, scene.lit]) addCell(rects, scene, cell);
  if (!sameSpot(old.edited, scene.edited))
    for (const cell of [old.edited, scene.edited]) addRow(rects, scene, cell);
  return { ...moved, rects: [...strips(scene.layout, moved), ...rects] };
}

/** Everything but where it is scrolled to, what is selected, lit and edited. */
function sameLook(a: Scene, b: Scene): boolean {
  return (
    a.sheet === b.sheet &&
    a.theme === b.theme &&
    a.colors === b.colors &&
    a.fonts === b.fonts &&
    a.measure === b.measure &&
    a.marks === b.marks &&
    a.found === b.found &&
    a.layer === b.layer
  );
}

function movement(a: Layout, b: Layout): { readonly dx: number; readonly dy: number } | null {
  if (a === b) return { dx: 0, dy: 0 };
  const unmoved = {
    ...b,
    rows: { ...b.rows, scroll: a.rows.scroll },
    cols: { ...b.cols, scroll: a.cols.scroll },
  };
  if (!sameLayout(a, unmoved) || a.rows.edge !== b.rows.edge || a.cols.edge !== b.cols.edge) return null;
  const dx = Math.round((b.cols.scroll - a.cols.scroll) * b.ratio);
  const dy = Math.round((b.rows.scroll - a.rows.scroll) * b.ratio);
  // Where nothing is scrolled, text flows out of the frozen columns.
  if (b.cols.axis.frozen > 0 && (a.cols.scroll === 0) !== (b.cols.scroll === 0)) return null;
  const far = (by: number, axis: Layout['rows']): boolean =>
    Math.abs(by) >= (axis.view - axis.edge) * b.ratio;
  return far(dx, b.cols) || far(dy, b.rows) ? null : { dx, dy };
}

/** What came into view, and a little of what lies beside it. */
function strips(layout: Layout, { dx, dy }: { dx: number; dy: number }): PixelRect[] {
  const { rows, cols, width, height, ratio, zoom } = layout;
  const margin = EDGE * zoom;
  const rects: PixelRect[] = [];
  if (dy !== 0) {
    const size = Math.abs(dy) / ratio + margin;
    // Whole rows: where letters are cut lengthwise, their outermost pixels may be left out.
    const meets = (at: number) => rows.scrolled.find(({ end }) => end > at);
    const top = dy > 0 ? (meets(height - size)?.start ?? rows.edge) : rows.edge;
    const bottom = dy > 0 ? height : (meets(rows.edge + size)?.end ?? height);
    rects.push({ x: 0, y: Math.max(rows.edge, top), width, height: bottom - Math.max(rows.edge, top) });
  }
  if (dx !== 0) {
    const size = Math.abs(dx) / ratio + margin;
    rects.push({ x: dx > 0 ? width - size : cols.edge, y: 0, width: size, height });
  }
  return rects;
}

/** False when the selection colours cells, and others than before. */
function addSelection(rects: PixelRect[], old: Scene, scene: Scene): boolean {
  const [a, b] = [old.selection, scene.selection];
  if (a === b) return true;
  const { layout, sheet } = scene;
  const same = sameCell(a.active, b.active) && sameAreas(a.areas, b.areas);
  if (!same && !(isSingle(sheet, a) && isSingle(sheet, b))) return false;
  if (!sameAreas(spans(a, 'rows'), spans(b, 'rows')))
    rects.push({ x: 0, y: 0, width: layout.cols.head, height: layout.height });
  if (!sameAreas(spans(a, 'cols'), spans(b, 'cols')))
    rects.push({ x: 0, y: 0, width: layout.width, height: layout.rows.head });
  // Headings of tables offer their filters where somebody is.
  if (sheet.filters.length > 0 && !sameCell(a.active, b.active))
    for (const cell of [a.active, b.active]) addCell(rects, scene, cell);
  return true;
}

function spans({ areas }: Selection, axis: 'rows' | 'cols'): readonly Area[] {
  return areas.map((area) =>
    axis === 'rows' ? { ...area, left: 0, right: 0 } : { ...area, top: 0, bottom: 0 },
  );
}

function sameAreas(a: readonly Area[], b: readonly Area[]): boolean {
  return a.length === b.length && a.every((area, n) => b[n] !== undefined && sameArea(area, b[n]));
}

function sameSpot(a: CellPosition | null, b: CellPosition | null): boolean {
  return a === b || (a !== null && b !== null && sameCell(a, b));
}

/** Each place that a cell or merged area may show at. */
function places(layout: Layout, sheet: SheetView, cell: CellPosition): PixelRect[] {
  const area = footprint(sheet, cell);
  const margin = EDGE * layout.zoom;
  return BANDS.flatMap((rows) =>
    BANDS.map((cols) => {
      const { x, y, width, height } = areaRect(layout, area, rows, cols);
      return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
    }),
  );
}

function addCell(rects: PixelRect[], { layout, sheet }: Scene, cell: CellPosition | null): void {
  if (cell !== null) rects.push(...places(layout, sheet, cell));
}

/** Text may flow along the whole row. */
function addRow(rects: PixelRect[], { layout, sheet }: Scene, cell: CellPosition | null): void {
  if (cell === null) return;
  for (const { y, height } of places(layout, sheet, cell))
    rects.push({ x: 0, y, width: layout.width, height });
}
