/**
 * The browser's own scrolling (wheel, touch, scroll bars) over a sheet that may be taller than any element can be. Where it is,
 * the scrolling element is scaled down: small movements are taken as they are, large ones (the scroll bar) by proportion.
 */

/** Browsers cap elements between 17 and 33 million pixels. */
const TALLEST = 12_000_000;

/**
 * Movements up to here come from a wheel or a finger. One pixel of a scaled scroll bar is more: 12 million pixels over a bar of
 * at most some 2000.
 */
const BY_HAND = 5000;

export interface AxisScroll {
  /** Position of the grid, in pixels. */
  readonly position: number;
  /** Largest position. */
  readonly most: number;
  /** Position of the scrolling element, and its largest one. */
  readonly native: number;
  readonly nativeMost: number;
}

/** New grid position after the element was scrolled to `native`. */
export function positionFrom(before: AxisScroll, native: number): number {
  if (before.most <= 0 || before.nativeMost <= 0) return 0;
  if (before.most <= before.nativeMost) return Math.min(before.most, native);
  const delta = native - before.native;
  if (Math.abs(delta) <= BY_HAND) return Math.max(0, Math.min(before.most, before.position + delta));
  return (native / before.nativeMost) * before.most;
}

/** Where the element should stand for a grid position. */
export function nativeFrom(position: number, most: number, nativeMost: number): number {
  if (most <= 0) return 0;
  return most <= nativeMost ? Math.min(position, nativeMost) : (position / most) * nativeMost;
}

export class Scroller {
  readonly element: HTMLDivElement;
  readonly #sizer: HTMLDivElement;
  readonly #moved: (x: number, y: number) => void;
  #x: AxisScroll = { position: 0, most: 0, native: 0, nativeMost: 0 };
  #y: AxisScroll = { position: 0, most: 0, native: 0, nativeMost: 0 };
  #sizes = '';

  constructor(moved: (x: number, y: number) => void) {
    this.#moved = moved;
    this.element = document.createElement('div');
    this.element.className = 'dl-scroller';
    this.element.tabIndex = -1;
    this.#sizer = document.createElement('div');
    this.#sizer.className = 'dl-sizer';
    this.element.append(this.#sizer);
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('scrollend', () => this.#settle(), { passive: true });
  }

  #scrolled(): void {
    const { scrollLeft, scrollTop } = this.element;
    if (Math.abs(scrollLeft - this.#x.native) < 0.51 && Math.abs(scrollTop - this.#y.native) < 0.51) return;
    const x = positionFrom(this.#x, scrollLeft);
    const y = positionFrom(this.#y, scrollTop);
    this.#x = { ...this.#x, position: x, native: scrollLeft };
    this.#y = { ...this.#y, position: y, native: scrollTop };
    this.#moved(x, y);
    // At an end of the element that is no end of the sheet, or the other way round.
    const stuck = (axis: AxisScroll): boolean =>
      (axis.native <= 0 && axis.position > 0) ||
      (axis.native >= axis.nativeMost && axis.position < axis.most);
    if (stuck(this.#x) || stuck(this.#y)) this.#settle();
  }

  /** Brings the element to where the grid is. */
  #settle(): void {
    this.#x = this.#place(this.#x, 'scrollLeft');
    this.#y = this.#place(this.#y, 'scrollTop');
  }

  #place(axis: AxisScroll, property: 'scrollLeft' | 'scrollTop'): AxisScroll {
    const native = nativeFrom(axis.position, axis.most, axis.nativeMost);
    if (Math.abs(native - this.element[property]) >= 1) this.element[property] = native;
    return { ...axis, native: this.element[property] };
  }

  /** Tells where the grid is, how far it can scroll, and how much of it is seen. */
  set(x: number, y: number, mostX: number, mostY: number, width: number, height: number): void {
    const nativeX = Math.min(Math.ceil(mostX), TALLEST);
    const nativeY = Math.min(Math.ceil(mostY), TALLEST);
    const sizes = [nativeX, nativeY, width, height].join();
    if (sizes !== this.#sizes) {
      this.#sizes = sizes;
      this.#sizer.style.width = `${String(nativeX + width)}px`;
      this.#sizer.style.height = `${String(nativeY + height)}px`;
    }
    // The grid stands on whole device pixels; only what it did by itself moves the element.
    const jumped = Math.abs(x - this.#x.position) > 1 || Math.abs(y - this.#y.position) > 1;
    const resized = mostX !== this.#x.most || mostY !== this.#y.most;
    this.#x = { ...this.#x, position: jumped ? x : this.#x.position, most: mostX, nativeMost: nativeX };
    this.#y = { ...this.#y, position: jumped ? y : this.#y.position, most: mostY, nativeMost: nativeY };
    if (jumped || (resized && mostX <= nativeX && mostY <= nativeY)) this.#settle();
  }
}
