/** The looks that a table can have, by name. */

const COLOURS = ['grey', 'blue', 'orange', 'silver', 'gold', 'light blue', 'green'];

interface Look {
  readonly style: string;
  readonly name: string;
}

function row(family: 'Light' | 'Medium' | 'Dark', from: number): readonly Look[] {
  return COLOURS.map((colour, i) => ({
    style: `TableStyle${family}${from + i}`,
    name: `${family} ${from + i}, ${colour}`,
  }));
}

export const LOOKS: readonly (readonly Look[])[] = [
  row('Medium', 1),
  row('Light', 1),
  row('Light', 8),
  row('Medium', 8),
  row('Dark', 1),
];

export const NO_LOOK: Look = { style: '', name: 'No look of its own' };
