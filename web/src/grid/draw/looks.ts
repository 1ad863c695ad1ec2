/** Conditional formats in cells: what lies over a format, bars behind numbers, icons before them. */
import { iconOf, type IconTone } from '../../lib/iconSets';
import type { BarLook, IconLook } from '../../model/looks';
import type { CellFormat, CellView } from '../../model/view';
import type { PixelRect } from '../handle';
import { snap, thickness } from '../layout';
import type { Theme } from '../theme';
import type { Scene } from './scene';

type Context = CanvasRenderingContext2D;

export interface BarItem extends PixelRect {
  readonly color: string;
  readonly solid: boolean;
  /** It goes from zero to the left. */
  readonly below: boolean;
  /** Where zero is, when it lies within the cell. */
  readonly axis: number | null;
  readonly cell: PixelRect;
}

export interface IconItem {
  readonly icon: IconLook;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Free space around a bar, pixels at 100 %. */
const INSET = 2;
/** Bars of negative numbers. */
const BELOW = '#e5484d';
/** Parts of a bar's colour that its far end keeps, as the last two digits of a colour. */
const FADED = '4d';

const laid = new WeakMap<CellFormat, WeakMap<CellFormat, CellFormat>>();

/** One format over another; the same object for the same two, which fonts are found by. */
export function layOver(under: CellFormat, over: CellFormat): CellFormat {
  let byUnder = laid.get(over);
  if (byUnder === undefined) laid.set(over, (byUnder = new WeakMap()));
  let format = byUnder.get(under);
  if (format === undefined) byUnder.set(under, (format = { ...under, ...over }));
  return format;
}

const worn = new WeakMap<CellView, CellView>();

/** A cell as it is drawn: what conditional formats say lies over its own format. */
export function wear(view: CellView): CellView {
  const over = view.look?.format;
  if (over === undefined) return view;
  let dressed = worn.get(view);
  if (dressed === undefined) {
    // All but the format stays what it is, formulas written out only when asked for.
    dressed = Object.create(view, { format: { value: layOver(view.format, over) } }) as CellView;
    worn.set(view, dressed);
  }
  return dressed;
}

/** Where a bar lies in its cell. */
export function barItem(bar: BarLook, cell: PixelRect, zoom: number, ratio: number): BarItem {
  const line = thickness(1, ratio);
  const inset = INSET * zoom;
  const left = cell.x + inset;
  const room = Math.max(0, cell.width - line - 2 * inset);
  const share = (part: number): number => Math.max(0, Math.min(1, part));
  const at = (part: number): number => snap(left + room * share(part), ratio);
  const [from, to] = [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)];
  const y = snap(cell.y + inset, ratio);
  const zero = share(bar.zero);
  return {
    x: at(from),
    y,
    width: at(to) - at(from),
    height: Math.max(0, snap(cell.y + cell.height - line - inset, ratio) - y),
    color: bar.color,
    solid: bar.solid,
    below: zero > 0 && to <= zero && from < zero,
    axis: zero > 0 && zero < 1 ? at(zero) : null,
    cell,
  };
}

const gradients = new Map<string, CanvasGradient>();

/** From a colour to its pale end, over a width of one: bars stretch it. */
function gradientOf(context: Context, color: string): CanvasGradient {
  let gradient = gradients.get(color);
  if (gradient === undefined) {
    if (gradients.size > 200) gradients.clear();
    gradient = context.createLinearGradient(0, 0, 1, 0);
    gradient.addColorStop(0, color);
    gradient.addColorStop(1, color + FADED);
    gradients.set(color, gradient);
  }
  return gradient;
}

export function paintBars(context: Context, scene: Scene, bars: readonly BarItem[]): void {
  const { ratio } = scene.layout;
  const line = thickness(1, ratio);
  for (const bar of bars) {
    const { x, y, width, height } = bar;
    if (width > 0 && height > 0) {
      const color = scene.colors.fill(bar.below ? BELOW : bar.color);
      if (scene.theme.forced) {
        // The number stands on it.
        context.strokeStyle = color;
        context.lineWidth = line;
        context.strokeRect(x + line / 2, y + line / 2, Math.max(0, width - line), Math.max(0, height - line));
      } else if (bar.solid) {
        context.fillStyle = color;
        context.fillRect(x, y, width, height);
      } else {
        context.save();
        context.transform(bar.below ? -width : width, 0, 0, 1, bar.below ? x + width : x, y);
        context.fillStyle = gradientOf(context, color);
        context.fillRect(0, 0, 1, height);
        context.restore();
        context.strokeStyle = color;
        context.lineWidth = line;
        context.strokeRect(x + line / 2, y + line / 2, Math.max(0, width - line), Math.max(0, height - line));
      }
    }
    if (bar.axis !== null) paintAxis(context, scene, bar.axis, bar.cell, line);
  }
}

/** The line at zero, broken so that it is no border. */
function paintAxis(context: Context, scene: Scene, x: number, cell: PixelRect, line: number): void {
  context.fillStyle = scene.theme.ink3;
  const step = 2 * line;
  for (let y = cell.y; y < cell.y + cell.height - line; y += 2 * step) {
    context.fillRect(x, y, line, Math.min(step, cell.y + cell.height - line - y));
  }
}

const paths = new Map<string, Path2D>();

function pathOf(path: string): Path2D {
  let known = paths.get(path);
  if (known === undefined) paths.set(path, (known = new Path2D(path)));
  return known;
}

export function toneColor(tone: IconTone, theme: Theme): string {
  switch (tone) {
    case 'good':
      return theme.saved;
    case 'middle':
      return theme.sunLine;
    case 'bad':
      return theme.danger;
    case 'plain':
      return theme.link;
    case 'faint':
      return theme.line2;
  }
}

export function paintIcons(context: Context, scene: Scene, icons: readonly IconItem[]): void {
  for (const { icon, x, y, size } of icons) {
    context.save();
    context.transform(size / 16, 0, 0, size / 16, x, y);
    for (const { tone, path } of iconOf(icon.set, icon.index)) {
      context.fillStyle = toneColor(tone, scene.theme);
      context.fill(pathOf(path), 'evenodd');
    }
    context.restore();
  }
}
