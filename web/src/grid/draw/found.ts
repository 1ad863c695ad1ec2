/** Cells that a search has found. Only the rows on screen are looked up, however many there are. */
import { areaRect, thickness } from '../layout';
import { footprint } from '../selection';
import type { PanePlan } from './plan';
import type { Scene } from './scene';

/** How strongly the current one shines, so that ink stays readable on it in either theme. */
const SHINE = { light: 0.62, dark: 0.34 };

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
      context.fillStyle = theme.sunWash;
      context.fillRect(rect.x, rect.y, rect.width - line, rect.height - line);
      if (current?.sheet !== sheet.id || current.row !== row || current.col !== col) continue;
      context.globalAlpha = theme.dark ? SHINE.dark : SHINE.light;
      context.fillStyle = theme.sun;
      context.fillRect(rect.x, rect.y, rect.width - line, rect.height - line);
      context.globalAlpha = 1;
    }
  }
}
