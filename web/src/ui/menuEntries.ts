import type { ComponentType, ReactNode } from 'react';

export type IconType = ComponentType<{ className?: string; 'aria-hidden'?: boolean | 'true' | 'false' }>;

export type MenuEntry =
  | 'line'
  | {
      readonly id: string;
      readonly text: string;
      readonly icon?: IconType;
      readonly keys?: string;
      readonly off?: boolean;
      /** Why it is off, or more about it. */
      readonly tip?: string;
      readonly danger?: boolean;
      /** Defined: the entry is one of several, or a switch; true: it is on. */
      readonly checked?: boolean;
      readonly run: () => void;
    }
  | {
      readonly id: string;
      readonly text: string;
      readonly icon?: IconType;
      /** What it opens beside it. */
      readonly entries: readonly MenuEntry[];
    }
  | { readonly id: string; readonly caption: string }
  | {
      readonly id: string;
      /** Anything else; `close` closes the menu. */ readonly custom: (close: () => void) => ReactNode;
    };

/** A place on the screen that a menu opens at, such as the pointer. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}
