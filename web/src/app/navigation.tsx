import { useMemo, useSyncExternalStore } from 'react';
import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { routeOf } from './routes';
import type { Route } from './routes';

const MOVED = 'daylight-moved';

let guard: (() => string | null) | null = null;
let stood = address();

/** Asks before the page is left while something would be lost: a sentence, or null when nothing would. */
export function guardLeaving(question: () => string | null): () => void {
  guard = question;
  const unload = (event: BeforeUnloadEvent): void => {
    if (question() !== null) event.preventDefault();
  };
  window.addEventListener('beforeunload', unload);
  return () => {
    if (guard === question) guard = null;
    window.removeEventListener('beforeunload', unload);
  };
}

function mayLeave(path: string): boolean {
  const samePage = path.split('#')[0] === stood.split('#')[0];
  const question = samePage ? null : (guard?.() ?? null);
  return question === null || window.confirm(question);
}

function moved(): void {
  const path = address();
  if (mayLeave(path)) {
    stood = path;
    window.dispatchEvent(new Event(MOVED));
  } else {
    window.history.pushState(null, '', stood);
  }
}
window.addEventListener('popstate', moved);

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener(MOVED, listener);
  };
}

function address(): string {
  return window.location.pathname + window.location.hash;
}

/** Goes to another page of the app without loading it anew. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (!mayLeave(path)) return;
  stood = path;
  if (options.replace === true) window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  window.dispatchEvent(new Event(MOVED));
}

export function useRoute(): Route {
  const now = useSyncExternalStore(subscribe, address);
  return useMemo(() => {
    const cut = now.indexOf('#');
    return cut < 0 ? routeOf(now) : routeOf(now.slice(0, cut), now.slice(cut));
  }, [now]);
}

interface LinkProps extends ComponentPropsWithRef<'a'> {
  readonly to: string;
}

/** A link within the app; with a modifier key the browser opens it as usual. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const press = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={to} onClick={press} />;
}
