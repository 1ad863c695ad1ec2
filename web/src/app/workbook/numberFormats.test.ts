import { describe, expect, it } from 'vitest';
import { shortFormat } from './numberFormats';

describe('shortFormat', () => {
  it.each([
    [null, 'Auto'],
    ['General', 'Auto'],
    ['#,##0', '1,234'],
    ['#,##0_);[Red](#,##0)', '1,234'],
    ['dd.mm.yyyy', 'Date'],
    ['[h]:mm:ss', 'Time'],
    ['0.000%', 'Percent'],
    ['#,##0.00 "€"', 'Money'],
    ['0.0##', 'Custom'],
    ['"days" 0', 'Custom'],
  ])('names %s', (code, name) => {
    expect(shortFormat(code)).toBe(name);
  });
});
