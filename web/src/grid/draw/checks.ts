/** Checkboxes, the arrows of lists, and the corners of cells whose content does not fit. */
import type { PixelRect } from '../handle';
import { snap, thickness } from '../layout';
import type { PanePlan } from './plan';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

/** Side of the corner of a cell that does not fit, pixels at 100 %. */
const CORNER = 7;

export function paintChecks(context: Context, scene: Scene, plan: PanePlan): void {
  for (const { rect, checked } of plan.boxes) paintBox(context, scene, rect, checked);
  paintArrows(context, scene, plan.arrows);
  paintWrong(context, scene, plan.wrong);
}

function paintBox(context: Context, { theme, layout }: Scene, rect: PixelRect, checked: boolean): void {
  const at = (value: number): number => snap(value, layout.ratio);
  const line = thickness(1, layout.ratio);
  const [x, y, side] = [at(rect.x), at(rect.y), at(rect.width)];
  context.beginPath();
  context.roundRect(x + line / 2, y + line / 2, side - line, side - line, side * 0.2);
  context.fillStyle = checked ? theme.ink : theme.surface;
  context.fill();
  context.lineWidth = line;
  context.strokeStyle = checked ? theme.ink : theme.ink3;
  context.stroke();
  if (!checked) return;
  context.beginPath();
  context.moveTo(x + side * 0.22, y + side * 0.52);
  context.lineTo(x + side * 0.42, y + side * 0.72);
  context.lineTo(x + side * 0.78, y + side * 0.3);
  context.lineWidth = Math.max(1.5, side * 0.13);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = theme.surface;
  context.stroke();
  context.lineCap = 'butt';
  context.lineJoin = 'miter';
}

function paintArrows(context: Context, { theme, layout }: Scene, arrows: readonly PixelRect[]): void {
  if (arrows.length === 0) return;
  const half = 3.5 * layout.zoom;
  context.beginPath();
  for (const { x, y, width, height } of arrows) {
    const [centre, middle] = [x + width / 2, y + height / 2];
    context.moveTo(centre - half, middle - half * 0.5);
    context.lineTo(centre, middle + half * 0.5);
    context.lineTo(centre + half, middle - half * 0.5);
  }
  context.lineWidth = 1.5 * layout.zoom;
  context.strokeStyle = theme.ink3;
  context.stroke();
}

/** A corner at the left, where no note has its own. */
function paintWrong(context: Context, { theme, layout }: Scene, cells: readonly PixelRect[]): void {
  if (cells.length === 0) return;
  const size = CORNER * layout.zoom;
  context.fillStyle = theme.danger;
  context.beginPath();
  for (const { x, y } of cells) {
    context.moveTo(x, y);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.closePath();
  }
  context.fill();
}
