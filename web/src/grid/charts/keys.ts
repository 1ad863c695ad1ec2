/** Keys of a selected chart. */
import type { ChartView } from '../../model/view';
import { combinations } from '../keys';
import type { ChartLayer } from './layer';
import { rectOf, resized } from './place';

const STEP = 10;
const FINE = 1;

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrows move, with Shift they resize, with Ctrl by single pixels; Enter opens, Esc goes back to the cells. */
export function chartKey(layer: ChartLayer, chart: ChartView, event: KeyboardEvent): boolean {
  const { core, hooks } = layer;
  const way = WAYS[event.key];
  const mod = event.ctrlKey || event.metaKey;
  if (way !== undefined && !event.altKey) {
    if (!core.editable) return true;
    const by = mod ? FINE : STEP;
    const [dx, dy] = [way[0] * by, way[1] * by];
    const { layout } = core;
    const rect = rectOf(layout, chart.place);
    const { rows, cols, zoom } = layout;
    layer.moveTo(
      chart,
      event.shiftKey
        ? resized(rect, 'se', dx * zoom, dy * zoom, zoom)
        : {
            ...rect,
            x: Math.max(cols.head, rect.x + dx * zoom),
            y: Math.max(rows.head, rect.y + dy * zoom),
          },
    );
    return true;
  }
  if (mod || event.altKey) {
    const pressed = combinations(event);
    const travel = pressed.includes('Mod+Z')
      ? 'undo'
      : pressed.includes('Mod+Y') || pressed.includes('Mod+Shift+Z')
        ? 'redo'
        : null;
    if (travel === null) return false;
    core.view.commands[travel]();
    layer.place();
    return true;
  }
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      layer.remove(chart.id);
      return true;
    case 'Escape':
      layer.select(null);
      hooks.focusGrid();
      return true;
    case 'Enter':
      layer.select(chart.id, true);
      return true;
    case 'Tab':
      layer.next(event.shiftKey ? -1 : 1);
      return true;
    default:
      return false;
  }
}
