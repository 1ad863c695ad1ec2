/** Cells that a search has found. Only the rows on screen are looked up, however many there are. */
import { areaRect, thickness } from '../layout';
import { footprint } from '../selection';
import type { PanePlan } from './plan';
import type { Scene } from './scene';

/** How strongly the current one and the others shine: ink stays readable through it, on fills of any colour. */
const SHINE = { current: 0.36, other: 0.2 };

export function paintFound(context: CanvasRenderingContext2D, scene: Scene, plan: PanePlan): void {
  const rows = scene.found?.sheets.get(scene.sheet.id);
  if (rows === undefined || scene.found === null) return;
  const { layout, sheet, theme } = scene;
  const { current } = scene.found;
  const line = thickness(1, layout.ratio);
  const first = plan.cols[0]?.index ?? 0;
  const last = plan.cols.at(-1)?.index ?? -1;
  for (const { index: row } of plan.rows) {
    for (const col of rows.get(row) ?? []) {
      if (col < first || col > last) continue;
      const rect = areaRect(layout, footprint(sheet, { row, col }), plan.rowBand, plan.colBand);
      const { x, y, width, height } = rect;
      const here = current?.sheet === sheet.id && current.row === row && current.col === col;
      const edge = here ? 2 * line : line;
      context.fillStyle = theme.sun;
      context.strokeStyle = theme.sun;
      context.lineWidth = edge;
      context.globalAlpha = here ? SHINE.current : SHINE.other;
      context.fillRect(x, y, width - line, height - line);
      context.globalAlpha = 1;
      context.strokeRect(x + edge / 2, y + edge / 2, width - line - edge, height - line - edge);
    }
  }
}
