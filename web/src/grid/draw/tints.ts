/** Cells coloured by who wrote them, or by how long ago: a wash, and a sign that needs no colour. */
import type { Area } from '../../model/view';
import type { PixelRect } from '../handle';
import { areaRect, thickness } from '../layout';
import { alignOf } from '../text/place';
import { personColor, type Theme } from '../theme';
import type { PanePlan } from './plan';
import type { CellLayer, Scene } from './scene';

export type Tint =
  /** A person's colour, 1 to 12, or 0 for oneself. */
  | { readonly kind: 'author'; readonly color: number; readonly initials: string }
  /** 0 is the youngest of four. */
  | { readonly kind: 'age'; readonly step: 0 | 1 | 2 | 3 };

/** How a cell is coloured, by the ids of its lines. */
export type Tints = (row: number, col: number) => Tint | null;

/** Ink stays readable on each of them. */
const AUTHOR_WASH = 0.2;
const AGE_WASH = [0.34, 0.22, 0.12, 0.05] as const;
const EDGE_WIDTH = 3;

/** A layer for the grid; `seen` hears of every part of the sheet that it has drawn. */
export function tintLayer(tints: Tints, seen: (sheet: string, area: Area) => void): CellLayer {
  return (context, scene, plan) => {
    const { rows, cols } = plan;
    const [top, bottom] = [rows[0]?.index, rows.at(-1)?.index];
    const [left, right] = [cols[0]?.index, cols.at(-1)?.index];
    if (top === undefined || bottom === undefined || left === undefined || right === undefined) return;
    seen(scene.sheet.id, { top, left, bottom, right });
    const { sheet } = scene;
    rows.forEach((row, r) => {
      const id = sheet.rows.id(row.index);
      cols.forEach((col, c) => {
        const tint = tints(id, sheet.cols.id(col.index));
        if (tint === null) return;
        const merged = sheet.mergeAt(row.index, col.index);
        if (merged !== null && (merged.top !== row.index || merged.left !== col.index)) return;
        const area = merged ?? { top: row.index, left: col.index, bottom: row.index, right: col.index };
        paintTint(context, scene, plan, areaRect(scene.layout, area, plan.rowBand, plan.colBand), tint, {
          at: r * cols.length + c,
          wide: merged !== null,
        });
      });
    });
  };
}

function colorOf(theme: Theme, tint: Tint): string {
  if (tint.kind === 'age') return theme.changed;
  return tint.color === 0 ? theme.sunLine : personColor(theme, tint.color).color;
}

function paintTint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  plan: PanePlan,
  rect: PixelRect,
  tint: Tint,
  { at, wide }: { readonly at: number; readonly wide: boolean },
): void {
  const { layout, theme } = scene;
  const line = thickness(1, layout.ratio);
  const [width, height] = [rect.width - line, rect.height - line];
  context.fillStyle = colorOf(theme, tint);
  context.globalAlpha = tint.kind === 'author' ? AUTHOR_WASH : AGE_WASH[tint.step];
  context.fillRect(rect.x, rect.y, width, height);
  context.globalAlpha = 1;
  // The younger, the longer the edge.
  const share = tint.kind === 'author' ? 1 : 1 - tint.step / 4;
  context.fillRect(rect.x, rect.y + height * (1 - share), EDGE_WIDTH, height * share);
  if (tint.kind === 'author' && !wide) paintInitials(context, scene, plan, rect, tint.initials, at);
}

/** Beside what the cell shows, where there is room. */
function paintInitials(
  context: CanvasRenderingContext2D,
  scene: Scene,
  plan: PanePlan,
  rect: PixelRect,
  initials: string,
  at: number,
): void {
  const { layout, theme, measure, fonts } = scene;
  const view = plan.cells[at];
  if (view === undefined) return;
  const size = Math.max(8, Math.round(10 * layout.zoom));
  const font = `600 ${String(size)}px ${theme.fontUi}`;
  const own = measure(initials, font);
  const text = view.text === '' ? 0 : measure(view.text, fonts.of(view.format).css);
  const pad = theme.padX * layout.zoom;
  if (own + text + 3 * pad + EDGE_WIDTH > rect.width || size + 4 > rect.height) return;
  const atLeft = text > 0 && alignOf(view) === 'right';
  context.font = font;
  context.textBaseline = 'middle';
  context.textAlign = atLeft ? 'left' : 'right';
  context.fillStyle = theme.ink2;
  const x = atLeft ? rect.x + EDGE_WIDTH + pad / 2 : rect.x + rect.width - pad / 2 - 1;
  context.fillText(initials, x, rect.y + rect.height / 2 + 0.5);
  context.textAlign = 'left';
}
