/** What is selected in the grid, kept out of the page's state: arrow keys must not draw the whole page anew. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SelectionView } from '../../grid/handle';

export class SelectionStore {
  #value: SelectionView | null = null;
  readonly #listeners = new Set<() => void>();

  readonly get = (): SelectionView | null => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: SelectionView): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

export function useSelection(store: SelectionStore): SelectionView | null {
  return useSyncExternalStore(store.subscribe, store.get);
}

const LATE = 50;

/** Grows a moment after the selection moved, for what may follow the hand instead of holding it up. */
export function useLateSelection(store: SelectionStore): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const end = store.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = null;
        setCount((n) => n + 1);
      }, LATE);
    });
    return () => {
      end();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store]);
  return count;
}
