/** The colours that the pickers offer: greys, then ten hues from light to dark. */

const HUES: readonly (readonly [number, number])[] = [
  // Hue and how much of it.
  [222, 30],
  [212, 72],
  [192, 70],
  [168, 60],
  [130, 42],
  [78, 55],
  [44, 92],
  [24, 85],
  [4, 75],
  [316, 52],
];

const LIGHT = [92, 82, 68, 48, 32, 20];

function hex(hue: number, saturation: number, lightness: number): string {
  const s = saturation / 100;
  const l = lightness / 100;
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12;
    const value = l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

const GREYS = [
  '#000000',
  '#182033',
  '#434d61',
  '#5f6878',
  '#868d99',
  '#a9afba',
  '#cdd1d8',
  '#e2e4e8',
  '#f2f3f5',
  '#ffffff',
];

export const COLOURS: readonly string[] = [
  ...GREYS,
  ...LIGHT.flatMap((lightness) => HUES.map(([hue, saturation]) => hex(hue, saturation, lightness))),
];

export const TAB_COLOURS: readonly string[] = HUES.map(([hue, saturation]) => hex(hue, saturation, 48));

/** `#abc`, `abcdef` or `#abcdef`; null when it is no colour. */
export function readColour(text: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

const RECENT = 'daylight.colours';
const MOST_RECENT = 10;

/** Colours of one's own choice, the last one first. */
export function recentColours(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
    return list.filter((each) => typeof each === 'string' && readColour(each) === each) as string[];
  } catch {
    return [];
  }
}

export function rememberColour(colour: string): void {
  const list = [colour, ...recentColours().filter((each) => each !== colour)].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(list));
  } catch {
    // A browser that keeps nothing offers no recent colours.
  }
}
