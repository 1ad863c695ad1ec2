/** Addresses of the app, and what stands at each. */

export type CatalogueView = 'all' | 'recent' | 'mine' | 'shared' | 'deleted';

export type Route =
  | { readonly page: 'catalogue'; readonly view: CatalogueView }
  | { readonly page: 'imports'; readonly item: string | null }
  | { readonly page: 'settings' }
  | { readonly page: 'admin' }
  | { readonly page: 'activity'; readonly openedOf: string | null }
  | { readonly page: 'functions'; readonly name: string }
  | { readonly page: 'workbook'; readonly id: string; readonly at: string | null }
  | { readonly page: 'guest'; readonly token: string }
  | { readonly page: 'signin'; readonly token: string }
  | { readonly page: 'lost' };

const VIEWS: Readonly<Record<string, CatalogueView>> = {
  '': 'all',
  recent: 'recent',
  mine: 'mine',
  shared: 'shared',
  deleted: 'deleted',
};

const CHANGE = 'change:';

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** What stands at a path. `hash` may name a place in a workbook, `#Plan!D11`, a change, `#change:12`, or a function. */
export function routeOf(path: string, hash = ''): Route {
  const [first = '', second, ...rest] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (rest.length > 0) return { page: 'lost' };
  if (second === undefined) {
    if (first === 'imports') return { page: 'imports', item: hash.slice(1) || null };
    if (first === 'settings') return { page: 'settings' };
    if (first === 'admin') return { page: 'admin' };
    if (first === 'activity')
      return { page: 'activity', openedOf: hash === '' ? null : decoded(hash.slice(1)) };
    if (first === 'functions') return { page: 'functions', name: decoded(hash.slice(1)) ?? '' };
    const view = VIEWS[first];
    return view === undefined ? { page: 'lost' } : { page: 'catalogue', view };
  }
  const value = decoded(second);
  if (value === null || value === '') return { page: 'lost' };
  if (first === 'w') return { page: 'workbook', id: value, at: decoded(hash.slice(1)) };
  if (first === 's') return { page: 'guest', token: value };
  if (first === 'signin') return { page: 'signin', token: value };
  return { page: 'lost' };
}

export function workbookPath(id: string, place?: string): string {
  const hash = place === undefined ? '' : `#${encodeURIComponent(place)}`;
  return `/w/${encodeURIComponent(id)}${hash}`;
}

/** A workbook at one of its changes. */
export function changePath(id: string, seq: number): string {
  return workbookPath(id, `${CHANGE}${seq}`);
}

/** The change that an address names; null when it names none. */
export function changeAt(place: string): number | null {
  const seq = place.startsWith(CHANGE) ? Number(place.slice(CHANGE.length)) : NaN;
  return Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}

/** Who opened a workbook. */
export function openedPath(workbook: string): string {
  return `/activity#${encodeURIComponent(workbook)}`;
}

/** The page about functions, at one of them. */
export function functionPath(name?: string): string {
  return name === undefined ? '/functions' : `/functions#${encodeURIComponent(name)}`;
}

export function viewPath(view: CatalogueView): string {
  return view === 'all' ? '/' : `/${view}`;
}
