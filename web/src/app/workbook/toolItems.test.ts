import { describe, expect, it } from 'vitest';
import { fitting } from './toolItems';

describe('fitting', () => {
  it('lets groups give way from the right', () => {
    expect(fitting([60, 140, 300, 100], 1000)).toBe(4);
    expect(fitting([60, 140, 300, 100], 599)).toBe(3);
    expect(fitting([60, 140, 300, 100], 199)).toBe(1);
    expect(fitting([60, 140, 300, 100], 10)).toBe(0);
  });
});
