import { expect, test } from 'vitest';
import { Random } from '../testing/random';
import { Computed } from './computed';

test('a value is marked only when a newer one takes longer than a moment', () => {
  const computed = new Computed();
  computed.set(1, 1, 7, 1);
  computed.await(1, 1, 7, 2, 1000);
  expect(computed.nextDue).toBe(1200);
  expect(computed.markLate(1199)).toEqual([]);
  expect(computed.awaited(1, 1)).toMatchObject({ old: 7, late: false });
  expect(computed.markLate(1200)).toEqual([[1, 1]]);
  expect(computed.markLate(1300)).toEqual([]);
  expect(computed.nextDue).toBe(Infinity);
  expect(computed.awaited(1, 1)).toMatchObject({ old: 7, late: true });
  computed.set(1, 1, 8, 2);
  expect(computed.awaited(1, 1)).toBeUndefined();
});

test('another edit of a late cell keeps its mark, one in time keeps its clock', () => {
  const computed = new Computed();
  computed.await(0, 0, 7, 2, 1000);
  computed.await(0, 0, 7, 3, 1150);
  expect(computed.nextDue).toBe(1200);
  computed.markLate(1250);
  computed.await(0, 0, 7, 4, 1260);
  expect(computed.awaited(0, 0)).toMatchObject({ late: true });
});

test('whatever comes in whatever order: never blank, and never an old value unmarked for longer than a moment', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    const computed = new Computed();
    computed.set(0, 0, 101, 1);
    let [now, edits, answered, since] = [0, 1, 1, Infinity];
    const shown = (): unknown => computed.awaited(0, 0)?.old ?? computed.get(0, 0);
    for (let step = 0; step < 60; step++) {
      now += random.below(90);
      const act = random.below(3);
      if (act === 0) {
        const old = shown();
        computed.await(0, 0, typeof old === 'number' ? old : null, ++edits, now);
        since = Math.min(since, now);
      } else if (act === 1 && answered < edits) {
        // The server may answer for some of the edits, or for all of them.
        answered += 1 + random.below(edits - answered);
        computed.set(0, 0, 100 + answered, answered);
        if (answered === edits) since = Infinity;
      }
      if (now >= computed.nextDue) computed.markLate(now);
      expect(shown()).toBeTypeOf('number');
      if (since === Infinity) expect(shown()).toBe(100 + edits);
      expect(computed.awaited(0, 0)?.late ?? false).toBe(now - since >= 200);
    }
  }
});
