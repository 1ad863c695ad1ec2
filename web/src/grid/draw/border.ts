/** Borders as formats write them, and which of two at a shared edge is seen. */

export type BorderStyle = 'thin' | 'medium' | 'thick' | 'dashed' | 'dotted' | 'double' | 'hair';

export interface Border {
  readonly style: BorderStyle;
  readonly color: string;
}

const RANK: Readonly<Record<BorderStyle, number>> = {
  hair: 1,
  dotted: 2,
  dashed: 3,
  thin: 4,
  medium: 5,
  double: 6,
  thick: 7,
};

const WIDTH: Readonly<Record<BorderStyle, number>> = {
  hair: 1,
  dotted: 1,
  dashed: 1,
  thin: 1,
  medium: 2,
  double: 3,
  thick: 3,
};

const parsed = new Map<string, Border | null>();

/** `"thin #rrggbb"`; null for what is no border. */
export function parseBorder(text: string | undefined): Border | null {
  if (text === undefined || text === '') return null;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const match = /^(thin|medium|thick|dashed|dotted|double|hair)\s+(#[0-9a-f]{6})$/i.exec(text);
  const border =
    match === null
      ? null
      : { style: (match[1] ?? 'thin').toLowerCase() as BorderStyle, color: match[2] ?? '#000000' };
  if (parsed.size > 1000) parsed.clear();
  parsed.set(text, border);
  return border;
}

/** The stronger of two borders at one edge; the first when they are alike. */
export function strongerBorder(a: Border | null, b: Border | null): Border | null {
  if (a === null) return b;
  if (b === null) return a;
  return RANK[b.style] > RANK[a.style] ? b : a;
}

export function borderWidth(style: BorderStyle): number {
  return WIDTH[style];
}

export function sameBorder(a: Border | null, b: Border | null): boolean {
  return a === b || (a !== null && b !== null && a.style === b.style && a.color === b.color);
}
