import { cloneElement, useState } from 'react';
import type { MouseEvent } from 'react';
import type { MenuProps, PointMenuProps } from './BaseMenu';
import { later } from './later';

interface Missed {
  readonly onMissed: () => void;
}

const load = () => import('./BaseMenu');
const LaterMenu = later<MenuProps & { readonly startOpen: true } & Missed>(
  () => load().then((menu) => menu.BaseMenu),
  ({ onMissed }) => onMissed(),
  ({ trigger }) => cloneElement(trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false }),
);
const LaterPointMenu = later<PointMenuProps & Missed>(
  () => load().then((menu) => menu.BasePointMenu),
  ({ onMissed }) => onMissed(),
);

/** Fetches what menus are made of, so that the first one opens at once. */
export function preloadMenus(): void {
  LaterMenu.preload();
}

/**
 * A button with a menu. Arrow keys move inside, Esc closes, the keyboard goes back to the button. Until it is used
 * for the first time it is the button alone: nothing of it is loaded before the page stands.
 */
export function Menu(props: MenuProps) {
  const [used, setUsed] = useState(false);
  const { trigger } = props;
  if (used) return <LaterMenu {...props} startOpen onMissed={() => setUsed(false)} />;
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preloadMenus,
    onFocus: preloadMenus,
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      trigger.props.onClick?.(event);
      setUsed(true);
    },
  });
}

/** A menu at a point: context menus of cells, headers and tabs. */
export function PointMenu(props: PointMenuProps) {
  const [used, setUsed] = useState(false);
  if (props.at !== null && !used) setUsed(true);
  if (!used) return null;
  const missed = (): void => {
    setUsed(false);
    props.onClose();
  };
  return <LaterPointMenu {...props} onMissed={missed} />;
}
