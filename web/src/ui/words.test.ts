import { describe, expect, it } from 'vitest';
import { colorOf, count, firstName, initials, numberText, valueText } from './words';

describe('words', () => {
  it('counts', () => {
    expect(count(1, 'cell')).toBe('1 cell');
    expect(count(14208, 'cell')).toBe('14,208 cells');
    expect(count(2, 'person', 'people')).toBe('2 people');
  });

  it.each([
    ['Mara Lindqvist', 'ML'],
    ['Ji-woo Park', 'JP'],
    ['Aisha', 'A'],
    ['émile  de la Tour', 'ÉT'],
    ['(guest) 7', 'G7'],
    ['…', '?'],
  ])('makes initials of %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  it('calls people by their first name', () => {
    expect(firstName(' Tomás Ferreira')).toBe('Tomás');
  });

  it('shows values of cells', () => {
    expect(valueText(null)).toBeNull();
    expect(valueText('')).toBeNull();
    expect(valueText(true)).toBe('TRUE');
    expect(valueText({ error: '#DIV/0!' })).toBe('#DIV/0!');
    expect(valueText(-1234.5)).toBe('−1,234.5');
    expect(numberText(0.1 + 0.2)).toBe('0.3');
    expect(numberText(1.5e22)).toBe('1.500000e+22');
  });

  it('gives everybody a colour of the twelve, always the same', () => {
    expect(colorOf('0000000000000')).toBe(1);
    expect(colorOf('000000000000d')).toBe(2);
    for (const id of ['a', '0abcdefghjkmn', '']) {
      expect(colorOf(id)).toBeGreaterThanOrEqual(1);
      expect(colorOf(id)).toBeLessThanOrEqual(12);
      expect(colorOf(id)).toBe(colorOf(id));
    }
  });
});
