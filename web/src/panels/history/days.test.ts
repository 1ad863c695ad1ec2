import { describe, expect, it } from 'vitest';
import type { Change } from '../../net/api';
import { byDay, dayLine, merged, onLine } from './days';

function change(seq: number, at: Date, author = 'mara', cells = 1): Change {
  return {
    seq,
    at: at.toISOString(),
    author: { id: author, name: author, kind: 'person' },
    via: 'edit',
    summary: null,
    link: null,
    reverts: null,
    total_cells: cells,
    cells: [],
    hash: '',
  };
}

const NOV = 10;
const changes = [
  change(9, new Date(2026, NOV, 22, 14, 2), 'tomás'),
  change(8, new Date(2026, NOV, 22, 9, 41), 'oskar', 40),
  change(7, new Date(2026, NOV, 22, 0, 5)),
  change(6, new Date(2026, NOV, 21, 23, 58)),
  change(5, new Date(2026, NOV, 18, 16, 20)),
];

describe('byDay', () => {
  it('cuts at local midnight and counts people', () => {
    const days = byDay(changes);
    expect(days.map((day) => day.changes.map((each) => each.seq))).toEqual([[9, 8, 7], [6], [5]]);
    expect(days[0]?.people).toBe(3);
  });

  it('has no days without changes', () => {
    expect(byDay([])).toEqual([]);
  });
});

describe('merged', () => {
  it('keeps each change once, newest first, the newer answer', () => {
    const again = { ...changes[1]!, summary: 'again' };
    const all = merged([changes[1]!, changes[4]!], [changes[0]!, again]);
    expect(all.map((each) => each.seq)).toEqual([9, 8, 5]);
    expect(all[1]?.summary).toBe('again');
  });
});

describe('dayLine', () => {
  it('runs from 06:00 to 20:00', () => {
    const day = byDay([changes[4]!])[0]!;
    const line = dayLine(day, new Date(2026, NOV, 22));
    expect([line.fromHour, line.toHour]).toEqual([6, 20]);
    expect(line.ticks[0]?.at).toBeCloseTo((16 + 20 / 60 - 6) / 14);
    expect(onLine(line, day, new Date(2026, NOV, 18, 13, 0))).toBeCloseTo(0.5);
  });

  it('grows for those who work at night', () => {
    const line = dayLine(byDay(changes)[0]!, new Date(2026, NOV, 22, 22, 30));
    expect([line.fromHour, line.toHour]).toEqual([0, 23]);
    expect(line.ticks.every((tick) => tick.at >= 0 && tick.at <= 1)).toBe(true);
  });

  it('draws more cells higher, within the line', () => {
    const line = dayLine(
      byDay([change(1, new Date(2026, NOV, 1, 9), 'a', 1_000_000), change(0, new Date(2026, NOV, 1, 8))])[0]!,
      new Date(),
    );
    expect(line.ticks[0]?.height).toBe(10);
    expect(line.ticks[1]?.height).toBe(3);
  });
});
