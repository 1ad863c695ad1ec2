import { describe, expect, it } from 'vitest';
import type { Writing } from '../../net/writers';
import { ageOf, agoWords, coloursFor, writerWords, WrittenCells } from './writers';

const writing = (seq: number, id: string, some: Partial<Writing> = {}): Writing => ({
  seq,
  at: '2026-11-18T12:00:00Z',
  author: { id, name: id === 'k' ? 'Kate' : 'Mara', kind: 'person' },
  link: null,
  via: 'edit',
  ...some,
});
const now = new Date('2026-11-21T13:00:00Z');

describe('who wrote what', () => {
  it('is known by the lines of a cell, and counted by author', () => {
    const cells = new WrittenCells();
    cells.add({
      changes: [writing(1, 'm'), writing(2, 'k')],
      cells: [
        [0, 0, 0],
        [0, 1, 1],
        [7, 1, 1],
      ],
    });
    expect([cells.at(0, 0)?.seq, cells.at(7, 1)?.seq, cells.at(7, 0)]).toEqual([1, 2, null]);
    expect(cells.authors().map(({ author, cells: n }) => [author.id, n])).toEqual([
      ['k', 2],
      ['m', 1],
    ]);
  });

  it('is said in words', () => {
    const link = { id: 'l', label: 'Finance' };
    expect(writerWords(writing(1, 'k', { link }), 'm', now)).toBe('Kate, 3 days ago, by the link “Finance”');
    expect(writerWords(writing(1, 'm', { via: 'import' }), 'm', now)).toBe(
      'Mara (you), 3 days ago, from the imported file',
    );
  });

  it('is as old as its day', () => {
    const back = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
    expect([0, 1, 6, 7, 30, 31].map((days) => ageOf(back(days), now))).toEqual([0, 1, 1, 2, 2, 3]);
    expect([back(1), back(12)].map((at) => agoWords(at, now))).toEqual(['yesterday', '12 days ago']);
  });

  it('has the colours of those who are here, and no colour twice while there are others', () => {
    const given = coloursFor(['a', 'b', 'me', 'n'], 'me', new Map([['b', 5]]));
    expect([given.get('me'), given.get('b')]).toEqual([0, 5]);
    expect(new Set(given.values()).size).toBe(4);
  });
});
