import { Suspense, cloneElement, lazy, useState } from 'react';
import type { MouseEvent } from 'react';
import type { MenuProps, PointMenuProps } from './BaseMenu';

const load = () => import('./BaseMenu');
const LazyMenu = lazy(() => load().then((menu) => ({ default: menu.BaseMenu })));
const LazyPointMenu = lazy(() => load().then((menu) => ({ default: menu.BasePointMenu })));

/** Fetches what menus are made of, so that the first one opens at once. */
export function preloadMenus(): void {
  void load();
}

/**
 * A button with a menu. Arrow keys move inside, Esc closes, the keyboard goes back to the button. Until it is used
 * for the first time it is the button alone: nothing of it is loaded before the page stands.
 */
export function Menu(props: MenuProps) {
  const [used, setUsed] = useState(false);
  const { trigger } = props;
  const waiting = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preloadMenus,
    onFocus: preloadMenus,
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      trigger.props.onClick?.(event);
      setUsed(true);
    },
  });
  if (!used) return waiting;
  return (
    <Suspense fallback={waiting}>
      <LazyMenu {...props} startOpen />
    </Suspense>
  );
}

/** A menu at a point: context menus of cells, headers and tabs. */
export function PointMenu(props: PointMenuProps) {
  const [used, setUsed] = useState(false);
  if (props.at !== null && !used) setUsed(true);
  return used ? (
    <Suspense>
      <LazyPointMenu {...props} />
    </Suspense>
  ) : null;
}
