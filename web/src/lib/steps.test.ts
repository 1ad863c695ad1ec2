import { expect, test } from 'vitest';
import { atOnce, inSlices, type Steps } from './steps';

function* counting(most: number): Steps<number> {
  let sum = 0;
  for (let n = 0; n < most; n++) {
    sum += n;
    yield n / most;
  }
  return sum;
}

/** Takes so long that several slices are needed. */
function* slowly(milliseconds: number): Steps<string> {
  const begun = performance.now();
  for (let passed = 0; passed < milliseconds; passed = performance.now() - begun) yield passed / milliseconds;
  return 'done';
}

test('work comes to the same at once and in slices', async () => {
  expect(atOnce(counting(1000))).toBe(499_500);
  expect(await inSlices(counting(1000), new AbortController().signal)).toBe(499_500);
});

test('others have their turn in between, and hear how far it is', async () => {
  const shares: number[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  expect(await inSlices(slowly(80), new AbortController().signal, (share) => shares.push(share))).toBe(
    'done',
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test('work that is called off ends there', async () => {
  const abort = new AbortController();
  const work = inSlices(slowly(10_000), abort.signal, () => abort.abort());
  await expect(work).rejects.toThrow();
});
