import { expect, test } from 'vitest';
import type { Criterion } from '../../net/filters';
import { type Condition, conditionOf, criterionOf } from './conditions';

test.each([
  [{ id: 'contains', inputs: [' 12 '] }, ['if', 'contains', '12']],
  [{ id: '>', inputs: ['1,200'] }, ['if', '>', 1200]],
  [{ id: '=', inputs: ['no*'] }, ['if', '=', 'no*']],
  [{ id: '<', inputs: ['2026-01-02'] }, ['if', '<', 46024]],
  [{ id: 'between', inputs: ['9', '3'] }, ['if', '>=', 3, 'and', '<=', 9]],
  [{ id: 'outside', inputs: ['3', '9'] }, ['if', '<', 3, 'or', '>', 9]],
  [{ id: 'empty', inputs: [] }, ['if', 'empty', null]],
  [{ id: 'top%', inputs: ['25'] }, ['top%', 25]],
  [{ id: 'below', inputs: [] }, ['below']],
] as const)('%o is stored as %o', (condition, criterion) => {
  expect(criterionOf(condition as Condition, null)).toEqual(criterion);
});

test('what is missing is said', () => {
  expect(criterionOf({ id: 'between', inputs: ['1'] }, null)).toBe('Type both ends.');
  expect(criterionOf({ id: 'top', inputs: ['1.5'] }, null)).toContain('whole number');
  expect(criterionOf({ id: 'top%', inputs: ['101'] }, null)).toContain('1 to 100');
});

test('criteria read as they were typed', () => {
  expect(conditionOf(['if', '>=', 3, 'and', '<=', 9], 'number')).toEqual({
    id: 'between',
    inputs: ['3', '9'],
  });
  expect(conditionOf(['if', '>', 46024], 'date')).toEqual({ id: '>', inputs: ['2026-01-02'] });
  expect(conditionOf(['if', 'filled', null], 'text')).toEqual({ id: 'filled', inputs: [] });
  expect(conditionOf(['in', 'a'], 'text')).toBeNull();
});

test('two conditions without a name stay as they are', () => {
  const both: Criterion = ['if', 'contains', 'a', 'or', 'contains', 'b'];
  const condition = conditionOf(both, 'text');
  expect(condition?.id).toBe('kept');
  expect(criterionOf(condition!, both)).toBe(both);
});
