/** Grid lines, the softer lines on fills, and borders. */
import type { AxisView, CellFormat } from '../../model/view';
import { thickness, type Band, type Line } from '../layout';
import { nextShown } from '../selection';
import { borderWidth, parseBorder, sameBorder, strongerBorder, type Border } from './border';
import { NO_BOTTOM, NO_RIGHT, type PanePlan } from './plan';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

/** Vertical and horizontal lines between plain cells, left out where text flows or cells are merged. */
export function paintGridLines(context: Context, scene: Scene, plan: PanePlan): void {
  if (!scene.sheet.gridLines) return;
  const width = thickness(1, scene.layout.ratio);
  const { rows, cols, open } = plan;
  context.beginPath();
  for (let c = 0; c < cols.length; c++) {
    const x = (cols[c]?.end ?? 0) - width;
    runs(
      rows.length,
      (r) => (open[r * cols.length + c] ?? 0) & NO_RIGHT,
      (from, to) => {
        const start = rows[from]?.start ?? 0;
        context.rect(x, start, width, (rows[to]?.end ?? start) - start);
      },
    );
  }
  for (let r = 0; r < rows.length; r++) {
    const y = (rows[r]?.end ?? 0) - width;
    runs(
      cols.length,
      (c) => (open[r * cols.length + c] ?? 0) & NO_BOTTOM,
      (from, to) => {
        const start = cols[from]?.start ?? 0;
        context.rect(start, y, (cols[to]?.end ?? start) - start, width);
      },
    );
  }
  context.fillStyle = scene.theme.gridLine;
  context.fill();
}

/** Calls back with each stretch of indices for which `gap` is 0. */
function runs(count: number, gap: (index: number) => number, use: (from: number, to: number) => void): void {
  let from = -1;
  for (let index = 0; index <= count; index++) {
    const closed = index < count && gap(index) === 0;
    if (closed && from < 0) from = index;
    if (!closed && from >= 0) {
      use(from, index - 1);
      from = -1;
    }
  }
}

/** On a fill the grid shows only as a trace, so that coloured bands stay whole and cells can still be told apart. */
export function paintFillLines(context: Context, scene: Scene, plan: PanePlan): void {
  if (!scene.sheet.gridLines) return;
  const width = thickness(1, scene.layout.ratio);
  const { rows, cols, fills, open } = plan;
  context.beginPath();
  rows.forEach((row, r) => {
    cols.forEach((col, c) => {
      const at = r * cols.length + c;
      if (fills[at] === null) return;
      const lines = open[at] ?? 0;
      if ((lines & NO_RIGHT) === 0) context.rect(col.end - width, row.start, width, row.end - row.start);
      if ((lines & NO_BOTTOM) === 0)
        context.rect(col.start, row.end - width, col.end - col.start - width, width);
    });
  });
  context.fillStyle = scene.theme.dark ? 'rgba(255,255,255,0.055)' : 'rgba(24,32,51,0.07)';
  context.fill();
}

/** Borders of cells; at a shared edge the stronger one is seen. Equal neighbours are drawn in one stroke. */
export function paintBorders(context: Context, scene: Scene, plan: PanePlan): void {
  const { rows, cols, open } = plan;
  const formats = formatsAround(scene, plan);
  if (!formats.some((format) => format !== undefined && hasBorder(format))) return;
  const format = (r: number, c: number) => formats[(r + 1) * (cols.length + 2) + c + 1];
  for (let r = -1; r < rows.length; r++) {
    const line = rows[r];
    const at = line?.end ?? rows[0]?.start ?? 0;
    strokeRuns(
      cols.length,
      (c) => {
        if (r >= 0 && ((open[r * cols.length + c] ?? 0) & NO_BOTTOM) !== 0) return null;
        return strongerBorder(
          parseBorder(format(r, c)?.borderBottom),
          parseBorder(format(r + 1, c)?.borderTop),
        );
      },
      (from, to, border) => {
        strokeBorder(context, scene, border, 'horizontal', at, cols[from]?.start ?? 0, cols[to]?.end ?? 0);
      },
    );
  }
  for (let c = -1; c < cols.length; c++) {
    const line = cols[c];
    const at = line?.end ?? cols[0]?.start ?? 0;
    strokeRuns(
      rows.length,
      (r) => {
        const lines = c < 0 ? 0 : (open[r * cols.length + c] ?? 0);
        const border = strongerBorder(
          parseBorder(format(r, c)?.borderRight),
          parseBorder(format(r, c + 1)?.borderLeft),
        );
        return border !== null && (lines & NO_RIGHT) !== 0 && mergedAcross(plan, r, c) ? null : border;
      },
      (from, to, border) => {
        strokeBorder(context, scene, border, 'vertical', at, rows[from]?.start ?? 0, rows[to]?.end ?? 0);
      },
    );
  }
}

/** The lines and those beside them in their band; -1 where there is none. */
function around(axis: AxisView, band: Band, lines: readonly Line[]): number[] {
  const beside = (from: number, step: 1 | -1): number => {
    const index = nextShown(axis, from, step);
    return index === from || index < axis.frozen !== (band === 'frozen') ? -1 : index;
  };
  return [
    beside(lines[0]?.index ?? 0, -1),
    ...lines.map((line) => line.index),
    beside(lines.at(-1)?.index ?? 0, 1),
  ];
}

/** Formats of the cells and of those around them, whose edges reach in; row by row. */
function formatsAround({ sheet }: Scene, plan: PanePlan): (CellFormat | undefined)[] {
  const { rows, cols, cells } = plan;
  const beside = around(sheet.cols, plan.colBand, cols);
  return around(sheet.rows, plan.rowBand, rows).flatMap((row, r) =>
    beside.map((col, c) => {
      const own = r > 0 && c > 0 && r <= rows.length && c <= cols.length;
      if (own) return cells[(r - 1) * cols.length + c - 1]?.format;
      return row < 0 || col < 0 ? undefined : plan.look(row, col).format;
    }),
  );
}

function hasBorder(format: CellFormat): boolean {
  return (
    format.borderTop !== undefined ||
    format.borderRight !== undefined ||
    format.borderBottom !== undefined ||
    format.borderLeft !== undefined
  );
}

function mergedAcross(plan: PanePlan, r: number, c: number): boolean {
  const row = plan.rows[r]?.index ?? -1;
  const col = plan.cols[c]?.index ?? -1;
  return plan.merges.some((m) => row >= m.top && row <= m.bottom && col >= m.left && col < m.right);
}

function strokeRuns(
  count: number,
  borderAt: (index: number) => Border | null,
  stroke: (from: number, to: number, border: Border) => void,
): void {
  let from = 0;
  let current: Border | null = null;
  for (let index = 0; index <= count; index++) {
    const next = index < count ? borderAt(index) : null;
    if (index < count && sameBorder(next, current)) continue;
    if (current !== null) stroke(from, index - 1, current);
    from = index;
    current = next;
  }
}

function strokeBorder(
  context: Context,
  scene: Scene,
  border: Border,
  way: 'horizontal' | 'vertical',
  end: number,
  from: number,
  to: number,
): void {
  const { ratio, zoom } = scene.layout;
  const pixel = 1 / ratio;
  const one = thickness(Math.max(1, zoom), ratio);
  const width = borderWidth(border.style) * one;
  // The grid line is the last pixel before `end`; wider borders grow around it.
  const start = end - pixel - Math.floor((width / pixel - 1) / 2 + 0.5) * pixel;
  const rect = (offset: number, size: number): void => {
    if (way === 'horizontal') context.fillRect(from - pixel, start + offset, to - from + pixel, size);
    else context.fillRect(start + offset, from - pixel, size, to - from + pixel);
  };
  context.fillStyle = scene.colors.fill(border.color);
  switch (border.style) {
    case 'thin':
    case 'medium':
    case 'thick':
      rect(0, width);
      return;
    case 'double':
      rect(0, one);
      rect(2 * one, one);
      return;
    case 'hair':
    case 'dotted':
    case 'dashed': {
      const dash = border.style === 'dashed' ? 4 : border.style === 'dotted' ? 2 : 1;
      context.save();
      context.strokeStyle = context.fillStyle;
      context.lineWidth = one;
      context.setLineDash([dash * one, (border.style === 'dashed' ? 2 : dash) * one]);
      context.beginPath();
      const middle = start + one / 2;
      if (way === 'horizontal') {
        context.moveTo(from - pixel, middle);
        context.lineTo(to, middle);
      } else {
        context.moveTo(middle, from - pixel);
        context.lineTo(middle, to);
      }
      context.stroke();
      context.restore();
      return;
    }
  }
}
