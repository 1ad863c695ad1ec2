/** What the page gives the panel of conditional formats. */
import type { ComponentType, ReactNode } from 'react';
import type { Area, RuleDraft } from '../../model/view';

/** A rule being written; `id` null is a new one. */
export interface RuleDrafting extends RuleDraft {
  readonly id: string | null;
  readonly sheet: string;
}

/** What is selected in the grid, as it changes. */
export interface Picked {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => { readonly sheet: string; readonly areas: readonly Area[] } | null;
}

/** Ranges as text, and back; a sentence when a text is none. */
export interface RangeWords {
  readonly show: (areas: readonly Area[]) => string;
  readonly read: (text: string) => readonly Area[] | string;
}

export interface ColourProps {
  readonly label: string;
  readonly value: string | null;
  /** Words for no colour; absent: there must be one. */
  readonly none?: string;
  /** Instead of a patch of the colour. */
  readonly icon?: ReactNode;
  readonly onPick: (colour: string | null) => void;
  readonly testId?: string;
}

/** A button that opens the colours. */
export type ColourField = ComponentType<ColourProps>;
