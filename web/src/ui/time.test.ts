import { describe, expect, it } from 'vitest';
import { ago, dayTitle, inSentence, momentTitle, shortDate, shortMoment, span } from './time';

const NOW = new Date(2026, 10, 22, 14, 2);
const on = (day: number, hour: number, minute: number, month = 10, year = 2026): Date =>
  new Date(year, month, day, hour, minute);

describe('ago', () => {
  it.each([
    [on(22, 14, 2), 'just now'],
    [on(22, 14, 0), '2 min ago'],
    [on(22, 13, 3), '59 min ago'],
    [on(22, 13, 2), 'Today 13:02'],
    [on(22, 0, 0), 'Today 00:00'],
    [on(21, 23, 59), 'Yesterday 23:59'],
    [on(19, 9, 0), 'Thu 19 Nov'],
    [on(3, 9, 0, 0), 'Sat 3 Jan'],
    [on(3, 9, 0, 10, 2025), '3 Nov 2025'],
  ])('%s', (at, words) => {
    expect(ago(at, NOW)).toBe(words);
  });

  it('does not trip over a clock that is ahead', () => {
    expect(ago(on(22, 14, 30), NOW)).toBe('just now');
  });
});

describe('other times', () => {
  it('shortens beside a name', () => {
    expect(shortMoment(on(22, 13, 48), NOW)).toBe('13:48');
    expect(shortMoment(on(18, 16, 4), NOW)).toBe('18 Nov 16:04');
    expect(shortMoment(on(18, 16, 4, 10, 2025), NOW)).toBe('18 Nov 2025');
  });

  it('speaks in a sentence', () => {
    expect(inSentence(on(22, 13, 48), NOW)).toBe('today at 13:48');
    expect(inSentence(on(21, 13, 48), NOW)).toBe('yesterday at 13:48');
    expect(inSentence(on(18, 16, 4), NOW)).toBe('on 18 November at 16:04');
  });

  it('heads days and moments', () => {
    expect(dayTitle(on(22, 1, 0), NOW)).toBe('Today');
    expect(dayTitle(on(18, 1, 0), NOW)).toBe('Wednesday 18 November');
    expect(dayTitle(on(18, 1, 0, 10, 2025), NOW)).toBe('Tuesday 18 November 2025');
    expect(momentTitle(on(18, 16, 20), NOW)).toBe('Wednesday 18 November, 16:20');
    expect(shortDate(on(30, 0, 0), NOW)).toBe('30 Nov');
  });

  it('measures a story in days, months, years', () => {
    expect(span(on(22, 1, 0), NOW)).toBe('one day');
    expect(span(on(4, 1, 0), NOW)).toBe('19 days');
    expect(span(on(22, 1, 0, 4), NOW)).toBe('6 months');
    expect(span(on(22, 1, 0, 4, 2022), NOW)).toBe('5 years');
  });
});
