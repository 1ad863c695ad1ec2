/** The one read-only argument of everything that draws. */
import type { Area, CellView, SheetView } from '../../model/view';
import type { CellMark, CellPosition, FoundCells, MarkKind } from '../handle';
import type { Layout } from '../layout';
import type { Selection } from '../selection';
import type { Colors } from '../text/color';
import type { Fonts } from '../text/font';
import type { Measure } from '../text/measure';
import type { Theme } from '../theme';
import type { PanePlan } from './plan';
import type { TracePlan } from './tracePlan';

export interface Mark extends CellMark {
  readonly kind: MarkKind;
}

/** Draws under the text of a pane. Another one makes the whole picture be painted anew. */
export type CellLayer = (context: CanvasRenderingContext2D, scene: Scene, plan: PanePlan) => void;

export interface Scene {
  readonly layout: Layout;
  readonly sheet: SheetView;
  readonly theme: Theme;
  readonly colors: Colors;
  readonly fonts: Fonts;
  readonly measure: Measure;
  readonly selection: Selection;
  readonly marks: readonly Mark[];
  readonly found: FoundCells | null;
  readonly layer: CellLayer | null;
  /** The heading under the pointer that a filter has a button in. */
  readonly lit: CellPosition | null;
  /** The cell under the editor: its own text is not drawn. */
  readonly edited: CellPosition | null;
}

/** A rectangle somebody else's cursor stands on. */
export interface RemoteCursor {
  readonly area: Area;
  /** Where it comes from and for how long it has been on its way, milliseconds, while it glides. */
  readonly glide: { readonly from: Area; readonly elapsed: number } | null;
  readonly name: string;
  readonly initials: string;
  readonly color: string;
  readonly on: string;
  readonly dashed: boolean;
  /** Flag with the whole name, or the initials only. */
  readonly wide: boolean;
  readonly typing: string | null;
  readonly cell: CellPosition;
}

export interface Fade {
  readonly row: number;
  readonly col: number;
  readonly color: string;
  /** 1 at the start, 0 at the end. */
  readonly strength: number;
}

export interface Reference {
  readonly area: Area;
  /** 1 to 6. */
  readonly number: number;
}

export interface Overlay {
  /** Draws others' cursors, unless that is done elsewhere. */
  readonly remotes: (context: CanvasRenderingContext2D) => void;
  readonly fades: readonly Fade[];
  readonly references: readonly Reference[];
  readonly traces: TracePlan;
  /** The array that the selected cell belongs to. */
  readonly spill: Area | null;
  /** Area on the clipboard, drawn with a dashed edge. */
  readonly clipped: Area | null;
  readonly filling: Area | null;
  /** Where the selection would go if it were dropped now, and what the tip at the pointer says. */
  readonly carrying: {
    readonly area: Area;
    readonly words: string;
    readonly x: number;
    readonly y: number;
  } | null;
  /** Guide while a row or column is resized. */
  readonly guide: { readonly axis: 'rows' | 'cols'; readonly at: number } | null;
  readonly dropping: { readonly axis: 'rows' | 'cols'; readonly at: number } | null;
  readonly handle: boolean;
  /** The selection has corners that a finger takes hold of. */
  readonly ends: boolean;
}

/** What the pane planner needs to know of one cell. */
export type Cells = (row: number, col: number) => CellView;
