/** Column letters, row numbers, the corner, and the edges of frozen panes. */
import { columnName } from '../../lib/a1';
import { isChosenRow } from '../filterButtons';
import type { PixelRect } from '../handle';
import { hiddenAfter } from '../hiddenLines';
import { bandSpan, linesIn, snap, thickness, type Band, type Line } from '../layout';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

const BANDS: readonly Band[] = ['frozen', 'scrolled'];

function lit(scene: Scene, axis: 'rows' | 'cols', index: number): boolean {
  return scene.selection.areas.some((area) =>
    axis === 'rows' ? index >= area.top && index <= area.bottom : index >= area.left && index <= area.right,
  );
}

export function paintHeaders(context: Context, scene: Scene, part: PixelRect | null): void {
  const { layout, theme } = scene;
  context.font = `${String(theme.headFontSize * layout.zoom)}px ${theme.fontUi}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  if (part === null || part.y < layout.rows.head)
    paintAxis(context, scene, 'cols', layout.rows.head, part === null ? null : [part.x, part.x + part.width]);
  if (part === null || part.x < layout.cols.head)
    paintAxis(
      context,
      scene,
      'rows',
      layout.cols.head,
      part === null ? null : [part.y, part.y + part.height],
    );
  const width = thickness(1, layout.ratio);
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, layout.cols.head, layout.rows.head);
  context.fillStyle = theme.line;
  context.fillRect(layout.cols.head - width, 0, width, layout.rows.head);
  context.fillRect(0, layout.rows.head - width, layout.cols.head, width);
}

function paintAxis(
  context: Context,
  scene: Scene,
  kind: 'rows' | 'cols',
  depth: number,
  stretch: readonly [from: number, to: number] | null,
): void {
  const { theme, layout } = scene;
  const axis = layout[kind];
  const whole = (value: number): number => Math.ceil(value * layout.ratio) / layout.ratio;
  const along = (from: number, length: number, color: string, inset = 0, size = depth): void => {
    context.fillStyle = color;
    if (kind === 'cols') context.fillRect(from, inset, length, size);
    else context.fillRect(inset, from, size, length);
  };
  along(0, axis.view + 1, theme.ground);
  const width = thickness(1, layout.ratio);
  for (const band of BANDS) {
    const [start, end] = bandSpan(axis, band);
    if (end <= start) continue;
    context.save();
    context.beginPath();
    if (kind === 'cols') context.rect(start, 0, whole(end) - start, depth);
    else context.rect(0, start, depth, whole(end) - start);
    context.clip();
    for (const line of linesIn(axis, band, stretch)) {
      const chosen = lit(scene, kind, line.index);
      if (chosen) along(line.start, line.end - line.start, theme.sunWash);
      along(line.end - width, width, theme.line);
      along(line.start, line.end - line.start, theme.line, depth - width, width);
      if (chosen)
        along(
          line.start - width,
          line.end - line.start + width,
          theme.sunLine,
          depth - theme.select,
          theme.select,
        );
      paintName(context, scene, kind, line, depth, chosen);
      // Two lines where some between are hidden.
      const from = line.index > 0 && axis.axis.offset(line.index) === 0 ? line.start : null;
      const at = hiddenAfter(scene.sheet, kind, line.index) === null ? from : line.end - 3 * width;
      if (at !== null) {
        along(at, width, theme.ink3);
        along(at + 2 * width, width, theme.ink3);
      }
    }
    context.restore();
  }
}

function paintName(
  context: Context,
  scene: Scene,
  kind: 'rows' | 'cols',
  line: Line,
  depth: number,
  chosen: boolean,
): void {
  const { theme, layout } = scene;
  const size = theme.headFontSize * layout.zoom;
  const along = line.end - line.start;
  if (kind === 'rows' && along < size * 0.7) return;
  const mark = kind === 'rows' ? rowMark(scene, line.index) : null;
  const number = kind === 'cols' ? columnName(line.index) : String(line.index + 1);
  const text = mark === 'added' ? `+ ${number}` : mark === 'removed' ? '−' : number;
  const plain = kind === 'rows' && isChosenRow(scene.sheet, line.index) ? theme.link : theme.ink3;
  context.fillStyle = mark === null ? (chosen ? theme.ink : plain) : theme[mark];
  const middle = (line.start + line.end - 1) / 2;
  const x = kind === 'cols' ? middle : (depth - 1) / 2;
  const y = kind === 'cols' ? (depth - 1) / 2 : middle;
  context.fillText(text, x, snap(y + size * 0.34, layout.ratio));
}

/** A whole row marked as added or removed says so at its number. */
function rowMark(scene: Scene, row: number): 'added' | 'removed' | null {
  for (const { kind, area } of scene.marks) {
    if ((kind === 'added' || kind === 'removed') && row >= area.top && row <= area.bottom) {
      if (area.left === 0 && area.right >= scene.sheet.cols.count - 1) return kind;
    }
  }
  return null;
}

export function paintFreezeEdges(context: Context, scene: Scene): void {
  const { layout, theme } = scene;
  const width = thickness(2, layout.ratio);
  const whole = (value: number): number => Math.ceil(value * layout.ratio) / layout.ratio;
  context.fillStyle = theme.gridFreeze;
  if (layout.cols.axis.frozen > 0 && layout.cols.edge < layout.width) {
    context.fillRect(layout.cols.edge - width, 0, width, whole(layout.rows.end));
  }
  if (layout.rows.axis.frozen > 0 && layout.rows.edge < layout.height) {
    context.fillRect(0, layout.rows.edge - width, whole(layout.cols.end), width);
  }
}
