import { useEffect, useLayoutEffect, useRef, useState } from 'react';

interface Tip {
  readonly text: string;
  readonly keys: string | null;
  readonly x: number;
  readonly y: number;
  readonly above: boolean;
}

/** One tooltip for the page: the words of `data-tip` (and keys of `data-keys`) under the pointer or the keyboard. */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    let timer = 0;
    let warm = 0;
    let pointer = { x: Number.NaN, y: Number.NaN };
    const moved = ({ clientX, clientY }: PointerEvent): void => {
      pointer = { x: clientX, y: clientY };
    };
    /** A pointer at rest under which the page has moved asks for nothing. */
    const over = (event: PointerEvent): void => {
      if (event.clientX === pointer.x && event.clientY === pointer.y) hide();
      else show(event);
    };
    const hide = (): void => {
      clearTimeout(timer);
      setTip((was) => {
        if (was !== null) warm = performance.now();
        return null;
      });
    };
    const show = (event: Event): void => {
      hide();
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null;
      const text = target?.dataset.tip;
      if (target === null || text === undefined || text === '') return;
      if (event.type === 'focusin' && !target.matches(':focus-visible')) return;
      const wait = performance.now() - warm < 300 ? 0 : 500;
      timer = window.setTimeout(() => {
        if (!target.isConnected) return;
        const box = target.getBoundingClientRect();
        const above = box.bottom + 40 > window.innerHeight;
        setTip({
          text,
          keys: target.dataset.keys ?? null,
          x: box.left + box.width / 2,
          y: above ? box.top - 6 : box.bottom + 6,
          above,
        });
      }, wait);
    };
    document.addEventListener('pointermove', moved, true);
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', show);
    document.addEventListener('pointerdown', hide, true);
    document.addEventListener('keydown', hide, true);
    document.addEventListener('focusout', hide);
    document.addEventListener('scroll', hide, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', moved, true);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', show);
      document.removeEventListener('pointerdown', hide, true);
      document.removeEventListener('keydown', hide, true);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);
  const bubble = useRef<HTMLDivElement>(null);
  // A long one at the edge of the window moves in.
  useLayoutEffect(() => {
    const element = bubble.current;
    if (tip === null || element === null) return;
    const half = element.offsetWidth / 2 + 8;
    element.style.left = `${Math.max(half, Math.min(tip.x, window.innerWidth - half))}px`;
  }, [tip]);
  if (tip === null) return null;
  return (
    <div
      ref={bubble}
      className="tip"
      role="presentation"
      style={{ left: tip.x, top: tip.y, transform: `translate(-50%, ${tip.above ? '-100%' : '0'})` }}
    >
      {tip.text}
      {tip.keys !== null && <span className="sc">{tip.keys}</span>}
    </div>
  );
}
