/** Conditional formats ready to take: looks, scales, bars and icons as spreadsheets offer them, and the gallery of whole rules. */

import { type Condition, ICON_SETS, type IconSet, type Point, type RuleBody, type RuleFormat } from './rule';
import type { RuleDraft } from './view';

type Said = Pick<RuleDraft, 'body' | 'operands'>;

/** Fill and letters that go together, the first one being what a new rule has. */
export const FORMAT_PRESETS: readonly { readonly name: string; readonly format: RuleFormat }[] = [
  { name: 'Red', format: { fill: '#ffc7ce', color: '#9c0006' } },
  { name: 'Yellow', format: { fill: '#ffeb9c', color: '#7f5200' } },
  { name: 'Green', format: { fill: '#c6efce', color: '#006100' } },
  { name: 'Blue', format: { fill: '#cfe2f8', color: '#0b3d78' } },
  { name: 'Violet', format: { fill: '#e4d8f5', color: '#4a2388' } },
  { name: 'Grey', format: { fill: '#eceff1', color: '#5f6878', strike: true } },
];

const PLAIN: RuleFormat = FORMAT_PRESETS[0]?.format ?? {};

interface Scale {
  readonly id: string;
  readonly name: string;
  /** From the smallest numbers to the largest. */
  readonly colors: readonly string[];
}

export const SCALES: readonly Scale[] = [
  { id: 'red-yellow-green', name: 'Red, yellow, green', colors: ['#f8696b', '#ffeb84', '#63be7b'] },
  { id: 'green-yellow-red', name: 'Green, yellow, red', colors: ['#63be7b', '#ffeb84', '#f8696b'] },
  { id: 'blue-white-red', name: 'Blue, white, red', colors: ['#5a8ac6', '#ffffff', '#f8696b'] },
  { id: 'white-green', name: 'White to green', colors: ['#ffffff', '#57bb8a'] },
  { id: 'white-red', name: 'White to red', colors: ['#ffffff', '#e67c73'] },
  { id: 'yellow-green', name: 'Yellow to green', colors: ['#ffef9c', '#63be7b'] },
];

export const BARS: readonly { readonly id: string; readonly name: string; readonly color: string }[] = [
  { id: 'blue', name: 'Blue', color: '#638ec6' },
  { id: 'green', name: 'Green', color: '#63c384' },
  { id: 'orange', name: 'Orange', color: '#ffb628' },
  { id: 'red', name: 'Red', color: '#ff6d6f' },
  { id: 'cyan', name: 'Light blue', color: '#3fb8e0' },
  { id: 'violet', name: 'Violet', color: '#a679d6' },
];

export const ICON_NAMES: Readonly<Record<IconSet, string>> = {
  '3arrows': 'Three arrows',
  '3triangles': 'Three triangles',
  '3lights': 'Three lights',
  '3flags': 'Three flags',
  '3signs': 'Three signs',
  '3stars': 'Three stars',
  '4arrows': 'Four arrows',
  '4bars': 'Four bars',
  '5arrows': 'Five arrows',
  '5bars': 'Five bars',
  '5quarters': 'Five quarters',
};

export const SETS = Object.keys(ICON_SETS) as IconSet[];

export function styled(condition: Condition, operands: readonly string[] = []): Said {
  return { body: { ...condition, format: PLAIN, stop: false }, operands };
}

export function scaleOf(colors: readonly string[]): Said {
  const three = colors.length === 3;
  const points: readonly Point[] = three ? ['min', 'percentile', 'max'] : ['min', 'max'];
  return { body: { kind: 'scale', points, colors }, operands: three ? ['', '50', ''] : ['', ''] };
}

export function barOf(color: string): Said {
  const points: readonly Point[] = ['min', 'max'];
  return { body: { kind: 'bar', points, bar: color, solid: false, bare: false }, operands: ['', ''] };
}

/** The icons share the numbers evenly. */
export function iconsOf(set: IconSet): Said {
  const count = ICON_SETS[set];
  const body: RuleBody = {
    kind: 'icons',
    set,
    points: Array.from({ length: count - 1 }, () => 'percent' as const),
    reverse: false,
    bare: false,
  };
  const operands = body.points.map((_, n) => String(Math.round(((n + 1) * 100) / count)));
  return { body, operands };
}

/** One of the gallery. `asks`: a value is still to be given, in the editor. */
export interface QuickRule {
  readonly id: string;
  readonly name: string;
  readonly said: Said;
  readonly asks?: boolean;
}

export const HIGHLIGHTS: readonly QuickRule[] = [
  { id: 'greater', name: 'Greater than…', said: styled({ kind: 'cell', op: '>' }, ['']), asks: true },
  { id: 'less', name: 'Less than…', said: styled({ kind: 'cell', op: '<' }, ['']), asks: true },
  { id: 'between', name: 'Between…', said: styled({ kind: 'cell', op: 'between' }, ['', '']), asks: true },
  { id: 'equal', name: 'Equal to…', said: styled({ kind: 'cell', op: '=' }, ['']), asks: true },
  {
    id: 'contains',
    name: 'Text contains…',
    said: styled({ kind: 'text', op: 'contains' }, ['']),
    asks: true,
  },
  { id: 'formula', name: 'Custom formula…', said: styled({ kind: 'formula' }, ['']), asks: true },
  { id: 'duplicates', name: 'Duplicates', said: styled({ kind: 'repeat', op: 'duplicate' }) },
  { id: 'top10', name: 'Top 10', said: styled({ kind: 'rank', op: 'top', count: 10, percent: false }) },
  {
    id: 'bottom10',
    name: 'Bottom 10',
    said: styled({ kind: 'rank', op: 'bottom', count: 10, percent: false }),
  },
  { id: 'above', name: 'Above average', said: styled({ kind: 'average', op: 'above' }) },
  { id: 'below', name: 'Below average', said: styled({ kind: 'average', op: 'below' }) },
];

/** All that the gallery offers. */
export const QUICK_RULES: readonly QuickRule[] = [
  ...HIGHLIGHTS,
  ...SCALES.map(({ id, name, colors }) => ({
    id: `scale-${id}`,
    name: `Colour scale: ${name}`,
    said: scaleOf(colors),
  })),
  ...BARS.map(({ id, name, color }) => ({ id: `bar-${id}`, name: `Data bar: ${name}`, said: barOf(color) })),
  ...SETS.map((set) => ({ id: `icons-${set}`, name: `Icons: ${ICON_NAMES[set]}`, said: iconsOf(set) })),
];
