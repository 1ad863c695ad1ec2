import { describe, expect, it } from 'vitest';
import type { Scalar } from '../lib/scalar';
import { kindOfCells, sortWords } from './column-kind';
import type { CellView } from './view';

const cell = (value: Scalar, code?: string): CellView => ({
  value,
  text: '',
  format: code === undefined ? {} : { format: code },
  stale: false,
  loaded: true,
});

describe('kindOfCells', () => {
  it('goes by what most cells hold', () => {
    expect(kindOfCells([])).toBe('text');
    expect(kindOfCells([cell('a'), cell(1)])).toBe('text');
    expect(kindOfCells([cell('Net'), cell(1), cell(2), cell(null), cell({ error: '#N/A' })])).toBe('number');
    expect(kindOfCells([cell(46_000, 'yyyy-mm-dd'), cell(46_001, 'yyyy-mm-dd'), cell(3)])).toBe('date');
  });

  it('names the order of each', () => {
    expect(sortWords('text', true)).toBe('Sort Z to A');
    expect(sortWords('number', false)).toBe('Sort smallest to largest');
    expect(sortWords('date', true)).toBe('Sort newest to oldest');
  });
});
