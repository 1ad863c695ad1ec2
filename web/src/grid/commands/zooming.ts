/** How large the sheet is shown. */
import { defineCommands, type GridCommand } from './definition';

/** 1 is 100 %. */
export const ZOOMS: readonly number[] = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];

export const LEAST_ZOOM = 0.5;
export const MOST_ZOOM = 2;

/** The next size of those that are offered. */
export function zoomStep(zoom: number, by: 1 | -1): number {
  const next =
    by > 0 ? ZOOMS.find((each) => each > zoom + 0.001) : ZOOMS.findLast((each) => each < zoom - 0.001);
  return next ?? zoom;
}

function zoom(label: string, keys: readonly string[], to: (now: number) => number): GridCommand {
  return {
    label,
    group: 'view',
    keys,
    run: (context) => {
      context.zoom = to(context.zoom);
    },
  };
}

export const ZOOMING = defineCommands({
  'view.zoomIn': zoom('Zoom in', [], (now) => zoomStep(now, 1)),
  'view.zoomOut': zoom('Zoom out', [], (now) => zoomStep(now, -1)),
  'view.zoomReset': zoom('Zoom to 100%', ['Mod+Alt+0'], () => 1),
});
