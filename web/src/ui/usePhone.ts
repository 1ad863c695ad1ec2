import { useSyncExternalStore } from 'react';

const query = (): MediaQueryList => window.matchMedia('(max-width: 520px)');

function subscribe(listener: () => void): () => void {
  const list = query();
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** A window as narrow as a phone: the page is for reading then. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
