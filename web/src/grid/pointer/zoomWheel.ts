/** Ctrl and the wheel, or two fingers on a pad, zoom where the pointer is. */
import { LEAST_ZOOM, MOST_ZOOM } from '../commands/zooming';
import type { GridCore } from '../core';

/** A notch of a wheel is at least so far; a pad sends less at a time. */
const NOTCH = 40;

export function zoomByWheel(element: HTMLElement, core: GridCore): void {
  const turned = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const notch = Math.abs(event.deltaY) >= NOTCH;
    const wanted = notch
      ? Math.round((core.zoom - Math.sign(event.deltaY) * 0.1) * 10) / 10
      : core.zoom * Math.exp(-event.deltaY / 100);
    const box = element.getBoundingClientRect();
    const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, wanted));
    core.zoomAt(zoom, event.clientX - box.left, event.clientY - box.top);
  };
  element.addEventListener('wheel', turned, { passive: false });
}
