/** Where others' cursors stand on the canvas, as plain data: whoever draws them needs no sheet. */
import type { RemoteCursor, Scene } from '../draw/scene';
import type { PixelRect } from '../handle';
import { areaRect, bandOf, bandSpan, cellRect, type Band } from '../layout';
import { footprint } from '../selection';
import type { Labels } from './labels';

export interface PlannedCursor {
  readonly rect: PixelRect;
  /** Where it comes from, and for how long it has been on its way, while it glides. */
  readonly glide: { readonly from: PixelRect; readonly elapsed: number } | null;
  readonly color: string;
  readonly dashed: boolean;
  /** Key of the label on its flag; null in the panes beside that of its first cell. */
  readonly flag: string | null;
  readonly typing: { readonly label: string; readonly cell: PixelRect; readonly numeric: boolean } | null;
}

/** The stretch of canvas of a pair of bands, and the cursors in it. */
export interface PlannedPane {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly cursors: readonly PlannedCursor[];
}

export interface RemotePlan {
  readonly panes: readonly PlannedPane[];
  /** Of the canvas. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** The reader's own cell, which no flag covers. */
  readonly own: PixelRect;
  readonly flagHeight: number;
  readonly pad: number;
  readonly surface: string;
  readonly ink: string;
}

const BANDS: readonly Band[] = ['scrolled', 'frozen'];

export function planRemotes(scene: Scene, cursors: readonly RemoteCursor[], labels: Labels): RemotePlan {
  const { layout, theme } = scene;
  labels.begin(scene.measure, layout.ratio);
  const panes: PlannedPane[] = [];
  for (const rows of BANDS) {
    for (const cols of BANDS) {
      const [left, right] = bandSpan(layout.cols, cols);
      const [top, bottom] = bandSpan(layout.rows, rows);
      if (right <= left || bottom <= top) continue;
      const shows = (rect: PixelRect): boolean =>
        rect.x < right && rect.y < bottom + 20 && rect.x + rect.width > left && rect.y + rect.height > top;
      const shown: PlannedCursor[] = [];
      for (const remote of cursors) {
        const planned = planCursor(scene, remote, labels, rows, cols);
        if (shows(planned.rect) || (planned.glide !== null && shows(planned.glide.from))) shown.push(planned);
      }
      if (shown.length > 0) panes.push({ left, top, right, bottom, cursors: shown });
    }
  }
  return {
    panes,
    width: Math.max(1, Math.round(layout.width * layout.ratio)),
    height: Math.max(1, Math.round(layout.height * layout.ratio)),
    ratio: layout.ratio,
    own: cellRect(layout, footprint(scene.sheet, scene.selection.active)),
    flagHeight: theme.flagHeight,
    pad: theme.padX * layout.zoom,
    surface: theme.surface,
    ink: theme.ink,
  };
}

function planCursor(
  scene: Scene,
  remote: RemoteCursor,
  labels: Labels,
  rows: Band,
  cols: Band,
): PlannedCursor {
  const { layout } = scene;
  const { area, glide } = remote;
  const own = bandOf(layout.rows, area.top) === rows && bandOf(layout.cols, area.left) === cols;
  return {
    rect: areaRect(layout, area, rows, cols),
    glide: glide === null ? null : { from: areaRect(layout, glide.from, rows, cols), elapsed: glide.elapsed },
    color: remote.color,
    dashed: remote.dashed,
    flag: own ? flagLabel(scene, remote, labels) : null,
    typing: planTyping(scene, remote, labels, rows, cols),
  };
}

export function flagText(remote: Pick<RemoteCursor, 'name' | 'initials' | 'typing' | 'wide'>): string {
  if (remote.typing !== null) return `${remote.name} is typing`;
  return remote.wide ? remote.name : remote.initials;
}

function flagLabel({ theme }: Scene, remote: RemoteCursor, labels: Labels): string {
  return labels.key({
    text: flagText(remote),
    weight: 500,
    size: theme.headFontSize,
    family: theme.fontUi,
    color: remote.on,
  });
}

function planTyping(
  { layout, sheet, theme }: Scene,
  { typing, cell }: RemoteCursor,
  labels: Labels,
  rows: Band,
  cols: Band,
): PlannedCursor['typing'] {
  if (typing === null) return null;
  return {
    label: labels.key({
      text: typing.length > 200 ? `…${typing.slice(-200)}` : typing.replaceAll('\n', '⏎'),
      weight: 400,
      size: theme.fontSize * layout.zoom,
      family: typing.startsWith('=') ? theme.fontCode : theme.fontUi,
      color: theme.ink,
    }),
    cell: areaRect(layout, footprint(sheet, cell), rows, cols),
    numeric: /^[-+−]?[\d.,\s]*%?$/.test(typing) && typing !== '',
  };
}
