/** Changes by day, and where on its line each one stands. */
import type { Change } from '../../net/api';
import { dayNumber } from '../../ui/time';

export interface Day {
  /** Same for all moments of the day. */
  readonly key: number;
  /** Local midnight. */
  readonly start: Date;
  /** Newest first. */
  readonly changes: readonly Change[];
  readonly people: number;
}

/** Groups changes, newest first, by the local day they happened on. */
export function byDay(changes: readonly Change[]): readonly Day[] {
  const days: { key: number; start: Date; changes: Change[] }[] = [];
  for (const change of changes) {
    const at = new Date(change.at);
    const key = dayNumber(at);
    const last = days.at(-1);
    if (last?.key === key) last.changes.push(change);
    else
      days.push({ key, start: new Date(at.getFullYear(), at.getMonth(), at.getDate()), changes: [change] });
  }
  return days.map((day) => ({ ...day, people: new Set(day.changes.map((change) => change.author.id)).size }));
}

/** Joins pages and news: every change once, newest first. */
export function merged(a: readonly Change[], b: readonly Change[]): readonly Change[] {
  const all = new Map<number, Change>();
  for (const change of a) all.set(change.seq, change);
  for (const change of b) all.set(change.seq, change);
  return [...all.values()].sort((x, y) => y.seq - x.seq);
}

export interface Tick {
  readonly seq: number;
  /** 0 to 1 along the line. */
  readonly at: number;
  /** 2 to 10 pixels, by the number of cells. */
  readonly height: number;
}

export interface DayLine {
  readonly fromHour: number;
  readonly toHour: number;
  readonly ticks: readonly Tick[];
}

const hourOf = (at: Date, start: Date): number => (at.getTime() - start.getTime()) / 3_600_000;

/** The line of a day: from 06:00 to 20:00, longer only when something happened outside of that. */
export function dayLine(day: Day, now: Date): DayLine {
  const hours = day.changes.map((change) => hourOf(new Date(change.at), day.start));
  if (dayNumber(now) === day.key) hours.push(hourOf(now, day.start));
  const fromHour = Math.max(0, Math.min(6, ...hours.map(Math.floor)));
  const toHour = Math.min(24, Math.max(20, ...hours.map(Math.ceil)));
  const ticks = day.changes.map((change, index) => ({
    seq: change.seq,
    at: ((hours[index] ?? fromHour) - fromHour) / (toHour - fromHour),
    height: Math.min(10, 2 + Math.round(Math.log2(Math.max(1, change.total_cells)) * 1.3) + 1),
  }));
  return { fromHour, toHour, ticks };
}

/** Where a moment stands on the line, 0 to 1. */
export function onLine(line: DayLine, day: Day, at: Date): number {
  return (hourOf(at, day.start) - line.fromHour) / (line.toHour - line.fromHour);
}
