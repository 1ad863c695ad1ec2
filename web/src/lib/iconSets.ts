/**
 * Icons of conditional formats as paths in a box of 16 by 16, filled by the even-odd rule. Each differs from the others of
 * its set by shape: colour alone tells nothing.
 */

/** What a colour says; which colour that is, is a matter of the theme. */
export type IconTone = 'good' | 'middle' | 'bad' | 'plain' | 'faint';

export interface IconPart {
  readonly tone: IconTone;
  readonly path: string;
}

type Icon = readonly IconPart[];

const one = (tone: IconTone, path: string): Icon => [{ tone, path }];

const UP = 'M8 2L13.5 8H10V14H6V8H2.5Z';
const DOWN = 'M8 14L2.5 8H6V2H10V8H13.5Z';
const RIGHT = 'M14 8L8 13.5V10H2V6H8V2.5Z';
const UP_RIGHT = 'M13 3V10.2L10.6 7.8L5.4 13L3 10.6L8.2 5.4L5.8 3Z';
const DOWN_RIGHT = 'M13 13H5.8L8.2 10.6L3 5.4L5.4 3L10.6 8.2L13 5.8Z';
const DISC = 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z';
const TARGET = `${DISC}M8 3.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4ZM8 5.6a2.4 2.4 0 1 1 0 4.8a2.4 2.4 0 1 1 0-4.8Z`;
const POLE = 'M2.5 1.5H4V14.5H2.5Z';
const STAR = 'M8 1.6l1.95 4.2 4.6.55-3.4 3.15.9 4.55L8 11.8l-4.05 2.25.9-4.55L1.45 6.35l4.6-.55Z';
const HALF_STAR = 'M8 1.6V11.8l-4.05 2.25.9-4.55L1.45 6.35l4.6-.55Z';
const RING = 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13ZM8 2.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4Z';
const QUARTERS = [
  '',
  'M8 8V2.8a5.2 5.2 0 0 1 5.2 5.2Z',
  'M8 2.8a5.2 5.2 0 0 1 0 10.4Z',
  'M8 8V2.8a5.2 5.2 0 1 1-5.2 5.2Z',
  'M8 2.8a5.2 5.2 0 1 1 0 10.4a5.2 5.2 0 1 1 0-10.4Z',
];

/** Four bars of growing height, the first `full` of them filled. */
function bars(full: number): Icon {
  return [0, 1, 2, 3].map((n): IconPart => {
    const height = 4 + n * 3;
    return {
      tone: n < full ? 'plain' : 'faint',
      path: `M${1.5 + n * 3.5} ${14.5 - height}h2.5v${height}h-2.5Z`,
    };
  });
}

/** From the lowest values to the highest. */
const SETS: Readonly<Record<string, readonly Icon[]>> = {
  '3arrows': [one('bad', DOWN), one('middle', RIGHT), one('good', UP)],
  '3triangles': [
    one('bad', 'M2 4.5H14L8 12.5Z'),
    one('middle', 'M2.5 6.5H13.5V9.5H2.5Z'),
    one('good', 'M8 3.5L14 11.5H2Z'),
  ],
  '3lights': [one('bad', TARGET), one('middle', `${DISC}M4.2 7.1H11.8V8.9H4.2Z`), one('good', DISC)],
  '3flags': [
    one('bad', `${POLE}M4.6 2.5H14L11 6L14 9.5H4.6Z`),
    one('middle', `${POLE}M4.6 2.5L14 6L4.6 9.5Z`),
    one('good', `${POLE}M4.6 2.5H13.5V9.5H4.6Z`),
  ],
  '3signs': [one('bad', 'M8 1.5L14.5 8L8 14.5L1.5 8Z'), one('middle', 'M8 2L15 14H1Z'), one('good', DISC)],
  '3stars': [
    one('faint', STAR),
    [
      { tone: 'faint', path: STAR },
      { tone: 'middle', path: HALF_STAR },
    ],
    one('middle', STAR),
  ],
  '4arrows': [one('bad', DOWN), one('middle', DOWN_RIGHT), one('middle', UP_RIGHT), one('good', UP)],
  '4bars': [1, 2, 3, 4].map(bars),
  '5arrows': [
    one('bad', DOWN),
    one('middle', DOWN_RIGHT),
    one('middle', RIGHT),
    one('middle', UP_RIGHT),
    one('good', UP),
  ],
  '5bars': [0, 1, 2, 3, 4].map(bars),
  '5quarters': QUARTERS.map((path) => one('plain', RING + path)),
};

const NO_ICONS: readonly Icon[] = [];
const NOTHING: Icon = [];

/** The icons of a set, from the lowest values to the highest; none for an unknown set. */
export function iconsOf(set: string): readonly Icon[] {
  return SETS[set] ?? NO_ICONS;
}

export function iconOf(set: string, index: number): Icon {
  return iconsOf(set)[index] ?? NOTHING;
}
