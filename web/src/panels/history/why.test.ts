import { describe, expect, it } from 'vitest';
import type { WhyStep } from '../../net/why';
import { barOf, contributionOf, difference, inOrder, share, signed, sinceTime } from './why';

const step = (seq: number, contribution: number | null, before: WhyStep['before'] = 0): WhyStep => ({
  seq,
  last: seq,
  at: '2026-11-18T16:00:00Z',
  author: { id: 'k', name: 'Kate', kind: 'person' },
  link: null,
  via: 'edit',
  summary: '',
  before,
  after: 5,
  contribution,
  cells: [],
});

describe('why a total changed', () => {
  it('tells the difference, where there is one to tell', () => {
    expect(difference({ before: 0.1, after: 0.3 })).toBe(0.2);
    expect(difference({ before: null, after: 7 })).toBe(7);
    expect(difference({ before: 'text', after: 7 })).toBeNull();
    expect([signed(1200), signed(-35), signed(0)]).toEqual(['+1,200', '−35', '0']);
    expect(signed(-3, (size) => `$${size}`)).toBe('−$3');
    expect([share(200, 25), share(1000, -5), share(0, 5), share('x', 5)]).toEqual([
      '13 %',
      '0.5 %',
      null,
      null,
    ]);
  });

  it('puts the largest first, and what is no number before it', () => {
    const steps = [step(1, 10), step(2, -400), step(3, null, 'text'), step(4, 20)];
    expect(inOrder(steps, 'size').map(({ seq }) => seq)).toEqual([3, 2, 4, 1]);
    expect(inOrder(steps, 'time').map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(contributionOf(step(1, null, null))).toBe(5);
    expect(steps.map((each) => barOf(each, steps))).toEqual([
      { share: 0.025, up: true },
      { share: 1, up: false },
      { share: 0, up: true },
      { share: 0.05, up: true },
    ]);
  });

  it('knows when a day ago was', () => {
    expect(sinceTime('week', new Date('2026-11-18T16:00:00Z')).toISOString()).toBe(
      '2026-11-11T16:00:00.000Z',
    );
  });
});
