/** What can be asked for from the history, by whoever shows it. */
import type { Change } from '../../net/api';
import type { Proven, Version } from '../../net/history';
import type { Ends, Point } from './compare';
import type { Wanted } from './takeback';

export interface HistoryActions {
  readonly onPick: (change: Change) => void;
  readonly onLook: (point: Point) => void;
  /** Compares two moments, or what two people wrote between them. */
  readonly onCompare: (ends: Ends, people?: boolean) => void;
  readonly onTakeBack: (wanted: Wanted) => void;
  readonly onAsk: (asked: Asked) => void;
}

/** A dialog of the history's. */
export type Asked =
  | { readonly kind: 'restore'; readonly point: Point; readonly cells: boolean }
  /** Names a moment, null for now; `version` when it has a name already. */
  | { readonly kind: 'name'; readonly point: Point | null; readonly version: Version | null }
  | { readonly kind: 'proof'; readonly proven: Proven; readonly title: string }
  | { readonly kind: 'verify' }
  /** How long the history is kept. */
  | { readonly kind: 'keep' };
