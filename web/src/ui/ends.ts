/** When a link or token ends: the choices, and what stands for them. */

export type Lasts = 'day' | 'week' | 'month' | 'year' | 'never';

export const LASTS: readonly { readonly value: Lasts; readonly text: string }[] = [
  { value: 'day', text: 'Ends in a day' },
  { value: 'week', text: 'Ends in 7 days' },
  { value: 'month', text: 'Ends in 30 days' },
  { value: 'year', text: 'Ends in a year' },
  { value: 'never', text: 'Never ends' },
];

const DAYS: Readonly<Record<Exclude<Lasts, 'never'>, number>> = { day: 1, week: 7, month: 30, year: 365 };

/** The moment as the server wants it; undefined for never. */
export function endOf(lasts: Lasts, now: Date): string | undefined {
  if (lasts === 'never') return undefined;
  return new Date(now.getTime() + DAYS[lasts] * 86_400_000).toISOString();
}
