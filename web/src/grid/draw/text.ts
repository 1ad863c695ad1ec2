/** The text pass. */
import { snap } from '../layout';
import { leftOf } from '../text/place';
import type { TextItem } from './plan';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

/** Draws all texts of a pane; state of the context is changed only where it differs. */
export function paintTexts(context: Context, scene: Scene, texts: readonly TextItem[]): void {
  let font = '';
  let color = '';
  let align = '';
  context.textBaseline = 'alphabetic';
  for (const item of texts) {
    const { clip } = item;
    if (clip !== null) {
      context.save();
      context.beginPath();
      context.rect(clip.x, clip.y, clip.width, clip.height);
      context.clip();
    }
    if (clip !== null || item.font.css !== font) context.font = item.font.css;
    if (clip !== null || item.color !== color) context.fillStyle = item.color;
    if (clip !== null || item.align !== align) context.textAlign = item.align;
    item.lines.forEach((line, n) => {
      const y = item.y + n * item.font.lineHeight;
      context.fillText(line, item.x, y);
      if (item.underline || item.strike) ruleText(context, scene, item, line, y);
    });
    if (item.old !== null) paintOld(context, scene, item, item.old);
    if (clip === null && item.old === null) {
      font = item.font.css;
      color = item.color;
      align = item.align;
    } else {
      font = color = align = '';
    }
    if (clip !== null) context.restore();
  }
}

function ruleText(context: Context, scene: Scene, item: TextItem, line: string, y: number): void {
  const { ratio } = scene.layout;
  const width = scene.measure(line, item.font.css);
  const height = Math.max(1, Math.round((item.font.size / 14) * ratio)) / ratio;
  const x = leftOf(item.align, item.x, width);
  const at = (value: number): number => snap(value, ratio);
  if (item.underline) context.fillRect(x, at(y + item.font.size * 0.12), width, height);
  if (!item.strike) return;
  if (item.strikeColor !== null) context.fillStyle = item.strikeColor;
  context.fillRect(x, at(y - item.font.size * 0.29), width, height);
  context.fillStyle = item.color;
}

/** The value before, struck and small, at the left of the present one. */
function paintOld(context: Context, scene: Scene, item: TextItem, old: string): void {
  const { theme, layout, measure } = scene;
  const font = `${String(12 * layout.zoom)}px ${theme.fontUi}`;
  const width = measure(old, font);
  const x = leftOf(item.align, item.x, item.width) - 6 * layout.zoom - width;
  context.font = font;
  context.fillStyle = theme.removed;
  context.textAlign = 'left';
  context.fillText(old, x, item.y);
  context.fillRect(x, snap(item.y - 3.5 * layout.zoom, layout.ratio), width, 1);
}
