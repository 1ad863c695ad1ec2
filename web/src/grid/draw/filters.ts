/** Buttons of filters: a funnel in the heading, full where a criterion is set. */
import { buttonRect, showsButton } from '../filterButtons';
import type { PixelRect } from '../handle';
import { areaRect, thickness } from '../layout';
import { footprint } from '../selection';
import type { PanePlan } from './plan';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

/** Corners of the funnel in a button of 18 × 18. */
const FUNNEL: readonly (readonly [x: number, y: number])[] = [
  [4.5, 5.5],
  [13.5, 5.5],
  [10.25, 9.5],
  [10.25, 13.5],
  [7.75, 12.25],
  [7.75, 9.5],
];

export function paintFilterButtons(context: Context, scene: Scene, plan: PanePlan): void {
  const { sheet, layout } = scene;
  const here = [scene.lit, scene.selection.active];
  for (const filter of sheet.filters) {
    const row = plan.rows.find(({ index }) => index === filter.area.top);
    if (row === undefined) continue;
    for (const col of plan.cols) {
      if (col.index < filter.area.left || col.index > filter.area.right) continue;
      const whole = footprint(sheet, { row: row.index, col: col.index });
      if (whole.left !== col.index) continue;
      const heading = { row: whole.top, col: whole.left };
      if (!showsButton(filter, heading, here)) continue;
      const cell = areaRect(layout, whole, plan.rowBand, plan.colBand);
      const lit = scene.lit?.row === heading.row && scene.lit.col === heading.col;
      paintButton(context, scene, buttonRect(cell, layout.zoom), filter.criteria.has(col.index), lit);
    }
  }
}

function paintButton(context: Context, scene: Scene, rect: PixelRect, set: boolean, lit: boolean): void {
  const { theme, layout } = scene;
  if (rect.width < 6) return;
  const line = thickness(1, layout.ratio);
  const half = line / 2;
  context.beginPath();
  context.roundRect(rect.x + half, rect.y + half, rect.width - line, rect.height - line, rect.width / 6);
  context.fillStyle = lit ? theme.ground : theme.surface;
  context.fill();
  context.lineWidth = line;
  context.strokeStyle = lit ? theme.ink3 : theme.gridFreeze;
  context.stroke();
  const scale = rect.width / 18;
  context.beginPath();
  for (const [x, y] of FUNNEL) context.lineTo(rect.x + x * scale, rect.y + y * scale);
  context.closePath();
  if (set) {
    context.fillStyle = theme.link;
    context.fill();
    return;
  }
  context.lineWidth = Math.max(line, 1.1 * scale);
  context.lineJoin = 'round';
  context.strokeStyle = theme.ink3;
  context.stroke();
}
