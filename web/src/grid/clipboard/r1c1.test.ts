import { expect, test } from 'vitest';
import { columnName } from '../../lib/a1';
import { fromR1C1, PLACE } from './r1c1';

const [row, col] = [PLACE.row + 1, columnName(PLACE.col)];
const [above, left] = [row - 1, columnName(PLACE.col - 1)];

test.each([
  ['=R[0]C[-1]*2', `=${left}${row}*2`],
  ['=RC+R1C1', `=${col}${row}+$A$1`],
  ['=R1C[-1]&R[-1]C2', `=${left}$1&$B${above}`],
  ['=SUM(R[-1]C[-1]:R[-1]C[0])', `=SUM(${left}${above}:${col}${above})`],
  ['=SUM(C[-1]:C[0])+SUM(R2:R2)', `=SUM(${left}:${col})+SUM($2:$2)`],
  ["='R1C1 plan'!R[0]C[0]+Sheet2!R1C1", `='R1C1 plan'!${col}${row}+Sheet2!$A$1`],
  ['="R1C1 ""R2C2"" "&R[0]C[-1]', `="R1C1 ""R2C2"" "&${left}${row}`],
  ['=R[-999999]C[0]', '=#REF!'],
  ['=RC1_rate+ARC1+RATE(1)', '=RC1_rate+ARC1+RATE(1)'],
])('%s', (formula, expected) => {
  expect(fromR1C1(formula)).toBe(expected);
});

test('what is no formula is none', () => {
  expect([fromR1C1(''), fromR1C1('R1C1')]).toEqual([null, null]);
});
