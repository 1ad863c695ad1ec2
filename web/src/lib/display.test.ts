import { format as formatValue } from 'numfmt';
import { expect, test } from 'vitest';
import { vectors } from '../testing/vectors';
import { display, isDateCode } from './display';
import type { Scalar } from './scalar';

type Stored = Exclude<Scalar, { error: string }> | ['#', string];

test('values show as on the server', () => {
  for (const [content, code, text] of vectors<[Stored, string | null, string]>('display')) {
    const value = Array.isArray(content) ? { error: content[1] } : content;
    expect({ content, code, text: display(value, code).text }).toEqual({ content, code, text });
  }
});

test('colours of formats come as CSS colours', () => {
  expect(display(-1, '0;[Red]-0')).toEqual({ text: '-1', color: '#ff0000' });
  expect(display(1, '0;[Red]-0')).toEqual({ text: '1' });
});

test('dates of the 1904 system', () => {
  expect(display(0, 'yyyy-mm-dd', true).text).toBe('1904-01-01');
  expect(display(2, '0', true).text).toBe('2');
  expect(isDateCode('[Red]0.00')).toBe(false);
  expect(isDateCode('[h]:mm')).toBe(true);
  expect(isDateCode('"day" 0')).toBe(false);
});

test('a code that cannot be read counts as General', () => {
  expect(display(1.5, '[[[').text).toBe('1.5');
});

test('short numbers show under General as the formatter itself shows them', () => {
  for (let n = 0; n < 20_000; n++) {
    const value = Number((random(n) * 10 ** ((n % 14) - 5)).toFixed(n % 9)) * (n % 3 === 0 ? -1 : 1);
    expect(display(value, null).text, String(value)).toBe(formatValue('General', value));
  }
  expect(display(-0, null).text).toBe('0');
});

function random(seed: number): number {
  return ((Math.imul(seed + 1, 2654435761) >>> 0) % 1_000_003) / 1_000_003;
}
