/**
 * Colours of a file on the theme at hand. Files are made for white paper: on a dark surface their lightness is turned round, hue and
 * most of the strength kept, so that black on pale yellow becomes pale ink on deep yellow.
 */
import type { Theme } from '../theme';

interface Oklab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

type Rgb = readonly [number, number, number];

/** Lightness of ordinary ink on white paper; what is darker is as good as black. */
const INK_LIGHTNESS = 0.25;

function parse(color: string): Rgb | null {
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(color)?.[1];
  if (hex !== undefined) {
    const n = Number.parseInt(hex, 16);
    return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
  }
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  if (short === null) return null;
  const digit = (i: number): number => Number.parseInt(short[i] ?? '0', 16) * 17;
  return [digit(1), digit(2), digit(3)];
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  const c = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(Math.max(0, Math.min(1, c)) * 255);
}

function toOklab([r8, g8, b8]: Rgb): Oklab {
  const r = linear(r8);
  const g = linear(g8);
  const b = linear(b8);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

function fromOklab({ l: light, a, b }: Oklab): Rgb {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function hex([r, g, b]: Rgb): string {
  return `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
}

function brightness([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast as WCAG counts it, 1 to 21. */
export function contrast(a: string, b: string): number {
  const first = parse(a);
  const second = parse(b);
  if (first === null || second === null) return 21;
  const [x, y] = [brightness(first), brightness(second)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export class Colors {
  readonly #theme: Theme;
  readonly #fills = new Map<string, string>();
  readonly #inks = new Map<string, string>();
  readonly #paper: Oklab;
  readonly #ink: Oklab;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.#paper = toOklab(parse(theme.surface) ?? [255, 255, 255]);
    this.#ink = toOklab(parse(theme.ink) ?? [0, 0, 0]);
  }

  /** Fill or border colour of a file. With the system's colours there are borders only. */
  fill(color: string): string {
    if (this.#theme.forced) return this.#theme.ink;
    if (!this.#theme.dark) return color;
    const known = this.#fills.get(color);
    if (known !== undefined) return known;
    const turned = this.#turn(color);
    this.#fills.set(color, turned);
    return turned;
  }

  /** Text colour of a file on what it stands on (already of this theme). */
  ink(color: string, on: string): string {
    if (this.#theme.forced) return this.#theme.ink;
    if (!this.#theme.dark) return color;
    const key = `${color} ${on}`;
    const known = this.#inks.get(key);
    if (known !== undefined) return known;
    let ink = this.#turn(color);
    const rgb = parse(ink);
    if (rgb !== null) {
      let lab = toOklab(rgb);
      while (lab.l < 0.94 && contrast(ink, on) < 4.5) {
        lab = { ...lab, l: lab.l + 0.04 };
        ink = hex(fromOklab(lab));
      }
    }
    this.#inks.set(key, ink);
    return ink;
  }

  /** Greys take the tint of the theme's own greys; colours keep theirs. */
  #turn(color: string): string {
    const rgb = parse(color);
    if (rgb === null) return color;
    const { l, a, b } = toOklab(rgb);
    const share = (l - INK_LIGHTNESS) / (1 - INK_LIGHTNESS);
    const mix = (ink: number, paper: number): number => ink + (paper - ink) * share;
    const strength = Math.max(0, Math.min(1, (Math.hypot(a, b) - 0.006) / 0.014));
    const tinted = (own: number, ink: number, paper: number): number =>
      own * 0.9 * strength + mix(ink, paper) * (1 - strength);
    return hex(
      fromOklab({
        l: Math.min(0.97, mix(this.#ink.l, this.#paper.l)),
        a: tinted(a, this.#ink.a, this.#paper.a),
        b: tinted(b, this.#ink.b, this.#paper.b),
      }),
    );
  }
}
