import type { ComponentType } from 'react';
import { later } from '../../ui/later';

/** A part beside the grid whose code is fetched when it is first shown: until then its place is kept. */
export function lateSide<P extends object>(
  label: string,
  fetch: () => Promise<ComponentType<P>>,
  close: (props: P) => void,
) {
  return later(fetch, close, () => <aside className="side" aria-busy="true" aria-label={label} />);
}
