/** Why a total changed: since when, by how much, and what each change had to do with it. */
import type { CellScalar } from '../../net/api';
import type { Why, WhyStep } from '../../net/why';
import { numberText } from '../../ui/words';

/** Since when. */
export type Since = 'day' | 'week' | 'start' | number;

const DAY = 86_400_000;

/** The moment that is meant, where it is one of the clock's. */
export function sinceTime(since: 'day' | 'week', now: Date): Date {
  return new Date(now.getTime() - (since === 'day' ? 1 : 7) * DAY);
}

/** `+1,200`, `−35`, with a true minus; `write` puts the size as the cell shows it. */
export function signed(by: number, write: (size: number) => string = numberText): string {
  if (by === 0) return '0';
  return `${by > 0 ? '+' : '−'}${write(Math.abs(by))}`;
}

/** Sums of binary fractions are off by a hair: no one typed that. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** By how much it changed in all; null where one of both is no number. */
export function difference({ before, after }: Pick<Why, 'before' | 'after'>): number | null {
  const [from, to] = [before ?? 0, after ?? 0];
  return typeof from === 'number' && typeof to === 'number' ? rounded(to - from) : null;
}

/** `12 %` of what it was; null where that says nothing. */
export function share(before: CellScalar, by: number): string | null {
  if (typeof before !== 'number' || before === 0) return null;
  const percent = (Math.abs(by) / Math.abs(before)) * 100;
  const digits = percent < 10 ? 1 : 0;
  return `${percent.toLocaleString('en-US', { maximumFractionDigits: digits })} %`;
}

/** What a step moved the cell by; a step between nothing and a number did, too. */
export function contributionOf(step: WhyStep): number | null {
  return step.contribution === null ? difference(step) : rounded(step.contribution);
}

export type Order = 'size' | 'time';

/** The largest first, or in the order in which they were made. */
export function inOrder(steps: readonly WhyStep[], order: Order): readonly WhyStep[] {
  if (order === 'time') return steps;
  const size = (step: WhyStep): number => Math.abs(contributionOf(step) ?? Infinity);
  return [...steps].sort((a, b) => size(b) - size(a));
}

/** How long the bar of a step is, 0 to 1, and to which side it goes. */
export function barOf(
  step: WhyStep,
  steps: readonly WhyStep[],
): { readonly share: number; readonly up: boolean } {
  const most = Math.max(...steps.map((each) => Math.abs(contributionOf(each) ?? 0)));
  const own = contributionOf(step) ?? 0;
  return { share: most === 0 ? 0 : Math.abs(own) / most, up: own >= 0 };
}

/** What the contributions mean. */
export function methodWords(method: Why['method']): string {
  return method === 'independent'
    ? 'Each contribution stands by itself: it is the same whatever the others did.'
    : 'Each contribution is what the result moved by when the change was made, after those before it. They add up to the difference.';
}
