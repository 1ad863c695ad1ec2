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
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  function* waiting(): Steps<string> {
    for (let n = 1; turns < 3; n++) yield 1 - 1 / n;
    return 'done';
  }
  const shares: number[] = [];
  const work = inSlices(waiting(), new AbortController().signal, (share) => shares.push(share));
  expect(await work).toBe('done');
  clearInterval(timer);
  expect(shares.length).toBeGreaterThan(0);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test('work that is called off ends there', async () => {
  const abort = new AbortController();
  const work = inSlices(slowly(10_000), abort.signal, () => abort.abort());
  await expect(work).rejects.toThrow();
});
