/** What is drawn of traces; how it is found and drawn comes with the first of them. */
import type { Area } from '../../model/view';
import type { PixelRect, TracePlace } from '../handle';
import type { Theme } from '../theme';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TraceLine {
  readonly from: Point;
  readonly to: Point;
  /** What it comes from shows an error. */
  readonly wrong: boolean;
}

/** A place on another sheet, or the rest that is not listed (`place` null). */
export interface TraceTag extends PixelRect {
  readonly text: string;
  readonly place: TracePlace | null;
}

export interface TracePlan {
  readonly outlines: readonly { readonly area: Area; readonly wrong: boolean }[];
  readonly lines: readonly TraceLine[];
  readonly tags: readonly TraceTag[];
}

export const NO_TRACES: TracePlan = { outlines: [], lines: [], tags: [] };

export function traceColor(theme: Theme, wrong: boolean): string {
  return wrong ? theme.danger : (theme.refs[0] ?? theme.ink);
}
