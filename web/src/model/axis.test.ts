import { describe, expect, test } from 'vitest';
import { Random } from '../testing/random';
import { vectors } from '../testing/vectors';
import { Axis } from './axis';
import { deleteLines, insertLines, moveLines } from './axis-edits';
import { RUN_SPAN } from './ids';

interface Step {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: string;
  readonly insert?: readonly [index: number, count: number, run: number];
  readonly delete?: readonly [first: number, last: number, op: string];
  readonly move?: readonly [first: number, last: number, before: number, op: string];
  readonly ids: readonly number[];
}

interface Case {
  readonly name: string;
  readonly limit: number;
  readonly steps: readonly Step[];
  readonly index?: readonly (readonly [id: number, index: number | null])[];
  readonly span?: readonly (readonly [a: number, b: number, span: readonly [number, number] | null])[];
}

function take(axis: Axis, step: Step, entries: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(step.set ?? {})) entries.set(key, value);
  if (step.remove !== undefined) entries.delete(step.remove);
  const edit =
    step.insert !== undefined
      ? insertLines(axis, ...step.insert)
      : step.delete !== undefined
        ? deleteLines(axis, [[step.delete[0], step.delete[1]]], step.delete[2])
        : step.move !== undefined
          ? moveLines(axis, ...step.move)
          : null;
  if (edit !== null) entries.set(edit.key, edit.value);
}

describe('as on the server', () => {
  test.each(vectors<Case>('axis').map((item) => [item.name, item] as const))('%s', (_, item) => {
    const entries = new Map<string, unknown>();
    let axis = new Axis(item.limit, entries);
    for (const step of item.steps) {
      take(axis, step, entries);
      axis = new Axis(item.limit, entries);
      expect(step.ids.map((_id, i) => axis.idAt(i))).toEqual(step.ids);
    }
    for (const [id, index] of item.index ?? []) expect([id, axis.indexOf(id)]).toEqual([id, index ?? -1]);
    for (const [a, b, span] of item.span ?? []) expect([a, b, axis.span(a, b)]).toEqual([a, b, span]);
  });
});

/** The axis as a plain list of the first lines, tombstones included. */
class Plain {
  lines: { id: number; live: boolean }[] = Array.from({ length: 60 }, (_, id) => ({ id, live: true }));

  get shown(): number[] {
    return this.lines.filter((line) => line.live).map((line) => line.id);
  }

  place(index: number): number {
    if (index === 0) return 0;
    const above = this.shown[index - 1];
    return this.lines.findIndex((line) => line.id === above) + 1;
  }
}

describe('random edits', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('seed %i', (seed) => {
    const random = new Random(seed);
    const plain = new Plain();
    const entries = new Map<string, unknown>();
    let axis = new Axis(1000, entries);
    const lines = 40;
    for (let step = 1; step <= 60; step++) {
      const kind = random.below(10);
      const first = random.below(lines);
      const last = Math.min(first + random.below(4), lines - 1);
      if (kind < 5) {
        const edit = insertLines(axis, first, 1 + random.below(3), step);
        entries.set(edit.key, edit.value);
        const fresh = Array.from({ length: Number(edit.value[2]) }, (_, k) => ({
          id: step * RUN_SPAN + k,
          live: true,
        }));
        plain.lines.splice(plain.place(first), 0, ...fresh);
      } else if (kind < 7) {
        const doomed = new Set(plain.shown.slice(first, last + 1));
        const edit = deleteLines(axis, [[first, last]], `d${step}`);
        entries.set(edit.key, edit.value);
        for (const line of plain.lines) if (doomed.has(line.id)) line.live = false;
      } else {
        const before = random.below(lines);
        const edit = moveLines(axis, first, last, before, `m${step}`);
        if (edit !== null) {
          entries.set(edit.key, edit.value);
          const moving = plain.shown.slice(first, last + 1);
          const anchor = plain.shown[before - 1];
          const moved = moving.map((id) => plain.lines.find((line) => line.id === id)!);
          plain.lines = plain.lines.filter((line) => !moving.includes(line.id));
          plain.lines.splice(plain.lines.findIndex((line) => line.id === anchor) + 1, 0, ...moved);
        }
      }
      axis = new Axis(1000, entries);
      const shown = plain.shown.slice(0, lines);
      expect(shown.map((_, i) => axis.idAt(i))).toEqual(shown);
      expect(shown.map((id) => axis.indexOf(id))).toEqual(shown.map((_, i) => i));
    }
    const total = plain.lines.map((line) => axis.orderOf(line.id));
    expect(total).toEqual([...total].sort((a, b) => a - b));
    for (const line of plain.lines) if (!line.live) expect(axis.indexOf(line.id)).toBe(-1);
    const runs = axis.runsOf(3, 20).flatMap(([id, count]) => Array.from({ length: count }, (_, k) => id + k));
    expect(runs).toEqual(plain.shown.slice(3, 21));
    for (let i = 0; i < 50; i++) {
      const a = random.below(plain.lines.length);
      const b = a + random.below(plain.lines.length - a);
      const inside = plain.lines.slice(a, b + 1).filter((line) => line.live);
      const span = axis.span(plain.lines[a]!.id, plain.lines[b]!.id);
      const expected =
        inside.length === 0
          ? null
          : [plain.shown.indexOf(inside[0]!.id), plain.shown.indexOf(inside.at(-1)!.id)];
      expect(span).toEqual(expected);
    }
  });
});

test('entries that are not well formed are skipped', () => {
  const axis = new Axis(100, [
    ['i5', [0, 'V-5', 0]],
    ['i5', [0, 'V-6', 1]],
    ['i0', [0, 'V-0', 1]],
    ['dx', [1]],
    ['dy', [1, 2 ** 21]],
    ['mz', ['a', 0, 'V-z', 1, 1]],
    ['q', [1, 1]],
    ['d1', 'text'],
  ]);
  expect(axis.runsOf(0, 99)).toEqual([[0, 100]]);
});

test('looking up costs nothing to speak of with many exceptions', () => {
  const entries = new Map<string, unknown>();
  for (let run = 1; run <= 3000; run++) entries.set(`i${run}`, [run * 7, `V-${run.toString(36)}`, 2]);
  const axis = new Axis(1_048_576, entries);
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < 100_000; i++) sum += axis.indexOf(axis.idAt((i * 37) % 40_000));
  expect(performance.now() - start).toBeLessThan(1000);
  expect(sum).toBe(Array.from({ length: 100_000 }, (_, i) => (i * 37) % 40_000).reduce((a, b) => a + b, 0));
});
