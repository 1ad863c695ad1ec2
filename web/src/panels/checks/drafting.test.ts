import { describe, expect, test } from 'vitest';
import type { CheckDraft } from '../../model/check';
import { draftingOf, draftOf, NEW, withCriterion } from './drafting';

const saved = (part: Partial<typeof NEW>) => draftOf({ ...NEW, ...part }, false);

describe('what the form says', () => {
  test('items are one a line, without the empty ones', () => {
    expect(saved({ items: ' North \n\nSouth\n' })).toMatchObject({
      kind: 'list',
      items: 'North\nSouth',
      a: null,
      refuse: true,
    });
    expect(saved({ items: '\n' })).toEqual({ field: 'items', words: 'Write the items, one a line.' });
  });

  test('a range may be written without =', () => {
    const draft = saved({ criterion: 'range', a: 'Data!A1:A9' });
    expect(draft).toMatchObject({ kind: 'list', items: null, a: { formula: '=Data!A1:A9' } });
    expect(draftingOf(draft as CheckDraft, false).a).toBe('Data!A1:A9');
  });

  test('numbers, dates and times are read as they are typed, and shown so again', () => {
    expect(saved({ criterion: 'number', op: 'between', a: '1', b: '=B1' })).toMatchObject({
      a: { value: 1 },
      b: { formula: '=B1' },
    });
    const date = saved({ criterion: 'date', op: '>=', a: '2026-01-01' });
    expect(date).toMatchObject({ kind: 'date', a: { value: 46023 }, b: null });
    expect(draftingOf(date as CheckDraft, false).a).toBe('2026-01-01');
    const time = saved({ criterion: 'time', op: '<', a: '9:30' });
    expect(draftingOf(time as CheckDraft, false).a).toBe('09:30');
  });

  test('what is missing is said at its field', () => {
    expect(saved({ criterion: 'whole', op: 'between', a: '1' })).toMatchObject({ field: 'b' });
    expect(saved({ criterion: 'date', op: '=', a: 'soon' })).toMatchObject({ field: 'a' });
    expect(saved({ criterion: 'custom', a: '=' })).toMatchObject({ field: 'a' });
    expect(saved({ criterion: 'text', op: 'email' })).toMatchObject({ kind: 'text', op: 'email', a: null });
    expect(saved({ criterion: 'checkbox' })).toMatchObject({ kind: 'checkbox', a: null, b: null });
    expect(saved({ criterion: 'checkbox', a: 'yes', b: 'no' })).toMatchObject({
      a: { value: 'yes' },
      b: { value: 'no' },
    });
  });

  test('another criterion keeps what it can use', () => {
    const number = { ...NEW, criterion: 'number', op: '>', a: '3' } as const;
    expect(withCriterion(number, 'whole')).toMatchObject({ op: '>', a: '3' });
    expect(withCriterion(number, 'text')).toMatchObject({ op: 'contains', a: '' });
  });
});
