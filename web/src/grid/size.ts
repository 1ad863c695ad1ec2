/** Calls with the inner size of an element and the pixel ratio, now and whenever one of them changes. */
export function watchSize(
  element: Element,
  changed: (width: number, height: number, ratio: number) => void,
): () => void {
  const fit = (): void => changed(element.clientWidth, element.clientHeight, window.devicePixelRatio || 1);
  const observer = new ResizeObserver(fit);
  observer.observe(element);
  let query: MediaQueryList | null = null;
  // A query holds for one ratio only, so each change asks for the next.
  const follow = (): void => {
    query?.removeEventListener('change', follow);
    query = matchMedia(`(resolution: ${String(window.devicePixelRatio)}dppx)`);
    query.addEventListener('change', follow);
    fit();
  };
  follow();
  return () => {
    observer.disconnect();
    query?.removeEventListener('change', follow);
  };
}
