/** Colours and sizes, read from CSS variables once per change of theme. */

export interface PersonColor {
  readonly color: string;
  readonly on: string;
}

export interface Theme {
  readonly dark: boolean;
  readonly reducedMotion: boolean;
  /** The system's own colours alone: those of files do not show. */
  readonly forced: boolean;
  readonly surface: string;
  readonly ground: string;
  readonly raised: string;
  readonly sunk: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly line2: string;
  readonly gridLine: string;
  readonly gridFreeze: string;
  readonly sun: string;
  readonly sunLine: string;
  readonly sunWash: string;
  readonly link: string;
  readonly saved: string;
  readonly danger: string;
  readonly dangerWash: string;
  readonly stale: string;
  readonly staleHatch: string;
  readonly changed: string;
  readonly changedWash: string;
  readonly added: string;
  readonly addedWash: string;
  readonly removed: string;
  readonly removedWash: string;
  readonly refs: readonly string[];
  /** Colours of the series of charts. */
  readonly series: readonly string[];
  readonly people: readonly PersonColor[];
  readonly fontUi: string;
  readonly fontCode: string;
  readonly fontSize: number;
  readonly headFontSize: number;
  readonly headWidth: number;
  readonly headHeight: number;
  readonly padX: number;
  readonly select: number;
  readonly handle: number;
  readonly flagHeight: number;
}

function pixels(value: string, fallback: number): number {
  const n = Number.parseFloat(value);
  return Number.isFinite(n) && n > 0 ? n : fallback;
}

/** Relative luminance of `#rgb`/`#rrggbb`; null for anything else. */
function luminance(color: string): number | null {
  const hex = /^#([0-9a-f]{6})$/i.exec(color)?.[1];
  if (hex === undefined) return null;
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
}

const FORCED = '(forced-colors: active)';

/** Says colours of the system as numbers, which all that draws counts with. */
function systemColors(probe: HTMLElement): (color: string) => string {
  probe.style.setProperty('forced-color-adjust', 'none');
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  return (color) => {
    probe.style.color = '';
    probe.style.color = color;
    if (context === null || probe.style.color === '') return color;
    context.fillStyle = getComputedStyle(probe).color;
    // Some are translucent: what was there before is not to shine through.
    context.clearRect(0, 0, 1, 1);
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${((1 << 24) | (red << 16) | (green << 8) | blue).toString(16).slice(1)}`;
  };
}

export function readTheme(host: Element): Theme {
  const style = getComputedStyle(host);
  const forced = matchMedia(FORCED).matches;
  const probe = forced ? host.appendChild(document.createElement('i')) : null;
  const spelled = probe === null ? null : systemColors(probe);
  const read = (name: string, fallback: string): string => {
    const value = style.getPropertyValue(name).trim();
    return value === '' ? fallback : (spelled?.(value) ?? value);
  };
  const surface = read('--surface', '#ffffff');
  const fontUi = read('--font-ui', 'system-ui, sans-serif');
  const ink = read('--ink', '#182033');
  const theme: Theme = {
    dark: (luminance(surface) ?? 1) < 0.4,
    forced,
    reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    surface,
    ground: read('--ground', '#f5f5f1'),
    raised: read('--raised', surface),
    sunk: read('--sunk', '#eaeae4'),
    ink,
    ink2: read('--ink-2', ink),
    ink3: read('--ink-3', ink),
    line: read('--line', '#e2e2da'),
    line2: read('--line-2', '#868d99'),
    gridLine: read('--grid-line', '#e6e7e6'),
    gridFreeze: read('--grid-freeze', '#a9afba'),
    sun: read(forced ? '--sun-line' : '--sun', '#ffc02e'),
    sunLine: read('--sun-line', '#c07600'),
    sunWash: read('--sun-wash', '#fff3d1'),
    link: read('--ref-1', '#1f55c4'),
    saved: read('--saved', '#18703f'),
    danger: read('--danger', '#b3261e'),
    dangerWash: read('--danger-wash', '#fceae7'),
    stale: read('--stale', '#5f6878'),
    staleHatch: read('--stale-hatch', '#1820331a'),
    changed: read('--changed', '#4646bd'),
    changedWash: read('--changed-wash', '#e6e6fb'),
    added: read('--added', '#066b64'),
    addedWash: read('--added-wash', '#d8f1ea'),
    removed: read('--removed', '#b3261e'),
    removedWash: read('--removed-wash', '#fbe3df'),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => read(`--chart-${String(n)}`, ink)),
    refs: [1, 2, 3, 4, 5, 6].map((n) => read(`--ref-${String(n)}`, ink)),
    people: Array.from({ length: 12 }, (_, n) => ({
      color: forced ? ink : read(`--p${String(n + 1)}`, '#7a37da'),
      on: forced ? surface : read(`--p${String(n + 1)}-on`, '#ffffff'),
    })),
    fontUi,
    fontCode: read('--font-code', 'ui-monospace, monospace'),
    fontSize: pixels(read('--text-md', ''), 14),
    headFontSize: pixels(read('--text-xs', ''), 12),
    headWidth: pixels(read('--g-head-w', ''), 44),
    headHeight: pixels(read('--g-head-h', ''), 22),
    padX: pixels(read('--g-pad-x', ''), 6),
    select: pixels(read('--g-select', ''), 2),
    handle: pixels(read('--g-handle', ''), 7),
    flagHeight: pixels(read('--g-flag-h', ''), 18),
  };
  probe?.remove();
  return theme;
}

export function personColor(theme: Theme, number: number): PersonColor {
  return theme.people[(((number - 1) % 12) + 12) % 12] ?? { color: theme.changed, on: theme.surface };
}

/** Calls back when colours may have changed: theme attribute or class of the page, system theme, contrast, motion. */
export function watchTheme(host: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (let element: Element | null = host; element !== null; element = element.parentElement) {
    observer.observe(element, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  }
  const queries = [
    '(prefers-color-scheme: dark)',
    '(prefers-contrast: more)',
    FORCED,
    '(prefers-reduced-motion: reduce)',
    '(max-width: 520px)',
  ].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  document.fonts.addEventListener('loadingdone', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
    document.fonts.removeEventListener('loadingdone', changed);
  };
}
