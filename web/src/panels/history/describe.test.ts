import { describe, expect, it } from 'vitest';
import type { CellChange, Change } from '../../net/api';
import { addressOf, titleOf, wayIn, whatHappened } from './describe';

const cell = (change: Partial<CellChange> = {}): CellChange => ({
  sheet: 'Plan',
  sheet_id: '1',
  cell: 'D10',
  row: 9,
  col: 3,
  kind: 'value',
  old: 318,
  new: 342,
  ...change,
});
const change = (part: Partial<Change>): Change => ({
  seq: 1,
  at: '2026-11-22T13:48:00Z',
  author: { id: 't', name: 'Tomás Ferreira', kind: 'person' },
  via: 'edit',
  summary: null,
  link: null,
  reverts: null,
  total_cells: 1,
  cells: [cell()],
  hash: '',
  ...part,
});

describe('words for a change', () => {
  it('takes the server’s summary first', () => {
    expect(whatHappened(change({ summary: 'Pumps and notes' }))).toBe('Pumps and notes');
    expect(titleOf(change({ summary: 'Pumps and notes', total_cells: 9 }))).toBe(
      '“Pumps and notes”, 9 cells',
    );
  });

  it('tells from the cells otherwise', () => {
    expect(whatHappened(change({}))).toBe('Changed D10 in Plan');
    expect(whatHappened(change({ total_cells: 4, cells: [cell(), cell({ sheet: 'Rates' })] }))).toBe(
      'Changed 4 cells in 2 sheets',
    );
    expect(whatHappened(change({ cells: [cell({ kind: 'structure', label: 'Inserted row 14' })] }))).toBe(
      'Inserted row 14',
    );
  });

  it('names the sheet only where it is another one', () => {
    expect(addressOf(cell(), 'Plan')).toBe('D10');
    expect(addressOf(cell(), 'Rates')).toBe('Plan!D10');
  });

  it('names the way in when it was not the hand', () => {
    expect(wayIn(change({}))).toBeNull();
    expect(wayIn(change({ via: 'api', link: { id: 'l', label: 'For auditors' } }))).toBe(
      'by a program, by the link “For auditors”',
    );
  });
});
